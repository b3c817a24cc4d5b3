import QueryLanguage

/// A statement that begins with a dot, and changes how the shell behaves.
package struct Setting: Sendable {
  /// The name, with its dot.
  package var name: String
  /// The values that it accepts, for the help.
  var values: String
  var summary: String
  /// Further lines for the help.
  var details: [String] = []
  var examples: [String] = []
  /// The current value as it would be typed; nil for statements without one.
  var value: (@Sendable (Workspace) -> String)?
  /// Reads the value, up to the end of the statement.
  var change: @Sendable (inout TokenCursor) throws -> SettingChange.Action

  /// The usage line.
  var usage: String { values.isEmpty ? name : "\(name) \(values)" }

  /// Reads the statement after its name: on its own it prints the value.
  func read(_ cursor: inout TokenCursor) throws -> SettingChange {
    if cursor.isAtEnd, let value {
      return SettingChange { workspace in
        try workspace.output.printLine(value(workspace))
        return .nothing
      }
    }
    return SettingChange(run: try change(&cursor))
  }
}

/// A dot statement that was read: its effect on a workspace.
package struct SettingChange: Sendable {
  package typealias Action = @Sendable (Workspace) throws -> FollowUp

  package let run: Action
}

/// All settings: exactly these are accepted, in the help and in `.settings`.
package enum SettingTable {
  package static let all: [Setting] = [
    .mode, .output, .once, .null, .formulas, .width, .color, .highlight, .chart, .prompt, .pager,
    .timing, .policy, .payment, .strict, .echo, .log, .read, .settings,
  ]

  /// The setting with that name, dot included.
  static func setting(_ name: String) -> Setting? { all.first { $0.name == name } }
}

/// An action that only changes the workspace.
func changing(
  _ change: @escaping @Sendable (Workspace) throws -> Void
) -> SettingChange.Action {
  { workspace in
    try change(workspace)
    return .nothing
  }
}

extension Setting {
  /// A setting that is `on` or `off`.
  static func flag(
    _ name: String, _ summary: String, details: [String] = [],
    _ path: any ReferenceWritableKeyPath<Settings, Bool> & Sendable
  ) -> Setting {
    Setting(
      name: name, values: "on|off", summary: summary, details: details,
      examples: ["\(name) on", "\(name) off"],
      value: { $0.settings[keyPath: path] ? "on" : "off" },
      change: { cursor in
        let isOn = try cursor.choice("on or off", ["on", "off"]) == "on"
        return changing { $0.settings[keyPath: path] = isOn }
      })
  }
}

extension TokenCursor {
  /// Reads the operand, which ends the statement.
  mutating func onlyOperand(
    _ what: String, words: [String] = [], _ kinds: ValueKind...
  ) throws(QueryError) -> Located<String> {
    expect(words: words)
    expect(kinds.map(CompletionCandidate.value))
    let operand = try operand(what)
    guard isAtEnd else { throw expected("the end of the statement") }
    return operand
  }

  /// Reads one of some words, which ends the statement.
  mutating func choice(_ what: String, _ words: [String]) throws(QueryError) -> String {
    let typed = try onlyOperand(what, words: words)
    guard words.contains(typed.value.lowercased()) else {
      throw QueryError("expected \(what), found '\(typed.value)'", at: typed.span)
    }
    return typed.value.lowercased()
  }
}
