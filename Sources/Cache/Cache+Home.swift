import EnergyModel
import GRDB
package import QueryEngine
package import Tariffs

extension Cache {
  /// Meters, tariffs and agreements as they are now.
  ///
  /// The last answer serves again until this program or another one writes to the file.
  package func home() throws -> Home {
    try read { db in
      let version = try Int.fetchOne(db, sql: "PRAGMA data_version") ?? 0
      if let memo, memo.version == version { return memo.home }
      let home = try home(db)
      memo = (version, home)
      return home
    }
  }

  /// The same as a transaction sees it.
  package func home(_ writer: CacheWriter) throws -> Home { try home(writer.db) }

  private func home(_ db: Database) throws -> Home {
    Home(
      points: try points(db), meters: try meters(db), tariffs: try tariffs(db),
      agreements: try agreements(db), calorificValues: try calorificValues(db))
  }

  private func points(_ db: Database) throws -> [MeterPoint] {
    try Row.fetchAll(db, sql: "SELECT id, number, flow, alias FROM meter_point ORDER BY number")
      .map { row in
        guard let flow = Flow(rawValue: row["flow"]) else {
          throw CacheError.damaged(row: "meter_point \(row["id"] as Int64)", reason: "has no flow")
        }
        return MeterPoint(id: row["id"], number: row["number"], flow: flow, alias: row["alias"])
      }
  }

  private func meters(_ db: Database) throws -> [Home.MeterRecord] {
    try Row.fetchAll(db, sql: "SELECT id, meter_point_id, serial, unit FROM meter ORDER BY id")
      .map { row in
        guard let unit = MeterUnit(rawValue: row["unit"]) else {
          throw CacheError.damaged(row: "meter \(row["id"] as Int64)", reason: "has no unit")
        }
        let meter = Meter(
          id: row["id"], meterPointID: row["meter_point_id"], serial: row["serial"], unit: unit)
        return Home.MeterRecord(meter: meter, readings: try Cache.extent(db, of: meter.id))
      }
  }

  /// The half-hours of a meter's first and newest reading.
  static func extent(_ db: Database, of meter: Meter.ID) throws -> ClosedRange<Int>? {
    guard let first = try edge(db, of: meter, "ASC"), let last = try edge(db, of: meter, "DESC")
    else { return nil }
    return first.lowerBound...last.upperBound
  }

