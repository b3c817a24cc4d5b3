import EnergyModel
import QueryLanguage
import Tariffs

/// The choice of the tariff that prices a meter point in each half-hour.
///
/// Its agreements decide; without any, the one tariff of its flow and unit that is valid on the
/// local day. Two candidates are an error, never "the first one wins".
struct TariffChoice {
  let catalog: Catalog
  let zone: ClockZone

  /// The tariff of each part of `halfHours`, which are those asked for that may have readings.
  func uses(
    for point: MeterPoint, unit: MeterUnit, halfHours: Range<Int>
  ) throws(QueryError) -> [TariffUse] {
    let agreements = catalog.agreements(of: point)
    let ofFlow = catalog.tariffs.filter { $0.unit.flow == point.flow }
    let ofUnit = ofFlow.filter { $0.unit.unit == unit }
    // Rates are per kWh whatever a gas meter reads, so tariffs for the other unit match too.
    let candidates =
      agreements.isEmpty
      ? (ofUnit.isEmpty ? ofFlow : ofUnit).map {
        Candidate(
          tariff: $0.name, halfHours: validity(of: $0), isSecondary: $0.isSecondary)
      }
      : agreements.map { agreement in
        let tariff = catalog.tariffs.first { $0.name == agreement.tariff }
        let valid = tariff.map { validity(of: $0) } ?? 0..<0
        return Candidate(
          tariff: agreement.tariff, halfHours: agreement.halfHours.clamped(to: valid))
      }
    let bounds = candidates.flatMap { [$0.halfHours.lowerBound, $0.halfHours.upperBound] }
    let cuts = Set(bounds.filter { $0 > halfHours.lowerBound && $0 < halfHours.upperBound })
      .union([halfHours.lowerBound]).sorted()
    var uses: [TariffUse] = []
    for (index, start) in cuts.enumerated() where !halfHours.isEmpty {
      let end = index + 1 < cuts.count ? cuts[index + 1] : halfHours.upperBound
      let holding = candidates.filter { $0.halfHours.contains(start) }
      let primary = holding.filter { !$0.isSecondary }
      let valid = primary.isEmpty ? holding : primary
      guard valid.count <= 1 else {
        throw ambiguity(
          valid[0], valid[1], point, at: Instant(halfHour: start),
          byAgreement: !agreements.isEmpty)
      }
      guard let tariff = valid.first?.tariff else { continue }
      if let last = uses.last, last.tariff == tariff, last.halfHours.upperBound == start {
        uses[uses.count - 1].halfHours = last.halfHours.lowerBound..<end
      } else {
        uses.append(
          TariffUse(
            point: point, tariff: tariff, halfHours: start..<end,
            reason: agreements.isEmpty ? .onlyValidTariff : .agreement,
            isFetched: catalog.tariff(named: tariff)?.code != nil))
      }
    }
    return uses
  }

  private struct Candidate {
    var tariff: String
    var halfHours: Range<Int>
    /// Whether it counts only where no primary candidate does.
    var isSecondary = false
  }

  /// The half-hours of the local days on which a tariff is valid.
  private func validity(of tariff: Tariff) -> Range<Int> {
    let start = tariff.validFrom.map { zone.start(of: $0).halfHour } ?? .min
    return start..<max(start, tariff.validUntil.map { zone.start(of: $0).halfHour } ?? .max)
  }

  /// The error that two tariffs compete from an instant on, with the command to type.
  ///
  /// The command begins with the day of the instant, as `assign` takes whole days.
  private func ambiguity(
    _ first: Candidate, _ second: Candidate, _ point: MeterPoint, at instant: Instant,
    byAgreement: Bool
  ) -> QueryError {
    let name = quotedIfNeeded(point.name)
    let day = zone.day(of: instant)
    let time = zone.shortStamp(instant)
    let assign = "assign \(quotedIfNeeded(first.tariff)) to \(name) from \(day)"
    let tariffs = "'\(first.tariff)' and '\(second.tariff)'"
    if byAgreement {
      return QueryError(
        "two agreements of \(point.name) overlap on \(time): \(tariffs)",
        hint: "say which one applies: unassign \(name) from \(day); \(assign)")
    }
    return QueryError(
      "two tariffs can price \(point.flow.rawValue) on \(time): \(tariffs)",
      hint: "say which one applies: \(assign)")
  }
}
