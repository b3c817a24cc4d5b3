package import EnergyModel

/// A rate that holds for some half-hours, with all that can be told of where it comes from.
package struct RateRow: Hashable, Sendable {
  package var tariff: String
  package var price: Price
  /// The stretch of the local clock that it belongs to: `02:00-05:00`, `all day`.
  package var band: String
  /// Where the band begins, in slots of the day; puts bands in order.
  package var bandStart: Int
  /// The row's own validity, where it is a dated one.
  package var dates: DatedRate?
  /// The file or command that it comes from.
  package var source: String?

  /// What the customer pays or is paid.
  package var rate: Rate { price.payable }
}

/// Which rate holds when, for one meter point: ordered stretches that do not overlap.
///
/// A stretch has one pattern of the local clock, so that ten years of a time-of-day tariff are one
/// stretch and not eighteen thousand.
package struct RateTimeline: Hashable, Sendable {
  package struct Span: Hashable, Sendable {
    /// Half-hour numbers, in UTC.
    package var halfHours: Range<Int>
    /// A position in ``RateTimeline/patterns``.
    package var pattern: Int
  }

  /// For each of the 48 slots of the local clock what it costs.
  package struct Pattern: Hashable, Sendable {
    /// Payable rates in micropence, ``RateTimeline/unpriced`` where there is none.
    package var rates: [Int64]
    /// Positions in ``RateTimeline/rows``, ``RateTimeline/noRow`` where there is none.
    package var rows: [Int32]

    /// Without a rate all day.
    static let unpriced = Pattern(
      rates: Array(repeating: RateTimeline.unpriced, count: 48),
      rows: Array(repeating: RateTimeline.noRow, count: 48))
  }

  /// Stands for "no rate" in ``Pattern/rates``; no rate comes near it.
  package static let unpriced = Int64.min
  /// Stands for "no rate" in ``Pattern/rows``.
  package static let noRow: Int32 = -1

  package private(set) var rows: [RateRow] = []
  package private(set) var patterns: [Pattern] = []
  package private(set) var spans: [Span] = []
  private var bandPatterns: [BandPattern: Int] = [:]

  /// What tells the patterns of tariffs of bands apart.
  private struct BandPattern: Hashable {
    var tariff: String
    var vat: VATRate
  }

  package init() {}

  /// Adds what `tariff` asks in `halfHours`, which must not begin before the last span ends.
  ///
  /// `dated`: the rows of a dated tariff that overlap the half-hours, in order of time, for
  ///   one way of paying.
  /// `vat`: tells the VAT of what does not say it itself; where that changes, a span ends.
  /// `zone`: tells local days, and the local clock of dated rows.
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

  /// Adds a stretch with a pattern of its own.
  mutating func append(_ pattern: Pattern, in halfHours: Range<Int>) {
    patterns.append(pattern)
    spans.append(Span(halfHours: halfHours, pattern: patterns.count - 1))
  }

  /// Adds a row, and puts it into a pattern at slots of the local clock.
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
      // From midnight to midnight it is the day of 23 hours.
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
  /// The same timeline with other numbers in place of the rates of its rows, one each;
  /// ``unpriced`` where a row is to count as none.
  package func replacingRates(_ numbers: [Int64]) -> RateTimeline {
    var timeline = self
    for index in patterns.indices {
      timeline.patterns[index].rates = patterns[index].rows.map { row in
        row == RateTimeline.noRow ? RateTimeline.unpriced : numbers[Int(row)]
      }
    }
    return timeline
  }

  /// From the first span that has a rate to the last; nil where none has.
  package var pricedExtent: Range<Int>? {
    let hasRate = patterns.map { $0.rates.contains { $0 != RateTimeline.unpriced } }
    let priced = spans.filter { hasRate[$0.pattern] }
    guard let first = priced.first, let last = priced.last else { return nil }
    return first.halfHours.lowerBound..<last.halfHours.upperBound
  }
}
