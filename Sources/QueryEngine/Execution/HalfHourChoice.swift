import EnergyModel
import Tariffs

/// Which half-hours of a scan a filter lets pass, and what prices them.
///
/// It is a class, as are the others that each stretch of a scan goes through: copies of their
/// many arrays would be a large part of the work.
final class HalfHourChoice {
  /// Whether it lets everything pass.
  let isAll: Bool
  /// Whether it hangs on the readings themselves.
  let isOfReadings: Bool
  /// For each place of the week whether it passes; nil where all do.
  private let times: [Bool]?
  private let bounds: Filter.Bounds
  /// The position of the price among the scan's series; nil where nothing is priced.
  let series: Int?
  /// By position of the price, in micropence: what conditions on rates are about.
  private let prices: [Int64]
  /// By position of the price the row; nil where rows make no difference.
  private let rows: RowNumbers?
  /// For no rate, and then each row, whether its tariff passes; empty where all do.
  private let passing: [Bool]

  /// `needsRows`: whether rows matter for more than the filter.
  init(_ scan: Plan.Scan, _ filter: Filter, needsRows: Bool) {
    (isAll, isOfReadings) = (filter.isEmpty, filter.isOfReadings)
    (times, bounds) = (filter.times, filter.bounds)
    series = scan.timeline == nil ? nil : Plan.Scan.priceIndex
    prices = scan.timeline?.rates.numbers ?? []
    rows = needsRows || !filter.tariffs.isEmpty ? scan.timeline?.rowNumbers : nil
    let tariffs =
      filter.tariffs.isEmpty ? [] : [nil] + (scan.timeline?.rows ?? RateRows()).map { $0.tariff }
    passing = tariffs.map { filter.passes(tariff: $0) }
  }

  /// `place`: of the week, 48 a day.
  func passes(place: Int) -> Bool { times?[place] ?? true }

  /// Of the price; nil where there is none.
  func position(_ index: Int, of stretch: MeterWalk.Segment) -> Int? {
    series.flatMap { stretch.positions[$0] }.map { $0.first + index }
  }

  /// -1 where nothing prices the half-hour, or it makes no difference.
  func row(at position: Int?) -> Int {
    guard let rows, let position else { return -1 }
    return rows[position] ?? -1
  }

  func passes(row: Int) -> Bool { passing.isEmpty || passing[row + 1] }

  @inline(__always)
  func passes(_ quantity: Int64, at position: Int?) -> Bool {
    bounds.hold(quantity: quantity, rate: rate(at: position))
  }

  /// Where the readings themselves don't matter.
  func passesRate(at position: Int?) -> Bool { passes(0, at: position) }

  /// The price in micropence; nil where there is none.
  func rate(at position: Int?) -> Int64? {
    guard let position, prices[position] != HalfHourNumbers.none else { return nil }
    return prices[position]
  }
}
