import EnergyModel
import GRDB
import Tariffs

/// Rows that read well enough but that this program would not have made, with what mends them.
extension CacheCheck {
  /// Meter points, by numbers of the form that their flow has and names that mean no other.
  mutating func checkPoints() throws {
    try checkText("alias", of: "meter_point", by: "id") { id in
      "UPDATE meter_point SET alias = NULL WHERE id = \(id)"
    }
    let points = try cache.storedPoints(db)
    for point in points where !MeterPoint.isNumber(point.number, of: point.flow) {
      report.add(
        "meter_point \(point.id)",
        "has the number '\(point.number)', expected \(MeterPoint.numberForm(of: point.flow))",
        remedy: Remedy.row)
    }
    let shared = MeterPoint.sharedNames(points)
    let others = points.filter { point in !shared.contains { $0.id == point.id } }
    let faults =
      shared
      + others.compactMap { point in
        point.alias.flatMap(CacheCheck.fault).map { (point.id, $0) }
      }
    for (id, reason) in faults {
      report.add(
        "meter_point \(id)", reason,
        remedy: Remedy.sql("UPDATE meter_point SET alias = NULL WHERE id = \(id)"))
    }
  }

  /// Why a text can't be an alias, whatever the others are; nil where it can.
  private static func fault(ofAlias alias: String) -> String? {
    if alias.allSatisfy(\.isWhitespace) { return "has an empty alias" }
    if alias.hasControls { return "has a control character in its alias" }
    let isNumber = Flow.allCases.contains { MeterPoint.isNumber(alias, of: $0) }
    return isNumber ? "has the alias '\(alias)', which looks like the number of a meter point" : nil
  }

  /// Meters, by serials that a file can name and units that their flow has.
  mutating func checkMeters() throws {
    func naming(_ id: Int64) -> String {
      "UPDATE meter SET serial = 'unknown_\(id)' WHERE id = \(id)"
    }
    try checkText("serial", of: "meter", by: "id", mend: naming)
    let sql = """
      SELECT meter.id, meter_point_id, serial, unit, flow
      FROM meter LEFT JOIN meter_point ON meter_point.id = meter_point_id ORDER BY meter.id
      """
    let rows = try db.stored(sql, of: "meter", by: "id")
    while try rows.step() {
      let row = rows.row
      let meter = try Meter(row)
      if meter.serial.allSatisfy(\.isWhitespace) {
        report.add(row.name, "has an empty serial", remedy: Remedy.sql(naming(meter.id)))
      } else if meter.serial.hasControls {
        report.add(
          row.name, "has a control character in its serial", remedy: Remedy.sql(naming(meter.id)))
      }
      if let fault = Cache.fault(of: meter.unit, flow: try row["flow"]) {
        report.add(
          row.name, fault,
          remedy: Remedy.sql("UPDATE meter SET unit = 'kWh' WHERE id = \(meter.id)"))
      }
    }
  }

  /// Tariffs, by names that can be typed and mean no other, and by what no query needs to read.
  mutating func checkTariffs() throws {
    var names: Set<String> = []
    let all = try String.fetchAll(db, sql: "SELECT name FROM tariff WHERE typeof(name) = 'text'")
    let taken = Set(all.map { $0.lowercased() })
    func naming(_ id: Int64) -> String {
      var new = "tariff_\(id)"
      while taken.contains(new) { new += "_" }
      return "UPDATE tariff SET name = '\(new)' WHERE id = \(id)"
    }
    try checkText("name", of: "tariff", by: "name", mend: naming)
    let rows = try db.stored(
      "SELECT id, name, currency, kind, night_from, night_until, night_is_utc FROM tariff ORDER BY id",
      of: "tariff", by: "name")
    while try rows.step() {
      let row = rows.row
      let (id, name): (Int64, String) = (try row[0], try row[1])
      if name.allSatisfy(\.isWhitespace) {
        report.add("tariff of id \(id)", "has no name", remedy: Remedy.sql(naming(id)))
      } else if name.hasControls {
        report.add(
          row.name, "has a control character in its name", remedy: Remedy.sql(naming(id)))
      } else if !names.insert(name.lowercased()).inserted {
        report.add(
          row.name, "has the name of another but for case", remedy: Remedy.sql(naming(id)))
      }
      let currency: String = try row[2]
      if let fault = Cache.fault(ofCurrency: currency) {
        let isOfCase = Cache.fault(ofCurrency: currency.uppercased()) == nil
        report.add(
          row.name, fault,
          remedy: isOfCase
            ? Remedy.sql("UPDATE tariff SET currency = upper(currency) WHERE id = \(id)")
            : Remedy.row)
      }
      do {
        let night = try Cache.nightHours(row, row[4], row[5], isUTC: row[6])
        guard night != nil, try row[3] as String != "registers" else { continue }
        throw row.damage("has night hours, and rates of no night")
      } catch CacheError.damaged(let name, let reason) {
        report.add(
          name, reason,
          remedy: Remedy.sql(
            "UPDATE tariff SET night_from = NULL, night_until = NULL WHERE id = \(id)"))
      }
    }
  }

