package import EnergyModel

/// The kinds of price, and the amounts that are plausible for each.
package enum PriceKind: Hashable, Sendable {
  /// A price for each kWh.
  case unit
  /// A price for each local day.
  case standing

  /// The unit of a price in pence, for messages.
  private var measure: String {
    switch self {
    case .unit: "p per kWh"
    case .standing: "p a day"
    }
  }

  /// The usual range, for messages.
  private var usual: String {
    switch self {
    case .unit: "1 to 100 \(measure)"
    case .standing: "5 to 150 \(measure)"
    }
  }

  /// The magnitudes, in micropence, of a single price that give no warning.
  private var plausible: ClosedRange<Int64> {
    switch self {
    case .unit: 500_000...300_000_000
    case .standing: 5_000_000...500_000_000
    }
  }

  /// The magnitudes, in micropence, of a file's median price that give no warning.
  private var plausibleMedian: ClosedRange<Int64> {
    switch self {
    case .unit: plausible
    case .standing: 2_000_000...plausible.upperBound
    }
  }

  /// The flaw of a single price; nil when it is plausible, as zero always is.
  func flaw(of price: Rate) -> PriceFlaw? { flaw(of: price, outside: plausible) }

  /// The flaw of more than half of the non-zero `prices`, and the index of the first with it.
  func flaw(ofMost prices: [Rate]) -> (flaw: PriceFlaw, first: Int)? {
    let used = prices.count { $0.micropence != 0 }
    for flaw in [PriceFlaw.tooSmall, .tooLarge] {
      let flawed = prices.indices.filter {
        self.flaw(of: prices[$0], outside: plausibleMedian) == flaw
      }
      if flawed.count * 2 > used, let first = flawed.first { return (flaw, first) }
    }
    return nil
  }

  private func flaw(of price: Rate, outside range: ClosedRange<Int64>) -> PriceFlaw? {
    let magnitude = price.micropence.magnitude
    if magnitude == 0 { return nil }
    if magnitude < range.lowerBound { return .tooSmall }
    return magnitude > range.upperBound ? .tooLarge : nil
  }

  /// The warning that `price`, called `name`, `looks` as if it were in another unit.
  func warning(_ name: String, _ price: Rate, looks: String) -> String {
    let pence = FixedPoint(Int128(price.micropence), scale: 6).text
    return "\(name) is \(pence) \(measure), which looks \(looks); typical values are \(usual)"
  }

  /// The warning about an implausible price that was given in pounds, called `name`; nil for a
  /// plausible one.
  package func doubt(about name: String, _ price: Rate) -> String? {
    flaw(of: price).map { flaw in
      let looks = flaw == .tooLarge ? "like pence given as pounds" : "a hundred times too small"
      return warning(name, price, looks: looks)
    }
  }
}

/// The ways in which a price is implausible.
enum PriceFlaw: Hashable {
  case tooSmall
  case tooLarge
}
