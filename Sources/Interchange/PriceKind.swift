package import EnergyModel

/// What a price is asked for.
package enum PriceKind: Hashable, Sendable {
  /// Each kWh.
  case unit
  /// Each local day.
  case standing

  /// `p per kWh`.
  private var measure: String {
    switch self {
    case .unit: "p per kWh"
    case .standing: "p a day"
    }
  }

  /// What homes are asked, for messages.
  private var usual: String {
    switch self {
    case .unit: "1 to 100 \(measure)"
    case .standing: "5 to 150 \(measure)"
    }
  }

  /// The micropence that one price may have without a warning, whatever its sign.
  private var believable: ClosedRange<Int64> {
    switch self {
    case .unit: 500_000...300_000_000
    case .standing: 5_000_000...500_000_000
    }
  }

  /// The same of the median of a file.
  private var believableMedian: ClosedRange<Int64> {
    switch self {
    case .unit: believable
    case .standing: 2_000_000...believable.upperBound
    }
  }

  /// In what way one price is not to be believed; nil when it is, as zero always is.
  func flaw(of price: Rate) -> PriceFlaw? { flaw(of: price, outside: believable) }

  /// The flaw that more than half of the `prices` have that are not zero, and where it is first.
  func flaw(ofMost prices: [Rate]) -> (flaw: PriceFlaw, first: Int)? {
    let used = prices.count { $0.micropence != 0 }
    for flaw in [PriceFlaw.tooSmall, .tooLarge] {
      let flawed = prices.indices.filter {
        self.flaw(of: prices[$0], outside: believableMedian) == flaw
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

  /// That `price`, called `name`, `looks` as if its unit were another.
  func warning(_ name: String, _ price: Rate, looks: String) -> String {
    let pence = FixedPoint(Int128(price.micropence), scale: 6).text
    return "\(name) is \(pence) \(measure), which looks \(looks), usual are \(usual)"
  }

  /// What to say of a price in pounds, called `name`, that is not to be believed; nil when it is.
  package func doubt(about name: String, _ price: Rate) -> String? {
    flaw(of: price).map { flaw in
      let looks = flaw == .tooLarge ? "like pence given as pounds" : "a hundred times too small"
      return warning(name, price, looks: looks)
    }
  }
}

/// In what way a price is not to be believed.
enum PriceFlaw: Hashable {
  case tooSmall
  case tooLarge
}
