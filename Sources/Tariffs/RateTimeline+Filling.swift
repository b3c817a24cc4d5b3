package import EnergyModel

extension RateTimeline {
  /// Whether each of some half-hours has a rate.
  package func prices(_ halfHours: Range<Int>, zone: ClockZone) -> Bool {
    halfHours.allSatisfy { time in
      rates.position(at: time, slot: zone.slot(at: Instant(halfHour: time))).map {
        rowNumbers[$0] != nil
      } ?? false
    }
  }

  /// Prices those half-hours that have no rate, where `price` has one.
  ///
  /// What is priced alike within a local day becomes one row, which is dated so. The half-hours must be
  /// the last that the timeline prices.
  ///
  /// - Returns: how many half-hours got a price.
  package mutating func fill(
    _ halfHours: Range<Int>, zone: ClockZone,
    with price: (_ halfHour: Int, _ slot: Int) -> (tariff: String, price: Price)?
  ) -> Int {
    var numbers: [Int64] = []
    var ownRows: [Int?] = []
    var fills: [(halfHours: Range<Int>, tariff: String, price: Price)] = []
    for time in halfHours {
      let slot = zone.slot(at: Instant(halfHour: time))
      let position = rates.position(at: time, slot: slot)
      numbers.append(position.map { rates.numbers[$0] } ?? HalfHourNumbers.none)
      ownRows.append(position.flatMap { rowNumbers[$0] })
      guard ownRows.last == .some(nil), let (tariff, price) = price(time, slot) else {
        continue
      }
      numbers[numbers.count - 1] = price.payable.micropence
      if let last = fills.last, last.halfHours.upperBound == time, last.tariff == tariff,
        last.price == price, slot != 0
      {
        fills[fills.count - 1].halfHours = last.halfHours.lowerBound..<time + 1
      } else {
        fills.append((time..<time + 1, tariff, price))
      }
    }
    guard !fills.isEmpty else { return 0 }
    for fill in fills {
      let rate = DatedRate(
        validFrom: Instant(halfHour: fill.halfHours.lowerBound),
        validTo: Instant(halfHour: fill.halfHours.upperBound), paymentMethod: nil,
        excludingVAT: nil, includingVAT: fill.price.payable)
      for time in fill.halfHours { ownRows[time - halfHours.lowerBound] = rows.endIndex }
      rows.append(RateRow(fill.tariff, fill.price, rate, zone))
    }
    rowNumbers.append(ownRows, at: rates.numbers.count)
    rates.replaceEnd(with: numbers, from: halfHours.lowerBound)
    return fills.reduce(0) { $0 + $1.halfHours.count }
  }
}
