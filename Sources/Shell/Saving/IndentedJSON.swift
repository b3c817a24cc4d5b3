import Rendering

/// JSON for people to read and edit: a member or element a line, two spaces deeper than what holds
/// it, members in the order in which they are given.
indirect enum IndentedJSON {
  /// A number or string that is JSON already.
  case literal(String)
  case list([IndentedJSON])
  case object([(name: String, value: IndentedJSON)])

  static func string(_ text: String) -> IndentedJSON { .literal(JSON.string(text)) }

  /// Ends without a newline; lines after the first stand `depth` steps to the right.
  func text(depth: Int = 0) -> String {
    switch self {
    case .literal(let text): text
    case .list(let elements): block("[", elements.map { $0.text(depth: depth + 1) }, "]", depth)
    case .object(let members):
      block(
        "{", members.map { "\(JSON.string($0.name)): \($0.value.text(depth: depth + 1))" }, "}",
        depth)
    }
  }

  private func block(
    _ opening: String, _ items: [String], _ closing: String, _ depth: Int
  ) -> String {
    guard !items.isEmpty else { return opening + closing }
    let margin = String(repeating: "  ", count: depth)
    let lines = items.map { "\(margin)  \($0)" }.joined(separator: ",\n")
    return "\(opening)\n\(lines)\n\(margin)\(closing)"
  }
}
