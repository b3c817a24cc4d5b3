import Cache
import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// The log of changes of a cache file, and what it keeps.
@Suite struct ChangeTests {
  private let folder: Folder
  private let cache: Cache

  init() throws {
    folder = try Folder()
    cache = try Cache(path: folder.path("cache.sqlite"))
  }

  private var tool: SQLiteTool {
    get throws { try SQLiteTool(path: folder.path("cache.sqlite")) }
  }

  /// Makes a change of the cache under a statement.
  private func change(
    _ statement: String, in cache: Cache? = nil, at seconds: Int64 = 1_700_000_000,
    _ body: (CacheWriter) throws -> Void
  ) throws {
    let cache = cache ?? self.cache
    cache.changeSession.author = ChangeAuthor(
      process: "1@test", statement: statement, at: Instant(seconds: seconds))
    defer { cache.changeSession.author = nil }
    try cache.write(body)
  }

  private func define(_ name: String, as text: String = "q", in cache: Cache? = nil) throws {
    try change("define \(name)", in: cache) {
      _ = try $0.store(SavedQuery(name: name, text: text))
    }
  }

  private func statements(_ cache: Cache? = nil) throws -> [String] {
    try (cache ?? self.cache).changes().changes.map(\.author.statement)
  }

  /// Stores readings of one meter, of which each day has those of two half-hours.
  private func storeReadings(_ days: Int) throws {
    let first = try day("2003-01-01").number
    try change("import") { writer in
      let point = try writer.addPoint(number: "1900000000001", flow: .import)
      let meter = try writer.addMeter(serial: "S1", unit: .kWh, to: point)
      _ = try writer.store(
        (0..<days).map { number in
          var day = DayReadings(day: first + number)
          (day.values[0], day.values[1]) = (125_000, 250_000)
          return day
        }, of: meter)
    }
  }

  /// Rows as they are told apart and compared by a change.
  @Test func eachTableHasAKeyAndHoldsNumbersAndText() throws {
    let columns = try tool.rows(
      """
      SELECT tables.name, max(columns.pk) > 0, sum(columns.type NOT IN ('INTEGER', 'TEXT'))
      FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
      WHERE tables.type = 'table' AND tables.name NOT IN
        ('change_part', 'grdb_migrations', 'sqlite_sequence')
      GROUP BY tables.name
      """)
    #expect(columns.count > 15)
    #expect(columns.filter { !$0.hasSuffix("|1|0") } == [])
  }

  @Test func whatIsWrittenOutsideAStatementIsNoChange() throws {
    try cache.write { _ = try $0.store(SavedQuery(name: "a", text: "q")) }
    #expect(try statements() == [])
  }

  @Test func whatChangesNothingIsNoChange() throws {
    try define("a")
    try define("a")
    try change("pretend") { _ = try $0.addPoint(number: "1", flow: .import) }
    #expect(try statements() == ["define a", "pretend"])
    _ = try cache.takeBack(1)
    cache.changeSession.author = ChangeAuthor(
      process: "1@test", statement: "really pretend", at: Instant(seconds: 0))
    try cache.write(pretending: true) { _ = try $0.addPoint(number: "1", flow: .import) }
    #expect(try statements() == ["define a"])
    #expect(try tool.rows("SELECT name, text FROM saved_query") == ["a|q"])
  }

