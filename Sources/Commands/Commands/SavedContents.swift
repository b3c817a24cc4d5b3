import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

/// How much is in a file or folder of readings so far.
struct SavedContents {
  /// The half-hours with a reading, and those that should have one.
  var coverage = Coverage()
  /// The meters with a reading.
  var meters = 0
  /// The readings without a rate, by meter.
  private var unpriced: [Unpriced] = []

  private struct Unpriced {
    var scan: Plan.Scan
    var first: Int
    var count: Int
  }

  /// The most meters of which it is said what has no rate.
  private static let mostMeters = 3

  var text: String { counted(coverage.present, "reading") + " of " + counted(meters, "meter") }

  /// Counts the reading of a half-hour; ``Coverage/expected`` has those that the scan expects already.
  mutating func add(_ halfHour: Int, of scan: Plan.Scan) {
    coverage.present += 1
    if !scan.expected.contains(halfHour) { coverage.expected += 1 }
  }

  /// Counts a reading without a rate.
  mutating func addUnpriced(_ halfHour: Int, of scan: Plan.Scan) {
    coverage.unpriced += 1
    if unpriced.last?.scan.meter.id != scan.meter.id {
      unpriced.append(Unpriced(scan: scan, first: halfHour, count: 0))
    }
    unpriced[unpriced.count - 1].count += 1
  }

  /// For each meter, the half-hours without a rate and the statement that would give them one.
  func unpricedNotes(in plan: Plan, _ catalog: Catalog) -> [String] {
    var notes = unpriced.prefix(SavedContents.mostMeters).compactMap { unpriced -> String? in
      var own = plan
      own.scans = [unpriced.scan]
      own.flows = [unpriced.scan.point.flow]
      own.prices.uses = unpriced.scan.uses
      own.prices.advice = advice(on: unpriced, catalog, plan.period.zone)
      return own.unpricedNote(unpriced.count).map { "\(unpriced.scan.point.name): \($0)" }
    }
    let others = unpriced.count - notes.count
    if others > 0 {
      notes.append(
        "\(counted(others, "more meter")) \(havingVerb(others)) half-hours without a rate")
    }
    return notes
  }

  private func advice(on unpriced: Unpriced, _ catalog: Catalog, _ zone: ClockZone) -> String {
    let point = unpriced.scan.point
    if let use = unpriced.scan.uses.first(where: { $0.halfHours.contains(unpriced.first) }) {
      return "see 'describe \(quotedIfNeeded(use.tariff))'"
    }
    guard catalog.tariffs.contains(where: { $0.unit.flow == point.flow }) else {
      return "add a tariff"
    }
    let day = zone.day(of: Instant(halfHour: unpriced.first))
    return "assign \(point.name) a tariff from \(day): see 'help assign'"
  }
}
