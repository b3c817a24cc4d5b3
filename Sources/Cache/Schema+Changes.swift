extension Schema {
  /// The tables whose changes can be taken back: all but the log of changes itself.
  ///
  /// Changes name tables by their places here, so that a new one comes last; a migration lets them
  /// go.
  static let loggedTables = [
    "meter_point", "meter", "reading_day", "supplier_cost_day", "tariff", "tariff_band",
    "tariff_term", "tariff_term_band", "dated_rate", "rate_day", "agreement", "calorific_value",
    "vat_rate", "saved_query", "import_log", "reading_revision", "supplier_cost_revision",
    "rate_revision",
  ]

  // A row of `change` is one statement. `made_at` is in Unix seconds; `schema` is the last migration
  // when it was made, as changes to rows of another shape can't be taken back. What it did to rows
  // is in `change_part`, a row for each of its transactions, as `RowEvents` writes it.
  // `changes_let_go` has one row once a change was let go: the time of the newest of these.
  //
  // Rows of `rate_revision` get a number, as a change needs a key for each row. Those of `tariff`
  // are written anew: SQLite's hook shows a column that was added later as null until they are.
  static let changes = """
    CREATE TABLE rate_revision_new(
      id INTEGER PRIMARY KEY,
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
    INSERT INTO rate_revision_new SELECT rowid, * FROM rate_revision;
    DROP TABLE rate_revision;
    ALTER TABLE rate_revision_new RENAME TO rate_revision;
    UPDATE tariff SET name = name;
    CREATE TABLE change(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      made_at INTEGER NOT NULL,
      process TEXT NOT NULL,
      statement TEXT NOT NULL,
      row_count INTEGER NOT NULL,
      byte_count INTEGER NOT NULL,
      schema TEXT NOT NULL
    ) STRICT;
    CREATE TABLE change_part(
      id INTEGER PRIMARY KEY,
      change_id INTEGER NOT NULL REFERENCES change(id) ON DELETE CASCADE,
      events BLOB NOT NULL
    ) STRICT;
    CREATE INDEX change_part_by_change ON change_part(change_id);
    CREATE TABLE changes_let_go(
      id INTEGER PRIMARY KEY CHECK (id = 1),
      made_at INTEGER NOT NULL
    ) STRICT;
    """
}
