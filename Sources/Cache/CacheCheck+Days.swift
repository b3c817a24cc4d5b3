import EnergyModel
import GRDB
import GRDBSQLite

extension CacheCheck {
  /// Rows of days: each can be read, and is what was written.
  mutating func checkDays(of table: DayTable) throws {
    let rows = try db.stored(
      "SELECT \(table.columns) FROM \(table.name) ORDER BY 1, 2", of: table.name, by: "day")
    let numbers = try meterNumbers()
    var dates = DateReader()
    var (count, unknown) = (0, 0)
    while try rows.step() {
      try cache.cancellation.check()
      count += 1
      let row = rows.handle
      if let problem = table.problem(of: row, &dates) {
        report.add(table.rowName(row), problem, remedy: deletion(of: row, in: table))
        continue
      }
      switch table.verdict(row) {
      case .sound: break
      case .unknown: unknown += 1
      case .mismatch:
        report.add(
          table.rowName(row), DayTable.mismatch,
          remedy: remedy(for: row, of: table, numbers))
      }
    }
    report.days["\(table.name)"] = count
    if unknown > 0 {
      report.notes.append(
        "\(table.name): \(counted(unknown, "row")) of other programs, without a checksum")
    }
  }

  /// The remedy for a row that can be read but does not match its checksum.
  private func remedy(
    for row: OpaquePointer, of table: DayTable, _ numbers: [Int64: String]
  ) -> String {
    let day = sqlite3_column_text(row, 1).flatMap { LocalDay(iso: String(cString: $0)) }
    guard table.isMendedByImport, let day, let number = numbers[sqlite3_column_int64(row, 0)]
    else { return deletion(of: row, in: table) }
    return fetching(day, of: number)
  }

  private func deletion(of row: OpaquePointer, in table: DayTable) -> String {
    Remedy.sql(
      "DELETE FROM \(table.name) WHERE \(table.owner) = \(literal(row, 0)) "
        + "AND day = \(literal(row, 1))") + " then import or fetch the day again"
  }

  /// The remedy that stores the readings of a UTC day anew.
  ///
  /// It takes two local days, as a UTC day ends in the second one while summer time lasts.
  private func fetching(_ day: LocalDay, of number: String) -> String {
    "import its file again, or: fetch readings meter \(number) from \(day) through "
      + "\(LocalDay(number: day.number + 1))"
  }

  /// The numbers of the meter points, by the ID of the meter.
  private func meterNumbers() throws -> [Int64: String] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT meter.id, number FROM meter JOIN meter_point ON meter_point.id = meter_point_id
        WHERE typeof(number) = 'text'
        """)
    return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
  }

  /// Half-hours with a cost of the supplier: they have a reading.
  mutating func checkCostsHaveReadings() throws {
    let numbers = try meterNumbers()
    for (id, number) in numbers.sorted(by: { $0.key < $1.key }) {
      for costs in try cache.supplierCosts(of: id, days: DayTable.allDays) {
        var readings = DayReadings.blank
        try cache.scan(meter: id, days: costs.day..<costs.day + 1) { _, values in
          readings = Array(UnsafeBufferPointer(start: values, count: 48))
        }
        let bare = zip(costs.costs, readings).count { cost, reading in
          cost.amount != nil && reading == DayReadings.missing
        }
        guard bare > 0 else { continue }
        let day = LocalDay(number: costs.day)
        report.add(
          "supplier_cost_day of meter_id \(id), day '\(day)'",
          "has costs of \(counted(bare, "half-hour")) without a reading",
          remedy: fetching(day, of: number))
      }
    }
  }

  /// A value as SQL writes it.
  private func literal(_ row: OpaquePointer, _ column: Int32) -> String {
    guard let text = sqlite3_column_text(row, column).map({ String(cString: $0) }) else {
      return "NULL"
    }
    return sqlite3_column_type(row, column) == SQLITE_INTEGER ? text : Remedy.quoted(text)
  }
}

extension DayTable {
  /// All UTC days whose dates have four digits for the year.
  static let allDays = -719_162..<2_932_896

  /// The reason why a row of ``columns`` can't be read; nil for one that can.
  fileprivate func problem(of row: OpaquePointer, _ dates: inout DateReader) -> String? {
    guard let day = text(row, 1), let start = day.baseAddress,
      let number = dates.day(start, count: day.count)
    else { return "has a day that is no date" }
    guard ClockZone.coveredDays.contains(number) else { return DayTable.outsideYears }
    guard arrays.indices.allSatisfy({ text(row, Int32($0 + 3)).map(isArray) ?? false }) else {
      return arrays.count == 1 ? "is not an array of 48 numbers" : "is not two arrays of 48 numbers"
    }
    return nil
  }

  private func text(_ row: OpaquePointer, _ column: Int32) -> UnsafeBufferPointer<UInt8>? {
    guard sqlite3_column_type(row, column) == SQLITE_TEXT,
      let text = sqlite3_column_text(row, column)
    else { return nil }
    return UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(row, column)))
  }
}
