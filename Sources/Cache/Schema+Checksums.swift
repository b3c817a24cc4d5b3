import GRDB

extension Schema {
  /// Gives the rows of days their checksums: those of the rows as they are now.
  ///
  /// A program that changes a row without knowing of them leaves it without one, by the trigger: null
  /// is not known, and never wrong.
  static func keepChecksums(_ db: Database) throws {
    let function = DatabaseFunction("octowatt_day_checksum", pure: true) { values in
      guard let owner = Int64.fromDatabaseValue(values[0]),
        let day = String.fromDatabaseValue(values[1])
      else { return nil }
      var sum = DayChecksum(owner: owner, day: day)
      for value in values.dropFirst(2) { sum.append(String.fromDatabaseValue(value) ?? "") }
      return sum.value
    }
    db.add(function: function)
    defer { db.remove(function: function) }
    // The tables as they are at this step, and not as a later version may have them.
    for (name, owner, texts) in [
      ("reading_day", "meter_id", ["readings"]),
      ("supplier_cost_day", "meter_id", ["amounts", "standing"]),
      ("rate_day", "tariff_id", ["excluding_vat", "including_vat", "source"]),
    ] {
      let columns = ([owner, "day"] + texts).joined(separator: ", ")
      try db.execute(
        sql: """
          ALTER TABLE \(name) ADD COLUMN checksum INTEGER;
          UPDATE \(name) SET checksum = octowatt_day_checksum(\(columns));
          \(trigger(name, owner, texts));
          """)
    }
  }

  /// The statement that makes the trigger of a table; SQLite keeps it as it is.
  private static func trigger(_ name: String, _ owner: String, _ texts: [String]) -> String {
    let columns = ([owner, "day"] + texts).joined(separator: ", ")
    return """
      CREATE TRIGGER \(name)_changed AFTER UPDATE OF \(columns) ON \(name)
      WHEN new.checksum IS old.checksum AND old.checksum NOTNULL
      BEGIN
        UPDATE \(name) SET checksum = NULL
        WHERE \(owner) = new.\(owner) AND day = new.day;
      END
      """
  }

  /// The triggers of this version, as SQLite keeps them.
  static let triggers = Set(DayTable.all.map { trigger("\($0.name)", $0.owner, $0.texts) })
}
