import EnergyModel
import QueryEngine

extension Home {
  /// Which tariff prices which meter point, and when.
  var agreementTable: ResultTable {
    let columns = ["meter", "flow", "tariff", "from", "until"].map {
      ResultColumn(name: $0, title: $0, kind: .text)
    }
    var table = ResultTable(head: ResultHead(statement: "show agreements", columns: columns))
    for point in points.sorted(by: { ($0.flow, $0.number) < ($1.flow, $1.number) }) {
      for agreement in agreements(of: point) {
        table.append(
          ResultRow(cells: [
            .text(point.name), .text(point.flow.rawValue), .text(agreement.tariff),
            .text(agreement.from.description),
            agreement.until.map { .text($0.description) } ?? .missing,
          ]))
      }
    }
    return table
  }
}
