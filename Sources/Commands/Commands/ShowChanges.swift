import Cache
import EnergyModel

extension Workspace {
  /// The changes that can be taken back, oldest first.
  func changeTable() throws -> ResultTable {
    let columns =
      ResultColumn.named("change", kind: .count) + ResultColumn.named("made_at", kind: .instant)
      + ResultColumn.named("by", "statement") + ResultColumn.named("rows", kind: .count)
    let list = try cache().changes()
    if let letGo = list.letGo { try reporter.note(lossText(letGo)) }
    let rows = list.changes.map { change in
      ResultRow(cells: [
        .number(FixedPoint(Int(change.id))), .time(zone.localTime(change.author.at)),
        .text(change.author.process), .text(change.author.statement),
        .number(FixedPoint(change.rowCount)),
      ])
    }
    return ResultTable(
      header: ResultHeader(statement: "show changes", columns: columns), rows: rows)
  }
}
