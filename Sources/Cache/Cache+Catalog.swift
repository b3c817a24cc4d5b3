import EnergyModel
import GRDB
package import QueryEngine
package import Tariffs

extension Cache {
  /// The current meters, tariffs and agreements.
  ///
  /// The last result is reused until this program or another writes to the file.
  package func catalog() throws -> Catalog {
    try read { db in
      let memo = try memo(db)
      if let catalog = memo.catalog { return catalog }
      let catalog = try catalog(db)
      memo.catalog = catalog
      return catalog
    }
  }

  /// The catalog as seen inside a transaction.
  package func catalog(_ writer: CacheWriter) throws -> Catalog { try catalog(writer.db) }

  private func catalog(_ db: Database) throws -> Catalog {
    Catalog(
      points: try points(db), meters: try meters(db), tariffs: try tariffs(db),
      agreements: try agreements(db), calorificValues: try calorificValues(db),
      vat: VATTable(set: try vatEntries(db)))
  }

  private func points(_ db: Database) throws -> [MeterPoint] {
    let points = try storedPoints(db)
    if let fault = MeterPoint.sharedNames(points).first {
      throw CacheError.damaged(row: "meter_point \(fault.id)", reason: fault.reason)
    }
    return points
  }

  /// The meter points, of which several may have the same name.
  func storedPoints(_ db: Database) throws -> [MeterPoint] {
    try db.stored(
      "SELECT id, number, flow, alias FROM meter_point ORDER BY number", of: "meter_point",
      by: "id"
    ).map { try MeterPoint($0) }
  }

  func meters(_ db: Database) throws -> [Catalog.MeterRecord] {
    let sql = """
      SELECT meter.id, meter_point_id, serial, unit, meter_point.id IS NULL AS is_orphan, flow
      FROM meter LEFT JOIN meter_point ON meter_point.id = meter_point_id ORDER BY meter.id
      """
    return try db.stored(sql, of: "meter", by: "id").map { row in
      let point: Int64 = try row["meter_point_id"]
      guard try row["is_orphan"] == false else {
        throw row.damage("is at meter_point \(point), which is not there")
      }
      let meter = try Meter(row)
      if let fault = Cache.fault(of: meter.unit, flow: try row["flow"]) { throw row.damage(fault) }
      return Catalog.MeterRecord(meter: meter, readings: try Cache.extent(db, of: meter.id))
    }
  }

  /// Why a meter can't count in a unit where it measures a flow; nil where it can.
  static func fault(of unit: MeterUnit, flow: String?) -> String? {
    guard let flow = flow.flatMap(Flow.init(rawValue:)), ReadingUnit(flow: flow, unit: unit) == nil
    else { return nil }
    return "counts \(unit.rawValue), which no meter for \(flow.rawValue) does"
  }

  /// The half-hours of a meter's first and newest readings; nil if it has none.
  static func extent(_ db: Database, of meter: Meter.ID) throws -> ClosedRange<Int>? {
    guard let first = try edge(db, of: meter, "ASC"), let last = try edge(db, of: meter, "DESC")
    else { return nil }
    guard first.lowerBound <= last.upperBound else {
      throw CacheError.damaged(
        row: "reading_day of meter_id \(meter)", reason: "is not in the order of its days")
    }
    return first.lowerBound...last.upperBound
  }

