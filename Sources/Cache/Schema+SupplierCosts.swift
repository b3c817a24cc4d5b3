extension Schema {
  // `day` is a UTC date; `amounts` and `standing` are JSON arrays of 48 numbers in pence with VAT and
  // up to 20 decimals, `null` where there is none; a revision's previous amounts are such numbers as
  // text, null where there was none.
  static let supplierCosts = """
    CREATE TABLE supplier_cost_day(
      meter_id INTEGER NOT NULL REFERENCES meter(id) ON DELETE CASCADE,
      day TEXT NOT NULL,
      amounts TEXT NOT NULL,
      standing TEXT NOT NULL,
      PRIMARY KEY (meter_id, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE supplier_cost_revision(
      import_id INTEGER NOT NULL REFERENCES import_log(id) ON DELETE CASCADE,
      meter_id INTEGER NOT NULL REFERENCES meter(id) ON DELETE CASCADE,
      starts_at INTEGER NOT NULL,
      previous_amount TEXT,
      previous_standing TEXT,
      PRIMARY KEY (meter_id, starts_at, import_id)
    ) STRICT, WITHOUT ROWID;
    CREATE VIEW supplier_cost(meter_id, number, starts_at, amount_gbp, standing_gbp) AS
      SELECT meter.id, meter_point.number,
        CAST(strftime('%s', supplier_cost_day.day) AS INTEGER) + amount.key * 1800,
        amount.value / 100.0, share.value / 100.0
      FROM supplier_cost_day
      JOIN meter ON meter.id = supplier_cost_day.meter_id
      JOIN meter_point ON meter_point.id = meter.meter_point_id
      JOIN json_each(supplier_cost_day.amounts) AS amount
      JOIN json_each(supplier_cost_day.standing) AS share ON share.key = amount.key
      WHERE amount.type <> 'null' OR share.type <> 'null';
    """
}
