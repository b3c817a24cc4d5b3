package import EnergyModel
import QueryLanguage
package import Terminal

extension Workspace {
  /// The statements typed at the prompt, from the history file.
  ///
  /// - Throws: a ``Failure`` when there is no history file.
  func historyTable() throws -> ResultTable {
    let columns =
      ResultColumn.named("number", kind: .count) + ResultColumn.named("at", kind: .instant)
      + ResultColumn.named("statement")
    let rows = try keptHistory().enumerated().map { index, entry in
      ResultRow(cells: [
        .number(FixedPoint(index + 1)),
        entry.time.map { .time(zone.localTime(Instant(seconds: $0))) } ?? .missing,
        .text(entry.text.split(separator: "\n").joined(separator: " ")),
      ])
    }
    return ResultTable(
      header: ResultHeader(statement: "show history", columns: columns), rows: rows)
  }

  /// The entries of the history file, including those of other shells, in the order of `show
  /// history`.
  ///
  /// - Throws: a ``Failure`` when there is no history file.
  package func keptHistory() throws(Failure) -> [History.Entry] {
    guard let historyPath = settings.run.historyPath else {
      throw Failure("there is no history", hint: "see --history in 'octowatt --help'")
    }
    return History.newest(Settings.historyLimit, of: try History.read(historyPath))
  }
}
