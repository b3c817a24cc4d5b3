import EnergyModel
import GRDB
import GRDBSQLite
import Tariffs

/// Unit rates of half an hour each on one UTC day, for all customers and from one file or answer:
/// they are stored in one row.
struct RateDay {
  let day: Int
  let source: String?
  /// 48 each, in micropence; ``HalfHourNumbers/none`` where there is none.
  private(set) var excludingVAT = [Int64](repeating: HalfHourNumbers.none, count: 48)
  private(set) var includingVAT = [Int64](repeating: HalfHourNumbers.none, count: 48)

  /// Parts rows into those that are stored by the day and the others, each in order.
  ///
  /// Of half-hours of one day from several sources, or twice, those that come first have the day.
  static func split(_ rows: [DatedRate]) -> (days: [RateDay], others: [DatedRate]) {
    var days: [RateDay] = []
    var others: [DatedRate] = []
    for row in rows {
      guard let place = place(of: row) else {
        others.append(row)
        continue
      }
      if days.last?.day != place.day { days.append(RateDay(day: place.day, source: row.source)) }
      if !days[days.count - 1].store(row, at: place.slot) { others.append(row) }
    }
    return (days, others)
  }

  /// The UTC day of a row and its place 0…47 in it; nil for one that is of no half-hour, or of some
  /// customers.
  private static func place(of row: DatedRate) -> (day: Int, slot: Int)? {
    guard row.paymentMethod == nil, let from = row.validFrom, let to = row.validTo,
      from.seconds % 1800 == 0, to.seconds - from.seconds == 1800
    else { return nil }
    let day = from.halfHour.flooredDivision(by: 48)
    return (day, from.halfHour - day * 48)
  }

  private mutating func store(_ row: DatedRate, at slot: Int) -> Bool {
    let none = HalfHourNumbers.none
    guard row.source == source, excludingVAT[slot] == none, includingVAT[slot] == none else {
      return false
    }
    excludingVAT[slot] = row.excludingVAT?.micropence ?? none
    includingVAT[slot] = row.includingVAT?.micropence ?? none
    return true
  }

