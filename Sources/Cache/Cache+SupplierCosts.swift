package import EnergyModel
import GRDB
import GRDBSQLite

extension Cache {
  /// The supplier's costs of a meter on some UTC days.
  ///
  /// - Throws: ``CacheError/damaged(row:reason:)`` for a row that is not two arrays of 48 numbers;
  ///   ``Cancelled``.
  package func supplierCosts(of meter: Meter.ID, days: Range<Int>) throws -> SupplierCosts {
    try read { db in
      let memo = try memo(db)
      if let known = memo.costs(of: meter, days: days) { return known }
      let costs = try Cache.supplierCosts(db, of: meter, days: days, cancellation: cancellation)
      memo.keep(costs, of: meter, days: days)
      return costs
    }
  }

  /// The supplier's costs of a meter on some UTC days, as seen inside a transaction.
  static func supplierCosts(
    _ db: Database, of meter: Meter.ID, days: Range<Int>, cancellation: Cancellation
  ) throws -> SupplierCosts {
    let rows = try db.stored(
      """
      SELECT day, amounts, standing FROM supplier_cost_day
      WHERE meter_id = ? AND day >= ? AND day < ? ORDER BY day
      """,
      [
        meter, LocalDay(number: days.lowerBound).description,
        LocalDay(number: days.upperBound).description,
      ], of: "supplier_cost_day", by: "day")
    var dates = DateReader()
    var found: [(key: Int, value: CompactCostDay)] = []
    while try rows.step() {
      try cancellation.check()
      let row = rows.handle
      guard let text = sqlite3_column_text(row, 0),
        let day = dates.day(text, count: Int(sqlite3_column_bytes(row, 0)))
      else { throw damage(row, of: meter, "has a day that is no date") }
      guard day > found.last?.key ?? .min else {
        throw damage(row, of: meter, "does not follow the day before it")
      }
      guard let amounts = numbers(row, 1), let standing = numbers(row, 2) else {
        throw damage(row, of: meter, "is not two arrays of 48 numbers")
      }
      found.append((day, CompactCostDay(amounts: amounts, standing: standing)))
    }
    return SupplierCosts(found)
  }

  private static func numbers(_ row: OpaquePointer, _ column: Int32) -> [Int128?]? {
    guard let text = sqlite3_column_text(row, column) else { return nil }
    return CostDayText.read(
      UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(row, column))))
  }

  private static func damage(
    _ row: OpaquePointer, of meter: Meter.ID, _ reason: String
  ) -> CacheError {
    let day = sqlite3_column_text(row, 0).map { String(cString: $0) } ?? "null"
    return .damaged(row: "supplier_cost_day of meter_id \(meter), day '\(day)'", reason: reason)
  }
}
