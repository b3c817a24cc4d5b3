/// The variables that `$NAME` refers to; names match in any case.
package struct Variables: Hashable, Sendable {
  package struct Variable: Hashable, Sendable {
    /// The name as first typed, without `$`.
    package var name: String
    package var value: String
  }

  private var variables: [String: Variable] = [:]

  package init() {}

  /// The variables in order of name.
  package var all: [Variable] { variables.sorted { $0.key < $1.key }.map(\.value) }

  package subscript(name: String) -> String? {
    get { variables[name.lowercased()]?.value }
    set { variables[name.lowercased()] = newValue.map { Variable(name: name, value: $0) } }
  }

  /// The union of both, where those of `other` win over variables of the same name.
  package func overridden(by other: Variables) -> Variables {
    var merged = self
    merged.variables.merge(other.variables) { _, theirs in theirs }
    return merged
  }

  /// Whether `name` can name a variable: letters, digits and `_`, and no digit at the start.
  package static func isName(_ name: String) -> Bool {
    let isDigitFirst = name.utf8.first.map(isDigit) ?? true
    return !isDigitFirst && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }

  /// The value that a reference such as `$p` or `$1` stands for.
  func value(of reference: Located<String>) throws(QueryError) -> Located<String> {
    let name = String(reference.value.dropFirst())
    if let value = self[name] { return Located(value, at: reference.span) }
    if let number = Int(name), (1...9).contains(number) {
      throw QueryError("the script was given no argument $\(number)", at: reference.span)
    }
    guard Variables.isName(name) else {
      throw QueryError(
        "'\(reference.value)' is not the name of a variable", at: reference.span,
        hint: "put text that begins with $ in quotes")
    }
    let near = closest(to: name, among: all.map(\.name))
    throw QueryError(
      "unknown variable '\(reference.value)'", at: reference.span,
      suggestion: near.map { "$" + $0 },
      hint: near == nil ? "to set it: let \(name) = VALUE" : nil)
  }
}
