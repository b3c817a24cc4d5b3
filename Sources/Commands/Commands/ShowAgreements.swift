import EnergyModel
import QueryEngine

extension Catalog {
  /// The agreements as a list: days, or stamps for a bound within a day.
  func agreementTable(zone: ClockZone) -> ResultTable {
    let columns = ResultColumn.named("meter", "flow", "tariff", "from", "until")
    var table = ResultTable(header: ResultHeader(statement: "show agreements", columns: columns))
    for point in points.sorted(by: { ($0.flow, $0.number) < ($1.flow, $1.number) }) {
      for agreement in agreements(of: point) {
        table.append(
          ResultRow(cells: [
            .text(point.name), .text(point.flow.rawValue), .text(agreement.tariff),
            .text(zone.dayOrStamp(agreement.from)),
            agreement.until.map { .text(zone.dayOrStamp($0)) } ?? .missing,
          ]))
      }
    }
    return table
  }
}
