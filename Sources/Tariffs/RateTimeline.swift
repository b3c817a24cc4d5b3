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
    /// Payable rates in micropence, or rates without VAT in the parts of ``RateWithoutVAT``;
    /// ``RateTimeline/unpriced`` where there is none.
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
  private var bandPatterns: [String: Int] = [:]

  package init() {}

  /// Adds what `tariff` asks in `halfHours`, which must not begin before the last span ends.
  ///
  /// `dated`: the rows of a dated tariff that overlap the half-hours, in order of time, for
  ///   one way of paying.
  /// `zone`: tells the local clock of dated rows.
  package mutating func append(
    _ tariff: Tariff, dated: [DatedRate] = [], in halfHours: Range<Int>, zone: ClockZone
  ) {
    precondition(halfHours.lowerBound >= spans.last?.halfHours.upperBound ?? .min)
    switch tariff.kind {
    case .bands(let bands):
      let pattern = bandPatterns[tariff.name] ?? addPattern(of: bands, tariff)
      bandPatterns[tariff.name] = pattern
      spans.append(Span(halfHours: halfHours, pattern: pattern))
    case .dated:
      for rate in dated {
        let from = max(rate.validFrom?.halfHour ?? .min, halfHours.lowerBound)
        let to = min(rate.validTo?.halfHour ?? .max, halfHours.upperBound)
        guard from < to else { continue }
        append(pattern(of: rate, tariff, zone), in: from..<to)
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

  private mutating func addPattern(of bands: BandTariff, _ tariff: Tariff) -> Int {
    var pattern = Pattern.unpriced
    for band in bands.allBands {
      add(
        RateRow(
          tariff: tariff.name, price: tariff.price(band.rate), band: band.label,
          bandStart: band.start / 30, source: tariff.source),
        at: band.slots, of: &pattern)
    }
    patterns.append(pattern)
    return patterns.count - 1
  }

  private mutating func pattern(
    of rate: DatedRate, _ tariff: Tariff, _ zone: ClockZone
  ) -> Pattern {
    var row = RateRow(
      tariff: tariff.name, price: tariff.price(rate), band: Band.allDay, bandStart: 0, dates: rate,
      source: rate.source)
    if let from = rate.validFrom, let to = rate.validTo, to.seconds - from.seconds < 86_400 {
      let (start, end) = (zone.slot(at: from), zone.slot(at: to))
      row.band = "\(clockText(slot: start))-\(clockText(slot: end == 0 ? 48 : end))"
      row.bandStart = start
    }
    var pattern = Pattern.unpriced
    add(row, at: 0..<48, of: &pattern)
    return pattern
  }
}

extension RateTimeline {
  /// The same timeline with rates without VAT, in the parts of ``RateWithoutVAT``, which for rates
  /// up to ``Rate/limit`` fit.
  package var withoutVAT: RateTimeline {
    var timeline = self
    for index in patterns.indices {
      timeline.patterns[index].rates = patterns[index].rows.map { row in
        row == RateTimeline.noRow
          ? RateTimeline.unpriced : Int64(rows[Int(row)].price.withoutVAT.parts)
      }
    }
    return timeline
  }
}
