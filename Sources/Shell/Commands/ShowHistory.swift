import EnergyModel
import QueryLanguage

extension Session {
  /// The statements that were typed at the prompt, from the file that keeps them.
  ///
  /// - Throws: a ``CommandError`` where no history is kept.
  func historyTable() throws -> ResultTable {
    guard let historyPath else {
      throw CommandError("there is no history", hint: "see --history in 'octowatt --help'")
    }
    let columns = [
      ResultColumn(name: "at", title: "at", kind: .instant),
      ResultColumn(name: "statement", title: "statement", kind: .text),
    ]
    var table = ResultTable(head: ResultHead(statement: "show history", columns: columns))
    // A file that is not there yet is a history without entries.
    let bytes = (try? FileNames.read(historyPath)) ?? []
    var entry: (at: Instant, lines: [Substring])?
    func finish() {
      guard let entry else { return }
      let text = entry.lines.joined(separator: " ")
      table.append(ResultRow(cells: [.text(zone.stamp(entry.at)), .text(text)]))
    }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      // Readline puts `#` and the seconds since 1970 on a line before each entry.
      if line.hasPrefix("#"), let seconds = Int64(line.dropFirst()) {
        finish()
        entry = (Instant(seconds: seconds), [])
      } else {
        entry?.lines.append(line)
      }
    }
    finish()
    return table
  }
}
