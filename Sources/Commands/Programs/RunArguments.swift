package import QueryLanguage

/// The arguments after the name in a `run` statement.
package struct RunArguments: Sendable {
  private var named: [(name: Located<String>, value: String)] = []
  private var positional: [Located<String>] = []

  /// Reads to the end of the statement: `VALUE` or `NAME = VALUE`, with or without commas; errors
  /// are collected in the cursor.
  ///
  /// `definition` is that of the saved query, if it is one: once all its parameters have values, no
  /// more are completed.
  package init(_ cursor: inout TokenCursor, for definition: () -> Definition? = { nil }) {
    while !cursor.isAtEnd {
      let count = named.count + positional.count
      if cursor.isAtCompletionPoint {
        let isFull = definition().map { open(of: $0).isEmpty } ?? false
        cursor.suppressesCompletion = isFull || !cursor.errors.isEmpty
      }
      cursor.collecting { (cursor) throws(QueryError) in
        if count > 0 { _ = cursor.accept(sign: ",") }
        cursor.expect(.parameter)
        var ahead = cursor
        ahead.suppressesCompletion = !Variables.isName(cursor.peek?.text ?? "")
        ahead.next()
        if ahead.accept(sign: "=") {
          let name = try cursor.variableName()
          cursor = ahead
          let isSecond = named.contains { $0.name.value.lowercased() == name.value.lowercased() }
          if isSecond {
            throw QueryError("the value of '\(name.value)' is repeated", at: name.span)
          }
          named.append((name, try cursor.value("a value").value))
        } else {
          positional.append(try cursor.value("a value"))
        }
      }
    }
  }

  /// The parameters of a saved query that have no argument.
  package func open(of definition: Definition) -> [Definition.Parameter] {
    definition.parameters.dropFirst(positional.count).filter { parameter in
      !named.contains { $0.name.value.lowercased() == parameter.name.lowercased() }
    }
  }

  /// The arguments as variables for a script: `$1`, `$2`, … and those with names.
  func forScript() throws(QueryError) -> Variables {
    var variables = Variables()
    for (index, value) in positional.enumerated() {
      guard index < 9 else {
        throw QueryError("a script takes nine values at most", at: value.span)
      }
      variables[String(index + 1)] = value.value
    }
    for (name, value) in named { variables[name.value] = value }
    return variables
  }

  /// The values for all parameters of a saved query, from the arguments or the defaults.
  ///
  /// - Throws: ``QueryError`` for unknown parameters, too many values, and parameters without a
  ///   value.
  package func bind(to definition: Definition, at span: SourceSpan) throws(QueryError) -> Variables
  {
    var variables = Variables()
    var errors = ErrorCollector()
    let parameters = definition.parameters
    let known = parameters.map(\.name)
    for (name, value) in named {
      if !known.contains(where: { $0.lowercased() == name.value.lowercased() }) {
        errors.append(.unknown("parameter", name, among: known, hint: takes(definition)))
      }
      variables[name.value] = value
    }
    for (index, value) in positional.enumerated() {
      guard index < parameters.count else {
        errors.append(QueryError("too many values", at: value.span, hint: takes(definition)))
        break
      }
      if variables[known[index]] != nil {
        errors.append(
          QueryError("'\(known[index])' already has a value by name", at: value.span))
      }
      variables[known[index]] = value.value
    }
    for parameter in parameters where variables[parameter.name] == nil {
      guard let defaultValue = parameter.defaultValue else {
        errors.append(
          QueryError(
            "the parameter '\(parameter.name)' has no value and no default", at: span,
            hint: "type: run \(quotedIfNeeded(definition.name.value)) \(parameter.name)=VALUE"))
        continue
      }
      variables[parameter.name] = defaultValue
    }
    try errors.finish()
    return variables
  }

  private func takes(_ definition: Definition) -> String {
    let name = definition.name.value
    return definition.parameters.isEmpty
      ? "\(name) takes no values" : "\(name) takes: \(definition.parameterText)"
  }
}
