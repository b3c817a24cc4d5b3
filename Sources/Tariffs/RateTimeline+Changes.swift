package import EnergyModel

/// Changes of prices from one span of the clock to the next.
extension RateTimeline {
  /// The half-hours from which on other prices hold than just before, both by the clock.
  package var changes: [Int] {
    zip(rates.spans, rates.spans.dropFirst()).compactMap { before, after in
      before.isFollowed(by: after) ? after.halfHours.lowerBound : nil
    }
  }

  /// Lets the prices before a change hold longer or less long; does nothing where it would leave
  /// nothing of either.
  package mutating func moveChange(at halfHour: Int, to other: Int) {
    for index in rates.spans.indices.dropFirst() {
      let (before, after) = (rates.spans[index - 1], rates.spans[index])
      guard after.halfHours.lowerBound == halfHour, before.isFollowed(by: after),
        before.halfHours.lowerBound < other, other < after.halfHours.upperBound
      else { continue }
      rates.moveEnd(ofSpan: index - 1, to: other)
    }
  }

  /// Puts other prices in the place of some; those of tariffs that change by the half-hour stay.
  package mutating func replacePrices(_ others: [Price: Price]) {
    rows.replacePrices(others)
    for position in rates.numbers.indices {
      guard let row = rowNumbers[position].map({ rows[$0] }) else { continue }
      rates.replaceNumber(at: position, with: row.rate.micropence)
    }
  }
}

extension HalfHourNumbers.Span {
  fileprivate func isFollowed(by next: HalfHourNumbers.Span) -> Bool {
    order == .clock && next.order == .clock && halfHours.upperBound == next.halfHours.lowerBound
  }
}
