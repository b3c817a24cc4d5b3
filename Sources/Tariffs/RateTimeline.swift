package import EnergyModel

/// A rate that prices some half-hours, with its origin.
package struct RateRow: Hashable, Sendable {
  package var tariff: String
  package var price: Price
  /// The band of the local clock that it belongs to: `02:00-05:00`, `all day`.
  package var band: String
  /// The slot of the day at which the band begins, by which bands are ordered.
  package var bandStart: Int
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
    /// Indices into ``RateTimeline/rows``, ``RateTimeline/noRow`` where there is none.
    var rows: [Int32]

    /// The pattern without any rate.
    static let unpriced = Pattern(
      rates: Array(repeating: HalfHourNumbers.none, count: 48),
      rows: Array(repeating: RateTimeline.noRow, count: 48))
  }

  /// Stands for "no rate" in ``rowNumbers``.
  package static let noRow: Int32 = -1

  package internal(set) var rows = RateRows()
  /// Payable rates in micropence.
  package internal(set) var rates = HalfHourNumbers()
  /// For each number of ``rates`` its position in ``rows``, ``noRow`` where there is none.
  package internal(set) var rowNumbers: [Int32] = []
  private var bandPatterns: [BandPattern: Int] = [:]

  /// The values by which patterns of band tariffs differ.
  private struct BandPattern: Hashable {
    var tariff: String
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
    case .bands(let bands):
      for (part, vat) in tariff.vatSegments(halfHours, by: table, zone: zone) {
        let key = BandPattern(tariff: tariff.name, vat: vat)
        let position = bandPatterns[key] ?? add(pattern(of: bands, tariff, vat))
        bandPatterns[key] = position
        rates.append(
          HalfHourNumbers.Span(halfHours: part, position: position, order: .clock))
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
      rowNumbers += (rows.endIndex..<rows.endIndex + part.count).lazy.map(Int32.init)
      rows.append(priced)
      self.rates.append(
        HalfHourNumbers.Span(
          halfHours: part, position: self.rates.add(priced.payable), order: .time))
    }
  }

  /// Appends a span with a pattern of its own.
  mutating func append(_ pattern: Pattern, in halfHours: Range<Int>) {
    rates.append(
      HalfHourNumbers.Span(halfHours: halfHours, position: add(pattern), order: .clock))
  }

  private mutating func add(_ pattern: Pattern) -> Int {
    rowNumbers += pattern.rows
    return rates.add(pattern.rates)
  }

  /// Adds a row, and enters it in a pattern at slots of the local clock.
  mutating func add(_ row: RateRow, at slots: some Sequence<Int>, of pattern: inout Pattern) {
    for slot in slots {
      pattern.rates[slot] = row.rate.micropence
      pattern.rows[slot] = Int32(rows.count)
    }
    rows.append(row)
  }

  private mutating func pattern(
    of bands: BandTariff, _ tariff: Tariff, _ vat: VATRate
  ) -> Pattern {
    var pattern = Pattern.unpriced
    for band in bands.allBands {
      add(
        RateRow(
          tariff: tariff.name, price: tariff.price(band.rate, vat: vat), band: band.label,
          bandStart: band.start / 30, source: tariff.source),
        at: band.slots, of: &pattern)
    }
    return pattern
  }
}

extension RateTimeline {
  /// The row that prices a half-hour whose rate has a position in ``rates``.
  package func row(at position: Int) -> RateRow? {
    let row = rowNumbers[position]
    return row == RateTimeline.noRow ? nil : rows[Int(row)]
  }

  /// For each number of ``rates`` one that is made of its row; ``HalfHourNumbers/none`` where there
  /// is no row.
  package func numbers(_ number: (RateRow) -> Int64) -> [Int64] {
    let ofRows = rows.map(number)
    return rowNumbers.map { $0 == RateTimeline.noRow ? HalfHourNumbers.none : ofRows[Int($0)] }
  }
}
