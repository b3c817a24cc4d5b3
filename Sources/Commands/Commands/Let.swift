import QueryLanguage

extension CommandPage {
  static let `let` = CommandPage(
    Let.self, summary: "set a variable for this run, used as $NAME",
    details: [
      "VALUE is one operand: a name, number, path or string, or a whole period.",
      "See 'help variables'.",
    ],
    examples: ["let p = last month", "let p = from 2023-07-01 to 2023-08-01"])
}

/// Sets a variable for the run.
struct Let: Command {
  static let form = Form("let", .operand(.variableName), .operand(.value, after: "="))

  let name: Located<String>
  let value: Located<String>

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (name, value) = try Let.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) -> FollowUp {
    workspace.scopes.set(name.value, to: value.value)
    return .nothing
  }
}

extension Operand<Located<String>> {
  fileprivate static let variableName = Operand("NAME", "a name") {
    (cursor, _) throws(QueryError) in try cursor.variableName()
  }

  fileprivate static let value = Operand("VALUE", "a value, such as 2023-07 or last month") {
    (cursor, _) throws(QueryError) in
    try cursor.value("a value, such as 2023-07 or last month")
  }
}

extension TokenCursor {
  /// Reads the name of a variable to be set.
  mutating func variableName() throws(QueryError) -> Located<String> {
    if isVariable {
      throw QueryError("expected the name alone, without the $", at: here)
    }
    let name = try newName("a name")
    guard Variables.isName(name.value) else {
      throw QueryError(
        "'\(name.value)' can't be the name of a variable", at: name.span,
        hint: "names have letters, digits and _, and begin with no digit")
    }
    return name
  }
}
