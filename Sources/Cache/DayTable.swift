import EnergyModel
import GRDB
import GRDBSQLite

/// A table with a row a UTC day, whose rows have checksums.
struct DayTable: Sendable {
  let name: StaticString
  /// The column with the ID of the meter or tariff; with `day` it is the key.
  let owner: String
  /// The columns with an array of 48 numbers.
  let arrays: [String]
  /// The other columns that the checksum is of, behind those.
  var others: [String] = []
  /// Whether a text is such an array.
  let isArray: @Sendable (UnsafeBufferPointer<UInt8>) -> Bool
  /// Whether importing all of a day again replaces a row that does not match its checksum.
  var isMendedByImport = false

  static let readings = DayTable(
    name: "reading_day", owner: "meter_id", arrays: ["readings"],
    isArray: { isArray($0, DayText.read) }, isMendedByImport: true)
  static let supplierCosts = DayTable(
    name: "supplier_cost_day", owner: "meter_id", arrays: ["amounts", "standing"],
    isArray: { CostDayText.read($0) != nil })
  static let rates = DayTable(
    name: "rate_day", owner: "tariff_id", arrays: ["excluding_vat", "including_vat"],
    others: ["source"], isArray: { isArray($0, RateDayText.read) })
  static let all = [readings, supplierCosts, rates]

  private static func isArray(
    _ text: UnsafeBufferPointer<UInt8>,
    _ read: (UnsafePointer<UInt8>, Int, UnsafeMutablePointer<Int64>) -> Bool
  ) -> Bool {
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: 48) { values in
      guard let base = text.baseAddress, let start = values.baseAddress else { return false }
      return read(base, text.count, start)
    }
  }

  /// The columns that the checksum is of behind the key.
  var texts: [String] { arrays + others }

  /// The columns that ``verdict(_:)`` reads, in order: the key, the checksum, the texts.
  var columns: String { ([owner, "day", "checksum"] + texts).joined(separator: ", ") }

  enum Verdict {
    case sound
    /// There is no checksum: another program wrote the row.
    case unknown
    case mismatch
  }

  /// Whether a row of ``columns`` is what was written.
  func verdict(_ row: OpaquePointer) -> Verdict {
    switch sqlite3_column_type(row, 2) {
    case SQLITE_NULL: return .unknown
    case SQLITE_INTEGER: break
    default: return .mismatch
    }
    let stored = sqlite3_column_int64(row, 2)
    guard let day = sqlite3_column_text(row, 1).map({ String(cString: $0) }) else {
      return .mismatch
    }
    var sum = DayChecksum(owner: sqlite3_column_int64(row, 0), day: day)
    for column in texts.indices {
      let place = Int32(column + 3)
      let text = sqlite3_column_text(row, place)
      sum.append(UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(row, place))))
    }
    return sum.value == stored ? .sound : .mismatch
  }

  /// - Throws: ``CacheError/damaged(row:reason:)`` for a row of one owner, on one day or any, that is
  ///   not what was written: what is made of it would get a checksum that fits.
  func refuseDamage(_ db: Database, of id: Int64, on day: String? = nil) throws {
    let condition = day == nil ? "" : " AND day = ?"
    let rows = try db.stored(
      "SELECT \(columns) FROM \(name) WHERE \(owner) = ?\(condition)",
      day.map { [id, $0] } ?? [id], of: name, by: "day")
    while try rows.step() {
      if case .mismatch = verdict(rows.handle) { throw damage(rows.handle) }
    }
  }

  /// The error of a row of ``columns`` that is not what was written.
  func damage(_ row: OpaquePointer) -> CacheError {
    .damaged(row: rowName(row), reason: DayTable.mismatch + "; see 'check'")
  }

  static let outsideYears =
    "is outside \(ClockZone.coveredYears.lowerBound) to \(ClockZone.coveredYears.upperBound)"

  static let mismatch = "does not match its checksum"

  /// A row of ``columns`` in messages: `reading_day of meter_id 1, day '2023-07-01'`.
  func rowName(_ row: OpaquePointer) -> String {
    let day = sqlite3_column_text(row, 1).map { String(cString: $0) } ?? "null"
    return "\(name) of \(owner) \(sqlite3_column_int64(row, 0)), day '\(day)'"
  }
}
