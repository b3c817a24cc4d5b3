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
        let handle = rows.handle
        guard let text = sqlite3_column_text(handle, 0),
          let day = dates.day(text, count: Int(sqlite3_column_bytes(handle, 0))),
          day > found.last?.key ?? .min
        else {
          throw damaged(meter, handle, "has a day that is no date, or not after the one before it")
        }
        guard let amounts = numbers(handle, 1), let standing = numbers(handle, 2) else {
          throw damaged(meter, handle, "is not two arrays of 48 numbers")
        }
        let costs = zip(amounts, standing).map { SupplierCost(amount: $0, standing: $1) }
        found.append((day, CompactCostDay(costs)))
      }
      return SupplierCosts(found)
    }
  }

  /// The half-hours from the first to the last of a meter that has a cost of the supplier; nil
  /// without any.
  package func supplierCostExtent(of meter: Meter.ID) throws -> ClosedRange<Int>? {
    func edge(_ order: String) throws -> SupplierCostDay? {
      let sql = "SELECT day FROM supplier_cost_day WHERE meter_id = ? ORDER BY day \(order) LIMIT 1"
      let days = try read { db in
        try db.stored(sql, [meter], of: "supplier_cost_day", by: "day").map { row in
          try row[0] as String
        }
      }
      guard let day = days.first.flatMap({ LocalDay(iso: $0)?.number }) else { return nil }
      return try supplierCosts(of: meter, days: day..<day + 1).first
    }
    guard let first = try edge("ASC"), let last = try edge("DESC"),
      let start = first.costs.firstIndex(where: { !$0.isEmpty }),
      let end = last.costs.lastIndex(where: { !$0.isEmpty })
    else { return nil }
    return first.day * 48 + start...last.day * 48 + end
  }

  private func damaged(
    _ meter: Meter.ID, _ handle: OpaquePointer, _ reason: String
  ) -> CacheError {
    let day = sqlite3_column_text(handle, 0).map { String(cString: $0) } ?? "null"
    return .damaged(row: "supplier_cost_day of meter_id \(meter), day '\(day)'", reason: reason)
  }

  private func numbers(_ row: OpaquePointer, _ column: Int32) -> [Int128?]? {
    guard let text = sqlite3_column_text(row, column) else { return nil }
    return CostDayText.amounts(
      UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(row, column))))
  }
}
