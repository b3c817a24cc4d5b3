import EnergyModel

/// Rates of half an hour each for all customers, one after another: a stretch of such a tariff as
/// Agile.
package struct HalfHourRates: Hashable, Sendable {
  /// The number of the first half-hour.
  package var start: Int
  /// In micropence; ``HalfHourNumbers/none`` where the source names only the price with VAT.
  package var excludingVAT: [Int64]
  /// In micropence; ``HalfHourNumbers/none`` where the source names only the price without VAT.
  package var includingVAT: [Int64]
  /// From which half-hour on they come from which file or answer, in order.
  package private(set) var sources: [Source] = []

  package struct Source: Hashable, Sendable {
    package var start: Int
    package var name: String?
  }

  package init(start: Int) {
    self.start = start
    (excludingVAT, includingVAT) = ([], [])
  }

  package var halfHours: Range<Int> { start..<start + includingVAT.count }

  /// Adds the next half-hours; one of the prices of each must be there.
  package mutating func append(
    excludingVAT: ArraySlice<Int64>, includingVAT: ArraySlice<Int64>, source: String?
  ) {
    if sources.isEmpty || sources[sources.count - 1].name != source {
      sources.append(Source(start: halfHours.upperBound, name: source))
    }
    self.excludingVAT += excludingVAT
    self.includingVAT += includingVAT
  }

  /// The row of one of the half-hours.
  package func rate(at halfHour: Int) -> DatedRate {
    func rate(_ numbers: [Int64]) -> Rate? {
      let number = numbers[halfHour - start]
      return number == HalfHourNumbers.none ? nil : Rate(micropence: number)
    }
    return DatedRate(
      validFrom: Instant(halfHour: halfHour), validTo: Instant(halfHour: halfHour + 1),
      paymentMethod: nil, excludingVAT: rate(excludingVAT), includingVAT: rate(includingVAT),
      source: sources.last { $0.start <= halfHour }?.name)
  }

  /// Some of the half-hours.
  package func part(_ part: Range<Int>) -> HalfHourRates {
    let places = part.lowerBound - start..<part.upperBound - start
    var rates = HalfHourRates(start: part.lowerBound)
    rates.excludingVAT = Array(excludingVAT[places])
    rates.includingVAT = Array(includingVAT[places])
    let first = sources.lastIndex { $0.start <= part.lowerBound } ?? 0
    rates.sources = sources[first...].filter { $0.start < part.upperBound }
    return rates
  }

  /// The rows of all half-hours.
  package var rows: [DatedRate] { halfHours.map(rate) }
}

/// The prices of a dated tariff: rows, and runs of half-hourly rates beside them.
///
/// Both are in order of time; where a row is for all customers no half-hour holds too.
package struct DatedRates: Hashable, Sendable {
  package var rows: [DatedRate]
  package var halfHours: [HalfHourRates]

  package init(rows: [DatedRate], halfHours: [HalfHourRates] = []) {
    self.rows = rows
    self.halfHours = halfHours
  }

  /// Those that hold for one way of paying.
  package func rates(for payment: PaymentMethod) -> DatedRates {
    guard rows.contains(where: { $0.paymentMethod != nil }) else { return self }
    return DatedRates(rows: DatedRate.rows(allRows, for: payment))
  }

  /// All of them as rows.
  package var allRows: [DatedRate] {
    halfHours.isEmpty
      ? rows : (rows + halfHours.flatMap(\.rows)).sorted { $0.start < $1.start }
  }
}
