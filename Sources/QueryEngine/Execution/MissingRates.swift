import EnergyModel
import Tariffs

extension Plan {
  /// A range of half-hours that nothing prices.
  private struct RateGap: Hashable {
    var halfHours: Range<Int>
    /// The tariff in force then or before; nil where there is none.
    var tariff: String?
    /// Whether it begins where the window does; `isLast`, whether it ends there.
    var isFirst: Bool
    var isLast: Bool
  }

  /// The most gaps listed: more would bury the note that they explain.
  private static let mostGaps = 3

  /// The places where rates are missing, as the end of a sentence after a colon; nil where only
  /// some hours of each day have none.
  ///
  /// `amongReadings` tells whether to leave out half-hours before a meter's first reading and after
  /// its newest.
  func missingRates(amongReadings: Bool) -> String? {
    guard prices.uses.contains(where: { !$0.halfHours.isEmpty }) else {
      return "no tariff of \(flows.map(\.rawValue).joined(separator: ", ")) holds"
    }
    var gaps: [RateGap] = []
    for scan in scans {
      let readings = scan.readings.map { $0.lowerBound..<$0.upperBound + 1 } ?? 0..<0
      let window =
        amongReadings ? readings.clamped(to: period.range.halfHours) : period.range.halfHours
      gaps += self.gaps(scan, in: window).filter { !gaps.contains($0) }
    }
    gaps.sort {
      ($0.halfHours.lowerBound, $0.tariff ?? "") < ($1.halfHours.lowerBound, $1.tariff ?? "")
    }
    var parts: [String] = []
    for (index, gap) in gaps.prefix(Plan.mostGaps).enumerated() {
      let isRepeated = index > 0 && gaps[index - 1].tariff == gap.tariff
      let subject = gap.tariff.map { "none on \($0)" } ?? "no tariff"
      let words = [isRepeated ? nil : subject, place(of: gap)].compactMap(\.self)
      // Meters without any rate on the same tariff are mentioned once.
      if !words.isEmpty { parts.append(words.joined(separator: " ")) }
    }
    if gaps.count > Plan.mostGaps {
      parts.append("and \(counted(gaps.count - Plan.mostGaps, "more gap"))")
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  private func place(of gap: RateGap) -> String? {
    let start = period.zone.shortStamp(Instant(halfHour: gap.halfHours.lowerBound))
    let end = period.zone.shortStamp(Instant(halfHour: gap.halfHours.upperBound))
    switch (gap.isFirst, gap.isLast) {
    case (true, true): return nil
    case (true, false): return "before \(end)"
    case (false, true): return "after \(start)"
    case (false, false): return "from \(start) to \(end)"
    }
  }

  /// The ranges of a window without any rate, split where the tariff changes.
  private func gaps(_ scan: Scan, in window: Range<Int>) -> [RateGap] {
    guard let timeline = scan.timeline, !window.isEmpty else { return [] }
    var open: [Range<Int>] = []
    var next = window.lowerBound
    for span in timeline.rates.spans where timeline.rates.hasNumber(span) {
      let priced = span.halfHours.clamped(to: window)
      guard !priced.isEmpty else { continue }
      if next < priced.lowerBound { open.append(next..<priced.lowerBound) }
      next = priced.upperBound
    }
    if next < window.upperBound { open.append(next..<window.upperBound) }
    return open.flatMap { stretch -> [RateGap] in
      let bounds = scan.uses.flatMap { [$0.halfHours.lowerBound, $0.halfHours.upperBound] }
        .filter { stretch.contains($0) }
      let cuts = Set(bounds).union([stretch.lowerBound]).sorted()
      return cuts.enumerated().map { index, start in
        let end = index + 1 < cuts.count ? cuts[index + 1] : stretch.upperBound
        let isLast = end == window.upperBound
        // Where rates end for good, the last tariff to have any is the one to look at.
        let tariff =
          scan.uses.first { $0.halfHours.contains(start) }?.tariff
          ?? (isLast ? scan.uses.last { $0.halfHours.upperBound <= start }?.tariff : nil)
        return RateGap(
          halfHours: start..<end, tariff: tariff, isFirst: start == window.lowerBound,
          isLast: isLast)
      }
    }
  }
}

extension HalfHourNumbers {
  /// Whether any half-hour has a number.
  fileprivate func hasNumber(_ span: Span) -> Bool {
    numbers[span.position..<span.position + span.count].contains { $0 != HalfHourNumbers.none }
  }
}
