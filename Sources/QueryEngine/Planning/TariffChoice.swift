import EnergyModel
import QueryLanguage
import Tariffs

/// Decides which tariff prices a meter point on which days.
///
/// Its agreements decide; without any, the one tariff of its flow and unit that is valid on the
/// local day. Two candidates are an error, never "the first one wins".
struct TariffChoice {
  let home: Home
  let zone: ClockZone

  /// The tariff of each stretch of `days`, those that are asked for and may have readings.
  func uses(
    for point: MeterPoint, unit: MeterUnit, days: Range<LocalDay>
  ) throws(QueryError) -> [TariffUse] {
    let agreements = home.agreements(of: point)
    let ofFlow = home.tariffs.filter { $0.unit.flow == point.flow }
    let ofUnit = ofFlow.filter { $0.unit.unit == unit }
    // Rates are per kWh whatever a gas meter reads, so those of the other unit will do.
    let candidates =
      agreements.isEmpty
      ? (ofUnit.isEmpty ? ofFlow : ofUnit).map {
        Candidate(
          tariff: $0.name, from: $0.validFrom, until: $0.validUntil, isSecondary: $0.isSecondary)
      }
      : agreements.map { agreement in
        let tariff = home.tariffs.first { $0.name == agreement.tariff }
        return Candidate(
          tariff: agreement.tariff,
          from: [agreement.from, tariff?.validFrom].compactMap { $0 }.max(),
          until: [agreement.until, tariff?.validUntil].compactMap { $0 }.min())
      }
    let bounds = candidates.flatMap { [$0.from, $0.until] }.compactMap { $0 }
    let cuts = Set(bounds.filter { $0 > days.lowerBound && $0 < days.upperBound })
      .union([days.lowerBound]).sorted()
    var uses: [TariffUse] = []
    for (index, start) in cuts.enumerated() where !days.isEmpty {
      let end = index + 1 < cuts.count ? cuts[index + 1] : days.upperBound
      let holding = candidates.filter { $0.holds(start) }
      let primary = holding.filter { !$0.isSecondary }
      let valid = primary.isEmpty ? holding : primary
      guard valid.count <= 1 else {
        throw ambiguity(valid[0], valid[1], point, on: start, byAgreement: !agreements.isEmpty)
      }
      guard let tariff = valid.first?.tariff else { continue }
      if let last = uses.last, last.tariff == tariff, last.days.upperBound == start {
        uses[uses.count - 1].days = last.days.lowerBound..<end
      } else {
        uses.append(
          TariffUse(
            point: point, tariff: tariff, days: start..<end,
            reason: agreements.isEmpty ? .onlyOne : .agreement))
      }
    }
    return uses
  }

  private struct Candidate {
    var tariff: String
    var from: LocalDay?
    var until: LocalDay?
    /// Counts only where no other does.
    var isSecondary = false

    func holds(_ day: LocalDay) -> Bool {
      (from.map { $0 <= day } ?? true) && (until.map { day < $0 } ?? true)
    }
  }

  private func ambiguity(
    _ first: Candidate, _ second: Candidate, _ point: MeterPoint, on day: LocalDay,
    byAgreement: Bool
  ) -> QueryError {
    let name = quotedIfNeeded(point.name)
    let assign = "assign \(quotedIfNeeded(first.tariff)) to \(name) from \(day)"
    let tariffs = "'\(first.tariff)' and '\(second.tariff)'"
    if byAgreement {
      return QueryError(
        "two agreements of \(point.name) overlap on \(day): \(tariffs)",
        hint: "say which one holds: unassign \(name) from \(day); \(assign)")
    }
    return QueryError(
      "two tariffs can price \(point.flow.rawValue) on \(day): \(tariffs)",
      hint: "say which one holds: \(assign)")
  }
}