  /// SQLite's hook is not told that a savepoint is rolled back.
  @Test func whatASavepointRolledBackIsNoPartOfAChange() throws {
    try change("two") { writer in
      _ = try writer.store(SavedQuery(name: "a", text: "q"))
      #expect(throws: CacheError.self) {
        try writer.wholly {
          _ = try writer.store(SavedQuery(name: "b", text: "q"))
          throw CacheError.unknownTariff("b")
        }
      }
    }
    #expect(try cache.changes().changes.map(\.rowCount) == [1])
    let taken = try cache.takeBack(1)
    #expect(taken.map { $0.rows.map { "\($0.table) \($0.count)" } } == [["saved_query 1"]])
    #expect(try tool.rows("SELECT name FROM saved_query") == [])
  }

  @Test func aStatementWithSeveralTransactionsIsOneChange() throws {
    cache.changeSession.author = ChangeAuthor(
      process: "1@test", statement: "fetch", at: Instant(seconds: 1_700_000_000))
    for name in ["a", "b"] {
      try cache.write { _ = try $0.store(SavedQuery(name: name, text: "q")) }
    }
    #expect(try cache.changes().changes.map(\.rowCount) == [2])
    let other = try Cache(path: folder.path("cache.sqlite"))
    try define("c", in: other)
    try cache.write { _ = try $0.store(SavedQuery(name: "d", text: "q")) }
    #expect(try statements() == ["fetch", "define c", "fetch"])
  }

  /// Sixteen years of readings: a change that deletes them is larger than 1 MB.
  @Test func theNewestIsKeptWhateverItsSizeAndOthersGo() throws {
    try storeReadings(6000)
    let size = try #require(Int(tool.rows("SELECT byte_count FROM change").first ?? ""))
    // A day is two bytes for what and where, two and twelve for its key, four for its checksum.
    #expect((6000 * 20..<6000 * 20 + 100).contains(size), "\(size)")
    try define("a")
    let point = try #require(cache.catalog().points.first)
    try change("drop meter", at: 1_700_000_060) { try $0.drop(point) }
    #expect(try statements() == ["drop meter"])
    #expect(cache.changeSession.untoldLoss == Instant(seconds: 1_700_000_000))
    cache.changeSession.untoldLoss = nil
    _ = try cache.takeBack(1)
    #expect(try tool.rows("SELECT count(*) FROM reading_day") == ["6000"])
    try change("drop meter", at: 1_700_000_060) { try $0.drop(point) }
    try define("b")
    #expect(try statements() == ["define b"])
    #expect(try cache.changes().letGo == Instant(seconds: 1_700_000_060))
    // It was said once.
    #expect(cache.changeSession.untoldLoss == nil)
    #expect(try tool.rows("SELECT count(*) FROM change_part") == ["1"])
  }

  @Test func aHundredAreKept() throws {
    for number in 1...103 { try define("q\(number)") }
    let list = try cache.changes()
    #expect(list.changes.map(\.id) == Array(4...103))
    #expect(list.letGo == Instant(seconds: 1_700_000_000))
    #expect(throws: UndoObstacle.self) { try cache.takeBack(101) }
    #expect(try cache.takeBack(100).map(\.change.id) == Array((4...103).reversed()))
    #expect(try tool.rows("SELECT name FROM saved_query ORDER BY name") == ["q1", "q2", "q3"])
    // Numbers are never used again.
    try define("a")
    #expect(try cache.changes().changes.map(\.id) == [104])
  }

  @Test func aMigrationLetsAllGo() throws {
    try define("a")
    try define("b")
    try tool.run("UPDATE change SET schema = '12: costs of the supplier'")
    #expect(try statements() == [])
    #expect(try cache.changes().letGo == Instant(seconds: 1_700_000_000))
    try define("c")
    #expect(try statements() == ["define c"])
    #expect(try tool.rows("SELECT count(*) FROM change") == ["1"])
  }

  /// SQLite's hook shows a column that a row was stored without as null, whatever its default.
  @Test func rowsFromBeforeAColumnWasAddedComeBackWhole() throws {
    try cache.write { try $0.store(try sampleTariff("old")) }
    let tool = try tool
    try tool.run(
      """
      ALTER TABLE tariff DROP COLUMN is_secondary;
      ALTER TABLE tariff ADD COLUMN is_secondary INTEGER NOT NULL DEFAULT 0;
      DROP TABLE change_part; DROP TABLE change; DROP TABLE changes_let_go;
      CREATE TABLE numbered AS SELECT * FROM rate_revision;
      DROP TABLE rate_revision; ALTER TABLE numbered RENAME TO rate_revision;
      ALTER TABLE rate_revision DROP COLUMN id;
      DELETE FROM grdb_migrations WHERE identifier LIKE '14:%'
      """)
    let stored = try tool.rows("SELECT * FROM tariff")
    try tool.close()
    let migrated = try Cache(path: folder.path("cache.sqlite"))
    let tariff = try #require(migrated.catalog().tariffs.first)
    try change("drop tariff old", in: migrated) { try $0.drop(tariff) }
    #expect(try self.tool.rows("SELECT * FROM tariff") == [])
    _ = try migrated.takeBack(1)
    #expect(try self.tool.rows("SELECT * FROM tariff") == stored)
    #expect(try self.tool.rows("SELECT is_secondary FROM tariff") == ["0"])
  }

  // MARK: What stands in the way

  @Test func whatAnotherSessionChangedSinceStopsItOnce() throws {
    try define("a")
    let other = try Cache(path: folder.path("cache.sqlite"))
    try define("b", in: other)
    try define("c", in: other)
    let error = #expect(throws: UndoObstacle.self) { try cache.takeBack(3) }
    guard case .others(let others) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(others.map(\.author.statement) == ["define b", "define c"])
    #expect(try statements() == ["define a", "define b", "define c"])
    #expect(
      try cache.takeBack(3).map(\.change.author.statement) == [
        "define c", "define b", "define a",
      ])
    #expect(throws: UndoObstacle.self) { try cache.takeBack(1) }
  }

  /// A session that begins later knows what is there.
  @Test func whatWasThereBeforeStopsNothing() throws {
    try define("a")
    let other = try Cache(path: folder.path("cache.sqlite"))
    #expect(try other.takeBack(1).map(\.change.author.statement) == ["define a"])
    #expect(try statements() == [])
  }

  @Test(arguments: [
    (
      "UPDATE reading_day SET readings = replace(readings, '125', '126') WHERE day = '2003-01-02'",
      "reading_day 1, '2003-01-02'"
    ),
    ("DELETE FROM reading_day WHERE day = '2003-01-03'", "reading_day 1, '2003-01-03'"),
    (
      "INSERT INTO reading_day(meter_id, day, readings) "
        + "SELECT 1, '2004-01-01', readings FROM reading_day LIMIT 1", "meter 1"
    ),
    ("UPDATE meter SET serial = 'S2'", "meter 1"),
  ])
  func whatNoChangeExplainsIsNamed(sql: String, row: String) throws {
    try storeReadings(3)
    try tool.run("PRAGMA foreign_keys = ON; \(sql)")
    let before = try tool.rows("SELECT * FROM reading_day")
    let error = #expect(throws: UndoObstacle.self) { try cache.takeBack(1) }
    guard case .differs(row, let change) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(change.author.statement == "import")
    #expect(try tool.rows("SELECT * FROM reading_day") == before)
    #expect(try statements() == ["import"])
  }

  @Test func aRowThatIsThereAgainIsNamed() throws {
    try define("a")
    try change("forget a") { _ = try $0.forget("a") }
    try tool.run("INSERT INTO saved_query VALUES ('A', 'mine')")
    let error = #expect(throws: UndoObstacle.self) { try cache.takeBack(2) }
    guard case .differs("saved_query 'a'", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// Anything may stand in a file; of a change that is cut short nothing is taken back.
  @Test func damagedChangesAreRefused() throws {
    try storeReadings(2)
    let tool = try tool
    let whole = try #require(tool.rows("SELECT hex(events) FROM change_part").first)
    for length in 0..<whole.count / 2 {
      try tool.run("UPDATE change_part SET events = x'\(whole.prefix(2 * length))'")
      #expect(throws: (any Error).self, "\(length)") { try cache.takeBack(1) }
    }
    for damaged in ["03", "0099", "0000" + "01FFFFFFFFFFFFFFFFFFFFFF", "0000" + "02FF7F"] {
      try tool.run("UPDATE change_part SET events = x'\(damaged)'")
      #expect(throws: CacheError.self, "\(damaged)") { try cache.takeBack(1) }
      #expect(try cache.check().findings.map(\.problem) == ["has rows that can't be read"])
    }
    #expect(try tool.rows("SELECT count(*) FROM reading_day") == ["2"])
    try tool.run("UPDATE change_part SET events = x'\(whole)'")
    #expect(try cache.check().findings == [])
    #expect(try cache.takeBack(1).count == 1)
    #expect(try tool.rows("SELECT count(*) FROM reading_day") == ["0"])
  }

  @Test func aCacheInMemoryHasThemToo() throws {
    let cache = try Cache(path: ":memory:")
    try define("a", in: cache)
    #expect(try statements(cache) == ["define a"])
    #expect(try cache.takeBack(1).count == 1)
    #expect(try cache.savedQueries().isEmpty)
  }
}
