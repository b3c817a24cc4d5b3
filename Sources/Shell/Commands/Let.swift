import QueryLanguage

extension Command {
  static let `let` = Command(
    name: "let", usage: ["let NAME = VALUE"],
    summary: "keep a value for this run; $NAME stands for it",
    details: [
      "VALUE is one operand: a name, number, path or string, or a whole period.",
      "See 'help variables'.",
    ],
    examples: ["let p = last month", "let p = from 2023-07-01 to 2023-08-01"],
    run: { cursor, session in
      let (name, value) = try located { () throws(QueryError) in
        let name = try cursor.variableName()
        guard cursor.accept(sign: "=") else { throw cursor.expected("'='") }
        return (name, try cursor.value("a value, such as 2023-07 or last month"))
      }
      try cursor.expectEnd()
      session.scopes.set(name.value, to: value.value)
    })
}

extension TokenCursor {
  /// The name of a variable that is to be made.
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
