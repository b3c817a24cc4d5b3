import EnergyModel
import GRDB
import QueryEngine
import Tariffs

/// Decoded contents of one version of the cache file, kept so that they are not read again.
final class CacheMemo {
  /// The number by which SQLite tells that another program wrote.
  fileprivate let version: Int
  var catalog: Catalog?
  /// The names of the tariffs that have any rates with dates.
  var datedTariffs: Set<String>?
  private var readings: [Meter.ID: DecodedDays] = [:]
  private var rates: [String: (days: Range<Int>, stretches: [HalfHourRates])] = [:]
  private var costs: [Meter.ID: (days: Range<Int>, costs: SupplierCosts)] = [:]
  /// How much the readings, rates and costs take, in bytes.
  private var size = 0

  /// Some hundred years of one meter's readings; what does not fit is read anew each time.
  private static let limit = 16 << 20

  fileprivate init(version: Int) { self.version = version }

  /// The readings of a meter; nil unless all of some UTC days are known.
  func readings(of meter: Meter.ID, days: Range<Int>) -> DecodedDays? {
    guard let known = readings[meter], known.days.contains(days) else { return nil }
    return known
  }

  /// Whether so many days of readings can be kept besides what there is.
  func hasRoom(forDays count: Int) -> Bool { size + count * DecodedDays.size <= CacheMemo.limit }

  func keep(_ days: DecodedDays, of meter: Meter.ID) {
    let old = readings[meter]
    guard old.map({ $0.days.count < days.days.count }) ?? true else { return }
    guard reserve(days.size, insteadOf: old?.size ?? 0) else { return }
    readings[meter] = days
  }

  /// The half-hours of a tariff; nil unless those of some UTC days are known.
  func rates(of tariff: String, days: Range<Int>) -> [HalfHourRates]? {
    guard let known = rates[tariff], known.days.contains(days) else { return nil }
    return known.stretches
  }

  func keep(_ stretches: [HalfHourRates], of tariff: String, days: Range<Int>) {
    func size(_ stretches: [HalfHourRates]?) -> Int {
      (stretches ?? []).reduce(0) { $0 + $1.halfHours.count * 16 }
    }
    let old = rates[tariff]
    guard old.map({ $0.days.count < days.count }) ?? true,
      reserve(size(stretches), insteadOf: size(old?.stretches))
    else { return }
    rates[tariff] = (days, stretches)
  }

  /// The supplier's costs of a meter; nil unless they were last asked for of the same UTC days.
  func costs(of meter: Meter.ID, days: Range<Int>) -> SupplierCosts? {
    costs[meter].flatMap { $0.days == days ? $0.costs : nil }
  }

  func keep(_ new: SupplierCosts, of meter: Meter.ID, days: Range<Int>) {
    guard reserve(new.size, insteadOf: costs[meter]?.costs.size ?? 0) else { return }
    costs[meter] = (days, new)
  }

  /// Takes room for `new` bytes and gives back `old`; false where there is none, and nothing is taken.
  private func reserve(_ new: Int, insteadOf old: Int) -> Bool {
    guard size - old + new <= CacheMemo.limit else { return false }
    size += new - old
    return true
  }
}

/// Readings of one meter as numbers.
struct DecodedDays {
  /// All UTC days of these that have readings are there.
  let days: Range<Int>
  /// In order.
  private(set) var numbers: [Int] = []
  /// 48 for each of the days.
  private(set) var values: [Int64] = []

  init(days: Range<Int>) { self.days = days }

  /// The size of one day, in bytes.
  static let size = 49 * 8
  var size: Int { numbers.count * DecodedDays.size }

  mutating func append(_ day: Int, _ values: UnsafePointer<Int64>) {
    numbers.append(day)
    self.values.append(contentsOf: UnsafeBufferPointer(start: values, count: 48))
  }

  /// Calls `body` for each day of a range, as ``ReadingSource/scan(meter:days:_:)`` does.
  func scan(
    _ range: Range<Int>, _ cancellation: Cancellation,
    _ body: (Int, UnsafePointer<Int64>) throws -> Void
  ) throws {
    let first = numbers.partitioningIndex { $0 >= range.lowerBound }
    try values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for index in first..<numbers.count {
        guard numbers[index] < range.upperBound else { return }
        try cancellation.check()
        try body(numbers[index], base + index * 48)
      }
    }
  }
}

extension Cache {
  /// The memo for the version of the file that a read sees; an empty one inside a transaction of
  /// this program, which may yet be rolled back.
  func memo(_ db: Database) throws -> CacheMemo {
    let statement = try db.cachedStatement(sql: "PRAGMA data_version")
    let version = try Int.fetchOne(statement) ?? 0
    guard !isWriting else { return CacheMemo(version: version) }
    if let memo, memo.version == version { return memo }
    let memo = CacheMemo(version: version)
    self.memo = memo
    return memo
  }
}
