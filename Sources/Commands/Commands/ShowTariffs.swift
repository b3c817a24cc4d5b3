import Cache
import EnergyModel
import QueryEngine
import Tariffs

extension Workspace {
  /// The tariffs by flow and name, as a list: a row for each of their terms.
  func tariffTable() throws -> ResultTable {
    let columns = ResultColumn.named(
      "tariff", "flow", "valid_from", "valid_until", "holds", "rates")
    let standing = ResultColumn(
      name: "standing_charge", title: "standing a day", unit: .moneyPerDay("GBP"), kind: .rate)
    var table = ResultTable(
      header: ResultHeader(statement: "show tariffs", columns: columns + [standing]))
    let cache = try cache()
    let extents = try cache.rateExtents()
    let catalog = try cache.catalog()
    let tariffs = catalog.tariffs.sorted { ($0.unit.flow, $0.name) < ($1.unit.flow, $1.name) }
    for tariff in tariffs {
      let charges = DatedRate.rows(
        try cache.datedRates(of: tariff.name, .standing, overlapping: .always),
        for: settings.pricing.payment)
      func add(from: LocalDay?, until: LocalDay?, rates: String) {
        let days = DayRange(from: from, until: until)
        let charge = standingCharge(of: tariff, charges, on: days.nearest(to: today), catalog.vat)
        table.append(
          ResultRow(cells: [
            .text(tariff.name), .text(tariff.unit.flow.rawValue),
            from.map { .text($0.description) } ?? .missing,
            until.map { .text($0.description) } ?? .missing,
            days.contains(today) ? .text("today") : .missing, .text(rates),
            charge.map { .number($0.inMajorUnit) } ?? .missing,
          ]))
      }
      for terms in tariff.terms {
        add(from: terms.from, until: tariff.end(of: terms), rates: terms.bands.rateSummary)
      }
      if tariff.terms.isEmpty {
        add(
          from: tariff.validFrom, until: tariff.validUntil,
          rates: rateSummary(extents[tariff.name]))
      }
    }
    return table
  }

  private var today: LocalDay { zone.day(of: now) }

  /// The standing charge of a tariff on a day; of dated charges that it has on other days only,
  /// the latest before it, or the first.
  private func standingCharge(
    of tariff: Tariff, _ charges: [DatedRate], on day: LocalDay, _ table: VATTable
  ) -> Rate? {
    let midnight = zone.start(of: day)
    let begun = charges.last { $0.validFrom.map { $0 <= midnight } ?? true }
    let holds = begun?.holds(at: midnight) ?? false
    if !holds, let charge = tariff.standingCharge(on: day) { return charge }
    return (begun ?? charges.first).map { row in
      let first = zone.day(of: max(midnight, row.validFrom ?? midnight))
      return tariff.price(row, vat: tariff.vat(on: first, by: table)).payable
    }
  }

  /// The number of dated rates, and the end of the last.
  private func rateSummary(_ extent: RateExtent?) -> String {
    guard let extent else { return "none" }
    let end = extent.end.map { "until \(zone.shortStamp($0))" } ?? "with no end"
    return "\(String(extent.count).groupedByThousands) \(end)"
  }
}

/// The local days from one, which may be open, until another.
struct DayRange {
  var from: LocalDay?
  var until: LocalDay?

  func contains(_ day: LocalDay) -> Bool {
    (from.map { $0 <= day } ?? true) && (until.map { day < $0 } ?? true)
  }

  /// The day itself, or else the first or last of the range.
  func nearest(to day: LocalDay) -> LocalDay {
    let last = until.map { min(day, $0 - 1) } ?? day
    return max(last, from ?? last)
  }
}

extension BandTariff {
  /// The rates in ascending order: `0.18432, 0.3072, 0.43008`.
  fileprivate var rateSummary: String {
    Set(bands.map(\.rate) + [defaultRate].compactMap(\.self)).sorted()
      .map(\.inMajorUnit.text).joined(separator: ", ")
  }
}