  /// Texts of a column that this program can't have written, row by row.
  ///
  /// `key`: the column that names a row; `mend`: the statement that mends one, by its ID.
  private mutating func checkText(
    _ column: String, of table: StaticString, by key: String, mend: (Int64) -> String
  ) throws {
    let rows = try db.stored(
      "SELECT id, \(column) FROM \(table) WHERE typeof(\(column)) = 'text' ORDER BY id", of: table,
      by: key)
    while try rows.step() {
      guard String(rows.handle, 1) == nil else { continue }
      report.add(
        rows.row.name, StoredRow.broken(column), remedy: Remedy.sql(mend(try rows.row[0])))
    }
  }

  /// Revisions of readings and of the supplier's costs, by times at which half-hours begin.
  mutating func checkRevisions() throws {
    let (first, end) = (Instant.writable.lowerBound.seconds, Instant.writable.upperBound.seconds)
    let isImpossible =
      "(starts_at % 1800 <> 0 OR starts_at < \(first) OR starts_at >= \(end))"
    for table in ["reading_revision", "supplier_cost_revision"] {
      let meters = try Int64.fetchAll(
        db, sql: "SELECT DISTINCT meter_id FROM \(table) WHERE \(isImpossible)")
      for meter in meters {
        report.add(
          "\(table) of meter_id \(meter)", "has a time that can't be",
          remedy: Remedy.sql("DELETE FROM \(table) WHERE meter_id = \(meter) AND \(isImpossible)"))
      }
    }
  }

  /// Agreements of one meter point, one after the other, on tariffs for its flow.
  mutating func checkAgreements() throws {
    let rows = try db.stored(
      """
      SELECT meter_point_id, agreement.valid_from, agreement.valid_until, unit, flow
      FROM agreement LEFT JOIN tariff ON tariff.id = tariff_id
        LEFT JOIN meter_point ON meter_point.id = meter_point_id
      ORDER BY meter_point_id, agreement.valid_from
      """, of: "agreement of meter_point", by: "meter_point_id", "valid_from")
    var last: (point: Int64, until: Int64?)?
    while try rows.step() {
      let row = rows.row
      let (point, from, until): (Int64, Int64, Int64?) = (try row[0], try row[1], try row[2])
      let mend = Remedy.sql(
        "DELETE FROM agreement WHERE meter_point_id = \(point) AND valid_from = \(from)")
      let times = [from, until].compactMap(\.self)
      if !times.allSatisfy({ Instant.writable.contains(Instant(seconds: $0)) }) {
        report.add(row.name, "has a time that can't be", remedy: mend)
      }
      if let until, until <= from { report.add(row.name, "ends before it begins", remedy: mend) }
      if let last, last.point == point, last.until.map({ from < $0 }) ?? true {
        report.add(row.name, "overlaps the one before it", remedy: mend)
      }
      if let fault = Cache.fault(ofTariffFor: try row[3], flow: try row[4]) {
        report.add(row.name, fault, remedy: mend)
      }
      last = (point, until)
    }
  }
}
