package import EnergyModel

/// The hours that a day-and-night tariff, such as Economy 7, prices at its night rate.
///
/// They depend on the meter and are not in the API, so the user has to state them.
package struct NightHours: Hashable, Sendable {
  /// The hours, in minutes of the clock on the half-hour grid as in ``Band``.
  package let band: Band
  /// Whether they are in UTC all year, as with smart meters, and not in local time.
  package let isUTC: Bool

  /// - Throws: ``TariffError`` for times outside the day or off its grid.
  package init(start: Int, end: Int, isUTC: Bool) throws(TariffError) {
    band = try Band(start: start, end: end, rate: Rate(micropence: 0))
    self.isUTC = isUTC
  }

  /// The hours as they are typed: `00:30-07:30`, `00:30-07:30 utc`.
  package var text: String { band.label + (isUTC ? " utc" : "") }

  /// The night's slots of the local clock, 0…47, while it is `offset` half-hours ahead of UTC.
  package func slots(offset: Int) -> Set<Int> {
    Set(band.slots.map { isUTC ? ($0 + offset).flooredRemainder(by: 48) : $0 })
  }
}

/// The day and night rates of a tariff, each in order of time and for one payment method.
package struct RegisterRates: Hashable, Sendable {
  package var day: [DatedRate]
  package var night: [DatedRate]

  package init(day: [DatedRate], night: [DatedRate]) {
    self.day = day
    self.night = night
  }
}

extension RateTimeline {
  /// Appends the prices of a day-and-night tariff in `halfHours`, which must not begin before the
  /// last span ends.
  package mutating func append(
    _ tariff: Tariff, _ rates: RegisterRates, night hours: NightHours, in halfHours: Range<Int>,
    vat table: VATTable, zone: ClockZone
  ) {
    let rows = rates.day + rates.night
    let bounds = rows.compactMap(\.validFrom) + rows.compactMap(\.validTo)
    let clockChanges = hours.isUTC ? zone.transitions.map(\.start) : []
    let vatChanges = tariff.vatSegments(halfHours, by: table, zone: zone)
      .map(\.halfHours.lowerBound)
    let cuts = Set((bounds + clockChanges).map(\.halfHour).filter(halfHours.contains))
      .union(vatChanges).union([halfHours.lowerBound]).sorted()
    for (index, start) in cuts.enumerated() {
      let end = index + 1 < cuts.count ? cuts[index + 1] : halfHours.upperBound
      func row(_ rates: [DatedRate]) -> DatedRate? {
        rates.first {
          $0.validFrom?.halfHour ?? .min <= start && start < $0.validTo?.halfHour ?? .max
        }
      }
      let offset = Int(zone.offset(at: Instant(halfHour: start)) / 1800)
      append(
        tariff, day: row(rates.day), night: row(rates.night),
        nightSlots: hours.slots(offset: offset),
        vat: tariff.vat(on: zone.day(of: Instant(halfHour: start)), by: table), in: start..<end)
    }
  }

  private mutating func append(
    _ tariff: Tariff, day: DatedRate?, night: DatedRate?, nightSlots: Set<Int>, vat: VATRate,
    in halfHours: Range<Int>
  ) {
    var pattern = Pattern.unpriced
    for (rate, slots) in [(night, nightSlots), (day, Set(0..<48).subtracting(nightSlots))] {
      guard let rate else { continue }
      // The first slot of the run, which may cross midnight.
      let first = slots.first { !slots.contains(($0 + 47) % 48) } ?? 0
      let end = first + slots.count
      add(
        RateRow(
          tariff: tariff.name, price: tariff.price(rate, vat: vat),
          band: "\(clockText(slot: first))-\(clockText(slot: end > 48 ? end - 48 : end))",
          bandStart: first, dates: rate, source: rate.source),
        at: slots, of: &pattern)
    }
    append(pattern, in: halfHours)
  }
}
