package import EnergyModel
import Tariffs

/// The effect of a tariff's changed prices on the cost of known readings and standing charges.
package struct CostChange: Hashable, Sendable {
  /// The new cost of the half-hours less the old one.
  package private(set) var energy = Money(picopence: 0)
  /// The half-hours with a reading whose price has changed.
  package private(set) var halfHours = 0
  /// The half-hours with a reading that had a rate of the tariff and have none now.
  package private(set) var unpriced = 0
  package private(set) var standing = Money(picopence: 0)
  /// The days whose standing charge has changed.
  package private(set) var days = 0

  /// Compares `now`, a query of costs and standing charges by the tariffs in force, with `before`,
  /// the same query by the tariff alone at its old prices.
  ///
  /// - Throws: any error of the source.
  package init(
    of tariff: String, from before: Plan, to now: Plan, source: some ReadingSource
  ) throws {
    let source = now.readings(from: source)
    for (scan, old) in zip(now.scans, before.scans) {
      let uses = scan.uses.filter { $0.tariff == tariff }.map(\.halfHours)
      guard !uses.isEmpty, let timeline = old.timeline else { continue }
      try now.walk(scan, over: source) { stretch, values, _ in
        for (index, time) in stretch.times.enumerated() where values[index] >= 0 {
          guard let position = timeline.rates.position(at: time, slot: stretch.slot + index),
            let previous = timeline.row(at: position),
            uses.contains(where: { $0.contains(time) })
          else { continue }
          guard let row = scan.row(index, of: stretch) else {
            unpriced += 1
            continue
          }
          guard row.rate != previous.rate else { continue }
          halfHours += 1
          energy.picopence +=
            Int128(values[index]) * Int128(row.rate.micropence - previous.rate.micropence)
        }
      }
    }
    var earlier: [Int: [LocalDay: Rate]] = [:]
    for charge in before.charges {
      earlier[charge.scan, default: [:]][charge.day] = charge.price.payable
    }
    for charge in now.charges where charge.tariff == tariff {
      let payable = charge.price.payable
      guard let old = earlier[charge.scan]?[charge.day], old != payable else { continue }
      days += 1
      let difference = payable.micropence - old.micropence
      standing.picopence += Int128(difference) * 1_000_000
    }
  }
}

extension Plan {
  fileprivate var charges: [Aggregate.Charge] { report.aggregate?.charges.known ?? [] }
}
