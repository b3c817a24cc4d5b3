import QueryLanguage

/// A statement that begins with a dot: how the shell itself behaves.
package struct Setting: Sendable {
  /// With its dot.
  package var name: String
  /// What may stand behind it, for the help.
  var values: String
  var summary: String
  /// What else there is to say, in whole lines.
  var details: [String] = []
  var examples: [String] = []
  /// Its value as it would be typed; nil for statements that have none.
  var value: (@Sendable (Workspace) -> String)?
  /// Reads a value that is there, to the end of the statement.
  var change: @Sendable (inout TokenCursor) throws -> SettingChange.Action

  /// How it is typed.
  var usage: String { values.isEmpty ? name : "\(name) \(values)" }

  /// Reads the statement behind its name: alone it prints the value.
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

/// A statement with a dot that was read: what it does to a workspace.
package struct SettingChange: Sendable {
  package typealias Action = @Sendable (Workspace) throws -> FollowUp

  package let run: Action
}

/// All settings: what is here is accepted, in the help and in `.settings`, and nothing else.
package enum SettingTable {
  package static let all: [Setting] = [
    .mode, .output, .once, .null, .width, .color, .highlight, .prompt, .pager, .timing, .policy,
    .payment, .strict, .echo, .log, .read, .settings,
  ]

  /// The setting of that name, with its dot.
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
  /// The operand that ends the statement.
  mutating func onlyOperand(
    _ what: String, words: [String] = [], _ kinds: ValueKind...
  ) throws(QueryErrors) -> Located<String> {
    expect(words: words)
    expect(kinds.map(Expected.value))
    do throws(QueryError) {
      let operand = try operand(what)
      guard isAtEnd else { throw expected("the end of the statement") }
      return operand
    } catch {
      throw QueryErrors(error)
    }
  }

  /// One of some words, which ends the statement.
  mutating func choice(_ what: String, _ words: [String]) throws(QueryErrors) -> String {
    let typed = try onlyOperand(what, words: words)
    guard words.contains(typed.value.lowercased()) else {
      throw QueryErrors(
        QueryError("expected \(what), found '\(typed.value)'", at: typed.span))
    }
    return typed.value.lowercased()
  }
}
