import EnergyModel
import QueryLanguage
import Tariffs

/// A source of readings that changes those of another before they count.
protocol ReadingWrapper: ReadingSource {
  associatedtype Base: ReadingSource

  var base: Base { get }
  /// Whether readings of a meter are changed at all.
  func changes(_ meter: Meter.ID) -> Bool
  /// Changes the 48 quantities of a UTC day, in millionths; missing ones stay missing.
  func change(_ values: inout [Int64], of meter: Meter.ID, day: Int)
}

extension ReadingWrapper {
  package var cancellation: Cancellation { base.cancellation }

  package func scan(
    meter: Meter.ID, days: Range<Int>, _ body: (Int, UnsafePointer<Int64>) throws -> Void
  ) throws {
    try scanCounted(meter: meter, days: days) { day, counted, _ in try body(day, counted) }
  }

  package func scanCounted(
    meter: Meter.ID, days: Range<Int>,
    _ body: (Int, UnsafePointer<Int64>, UnsafePointer<Int64>) throws -> Void
  ) throws {
    guard changes(meter) else {
      return try base.scanCounted(meter: meter, days: days, body)
    }
    var values = DayReadings.blank
    try base.scanCounted(meter: meter, days: days) { day, counted, read in
      for slot in 0..<48 { values[slot] = counted[slot] }
      change(&values, of: meter, day: day)
      try values.withUnsafeBufferPointer { values in
        guard let counted = values.baseAddress else { return }
        try body(day, counted, read)
      }
    }
  }

  package func supplierCosts(of meter: Meter.ID, days: Range<Int>) throws -> SupplierCosts {
    try base.supplierCosts(of: meter, days: days)
  }

  package func revisions(meter: Meter.ID, halfHours: Range<Int>) throws -> [Revision] {
    try base.revisions(meter: meter, halfHours: halfHours)
  }
}

/// Gas readings converted from m³ to kWh.
struct HeatReadings<Base: ReadingSource>: ReadingWrapper {
  let base: Base
  /// The calorific values of each meter in m³, in order of time.
  let heat: [Meter.ID: [Plan.Heat]]

  func changes(_ meter: Meter.ID) -> Bool { heat[meter] != nil }

  func change(_ values: inout [Int64], of meter: Meter.ID, day: Int) {
    guard let heat = heat[meter] else { return }
    for slot in 0..<48 where values[slot] != DayReadings.missing {
      guard let heat = heat.last(where: { $0.start <= day * 48 + slot }) else { continue }
      // This fits: 100,000 m³ are at most 1.4 million kWh.
      values[slot] = Int64(
        Plan.Heat.millionths(
          of: Int128(values[slot]), calorificValue: heat.calorificValue.value))
    }
  }
}

/// Readings rounded half-even to 0.01 kWh, as the policy `guide` requires.
struct GuideReadings<Base: ReadingSource>: ReadingWrapper {
  let base: Base
  /// The meters whose readings are rounded.
  let meters: Set<Meter.ID>

  func changes(_ meter: Meter.ID) -> Bool { meters.contains(meter) }

  func change(_ values: inout [Int64], of meter: Meter.ID, day: Int) {
    for slot in 0..<48 where values[slot] != DayReadings.missing {
      values[slot] = Int64(divide(Int128(values[slot]), by: 10_000, .even) * 10_000)
    }
  }
}

/// The parts of readings above or below a power.
struct PowerReadings<Base: ReadingSource>: ReadingWrapper {
  let base: Base
  /// Nil where all of a reading counts.
  let power: PowerPart?

  func changes(_ meter: Meter.ID) -> Bool { power != nil }

  func change(_ values: inout [Int64], of meter: Meter.ID, day: Int) {
    guard let power else { return }
    for slot in 0..<48 where values[slot] != DayReadings.missing {
      values[slot] = power.part(of: values[slot])
    }
  }
}

extension Plan {
  /// The readings of a source as they count in the plan.
  func readings(from source: some ReadingSource) -> some ReadingSource {
    let heated = scans.filter { !$0.heat.isEmpty }.map { ($0.meter.id, $0.heat) }
    let rounded = prices.policy == .guide ? scans.filter { $0.timeline != nil } : []
    let forecasts = scans.compactMap { scan in scan.forecast.map { (scan.meter.id, $0) } }
    let whole = GuideReadings(
      base: ForecastReadings(
        base: HeatReadings(base: source, heat: Dictionary(heated) { first, _ in first }),
        forecasts: Dictionary(forecasts) { first, _ in first }),
      meters: Set(rounded.map(\.meter.id)))
    return PowerReadings(base: whole, power: power)
  }
}
