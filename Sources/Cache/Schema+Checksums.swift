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
    for table in [DayTable.readings, .supplierCosts, .rates] {
      let columns = ([table.owner, "day"] + table.texts).joined(separator: ", ")
      try db.execute(
        sql: """
          ALTER TABLE \(table.name) ADD COLUMN checksum INTEGER;
          UPDATE \(table.name) SET checksum = octowatt_day_checksum(\(columns));
          \(trigger(of: table));
          """)
    }
  }

  /// The statement that makes the trigger of a table; SQLite keeps it as it is.
  private static func trigger(of table: DayTable) -> String {
    let columns = ([table.owner, "day"] + table.texts).joined(separator: ", ")
    return """
      CREATE TRIGGER \(table.name)_changed AFTER UPDATE OF \(columns) ON \(table.name)
      WHEN new.checksum IS old.checksum AND old.checksum NOTNULL
      BEGIN
        UPDATE \(table.name) SET checksum = NULL
        WHERE \(table.owner) = new.\(table.owner) AND day = new.day;
      END
      """
  }

  /// The triggers of this version, as SQLite keeps them.
  static let triggers = Set(DayTable.all.map(trigger))
}