  /// The half-hours of the first and last readings on the first day, in the given order, with any.
  private static func edge(
    _ db: Database, of meter: Meter.ID, _ order: String
  ) throws -> ClosedRange<Int>? {
    let rows = try db.stored(
      "SELECT day, readings FROM reading_day WHERE meter_id = ? ORDER BY day \(order)", [meter],
      of: "reading_day", by: "day")
    while try rows.step() {
      let row = rows.row
      let day: String = try row[0]
      guard let number = LocalDay(iso: day)?.number else {
        throw CacheError.damaged(
          row: "reading_day of meter_id \(meter), day '\(day)'",
          reason: "has a day that is no date")
      }
      guard ClockZone.coveredDays.contains(number) else {
        throw CacheError.damaged(
          row: "reading_day of meter_id \(meter), day '\(day)'", reason: DayTable.outsideYears)
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

  /// The tariffs as seen inside a transaction.
  package func tariffs(_ writer: CacheWriter) throws -> [Tariff] { try tariffs(writer.db) }

  func tariffs(_ db: Database) throws -> [Tariff] {
    var bands: [Int64: [StoredBand]] = [:]
    let sql = "SELECT tariff_id, starts_minute, ends_minute, rate FROM tariff_band"
    let rows = try db.stored(sql, of: "tariff_band", by: "tariff_id", "starts_minute")
    while try rows.step() {
      let row = rows.row
      bands[try row[0], default: []].append((try row[1], try row[2], try row[3]))
    }
    let terms = try laterTerms(db)
    return try db.stored(
      "SELECT \(TariffColumn.list) FROM tariff ORDER BY id", of: "tariff", by: "name"
    ).map { row in
      guard let unit = ReadingUnit(rawValue: try row[.unit]) else {
        throw row.damage("has no known unit")
      }
      let currency: String = try row[.currency]
      if let fault = Cache.fault(ofCurrency: currency) { throw row.damage(fault) }
      var tariff = Tariff(
        name: try row[.name], unit: unit, currency: currency,
        validFrom: try day(row[.validFrom], of: row.name),
        validUntil: try day(row[.validUntil], of: row.name),
        kind: try kind(row, bands[row[.id]] ?? []),
        standingCharge: try rate(row[.standingCharge], of: row.name), vat: try vat(row),
        isSecondary: try row[.isSecondary], code: try row[.code], product: try row[.product],
        source: try row[.source])
      tariff.bundle = try row[.bundle]
      tariff.laterTerms = terms[try row[.id]] ?? []
      if let first = tariff.laterTerms.first?.from {
        guard case .bands = tariff.kind, tariff.validFrom.map({ $0 < first }) ?? true else {
          throw row.damage("has terms from \(first) that can't be")
        }
      }
      return tariff
    }
  }

  /// The terms of tariffs after their first, by the tariff's ID, in order of time.
  private func laterTerms(_ db: Database) throws -> [Int64: [TariffTerms]] {
    /// The tariff's ID and the first day of the terms.
    struct Key: Hashable {
      var tariff: Int64
      var from: String
    }
    var bands: [Key: [StoredBand]] = [:]
    let bandRows = try db.stored(
      "SELECT tariff_id, valid_from, starts_minute, ends_minute, rate FROM tariff_term_band",
      of: "tariff_term_band", by: "tariff_id", "starts_minute")
    while try bandRows.step() {
      let row = bandRows.row
      let key = Key(tariff: try row[0], from: try row[1])
      bands[key, default: []].append((try row[2], try row[3], try row[4]))
    }
    var terms: [Int64: [TariffTerms]] = [:]
    let rows = try db.stored(
      "SELECT tariff_id, valid_from, default_rate, standing_charge FROM tariff_term ORDER BY 1, 2",
      of: "tariff_term", by: "tariff_id", "valid_from")
    while try rows.step() {
      let row = rows.row
      let key = Key(tariff: try row[0], from: try row[1])
      terms[key.tariff, default: []].append(
        TariffTerms(
          from: try day(key.from, of: row.name),
          bands: try bandTariff(bands[key] ?? [], default: try row[2], of: row),
          standingCharge: try rate(row[3], of: row.name)))
    }
    return terms
  }

  private func vat(_ row: StoredRow) throws -> VAT {
    switch (try row[.vat] as String, try row[.vatRate] as Int?) {
    case ("included", nil): .included
    case ("included", let hundredths?): .percentage(try vatRate(hundredths, of: row))
    case ("excluded", nil): .excluded
    default: throw row.damage("has no known VAT")
    }
  }

  private func vatRate(_ hundredths: Int, of row: StoredRow) throws(CacheError) -> VATRate {
    guard let rate = VATRate(hundredths: hundredths) else {
      throw row.damage("has a VAT of \(hundredths) hundredths of a per cent")
    }
    return rate
  }

  private typealias StoredBand = (start: Int, end: Int, rate: Int64?)

  private func kind(_ row: StoredRow, _ bands: [StoredBand]) throws -> TariffKind {
    switch try row[.kind] as String {
    case "bands": .bands(try bandTariff(bands, default: row[.defaultRate], of: row))
    case "dated": .dated
    case "registers": .registers(try nightHours(row))
    default: throw row.damage("is of no known kind")
    }
  }

  private func nightHours(_ row: StoredRow) throws(CacheError) -> NightHours? {
    try Cache.nightHours(row, row[.nightFrom], row[.nightUntil], isUTC: row[.nightIsUTC])
  }

  /// The night hours of a row of `tariff`, in minutes of the clock; nil where there are none.
  static func nightHours(
    _ row: StoredRow, _ start: Int?, _ end: Int?, isUTC: Bool
  ) throws(CacheError) -> NightHours? {
    guard let start, let end else {
      guard start == nil, end == nil else { throw row.damage("has no night: it has one end only") }
      return nil
    }
    do {
      return try NightHours(start: start, end: end, isUTC: isUTC)
    } catch {
      throw row.damage("has no night: \(error)")
    }
  }

  /// Why a text can't be a currency; nil for three capital letters.
  static func fault(ofCurrency code: String) -> String? {
    let isCode = code.utf8.count == 3 && code.utf8.allSatisfy { (0x41...0x5a).contains($0) }
    return isCode ? nil : "has the currency '\(code)', expected three capital letters"
  }

  private func bandTariff(
    _ stored: [StoredBand], default defaultRate: Int64?, of owner: StoredRow
  ) throws -> BandTariff {
    do {
      let bands = try stored.compactMap { band in
        try rate(band.rate, of: owner.name).map {
          try Band(start: band.start, end: band.end, rate: $0)
        }
      }
      return try BandTariff(bands: bands, defaultRate: try rate(defaultRate, of: owner.name))
    } catch let error as TariffError {
      throw owner.damage("makes no sense: \(error)")
    }
  }

  /// Reads an optional rate; one beyond the range of the arithmetic is damage.
  private func rate(
    _ micropence: Int64?, of owner: @autoclosure () -> String
  ) throws(CacheError) -> Rate? {
    guard let micropence else { return nil }
    guard (-Rate.limit...Rate.limit).contains(micropence) else {
      throw .damaged(row: owner(), reason: "has a rate of \(micropence) micropence")
    }
    return Rate(micropence: micropence)
  }

  func agreements(_ db: Database) throws -> [Agreement] {
    let sql = """
      SELECT meter_point_id, tariff_id, agreement.valid_from, agreement.valid_until, tariff.name,
        unit, flow
      FROM agreement LEFT JOIN tariff ON tariff.id = tariff_id
        LEFT JOIN meter_point ON meter_point.id = meter_point_id
      ORDER BY meter_point_id, agreement.valid_from
      """
    return try db.stored(
      sql, of: "agreement of meter_point", by: "meter_point_id", "valid_from"
    ).map { row in
      guard let name: String = try row["name"] else {
        let tariff: Int64 = try row["tariff_id"]
        throw row.damage("is on tariff \(tariff), which is not there")
      }
      guard let from = try row.time("valid_from") else { throw row.damage("has no start") }
      if let fault = Cache.fault(ofTariffFor: try row["unit"], flow: try row["flow"]) {
        throw row.damage(fault)
      }
      return Agreement(
        meterPointID: try row["meter_point_id"], tariff: name, from: from,
        until: try row.time("valid_until"))
    }
  }

  /// Why a tariff can't price a meter point of a flow; nil where it can.
  ///
  /// Rates are per kWh whatever a gas meter counts, so that only the flow matters.
  static func fault(ofTariffFor unit: String?, flow: String?) -> String? {
    guard let own = unit.flatMap(ReadingUnit.init(rawValue:))?.flow.rawValue, let flow, own != flow
    else { return nil }
    return "is on a tariff for \(own), at a meter point for \(flow)"
  }

  func calorificValues(_ db: Database) throws -> [CalorificValue] {
    let sql = "SELECT valid_from, value FROM calorific_value ORDER BY valid_from"
    return try db.stored(sql, of: "calorific_value", by: "valid_from").map { row in
      guard let from = try day(row["valid_from"], of: row.name) else {
        throw row.damage("has no start")
      }
      let value: Int64 = try row["value"]
      guard CalorificValue.acceptedRange.contains(value) else {
        throw row.damage("has a value of \(value)")
      }
      return CalorificValue(from: from, value: value)
    }
  }

  /// The rates of VAT stored by `set vat`.
  func vatEntries(_ db: Database) throws -> [VATTable.Entry] {
    try db.stored(
      "SELECT fuel, valid_from, rate FROM vat_rate", of: "vat_rate", by: "fuel", "valid_from"
    ).map { row in
      guard let fuel = VATTable.Fuel(rawValue: try row["fuel"]),
        let from = try day(row["valid_from"], of: row.name)
      else {
        throw row.damage("has no known fuel")
      }
      return VATTable.Entry(fuel: fuel, from: from, rate: try vatRate(row["rate"], of: row))
    }
  }

  /// Reads an optional date; text that is no date is damage.
  private func day(
    _ text: String?, of owner: @autoclosure () -> String
  ) throws(CacheError) -> LocalDay? {
    guard let text else { return nil }
    guard let day = LocalDay(iso: text) else {
      throw .damaged(row: owner(), reason: "has the date '\(text)'")
    }
    return day
  }
}

/// The columns of `tariff`, which are read by position: a home may have a thousand.
private enum TariffColumn: Int {
  case id, name, unit, currency, validFrom, validUntil, defaultRate, standingCharge, vat, code
  case kind, isSecondary, nightFrom, nightUntil, nightIsUTC, source, product, vatRate, bundle

  /// `id, name, …, valid_from`.
  static let list = """
    id, name, unit, currency, valid_from, valid_until, default_rate, standing_charge, vat, code, \
    kind, is_secondary, night_from, night_until, night_is_utc, source, product, vat_rate, bundle
    """
}

extension StoredRow {
  fileprivate subscript<Value: StoredValue>(column: TariffColumn) -> Value {
    get throws(CacheError) { try self[column.rawValue] }
  }
}

extension MeterPoint {
  /// - Throws: ``CacheError/damaged(row:reason:)``.
  init(_ row: StoredRow) throws(CacheError) {
    guard let flow = Flow(rawValue: try row["flow"]) else { throw row.damage("has no flow") }
    self.init(id: try row["id"], number: try row["number"], flow: flow, alias: try row["alias"])
  }
}

extension MeterPoint {
  /// The meter points with an alias that another has as its number, or as its own alias but for case:
  /// a statement with that name would mean either.
  static func sharedNames(_ points: [MeterPoint]) -> [(id: Int64, reason: String)] {
    let numbers = Dictionary(points.map { ($0.number, $0.id) }) { first, _ in first }
    var aliases: [String: Int64] = [:]
    return points.compactMap { point in
      guard let alias = point.alias else { return nil }
      if let other = numbers[alias], other != point.id {
        return (point.id, "has the alias '\(alias)', the number of meter_point \(other)")
      }
      guard let other = aliases.updateValue(point.id, forKey: alias.lowercased()) else {
        return nil
      }
      return (point.id, "has the alias '\(alias)', which meter_point \(other) has but for case")
    }
  }
}

extension Meter {
  /// - Throws: ``CacheError/damaged(row:reason:)``.
  init(_ row: StoredRow) throws(CacheError) {
    guard let unit = MeterUnit(rawValue: try row["unit"]) else { throw row.damage("has no unit") }
    self.init(
      id: try row["id"], meterPointID: try row["meter_point_id"], serial: try row["serial"],
      unit: unit)
  }
}
