/// JSON for people to read and edit: one member or element a line, indented two spaces a level,
/// members in the order in which they are given.
package indirect enum IndentedJSON {
  /// A number or string that is JSON already.
  case literal(String)
  case list([IndentedJSON])
  case object([(name: String, value: IndentedJSON)])

  package static func string(_ text: String) -> IndentedJSON { .literal(JSON.string(text)) }

  /// The text without a final newline; lines after the first are indented `depth` levels.
  package func text(depth: Int = 0) -> String {
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