  /// The half-hours of the first and the last reading on the first day that has any.
  private static func edge(
    _ db: Database, of meter: Meter.ID, _ order: String
  ) throws -> ClosedRange<Int>? {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT day, readings FROM reading_day WHERE meter_id = ? ORDER BY day \(order)",
      arguments: [meter])
    while let row = try rows.next() {
      let day: String = row[0]
      guard let number = LocalDay(iso: day)?.number else {
        throw CacheError.damaged(
          row: "reading_day of meter_id \(meter), day '\(day)'",
          reason: "has a day that is no date")
      }
      let values = try DayText.values(row[1], meter: meter, day: day)
      if let start = values.firstIndex(where: { $0 != DayReadings.missing }),
        let end = values.lastIndex(where: { $0 != DayReadings.missing })
      {
        return number * 48 + start...number * 48 + end
      }
    }
    return nil
  }

  /// The tariffs as a transaction sees them.
  package func tariffs(_ writer: CacheWriter) throws -> [Tariff] { try tariffs(writer.db) }

  private func tariffs(_ db: Database) throws -> [Tariff] {
    let bands = Dictionary(
      grouping: try Row.fetchAll(
        db, sql: "SELECT tariff_id, starts_minute, ends_minute, rate FROM tariff_band"),
      by: { $0[0] as Int64 })
    return try Row.fetchAll(db, sql: "SELECT * FROM tariff ORDER BY id").map { row in
      let owner = "tariff '\(row["name"] as String)'"
      guard let unit = ReadingUnit(rawValue: row["unit"]), let vat = VAT(rawValue: row["vat"])
      else {
        throw CacheError.damaged(row: owner, reason: "has no known unit")
      }
      return Tariff(
        name: row["name"], unit: unit, currency: row["currency"],
        validFrom: try day(row["valid_from"], of: owner),
        validUntil: try day(row["valid_until"], of: owner),
        kind: try kind(row, bands[row["id"]] ?? [], of: owner),
        standingCharge: try rate(row["standing_charge"], of: owner), vat: vat,
        isSecondary: row["is_secondary"], code: row["code"], product: row["product"],
        source: row["source"])
    }
  }

  private func kind(_ row: Row, _ bands: [Row], of owner: String) throws -> TariffKind {
    switch row["kind"] as String {
    case "bands": .bands(try bandTariff(bands, defaultRate: row["default_rate"], of: owner))
    case "dated": .dated
    case "registers": .registers(try nightHours(row, of: owner))
    default: throw CacheError.damaged(row: owner, reason: "is of no known kind")
    }
  }

  private func nightHours(_ row: Row, of owner: String) throws -> NightHours? {
    guard let start: Int = row["night_from"], let end: Int = row["night_until"] else { return nil }
    do {
      return try NightHours(start: start, end: end, isUTC: row["night_is_utc"])
    } catch {
      throw CacheError.damaged(row: owner, reason: "has no night: \(error)")
    }
  }

  private func bandTariff(
    _ rows: [Row], defaultRate: Int64?, of owner: String
  ) throws -> BandTariff {
    do {
      let bands = try rows.compactMap { row in
        try rate(row[3], of: owner).map { try Band(start: row[1], end: row[2], rate: $0) }
      }
      return try BandTariff(bands: bands, defaultRate: try rate(defaultRate, of: owner))
    } catch let error as TariffError {
      throw CacheError.damaged(row: owner, reason: "makes no sense: \(error)")
    }
  }

  /// A rate that may be absent, but not beyond what the arithmetic is made for.
  private func rate(_ micropence: Int64?, of owner: String) throws(CacheError) -> Rate? {
    guard let micropence else { return nil }
    guard (-Rate.limit...Rate.limit).contains(micropence) else {
      throw .damaged(row: owner, reason: "has a rate of \(micropence) micropence")
    }
    return Rate(micropence: micropence)
  }

  private func agreements(_ db: Database) throws -> [Agreement] {
    let sql = """
      SELECT meter_point_id, tariff.name, agreement.valid_from, agreement.valid_until
      FROM agreement JOIN tariff ON tariff.id = tariff_id
      ORDER BY meter_point_id, agreement.valid_from
      """
    return try Row.fetchAll(db, sql: sql).map { row in
      let owner = "agreement on '\(row[1] as String)'"
      guard let from = try day(row[2], of: owner) else {
        throw CacheError.damaged(row: owner, reason: "has no start")
      }
      return Agreement(
        meterPointID: row[0], tariff: row[1], from: from, until: try day(row[3], of: owner))
    }
  }

  private func calorificValues(_ db: Database) throws -> [CalorificValue] {
    let sql = "SELECT valid_from, value FROM calorific_value ORDER BY valid_from"
    return try Row.fetchAll(db, sql: sql).map { row in
      let owner = "calorific_value '\(row[0] as String)'"
      guard let from = try day(row[0], of: owner) else {
        throw CacheError.damaged(row: owner, reason: "has no start")
      }
      let value: Int64 = row[1]
      guard CalorificValue.possible.contains(value) else {
        throw CacheError.damaged(row: owner, reason: "has a value of \(value)")
      }
      return CalorificValue(from: from, value: value)
    }
  }

  /// A date that may be absent, but not wrong.
  private func day(_ text: String?, of owner: String) throws(CacheError) -> LocalDay? {
    guard let text else { return nil }
    guard let day = LocalDay(iso: text) else {
      throw .damaged(row: owner, reason: "has the date '\(text)'")
    }
    return day
  }
}
