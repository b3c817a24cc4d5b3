import Cache
import EnergyModel
import Synchronization
import TestSupport
import Testing

/// SQL that somebody typed: it reads, and does nothing else.
@Suite struct SQLReaderTests {
  private let home: CheckedHome

  init() throws { home = try CheckedHome() }

  private func rows(_ sql: String, in cache: Cache? = nil, _ variables: [String: String] = [:])
    throws -> [[SQLValue]]
  {
    var rows: [[SQLValue]] = []
    try SQLReader(cache ?? home.cache).run(
      sql, value: { variables[$0] }, begin: { _, _ in }, append: { rows.append($0) })
    return rows
  }

  @Test func valuesAreAsTheyAre() throws {
    #expect(
      try rows("SELECT NULL, 9223372036854775807, 0.1, 'a''b', x'00ff', 1e300")
        == [[.null, .integer(.max), .real(0.1), .text("a'b"), .blob([0, 255]), .real(1e300)]])
    #expect(
      try rows("SELECT serial, quantity FROM reading ORDER BY starts_at") == [
        [.text("S1"), .real(0.00015)], [.text("S1"), .real(0.0002)], [.text("S1"), .real(0.0003)],
      ])
  }

  @Test func aCacheInMemoryIsReadToo() throws {
    let memory = try Cache(path: ":memory:")
    try store([readings("2023-07-01", [0: 1])], in: memory)
    #expect(try rows("SELECT COUNT(*) FROM reading", in: memory) == [[.integer(1)]])
  }

  @Test(arguments: [
    "INSERT INTO tariff(name) VALUES ('x')", "REPLACE INTO saved_query VALUES ('x', 'y')",
    "UPDATE meter SET serial = 'x'", "UPDATE sqlite_master SET sql = ''", "DELETE FROM meter",
    "WITH gone AS (SELECT 1) DELETE FROM meter WHERE id IN gone", "CREATE TABLE t(x)",
    "CREATE TEMP TABLE t(x)", "CREATE VIEW v AS SELECT 1", "CREATE INDEX i ON meter(serial)",
    "CREATE TRIGGER t AFTER INSERT ON meter BEGIN SELECT 1; END",
    "CREATE VIRTUAL TABLE t USING fts5(x)", "DROP TABLE meter", "DROP VIEW reading",
    "ALTER TABLE meter RENAME TO m", "ALTER TABLE meter ADD COLUMN x", "ATTACH 'x.sqlite' AS x",
    "DETACH main", "VACUUM", "VACUUM INTO 'x.sqlite'", "REINDEX", "ANALYZE", "BEGIN", "COMMIT",
    "SAVEPOINT s", "PRAGMA user_version = 7", "PRAGMA query_only = OFF",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA writable_schema = ON", "PRAGMA wal_checkpoint", "PRAGMA foreign_keys = OFF",
    "SELECT load_extension('x')", "SELECT writefile('x', 'y')", "SELECT readfile('x')",
    "SELECT 1; DELETE FROM meter", "SELECT 1; SELECT 2", "EXPLAIN DELETE FROM meter",
    "INSERT INTO meter DEFAULT VALUES RETURNING id",
  ])
  func whatDoesMoreThanReadIsRefused(sql: String) throws {
    let before = try SQLiteTool(path: home.path).rows("SELECT * FROM sqlite_schema")
    let error = #expect(throws: SQLError.self) { try rows(sql) }
    let message = error?.message ?? ""
    #expect(
      message.contains("not allowed") || message.contains("one statement at a time")
        || message.contains("no such function") || message.contains("may not be modified"),
      "\(message)")
    let tool = try SQLiteTool(path: home.path)
    #expect(try tool.rows("SELECT * FROM sqlite_schema") == before)
    #expect(try tool.rows("SELECT COUNT(*), MIN(serial) FROM meter") == ["1|S1"])
    #expect(try home.folder.names.filter { $0.hasPrefix("x") } == [])
  }

  @Test(arguments: [
    "PRAGMA table_info(meter)", "PRAGMA user_version", "SELECT 1;", "SELECT 1 -- one",
    "SELECT 1; /* that is all */", "EXPLAIN QUERY PLAN SELECT * FROM reading", "VALUES (1), (2)",
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5) SELECT x FROM n",
    "SELECT name FROM pragma_table_info('meter')", "SELECT json_extract('[1]', '$[0]')",
  ])
  func whatReadsIsRun(sql: String) throws {
    #expect(try !rows(sql).isEmpty)
  }

  @Test func parametersAreVariables() throws {
    #expect(try rows("SELECT serial FROM meter WHERE serial = $s", ["$s": "S1"]) == [[.text("S1")]])
    for sql in ["SELECT $t", "SELECT ?", "SELECT :s", "SELECT @s"] {
      let error = #expect(throws: SQLError.self) { try rows(sql, ["$s": "S1"]) }
      #expect(error?.message.hasPrefix("there is no value for") == true)
    }
  }

  @Test func anErrorHasItsPlace() throws {
    let error = #expect(throws: SQLError.self) { try rows("SELECT serial FORM meter WHERE x") }
    #expect(error?.message == "SQLite: near \"meter\": syntax error" && error?.offset == 19)
  }

  /// A query without end ends when it is no longer wanted.
  @Test func itCanBeInterrupted() throws {
    let questions = Counter()
    let cache = try Cache(
      path: home.path,
      waiting: LockWait(cancellation: Cancellation { questions.next() > 100 }))
    #expect(throws: Cancelled.self) {
      try rows(
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n",
        in: cache)
    }
  }
}

/// Counts how often it is asked.
private final class Counter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
