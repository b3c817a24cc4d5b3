import EnergyModel

/// An inconsistency in the terms of a tariff.
package enum TariffError: Error, Hashable, Sendable, CustomStringConvertible {
  case offClock(minute: Int)
  case offGrid(minute: Int)
  case emptyBand(minute: Int)
  case overlap(String, String)

  package var description: String {
    switch self {
    case .offClock(let minute):
      minute < 0
        ? "a band can't begin or end before 00:00"
        : "a band can't begin or end at \(clockText(minute: minute))"
    case .offGrid(let minute): "\(clockText(minute: minute)) is not on the half-hour"
    case .emptyBand(let minute):
      "a band from \(clockText(minute: minute)) to \(clockText(minute: minute)) has no length"
    case .overlap(let first, let second): "the bands \(first) and \(second) overlap"
    }
  }
}
