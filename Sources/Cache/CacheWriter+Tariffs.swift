package import EnergyModel
import GRDB
package import QueryEngine
package import Tariffs

extension CacheWriter {
  /// Stores a tariff, replacing one of the same name, whose agreements then refer to the new one.
  package func store(_ tariff: Tariff) throws {
    let sql = """
      INSERT INTO tariff(name, unit, currency, valid_from, valid_until, default_rate,
        standing_charge, vat, code, product, kind, is_secondary, night_from, night_until,
        night_is_utc, source, vat_rate, bundle)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT(name) DO UPDATE SET name = excluded.name, unit = excluded.unit,
        currency = excluded.currency, valid_from = excluded.valid_from,
        valid_until = excluded.valid_until, default_rate = excluded.default_rate,
        standing_charge = excluded.standing_charge, vat = excluded.vat, code = excluded.code,
        product = excluded.product, kind = excluded.kind, is_secondary = excluded.is_secondary,
        night_from = excluded.night_from, night_until = excluded.night_until,
        night_is_utc = excluded.night_is_utc, source = excluded.source,
        vat_rate = excluded.vat_rate, bundle = excluded.bundle
      RETURNING id
      """
    let (kind, bands, night): (String, BandTariff?, NightHours?) =
      switch tariff.kind {
      case .bands(let bands): ("bands", bands, nil)
      case .dated: ("dated", nil, nil)
      case .registers(let night): ("registers", nil, night)
      }
    try cancellation.check()
    let (vat, vatRate): (String, VATRate?) =
      switch tariff.vat {
      case .included: ("included", nil)
      case .excluded: ("excluded", nil)
      case .percentage(let rate): ("included", rate)
      }
    let id = try Int64.fetchOne(
      db.cachedStatement(sql: sql),
      arguments: [
        tariff.name, tariff.unit.rawValue, tariff.currency, tariff.validFrom?.description,
        tariff.validUntil?.description, bands?.defaultRate?.micropence,
        tariff.standingCharge?.micropence, vat, tariff.code, tariff.product, kind,
        tariff.isSecondary, night?.band.start, night?.band.end, night?.isUTC ?? false,
        tariff.source, vatRate?.hundredths, tariff.bundle,
      ])
    let delete = try db.cachedStatement(sql: "DELETE FROM tariff_band WHERE tariff_id = ?")
    try delete.execute(arguments: [id])
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO tariff_band(tariff_id, starts_minute, ends_minute, rate)
        VALUES (?, ?, ?, ?)
        """)
    for band in bands?.bands ?? [] {
      try insert.execute(arguments: [id, band.start, band.end, band.rate.micropence])
    }
    if let id { try storeTerms(of: tariff, id) }
  }

  /// Stores the later terms of a tariff in place of those that it has.
  ///
  /// Terms that stay are not deleted: their bands would go with them, and come again as they were,
  /// which is no change that 'undo' knows of.
  private func storeTerms(of tariff: Tariff, _ id: Int64) throws {
    let days = tariff.laterTerms.map { $0.from?.description }
    let stored = try String.fetchAll(
      db, sql: "SELECT valid_from FROM tariff_term WHERE tariff_id = ?", arguments: [id])
    for day in Set(stored).subtracting(days.compactMap(\.self)) {
      try db.execute(
        sql: "DELETE FROM tariff_term WHERE tariff_id = ? AND valid_from = ?", arguments: [id, day])
    }
    try db.execute(sql: "DELETE FROM tariff_term_band WHERE tariff_id = ?", arguments: [id])
    for (day, terms) in zip(days, tariff.laterTerms) {
      try db.execute(
        sql: """
          INSERT INTO tariff_term(tariff_id, valid_from, default_rate, standing_charge)
          VALUES (?, ?, ?, ?)
          ON CONFLICT DO UPDATE
          SET default_rate = excluded.default_rate, standing_charge = excluded.standing_charge
          """,
        arguments: [
          id, day, terms.bands.defaultRate?.micropence, terms.standingCharge?.micropence,
        ])
      for band in terms.bands.bands {
        try db.execute(
          sql: """
            INSERT INTO tariff_term_band(tariff_id, valid_from, starts_minute, ends_minute, rate)
            VALUES (?, ?, ?, ?, ?)
            """,
          arguments: [id, day, band.start, band.end, band.rate.micropence])
      }
    }
  }

  /// Stores an agreement: a tariff prices a meter point from an instant on.
  package func store(_ agreement: Agreement) throws {
    // An agreement that ends where it begins prices nothing, but would clash with this one's start.
    try db.execute(
      sql: "DELETE FROM agreement WHERE meter_point_id = ? AND valid_until <= valid_from",
      arguments: [agreement.meterPointID])
    try db.execute(
      sql: """
        INSERT INTO agreement(meter_point_id, tariff_id, valid_from, valid_until)
        SELECT ?, id, ?, ? FROM tariff WHERE name = ?
        """,
      arguments: [
        agreement.meterPointID, agreement.from.seconds, agreement.until?.seconds,
        agreement.tariff,
      ])
    guard db.changesCount == 1 else { throw CacheError.unknownTariff(agreement.tariff) }
  }

  /// Ends an agreement at an instant; one that no longer prices anything is removed.
  package func end(_ agreement: Agreement, at instant: Instant) throws {
    let key = "meter_point_id = ? AND valid_from = ?"
    let (point, from) = (agreement.meterPointID, agreement.from.seconds)
    var ended = agreement
    ended.until = instant
    if ended.isEmpty {
      try db.execute(sql: "DELETE FROM agreement WHERE \(key)", arguments: [point, from])
    } else {
      try db.execute(
        sql: "UPDATE agreement SET valid_until = ? WHERE \(key)",
        arguments: [instant.seconds, point, from])
    }
  }

  package func rename(_ tariff: Tariff, to name: String) throws {
    try db.execute(
      sql: "UPDATE tariff SET name = ? WHERE name = ?", arguments: [name, tariff.name])
  }

  /// Removes a tariff, with its rates and agreements.
  package func drop(_ tariff: Tariff) throws {
    try db.execute(sql: "DELETE FROM tariff WHERE name = ?", arguments: [tariff.name])
  }

  /// Stores the VAT on a fuel from a day on, replacing the rate of the same day.
  package func store(_ entry: VATTable.Entry) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO vat_rate(fuel, valid_from, rate) VALUES (?, ?, ?)",
      arguments: [entry.fuel.rawValue, entry.from?.description, entry.rate.hundredths])
  }
}
