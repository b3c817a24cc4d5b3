package import EnergyModel

/// A change to a price that a tariff had for some time, or the loss of that price.
package struct RateChange: Hashable, Sendable {
  /// The time is `from <= t < until`; nil is open.
  package var from: Instant?
  package var until: Instant?
  /// The band of the local clock; nil for the whole day.
  package var band: String?
  /// The payment method that it is for; nil for all.
  package var paymentMethod: PaymentMethod?
  /// The prices as the tariff states them, with VAT or without; the new one is nil where none is
  /// left.
  package var previous: Rate
  package var new: Rate?

  package init(
    from: Instant?, until: Instant?, band: String? = nil, paymentMethod: PaymentMethod? = nil,
    previous: Rate, new: Rate?
  ) {
    self.from = from
    self.until = until
    self.band = band
    self.paymentMethod = paymentMethod
    self.previous = previous
    self.new = new
  }

  /// The part of the change before an instant; nil if there is none.
  package func before(_ instant: Instant) -> RateChange? {
    guard from.map({ $0 < instant }) ?? true else { return nil }
    var part = self
    part.until = until.map { min($0, instant) } ?? instant
    return part
  }

  /// Whether `next` begins where this one ends, for the same band and payment method.
  package func isFollowed(by next: RateChange) -> Bool {
    until != nil && until == next.from && band == next.band && paymentMethod == next.paymentMethod
  }
}

extension DatedRate {
  /// The changes of price, or losses of it, from older rows to newer ones, in order of time by
  /// payment method.
  ///
  /// Neither list may overlap itself.
  package static func changes(from old: [DatedRate], to rows: [DatedRate]) -> [RateChange] {
    var changes: [RateChange] = []
    for payment in [nil] + PaymentMethod.allCases.map(Optional.some) {
      func part(_ rows: [DatedRate]) -> [DatedRate] {
        rows.filter { $0.paymentMethod == payment }.sorted { $0.start < $1.start }
      }
      let (theirs, ours) = (part(old), part(rows))
      var own = rest(of: theirs, without: ours).map {
        (row: $0, previous: $0.stated, new: Rate?.none)
      }
      var index = 0
      for row in theirs {
        while index < ours.count, ours[index].end <= row.start { index += 1 }
        var next = index
        while next < ours.count, ours[next].start < row.end {
          let (previous, new) = row.comparable(with: ours[next])
          if previous != new {
            var overlap = row
            if ours[next].start > row.start { overlap.validFrom = ours[next].validFrom }
            if ours[next].end < row.end { overlap.validTo = ours[next].validTo }
            own.append((overlap, previous, new))
          }
          next += 1
        }
      }
      own.sort { $0.row.start < $1.row.start }
      for (row, previous, new) in own {
        changes.append(
          RateChange(
            from: row.validFrom, until: row.validTo, paymentMethod: payment,
            previous: previous, new: new))
      }
    }
    return changes
  }

  /// The prices of two rows, with VAT where both have it, else without, else as each states it.
  private func comparable(with other: DatedRate) -> (Rate, Rate) {
    if let mine = includingVAT, let theirs = other.includingVAT { return (mine, theirs) }
    if let mine = excludingVAT, let theirs = other.excludingVAT { return (mine, theirs) }
    return (stated, other.stated)
  }
}

extension Tariff {
  /// The changes of rate from this tariff to `new` for the days on which it was valid, by band.
  ///
  /// Empty unless both are tariffs of bands.
  package func rateChanges(to new: Tariff, zone: ClockZone) -> [RateChange] {
    guard case .bands = kind, case .bands = new.kind else { return [] }
    return changes(to: new, zone: zone) { day, isValid in
      guard let old = terms(on: day)?.bands, let bands = new.terms(on: day)?.bands else {
        return []
      }
      let slots = zip(old.rateOfSlot, bands.rateOfSlot).map { ($0, isValid ? $1 : nil) }
      var changes: [RateChange] = []
      var start = 0
      for slot in 1...48 where slot == 48 || slots[slot] != slots[start] {
        let (previous, now) = slots[start]
        if let previous, previous != now || vat != new.vat {
          let label = "\(clockText(slot: start))-\(clockText(slot: slot))"
          changes.append(
            RateChange(
              from: nil, until: nil, band: slot - start == 48 ? nil : label, previous: previous,
              new: now))
        }
        start = slot
      }
      return changes
    }
  }

  /// The changes of standing charge from this tariff to `new` for the days on which it was valid.
  package func standingChanges(to new: Tariff, zone: ClockZone) -> [RateChange] {
    changes(to: new, zone: zone) { day, isValid in
      guard let previous = standingCharge(on: day) else { return [] }
      let now = isValid ? new.standingCharge(on: day) : nil
      return previous == now && vat == new.vat
        ? [] : [RateChange(from: nil, until: nil, previous: previous, new: now)]
    }
  }

  /// Dates changes by the days on which both tariffs are valid, and on which only this one was.
  private func changes(
    to new: Tariff, zone: ClockZone, _ changes: (LocalDay, _ isValid: Bool) -> [RateChange]
  ) -> [RateChange] {
    let bounds =
      [validFrom, new.validFrom, new.validUntil, validUntil]
      + (laterTerms + new.laterTerms).map(\.from)
    let cuts = Set(bounds.compactMap(\.self)).sorted()
    let stretches = zip([nil] + cuts.map(Optional.some), cuts.map(Optional.some) + [nil])
    return stretches.flatMap { from, until -> [RateChange] in
      let day = from ?? until.map { $0 - 1 } ?? LocalDay(number: 0)
      guard isValid(on: day) else { return [] }
      return changes(day, new.isValid(on: day)).map { change in
        var change = change
        change.from = from.map { zone.start(of: $0) }
        change.until = until.map { zone.start(of: $0) }
        return change
      }
    }
  }
}