  /// Stores days of a tariff; a migration may do so before rows have checksums.
  static func insert(
    _ days: [RateDay], ofTariff id: Int64, _ db: Database, hasChecksums: Bool = true,
    cancellation: Cancellation
  ) throws {
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO rate_day(
          tariff_id, day, excluding_vat, including_vat, source\(hasChecksums ? ", checksum" : ""))
        VALUES (?, ?, ?, ?, ?\(hasChecksums ? ", ?" : ""))
        """)
    for day in days {
      try cancellation.check()
      let date = LocalDay(number: day.day).description
      let excluding = RateDayText.text(day.excludingVAT)
      let including = RateDayText.text(day.includingVAT)
      var arguments: StatementArguments = [id, date, excluding, including, day.source]
      if hasChecksums {
        arguments += [DayChecksum.of(id, date, excluding, including, day.source ?? "")]
      }
      try insert.execute(arguments: arguments)
    }
  }
}

extension HalfHourRates {
  /// The numbers of its half-hours that overlap a time.
  func halfHours(in range: TimeRange) -> Range<Int> {
    let (start, end) = (range.start.halfHour, range.end.halfHour)
    return halfHours.clamped(to: start..<(range.end.seconds % 1800 == 0 ? end : end + 1))
  }

  /// Those half-hours; nil without any.
  func part(in range: TimeRange) -> HalfHourRates? {
    let part = halfHours(in: range)
    return part.isEmpty ? nil : self.part(part)
  }

  /// The stored half-hours of a tariff that overlap a time, and perhaps more; each stretch without a
  /// gap by itself.
  ///
  /// - Throws: ``CacheError/damaged(row:reason:)`` for a row that can't be; ``Cancelled``.
  static func all(
    _ db: Database, of tariff: String, overlapping range: TimeRange, _ memo: CacheMemo?,
    cancellation: Cancellation
  ) throws -> [HalfHourRates] {
    let time = Instant.writable.clamped(to: range.start..<range.end)
    guard !time.isEmpty else { return [] }
    let (first, end) = (time.lowerBound.halfHour, time.upperBound.nextHalfHour)
    let days = first.flooredDivision(by: 48)..<(end - 1).flooredDivision(by: 48) + 1
    if let known = memo?.rates(of: tariff, days: days) { return known }
    let stretches = try all(db, of: tariff, days: days, cancellation: cancellation)
    memo?.keep(stretches, of: tariff, days: days)
    return stretches
  }

  /// Those of some UTC days.
  private static func all(
    _ db: Database, of tariff: String, days: Range<Int>, cancellation: Cancellation
  ) throws -> [HalfHourRates] {
    let rows = try db.stored(
      """
      SELECT day, excluding_vat, including_vat, rate_day.source FROM rate_day
      JOIN tariff ON tariff.id = tariff_id
      WHERE tariff.name = ? AND day BETWEEN ? AND ? ORDER BY day
      """,
      [
        tariff, LocalDay(number: days.lowerBound).description,
        LocalDay(number: days.upperBound - 1).description,
      ], of: "rate_day", by: "day")
    var reader = RateDayReader(tariff: tariff)
    while try rows.step() {
      try cancellation.check()
      try reader.add(rows.handle)
    }
    return reader.stretches
  }
}

/// Makes stretches of half-hours of stored days, which come in order.
private struct RateDayReader {
  let tariff: String
  private(set) var stretches: [HalfHourRates] = []
  private var dates = DateReader()
  private var last = Int.min
  private var excluding = [Int64](repeating: HalfHourNumbers.none, count: 48)
  private var including = [Int64](repeating: HalfHourNumbers.none, count: 48)

  init(tariff: String) { self.tariff = tariff }

  mutating func add(_ row: OpaquePointer) throws(CacheError) {
    guard let text = sqlite3_column_text(row, 0),
      let day = dates.day(text, count: Int(sqlite3_column_bytes(row, 0)))
    else { throw damage(row, "has a day that is no date") }
    guard day > last else { throw damage(row, "does not follow the day before it") }
    last = day
    guard read(row, 1, &excluding), read(row, 2, &including) else {
      throw damage(row, "is not two arrays of 48 numbers")
    }
    let source = sqlite3_column_text(row, 3).map { String(cString: $0) }
    guard excluding.allSatisfy(isPossible), including.allSatisfy(isPossible) else {
      throw damage(row, "has a price that can't be")
    }
    var slot = 0
    while slot < 48 {
      let first = slot
      while slot < 48, isThere(slot) { slot += 1 }
      if first < slot { append(first..<slot, of: day, source) }
      while slot < 48, !isThere(slot) { slot += 1 }
    }
  }

  /// Whether one of the prices of a half-hour is there.
  private func isThere(_ slot: Int) -> Bool {
    excluding[slot] != HalfHourNumbers.none || including[slot] != HalfHourNumbers.none
  }

  private mutating func append(_ slots: Range<Int>, of day: Int, _ source: String?) {
    let start = day * 48 + slots.lowerBound
    if stretches.last?.halfHours.upperBound != start {
      stretches.append(HalfHourRates(start: start))
    }
    stretches[stretches.count - 1].append(
      excludingVAT: excluding[slots], includingVAT: including[slots], source: source)
  }

  private func read(_ row: OpaquePointer, _ column: Int32, _ numbers: inout [Int64]) -> Bool {
    guard let text = sqlite3_column_text(row, column) else { return false }
    let count = Int(sqlite3_column_bytes(row, column))
    return numbers.withUnsafeMutableBufferPointer { numbers in
      numbers.baseAddress.map { RateDayText.read(text, count: count, into: $0) } ?? false
    }
  }

  private func isPossible(_ number: Int64) -> Bool {
    number == HalfHourNumbers.none || DatedRate.isPossible(number)
  }

  private func damage(_ row: OpaquePointer, _ reason: String) -> CacheError {
    let day = sqlite3_column_text(row, 0).map { String(cString: $0) } ?? "null"
    return .damaged(row: "rate_day of tariff '\(tariff)', day '\(day)'", reason: reason)
  }
}
