import GRDB

/// The schema, as a list of migrations that is only ever appended to.
enum Schema {
  /// The application ID `octw`, which marks an SQLite file as a cache of ours.
  static let applicationID: Int32 = 0x6F63_7477

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: meters, readings, tariffs, agreements, imports") { db in
      try db.execute(sql: first)
    }
    migrator.registerMigration("2: saved queries") { db in
      try db.execute(sql: savedQueries)
    }
    migrator.registerMigration("3: dated rates") { db in try db.execute(sql: datedRates) }
    migrator.registerMigration("4: calorific values") { db in
      try db.execute(sql: calorificValues)
    }
    migrator.registerMigration("5: day and night registers, sources of rates") { db in
      try db.execute(sql: registers)
    }
    migrator.registerMigration("6: products of tariffs") { db in
      try db.execute(sql: "ALTER TABLE tariff ADD COLUMN product TEXT")
    }
    migrator.registerMigration("7: VAT") { db in try db.execute(sql: vat) }
    migrator.registerMigration("8: agreements by instant") { db in
      try holdAgreementsByInstant(db)
    }
    migrator.registerMigration("9: revisions of rates") { db in
      try db.execute(sql: rateRevisions)
    }
    migrator.registerMigration("10: half-hourly rates by the day") { db in
      try holdHalfHoursByDay(db)
    }
    migrator.registerMigration("11: terms and bundles of tariffs") { db in
      try db.execute(sql: terms)
    }
    migrator.registerMigration("12: costs of the supplier") { db in
      try db.execute(sql: supplierCosts)
    }
    migrator.registerMigration("13: checksums of days") { db in try keepChecksums(db) }
    migrator.registerMigration("14: changes") { db in try db.execute(sql: changes) }
    return migrator
  }

  /// The last migration.
  static let version = migrator.migrations.last ?? ""

  // `text` is the whole statement that defined the query.
  private static let savedQueries = """
    CREATE TABLE saved_query(
      name TEXT PRIMARY KEY COLLATE NOCASE,
      text TEXT NOT NULL
    ) STRICT;
    """

  // Rates are in millionths of the currency's minor unit (micropence), per kWh or per day;
  // `previous` is in millionths of a kWh or m³. Days are local ISO dates, except that of
  // `reading_day.day`, which is a UTC date.
  private static let first = """
    CREATE TABLE meter_point(
      id INTEGER PRIMARY KEY,
      number TEXT NOT NULL UNIQUE,
      flow TEXT NOT NULL CHECK (flow IN ('import', 'export', 'gas')),
      alias TEXT UNIQUE COLLATE NOCASE
    ) STRICT;
    CREATE TABLE meter(
      id INTEGER PRIMARY KEY,
      meter_point_id INTEGER NOT NULL REFERENCES meter_point(id) ON DELETE CASCADE,
      serial TEXT NOT NULL,
      unit TEXT NOT NULL CHECK (unit IN ('kWh', 'm3')),
      UNIQUE (meter_point_id, serial)
    ) STRICT;
    CREATE TABLE reading_day(
      meter_id INTEGER NOT NULL REFERENCES meter(id) ON DELETE CASCADE,
      day TEXT NOT NULL,
      readings TEXT NOT NULL,
      PRIMARY KEY (meter_id, day)
    ) STRICT, WITHOUT ROWID;
    CREATE VIEW reading(meter_id, number, serial, starts_at, quantity, unit) AS
      SELECT meter.id, meter_point.number, meter.serial,
        CAST(strftime('%s', reading_day.day) AS INTEGER) + value.key * 1800,
        value.value / 1000.0, meter.unit
      FROM reading_day
      JOIN meter ON meter.id = reading_day.meter_id
      JOIN meter_point ON meter_point.id = meter.meter_point_id
      JOIN json_each(reading_day.readings) AS value
      WHERE value.type <> 'null';
    CREATE TABLE tariff(
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE COLLATE NOCASE,
      unit TEXT NOT NULL,
      currency TEXT NOT NULL,
      valid_from TEXT,
      valid_until TEXT,
      default_rate INTEGER,
      standing_charge INTEGER,
      vat TEXT NOT NULL CHECK (vat IN ('included', 'excluded')),
      code TEXT
    ) STRICT;
    CREATE TABLE tariff_band(
      tariff_id INTEGER NOT NULL REFERENCES tariff(id) ON DELETE CASCADE,
      starts_minute INTEGER NOT NULL,
      ends_minute INTEGER NOT NULL,
      rate INTEGER NOT NULL,
      PRIMARY KEY (tariff_id, starts_minute)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE agreement(
      meter_point_id INTEGER NOT NULL REFERENCES meter_point(id) ON DELETE CASCADE,
      tariff_id INTEGER NOT NULL REFERENCES tariff(id) ON DELETE CASCADE,
      valid_from TEXT NOT NULL,
      valid_until TEXT,
      PRIMARY KEY (meter_point_id, valid_from)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE import_log(
      id INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      source TEXT NOT NULL,
      new INTEGER NOT NULL,
      same INTEGER NOT NULL,
      revised INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE reading_revision(
      import_id INTEGER NOT NULL REFERENCES import_log(id) ON DELETE CASCADE,
      meter_id INTEGER NOT NULL REFERENCES meter(id) ON DELETE CASCADE,
      starts_at INTEGER NOT NULL,
      previous INTEGER NOT NULL,
      PRIMARY KEY (meter_id, starts_at, import_id)
    ) STRICT, WITHOUT ROWID;
    """

  // `valid_from` and `valid_to` are in Unix seconds, null for open ends.
  private static let datedRates = """
    ALTER TABLE tariff ADD COLUMN kind TEXT NOT NULL DEFAULT 'bands';
    ALTER TABLE tariff ADD COLUMN is_secondary INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE dated_rate(
      id INTEGER PRIMARY KEY,
      tariff_id INTEGER NOT NULL REFERENCES tariff(id) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('unit', 'standing')),
      valid_from INTEGER,
      valid_to INTEGER,
      payment_method TEXT,
      excluding_vat INTEGER,
      including_vat INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX dated_rate_by_time ON dated_rate(tariff_id, kind, valid_from);
    """

  // `valid_from` and `valid_to` are in Unix seconds, null for an open start; `band` is a part of
  // the local clock; `new` is null where the price is no longer known.
  private static let rateRevisions = """
    CREATE TABLE rate_revision(
      import_id INTEGER NOT NULL REFERENCES import_log(id) ON DELETE CASCADE,
      tariff_id INTEGER NOT NULL REFERENCES tariff(id) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('unit', 'day', 'night', 'standing')),
      valid_from INTEGER,
      valid_to INTEGER NOT NULL,
      band TEXT,
      payment_method TEXT,
      previous INTEGER NOT NULL,
      new INTEGER
    ) STRICT;
    """

  // `valid_from` is a local date. The terms of a tariff before the first of these are in `tariff`
  // and `tariff_band`.
  private static let terms = """
    ALTER TABLE tariff ADD COLUMN bundle TEXT;
    CREATE TABLE tariff_term(
      tariff_id INTEGER NOT NULL REFERENCES tariff(id) ON DELETE CASCADE,
      valid_from TEXT NOT NULL,
      default_rate INTEGER,
      standing_charge INTEGER,
      PRIMARY KEY (tariff_id, valid_from)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE tariff_term_band(
      tariff_id INTEGER NOT NULL,
      valid_from TEXT NOT NULL,
      starts_minute INTEGER NOT NULL,
      ends_minute INTEGER NOT NULL,
      rate INTEGER NOT NULL,
      PRIMARY KEY (tariff_id, valid_from, starts_minute),
      FOREIGN KEY (tariff_id, valid_from) REFERENCES tariff_term ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    """

  // `valid_from` is a local date, `value` in millionths of MJ/m³.
  private static let calorificValues = """
    CREATE TABLE calorific_value(
      valid_from TEXT PRIMARY KEY NOT NULL,
      value INTEGER NOT NULL
    ) STRICT;
    """

  // `night_from` and `night_until` are in minutes of the clock; SQLite can relax a column's check
  // only by recreating the table.
  private static let registers = """
    ALTER TABLE tariff ADD COLUMN night_from INTEGER;
    ALTER TABLE tariff ADD COLUMN night_until INTEGER;
    ALTER TABLE tariff ADD COLUMN night_is_utc INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE tariff ADD COLUMN source TEXT;
    CREATE TABLE dated_rate_new(
      id INTEGER PRIMARY KEY,
      tariff_id INTEGER NOT NULL REFERENCES tariff(id) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('unit', 'day', 'night', 'standing')),
      valid_from INTEGER,
      valid_to INTEGER,
      payment_method TEXT,
      excluding_vat INTEGER,
      including_vat INTEGER NOT NULL,
      source TEXT
    ) STRICT;
    INSERT INTO dated_rate_new SELECT *, NULL FROM dated_rate;
    DROP TABLE dated_rate;
    ALTER TABLE dated_rate_new RENAME TO dated_rate;
    CREATE INDEX dated_rate_by_time ON dated_rate(tariff_id, kind, valid_from);
    """

  // Rates of VAT are in hundredths of a per cent. `tariff.vat_rate` is the VAT that a tariff's
  // rates include whatever the day, where `vat` is 'included'; in `vat_rate`, `valid_from` is a
  // local date.
  private static let vat = """
    ALTER TABLE tariff ADD COLUMN vat_rate INTEGER;
    CREATE TABLE vat_rate(
      fuel TEXT NOT NULL CHECK (fuel IN ('electricity', 'gas')),
      valid_from TEXT NOT NULL,
      rate INTEGER NOT NULL,
      PRIMARY KEY (fuel, valid_from)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE dated_rate_new(
      id INTEGER PRIMARY KEY,
      tariff_id INTEGER NOT NULL REFERENCES tariff(id) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('unit', 'day', 'night', 'standing')),
      valid_from INTEGER,
      valid_to INTEGER,
      payment_method TEXT,
      excluding_vat INTEGER,
      including_vat INTEGER,
      source TEXT,
      CHECK (coalesce(including_vat, excluding_vat) NOTNULL)
    ) STRICT;
    INSERT INTO dated_rate_new SELECT id, tariff_id, kind, valid_from, valid_to, payment_method,
      excluding_vat, including_vat, source FROM dated_rate;
    DROP TABLE dated_rate;
    ALTER TABLE dated_rate_new RENAME TO dated_rate;
    CREATE INDEX dated_rate_by_time ON dated_rate(tariff_id, kind, valid_from);
    """
}
