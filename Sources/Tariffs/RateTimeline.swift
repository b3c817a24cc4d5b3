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

/// The rates of one meter point over time, as ordered spans that do not overlap.
///
/// A span repeats one pattern of the local clock, so that ten years of a time-of-day tariff are one
/// span rather than eighteen thousand.
package struct RateTimeline: Hashable, Sendable {
  package struct Span: Hashable, Sendable {
    /// The half-hours, numbered in UTC.
    package var halfHours: Range<Int>
    /// The index of its pattern in ``RateTimeline/patterns``.
    package var pattern: Int
  }

  /// The rates of the 48 slots of the local clock.
  package struct Pattern: Hashable, Sendable {
    /// The payable rates in micropence, ``RateTimeline/unpriced`` where there is none.
    package var rates: [Int64]
    /// Indices into ``RateTimeline/rows``, ``RateTimeline/noRow`` where there is none.
    package var rows: [Int32]

    /// The pattern without any rate.
    static let unpriced = Pattern(
      rates: Array(repeating: RateTimeline.unpriced, count: 48),
      rows: Array(repeating: RateTimeline.noRow, count: 48))
  }

  /// The value in ``Pattern/rates`` for no rate; no rate comes near it.
  package static let unpriced = Int64.min
  /// The value in ``Pattern/rows`` for no rate.
  package static let noRow: Int32 = -1

  package private(set) var rows: [RateRow] = []
  package private(set) var patterns: [Pattern] = []
  package private(set) var spans: [Span] = []
  private var bandPatterns: [BandPattern: Int] = [:]

  /// The values by which patterns of band tariffs differ.
  private struct BandPattern: Hashable {
    var tariff: String
    var vat: VATRate
  }

  package init() {}

  /// Appends the prices of `tariff` in `halfHours`, which must not begin before the last span ends.
  ///
  /// `dated` are the rows of a dated tariff that overlap the half-hours, in order of time and for
  /// one payment method. `vat` supplies the VAT of prices that don't state their own; where it
  /// changes, a span ends. `zone` supplies local days, and the local clock of dated rows.
  package mutating func append(
    _ tariff: Tariff, dated: [DatedRate] = [], in halfHours: Range<Int>, vat table: VATTable,
    zone: ClockZone
  ) {
    precondition(halfHours.lowerBound >= spans.last?.halfHours.upperBound ?? .min)
    switch tariff.kind {
    case .bands(let bands):
      for (part, vat) in tariff.vatSegments(halfHours, by: table, zone: zone) {
        let key = BandPattern(tariff: tariff.name, vat: vat)
        let pattern = bandPatterns[key] ?? addPattern(of: bands, tariff, vat)
        bandPatterns[key] = pattern
        spans.append(Span(halfHours: part, pattern: pattern))
      }
    case .dated:
      for rate in dated {
        let from = max(rate.validFrom?.halfHour ?? .min, halfHours.lowerBound)
        let to = min(rate.validTo?.halfHour ?? .max, halfHours.upperBound)
        guard from < to else { continue }
        for (part, price) in tariff.prices(rate, in: from..<to, vat: table, zone: zone) {
          append(pattern(of: rate, tariff, price, zone), in: part)
        }
      }
    case .registers: preconditionFailure("a tariff of registers comes with its hours of night")
    }
  }

  /// Appends a span with a pattern of its own.
  mutating func append(_ pattern: Pattern, in halfHours: Range<Int>) {
    patterns.append(pattern)
    spans.append(Span(halfHours: halfHours, pattern: patterns.count - 1))
  }

  /// Adds a row, and enters it in a pattern at slots of the local clock.
  mutating func add(_ row: RateRow, at slots: some Sequence<Int>, of pattern: inout Pattern) {
    for slot in slots {
      pattern.rates[slot] = row.rate.micropence
      pattern.rows[slot] = Int32(rows.count)
    }
    rows.append(row)
  }

  private mutating func addPattern(
    of bands: BandTariff, _ tariff: Tariff, _ vat: VATRate
  ) -> Int {
    var pattern = Pattern.unpriced
    for band in bands.allBands {
      add(
        RateRow(
          tariff: tariff.name, price: tariff.price(band.rate, vat: vat), band: band.label,
          bandStart: band.start / 30, source: tariff.source),
        at: band.slots, of: &pattern)
    }
    patterns.append(pattern)
    return patterns.count - 1
  }

  private mutating func pattern(
    of rate: DatedRate, _ tariff: Tariff, _ price: Price, _ zone: ClockZone
  ) -> Pattern {
    var row = RateRow(
      tariff: tariff.name, price: price, band: Band.allDay, bandStart: 0, dates: rate,
      source: rate.source)
    if let from = rate.validFrom, let to = rate.validTo, to.seconds - from.seconds < 86_400,
      // From midnight to midnight in under 24 hours is the 23-hour day.
      case let (start, end) = (zone.slot(at: from), zone.slot(at: to)), (start, end) != (0, 0)
    {
      row.band = "\(clockText(slot: start))-\(clockText(slot: end == 0 ? 48 : end))"
      row.bandStart = start
    }
    var pattern = Pattern.unpriced
    add(row, at: 0..<48, of: &pattern)
    return pattern
  }
}

extension RateTimeline {
  /// The same timeline with `numbers` in place of its rates, one for each row; ``unpriced`` treats
  /// the row as having no rate.
  package func replacingRates(_ numbers: [Int64]) -> RateTimeline {
    var timeline = self
    for index in patterns.indices {
      timeline.patterns[index].rates = patterns[index].rows.map { row in
        row == RateTimeline.noRow ? RateTimeline.unpriced : numbers[Int(row)]
      }
    }
    return timeline
  }

  /// The half-hours from the first span with a rate to the last; nil if none has one.
  package var pricedExtent: Range<Int>? {
    let hasRate = patterns.map { $0.rates.contains { $0 != RateTimeline.unpriced } }
    let priced = spans.filter { hasRate[$0.pattern] }
    guard let first = priced.first, let last = priced.last else { return nil }
    return first.halfHours.lowerBound..<last.halfHours.upperBound
  }
}
