import Cache
import EnergyModel
import QueryEngine
import Tariffs

extension Workspace {
  /// The revisions made by imports and fetches: prices one by one, the rest by meter.
  func revisionTable() throws -> ResultTable {
    func columns(_ names: String..., kind: ColumnKind) -> [ResultColumn] {
      names.map { name in
        ResultColumn(
          name: name, title: name == "revised_at" ? "revised at" : name, kind: kind)
      }
    }
    let columns =
      columns("revised_at", kind: .instant) + columns("source", "name", "what", "band", kind: .text)
      + columns("start", "end", kind: .instant) + columns("halfhours", kind: .count)
      + columns("previous", "new", kind: .quantity) + columns("unit", kind: .text)
    let cache = try cache()
    let points = try cache.catalog().points
    let rows = try cache.revisions().map { entry in
      let start: [Cell] = [.time(zone.localTime(entry.at)), .text(entry.source)]
      return ResultRow(cells: start + cells(of: entry.subject, points))
    }
    return ResultTable(
      header: ResultHeader(statement: "show revisions", columns: columns), rows: rows)
  }

  private func cells(of subject: RevisionEntry.Subject, _ points: [MeterPoint]) -> [Cell] {
    func time(_ instant: Instant?) -> Cell {
      instant.map { .time(zone.localTime($0)) } ?? .missing
    }
    switch subject {
    case .rate(let tariff, let currency, let revision):
      let change = revision.change
      let unit = "\(currency)/\(revision.kind == .standing ? "day" : "kWh")"
      return [
        .text(tariff), .text(revision.kind.noun), change.band.map { .text($0) } ?? .missing,
        time(change.from), time(change.until), .missing, .number(change.previous.inMajorUnit),
        change.new.map { .number($0.inMajorUnit) } ?? .missing, .text(unit),
      ]
    case .readings(let id, let count, let halfHours):
      return meterCells(points.first { $0.id == id }, "readings", count, halfHours)
    case .supplierCosts(let id, let count, let halfHours):
      return meterCells(points.first { $0.id == id }, "supplier's costs", count, halfHours)
    }
  }

  private func meterCells(
    _ point: MeterPoint?, _ what: String, _ count: Int, _ halfHours: ClosedRange<Int>
  ) -> [Cell] {
    func time(_ halfHour: Int) -> Cell { .time(zone.localTime(Instant(halfHour: halfHour))) }
    return [
      point.map { .text($0.name) } ?? .missing, .text(what), .missing, time(halfHours.lowerBound),
      time(halfHours.upperBound + 1), .number(FixedPoint(count)), .missing, .missing, .missing,
    ]
  }
}
