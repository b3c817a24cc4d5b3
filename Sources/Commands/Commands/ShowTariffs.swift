import Cache
import EnergyModel
import QueryEngine
import Tariffs

extension Workspace {
  /// The tariffs by flow and name, as a list.
  func tariffTable() throws -> ResultTable {
    let columns = ["tariff", "flow", "valid_from", "valid_until", "rates"].map {
      ResultColumn(name: $0, title: $0.split(separator: "_").joined(separator: " "), kind: .text)
    }
    let standing = ResultColumn(
      name: "standing_charge", title: "standing a day", unit: .moneyPerDay("GBP"), kind: .rate)
    var table = ResultTable(
      header: ResultHeader(statement: "show tariffs", columns: columns + [standing]))
    let cache = try cache()
    let extents = try cache.rateExtents()
    let catalog = try cache.catalog()
    let tariffs = catalog.tariffs.sorted { ($0.unit.flow, $0.name) < ($1.unit.flow, $1.name) }
    for tariff in tariffs {
      table.append(
        ResultRow(cells: [
          .text(tariff.name), .text(tariff.unit.flow.rawValue),
          tariff.validFrom.map { .text($0.description) } ?? .missing,
          tariff.validUntil.map { .text($0.description) } ?? .missing,
          .text(rateSummary(of: tariff, extents[tariff.name])),
          try standingCharge(of: tariff, catalog.vat, in: cache).map { .number($0.inMajorUnit) }
            ?? .missing,
        ]))
    }
    return table
  }

  /// The standing charge of a tariff; of dated charges, the latest that has begun.
  private func standingCharge(
    of tariff: Tariff, _ table: VATTable, in cache: Cache
  ) throws -> Rate? {
    if let charge = tariff.standingCharge { return charge }
    let rows = try cache.datedRates(of: tariff.name, .standing, overlapping: .always)
    let charges = DatedRate.rows(rows, for: settings.pricing.payment)
    let row = charges.last { $0.validFrom.map { $0 <= now } ?? true } ?? charges.first
    let day = zone.day(of: max(now, row?.validFrom ?? now))
    return row.map { tariff.price($0, vat: tariff.vat(on: day, by: table)).payable }
  }

  /// The rates in ascending order, `0.18432, 0.3072, 0.43008`; for dated rates, their number and
  /// the end of the last.
  private func rateSummary(of tariff: Tariff, _ extent: RateExtent?) -> String {
    if case .bands(let bands) = tariff.kind {
      let rates = Set(bands.bands.map(\.rate) + [bands.defaultRate].compactMap { $0 })
      return rates.sorted().map(\.inMajorUnit.text).joined(separator: ", ")
    }
    guard let extent else { return "none" }
    let end = extent.end.map { "until \(zone.shortStamp($0))" } ?? "with no end"
    return "\(String(extent.count).groupedByThousands) \(end)"
  }
}
