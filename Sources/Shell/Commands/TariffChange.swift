import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

/// The change from what prices a flow on a day to a new tariff that begins on it.
///
/// What prices it are the agreements that hold on the day, and for meter points without any the
/// one tariff that is valid on it.
struct TariffChange {
  let tariff: Tariff
  let day: LocalDay
  /// Without the new tariff.
  let home: Home
  let zone: ClockZone

  private var points: [MeterPoint] { home.points.filter { $0.flow == tariff.unit.flow } }

  /// The tariff that is valid on the day and counts as long as nothing is agreed.
  ///
  /// Those that give way by themselves to the new one are left out.
  private func rival() throws(QueryError) -> Tariff? {
    // Tariffs can be there before any meter is.
    let nobody = MeterPoint(id: 0, number: "", flow: tariff.unit.flow, alias: nil)
    let point = points.isEmpty ? nobody : points.first { home.agreements(of: $0).isEmpty }
    guard let point else { return nil }
    let uses = try Planner.tariffUses(
      of: point, unit: .kWh, on: day..<day + 1, home: home, zone: zone)
    return uses.first.flatMap { home.tariff(named: $0.tariff) }.flatMap {
      $0.isSecondary ? nil : $0
    }
  }

  /// Ends what prices the flow on the day, and lets the new tariff, which is stored, follow.
  ///
  /// - Returns: what was done, line by line.
  /// - Throws: when two tariffs compete on the day, and when the one to end begins on it.
  func finish(_ writer: CacheWriter) throws -> [String] {
    var lines: [String] = []
    for point in points {
      let agreements = home.agreements(of: point)
      guard !agreements.isEmpty else { continue }
      if var old = agreements.first(where: { $0.holds(day) }) {
        try writer.end(old, on: day)
        if old.from < day {
          old.until = day
          lines.append("\(old.tariff) prices \(point.name) \(old.dayText)")
        } else {
          lines.append("\(old.tariff) no longer prices \(point.name) \(old.dayText)")
        }
      }
      let next = agreements.first { $0.from > day }?.from
      let new = Agreement(
        meterPointID: point.id, tariff: tariff.name, from: day,
        until: [tariff.validUntil, next].compactMap(\.self).min())
      try writer.store(new)
      lines.append("\(tariff.name) prices \(point.name) \(new.dayText)")
    }
    if var rival = try rival() {
      guard rival.validFrom.map({ $0 < day }) ?? true else {
        throw QueryError(
          "\(rival.name) begins on \(day) too, and can't end then",
          hint: "to take it away: drop tariff \(quotedIfNeeded(rival.name))")
      }
      rival.validUntil = day
      try writer.store(rival)
      lines.append("\(rival.name) is valid until \(day)")
    }
    return lines
  }

  /// What keeps the new tariff from pricing anything, or makes it compete, line by line.
  ///
  /// `way`: what to say of a rival behind its name, such as what would end it.
  func obstacles(way: String = "") -> [String] {
    var lines: [String] = []
    for point in points {
      let agreements = home.agreements(of: point)
      guard !agreements.isEmpty else { continue }
      let new = Agreement(
        meterPointID: point.id, tariff: tariff.name, from: day, until: tariff.validUntil)
      lines.append(
        "\(point.name) has agreements; to price it by \(tariff.name): "
          + new.takingOver(from: agreements, of: point))
    }
    do throws(QueryError) {
      if let rival = try rival() {
        lines.append("\(rival.name) is valid on \(day) too, and the two compete from then on\(way)")
      }
    } catch {
      lines.append(error.text)
    }
    return lines
  }
}
