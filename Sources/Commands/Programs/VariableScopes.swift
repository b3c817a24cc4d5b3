import EnergyModel
package import QueryLanguage

/// The variables of a run, and the arguments of the scripts and saved queries being run.
package struct VariableScopes {
  private var run = Variables()
  /// The arguments by depth; only the last, innermost ones are visible.
  private var arguments: [Variables] = []

  /// The number of scripts and saved queries around the current statement.
  package var depth: Int { arguments.count }

  /// The variables visible to a statement.
  package var visible: Variables { arguments.last.map { run.overridden(by: $0) } ?? run }

  /// Sets the innermost argument of that name if there is one, else a variable of the run.
  mutating func set(_ name: String, to value: String) {
    if let last = arguments.indices.last, arguments[last][name] != nil {
      arguments[last][name] = value
    } else {
      run[name] = value
    }
  }

  package mutating func enter(_ arguments: Variables) { self.arguments.append(arguments) }
  package mutating func leave() { arguments.removeLast() }
}

extension Workspace {
  /// Sets a variable before the first statement, as `--set` does.
  package func set(_ name: String, to value: String) { scopes.set(name, to: value) }

  /// The variables as a list.
  func variableTable() -> ResultTable {
    let columns = ResultColumn.named("name", "value")
    let rows = scopes.visible.all.map { ResultRow(cells: [.text($0.name), .text($0.value)]) }
    return ResultTable(
      header: ResultHeader(statement: "show variables", columns: columns), rows: rows)
  }
}
