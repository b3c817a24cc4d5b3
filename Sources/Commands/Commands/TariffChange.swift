import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

/// A switch from whatever prices a flow to a new tariff, on the day on which that begins.
///
/// The old tariff is that of the agreements in force on the day and, for meter points without
/// agreements, the one tariff that is valid on it.
struct TariffChange {
  let tariff: Tariff
  let day: LocalDay
  /// The catalog, without the new tariff.
  let catalog: Catalog
  let zone: ClockZone

  private var start: Instant { zone.start(of: day) }
  /// The end of the new tariff's validity.
  private var end: Instant? { tariff.validUntil.map { zone.start(of: $0) } }
  private var points: [MeterPoint] { catalog.points.filter { $0.flow == tariff.unit.flow } }

  /// The meter points without agreements, which the one valid tariff prices; a placeholder if there
  /// is no meter yet, as tariffs may be added first.
  private var free: [MeterPoint] {
    points.isEmpty
      ? [MeterPoint(id: 0, number: "", flow: tariff.unit.flow, alias: nil)]
      : points.filter { catalog.agreements(of: $0).isEmpty }
  }

  /// The tariff that is valid on the day and prices meter points without agreements.
  ///
  /// Tariffs for comparison are left out, as they give way to the new one anyway.
  private func predecessor() throws(QueryError) -> Tariff? {
    guard let point = free.first else { return nil }
    var catalog = catalog
    catalog.tariffs.removeAll(where: \.isSecondary)
    return try Planner.tariff(of: point, unit: .kWh, at: start, catalog: catalog, zone: zone)
  }

  /// The tariffs that compete with the new one for meter points without agreements.
  private var rivals: [Tariff] {
    guard !free.isEmpty else { return [] }
    return catalog.tariffs.filter { other in
      !other.isSecondary && other.unit == tariff.unit && other.overlaps(tariff)
    }
  }

  /// Ends what prices the flow on the day and makes the new tariff, already stored, follow it.
  ///
  /// - Returns: the changes, one a line.
  /// - Throws: a ``QueryError`` when two tariffs compete on the day, or the one to end begins on
  ///   it.
  func finish(_ writer: CacheWriter) throws -> [String] {
    var lines: [String] = []
    for point in points {
      let agreements = catalog.agreements(of: point)
      guard !agreements.isEmpty else { continue }
      if var old = agreements.first(where: { $0.halfHours.contains(start.halfHour) }) {
        try writer.end(old, at: start)
        if old.from < start {
          old.until = start
          lines.append("\(old.tariff) prices \(point.name) \(old.timeText(zone))")
        } else {
          lines.append("\(old.tariff) no longer prices \(point.name) \(old.timeText(zone))")
        }
      }
      let next = agreements.first { $0.from > start }?.from
      let new = Agreement(
        meterPointID: point.id, tariff: tariff.name, from: start,
        until: [end, next].compactMap(\.self).min())
      try writer.store(new)
      lines.append("\(tariff.name) prices \(point.name) \(new.timeText(zone))")
    }
    if var old = try predecessor() {
      guard old.validFrom.map({ $0 < day }) ?? true else {
        throw QueryError(
          "\(old.name) also begins on \(day), and can't end then",
          hint: "to remove it: drop tariff \(quotedIfNeeded(old.name))")
      }
      old.end(before: day)
      try writer.store(old)
      lines.append("\(old.name) is valid until \(day)")
    }
    return lines
  }

  /// Reasons why the new tariff prices nothing, or competes with others, one a line.
  ///
  /// `way` is the advice to add for a single rival that began before the day, such as how to end
  /// it.
  func obstacles(way: String = "") -> [String] {
    var lines: [String] = []
    for point in points {
      let agreements = catalog.agreements(of: point)
      guard !agreements.isEmpty else { continue }
      let new = Agreement(
        meterPointID: point.id, tariff: tariff.name, from: start, until: end)
      let purpose = "\(point.name) has agreements; to price it by \(tariff.name)"
      lines += [new.replacementHint(purpose, from: agreements, of: point, zone)].compactMap(\.self)
    }
    let rivals = rivals
    let starts = rivals.map { [tariff.validFrom, $0.validFrom].compactMap(\.self).max() ?? day }
    if rivals.count > 1, let first = starts.min() {
      let names = rivals.prefix(3).map(\.name) + (rivals.count > 3 ? ["…"] : [])
      lines.append(
        "it competes with \(rivals.count) tariffs that are valid at the same time, first on \(first): "
          + names.joined(separator: ", "))
    } else if let rival = rivals.first, let first = starts.first {
      let end = [tariff.validUntil, rival.validUntil].compactMap(\.self).min()
      let canEnd = rival.isValid(on: day) && rival.validFrom != day
      lines.append(
        "\(rival.name) is valid on \(first) too, and the two compete "
          + (end.map { "until \($0)" } ?? "from then on") + (canEnd ? way : ""))
    }
    return lines
  }
}

extension Tariff {
  /// Whether there is a local day on which both may be used.
  fileprivate func overlaps(_ other: Tariff) -> Bool {
    func ends(_ left: Tariff, after right: Tariff) -> Bool {
      guard let end = left.validUntil, let start = right.validFrom else { return true }
      return start < end
    }
    return ends(self, after: other) && ends(other, after: self)
  }
}
