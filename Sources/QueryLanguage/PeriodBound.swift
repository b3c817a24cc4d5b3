package import EnergyModel

/// Where a period begins or ends: a unit of the calendar, or a time on a local day.
package struct PeriodBound: Hashable, Sendable, CustomStringConvertible {
  package var phrase: DatePhrase
  /// Nil for the unit as a whole.
  ///
  /// Only a single day has one.
  package var time: ClockTime?

  package init(_ phrase: DatePhrase, time: ClockTime? = nil) {
    self.phrase = phrase
    self.time = time
  }

  package static func day(_ day: LocalDay) -> PeriodBound { PeriodBound(.day(day)) }

  package var description: String {
    time.map { "\(phrase) \($0)" } ?? phrase.description
  }
}

/// A time of the local clock on the half-hour, as typed: `16:00`, `01:30+01:00`.
package struct ClockTime: Hashable, Sendable, CustomStringConvertible {
  /// Half-hours since midnight, 0…48; `24:00` ends a day.
  package var slot: Int
  /// Half-hours that the clock is ahead of UTC, where they were typed.
  ///
  /// In the hour that comes twice they say which of the two is meant.
  package var offset: Int?

  package init(slot: Int, offset: Int? = nil) {
    self.slot = slot
    self.offset = offset
  }

  package var description: String {
    clockText(slot: slot) + (offset.map { "+" + clockText(slot: $0) } ?? "")
  }
}

extension ClockTime {
  /// When the clock shows this time on a local day.
  ///
  /// - Throws: for a time that is skipped, one that comes twice and has no offset, and one whose
  ///   offset the clock does not have then.
  func instant(
    on day: LocalDay, in zone: ClockZone, at span: SourceSpan
  ) throws(QueryError) -> Instant {
    let found = zone.instants(on: day, slot: slot)
    guard !found.isEmpty else {
      throw QueryError(
        "there is no \(clockText(slot: slot)) on \(day), when the clocks go forward", at: span)
    }
    let shown = found.map { ClockTime(slot: slot, offset: Int(zone.offset(at: $0) / 1800)) }
    if offset == nil, found.count == 1 { return found[0] }
    if let index = shown.firstIndex(of: self) { return found[index] }
    let choice = shown.map(\.description).joined(separator: " or ")
    throw QueryError(
      offset == nil ? "\(self) occurs twice on \(day)" : "there is no \(self) on \(day)", at: span,
      hint: "type: \(choice)")
  }
}
