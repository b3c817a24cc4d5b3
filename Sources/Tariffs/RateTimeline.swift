package import EnergyModel

/// A rate that prices some half-hours, with its origin.
package struct RateRow: Hashable, Sendable {
  package var tariff: String
  package var price: Price
  /// The band of the local clock that it belongs to: `02:00-05:00`, `all day`.
  package var band: String
  /// The slot of the day at which the band begins, by which bands are ordered.
  package var bandStart: Int
  /// The first day of the terms that it belongs to, where its tariff has several and they have one.
  package var termsFrom: LocalDay?
  /// The dated rate that it comes from, if it does.
  package var dates: DatedRate?
  /// The file or command that it comes from.
  package var source: String?

  /// The rate that the customer pays or is paid.
  package var rate: Rate { price.payable }
}

/// Which rate holds when, for one meter point.
package struct RateTimeline: Hashable, Sendable {
  /// The rates of the 48 slots of the local clock.
  struct Pattern: Hashable, Sendable {
    /// Payable rates in micropence, ``HalfHourNumbers/none`` where there is none.
    var rates: [Int64]
    /// Indices into ``RateTimeline/rows``; nil where there is none.
    var rows: [Int?]

    /// The pattern without any rate.
    static let unpriced = Pattern(
      rates: Array(repeating: HalfHourNumbers.none, count: 48),
      rows: Array(repeating: nil, count: 48))
  }

  package internal(set) var rows = RateRows()
  /// Payable rates in micropence.
  package internal(set) var rates = HalfHourNumbers()
  /// For each number of ``rates`` its position in ``rows``.
  package internal(set) var rowNumbers = RowNumbers()
  private var bandPatterns: [BandPattern: Int] = [:]

  /// The values by which patterns of band tariffs differ.
  private struct BandPattern: Hashable {
    var tariff: String
    var termsFrom: LocalDay?
    var vat: VATRate
  }

  package init() {}

  /// Appends the prices of `tariff` in `halfHours`, which must not begin before the last span ends.
  ///
  /// `dated`: the rates of a dated tariff that overlap the half-hours, for one way of paying.
  /// `vat`: tells the VAT of what does not say it itself; where that changes, a span ends.
  /// `zone`: tells local days, and the local clock of dated rows.
  package mutating func append(
    _ tariff: Tariff, dated: DatedRates = DatedRates(rows: []), in halfHours: Range<Int>,
    vat table: VATTable,
    zone: ClockZone
  ) {
    switch tariff.kind {
    case .bands:
      for (part, terms) in tariff.termSegments(halfHours, zone: zone) {
        append(tariff, terms, in: part, vat: table, zone: zone)
      }
    case .dated:
      var rows = dated.rows[...]
      for rates in dated.halfHours {
        while let row = rows.first, row.start < Instant(halfHour: rates.start).seconds {
          append(row, of: tariff, in: halfHours, vat: table, zone: zone)
          rows.removeFirst()
        }
        append(rates, of: tariff, in: halfHours, vat: table, zone: zone)
      }
      for row in rows { append(row, of: tariff, in: halfHours, vat: table, zone: zone) }
    case .registers: preconditionFailure("a tariff of registers comes with its hours of night")
    }
  }

  private mutating func append(
    _ tariff: Tariff, _ terms: TariffTerms, in halfHours: Range<Int>, vat table: VATTable,
    zone: ClockZone
  ) {
    for (part, vat) in tariff.vatSegments(halfHours, by: table, zone: zone) {
      let key = BandPattern(tariff: tariff.name, termsFrom: terms.from, vat: vat)
      let position = bandPatterns[key] ?? add(pattern(of: terms, tariff, vat))
      bandPatterns[key] = position
      rates.append(HalfHourNumbers.Span(halfHours: part, position: position, order: .clock))
    }
  }

  private mutating func append(
    _ rate: DatedRate, of tariff: Tariff, in halfHours: Range<Int>, vat table: VATTable,
    zone: ClockZone
  ) {
    let from = max(rate.validFrom?.halfHour ?? .min, halfHours.lowerBound)
    let to = min(rate.validTo?.halfHour ?? .max, halfHours.upperBound)
    guard from < to else { return }
    for (part, price) in tariff.prices(rate, in: from..<to, vat: table, zone: zone) {
      var pattern = Pattern.unpriced
      add(RateRow(tariff.name, price, rate, zone), at: 0..<48, of: &pattern)
      append(pattern, in: part)
    }
  }

  private mutating func append(
    _ rates: HalfHourRates, of tariff: Tariff, in halfHours: Range<Int>, vat table: VATTable,
    zone: ClockZone
  ) {
    let part = rates.halfHours.clamped(to: halfHours)
    for (part, vat) in tariff.vatSegments(part, by: table, zone: zone) {
      let priced = PricedHalfHours(
        tariff: tariff, rates: rates, halfHours: part, vat: vat, zone: zone)
      let payable = priced.payable
      let position = self.rates.add(payable.numbers, payable.part)
      rowNumbers.append(rows.endIndex..<rows.endIndex + part.count, at: position)
      rows.append(priced)
      self.rates.append(HalfHourNumbers.Span(halfHours: part, position: position, order: .time))
    }
  }

  /// Appends a span with a pattern of its own.
  mutating func append(_ pattern: Pattern, in halfHours: Range<Int>) {
    rates.append(
      HalfHourNumbers.Span(halfHours: halfHours, position: add(pattern), order: .clock))
  }

  private mutating func add(_ pattern: Pattern) -> Int {
    let position = rates.add(pattern.rates, pattern.rates.indices)
    rowNumbers.append(pattern.rows, at: position)
    return position
  }

  /// Adds a row, and enters it in a pattern at slots of the local clock.
  mutating func add(_ row: RateRow, at slots: some Sequence<Int>, of pattern: inout Pattern) {
    for slot in slots {
      pattern.rates[slot] = row.rate.micropence
      pattern.rows[slot] = rows.count
    }
    rows.append(row)
  }

  private mutating func pattern(
    of terms: TariffTerms, _ tariff: Tariff, _ vat: VATRate
  ) -> Pattern {
    var pattern = Pattern.unpriced
    for band in terms.bands.allBands {
      add(
        RateRow(
          tariff: tariff.name, price: tariff.price(band.rate, vat: vat), band: band.label,
          bandStart: band.start / 30,
          termsFrom: tariff.laterTerms.isEmpty ? nil : terms.from, source: tariff.source),
        at: band.slots, of: &pattern)
    }
    return pattern
  }
}

extension RateTimeline {
  /// The row that prices a half-hour whose rate has a position in ``rates``.
  package func row(at position: Int) -> RateRow? {
    rowNumbers[position].map { rows[$0] }
  }
}
