package import EnergyModel
import QueryLanguage
import Terminal

extension Setting {
  static let log = Setting(
    name: ".log", values: "FILE|off", summary: "log statements and their outcomes to a file",
    details: [
      "The log is itself a script, with each outcome and its time in a comment; it is appended to.",
      "A new one is readable only by you. Statements with an API key are left out.",
    ],
    examples: [".log today.octowatt", ".log off"],
    value: { $0.reporter.log.map { quotedIfNeeded($0.path) } ?? "off" },
    change: { cursor in
      let path = try cursor.onlyOperand("a file name, or off", words: ["off"], .file)
      return changing { workspace in
        if !path.isOff {
          try workspace.settings.refuseIfSafe("writing files")
          try workspace.refuseReservedFile(expandingTilde(path.value))
        }
        workspace.reporter.log = path.isOff ? nil : try StatementLog(path: path.value)
      }
    })

  static let read = Setting(
    name: ".read", values: "FILE", summary: "run the statements of a script",
    details: ["'run FILE' does the same and can pass it values."],
    examples: [".read examples/july.octowatt"],
    change: { cursor in
      let path = try cursor.onlyOperand("a script", .script).value
      return { _ in .script(path: path, arguments: Variables()) }
    })

  static let settings = Setting(
    name: ".settings", values: "", summary: "list all settings with their values and meanings",
    examples: [".settings"],
    change: { cursor in
      let output = try cursor.outputToEnd()
      return changing { try $0.output.present($0.settingTable(), output) }
    })
}

extension Workspace {
  /// The settings as a list.
  package func settingTable() -> ResultTable {
    let columns = ResultColumn.named("setting", "value", "meaning")
    let rows = SettingTable.all.compactMap { setting in
      setting.value.map { value in
        ResultRow(cells: [.text(setting.name), .text(value(self)), .text(setting.summary)])
      }
    }
    return ResultTable(
      header: ResultHeader(statement: "show settings", columns: columns), rows: rows)
  }
}
