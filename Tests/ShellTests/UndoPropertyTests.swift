import Commands
import Foundation
import TestSupport
import Testing

/// Whatever changes a cache, `undo` brings it back to what it was, row by row and byte by byte.
@Suite struct UndoPropertyTests {
  /// Everything that a cache holds, and the files that are saved from it.
  private struct Contents: Equatable {
    var rows: [String]
    var readings: String?
    var configuration: String?
  }

  private let folder: TemporaryFolder
  private let session: TestSession
  private let file: CacheFile
  /// Statements that change a home or, at other times, fail; those that fill it come first.
  private let statements: [String]
  private static let log: Set = ["change", "change_part", "changes_let_go", "sqlite_sequence"]

  init() throws {
    folder = try temporaryFolder()
    let settings = Settings()
    settings.run.assumesYes = true
    settings.run.isQuiet = true
    session = try TestSession(
      today: "2024-02-01", cachePath: folder.path(of: "cache.sqlite"), settings: settings)
    _ = try session.run("show changes")
    file = try CacheFile(folder.path(of: "cache.sqlite"))
    statements = try UndoPropertyTests.imports(folder) + UndoPropertyTests.changes
  }

  /// Imports of the fixtures, and of files that contradict one another.
  private static func imports(_ folder: TemporaryFolder) throws -> [String] {
    let fixtures = "Tests/ShellTests/Fixtures"
    var statements = [
      "import \(fixtures)/managing/config.json",
      "import \(fixtures)/managing/config.json replace",
      "import \(fixtures)/managing/*.json create meters",
      "import \(fixtures)/terms/config.json replace",
      "import \(fixtures)/supplier/costs.csv for bills number 1900000000001 as import create meters",
      "import \(fixtures)/supplier/later.csv for bills",
      "import \(fixtures)/dated/agile.csv for agile as import",
      "import standing \(fixtures)/dated/agile.csv for agile",
      "import \(fixtures)/dated/outgoing.json for outgoing as export",
      "import \(fixtures)/payment/unit.json for var as import",
      "import standing \(fixtures)/payment/standing.json for var",
      "import register day \(fixtures)/money/day-rates.json for economy7 as import",
      "import register night \(fixtures)/money/night-rates.json for economy7",
    ]
    for (value, end) in [("0.5", "2023-07-02"), ("0.25", "2023-07-03")] {
      let readings = (2..<5).map { ReadingLines.july(value, slot: $0) }.joined(separator: "\n")
      statements.append(
        "import "
          + (try folder.write(readings + "\n", to: "1000000000017_M1_2023-07-01_\(end).json"))
          + " create meters")
      let rates = """
        value_inc_vat,valid_from,valid_to
        \(value),2023-07-01T11:00:00Z,2023-07-01T11:30:00Z
        30,2023-07-01T11:30:00Z,2023-07-01T12:00:00Z
        \(value),2023-08-01T00:00:00Z,2023-09-01T00:00:00Z
        """
      statements.append(
        "import " + (try folder.write(rates, to: "dyn-\(value).csv")) + " for dyn as import")
    }
    return statements
  }

  private static let changes = [
    "alias house villa", "alias villa house", "alias 1000000000017 house", "alias hob house",
    "rename tariff old to older", "rename tariff older to Old", "rename tariff new to older",
    "drop tariff \"any time\"", "drop tariff dyn", "drop tariff var", "drop meter hob",
    "drop meter 1000000000017", "drop meter bills",
    "assign old to house from 2023-07-01 until 2023-07-03", "assign new to house from 2023-07-03",
    "assign \"any time\" to 1000000000017 from 2023-07-02", "unassign house from 2023-07-02",
    "set vat electricity 0 from 2023-10-01", "set vat electricity 20 from 2023-10-01",
    "set calorific value 39.5 from 2023-07-01", "set calorific value 40.1 from 2023-07-01",
    "set night 00:30-07:30 for economy7",
    "add tariff go as import rate 30p from 00:30 to 05:30 rate 9p",
    "change tariff go from 2023-08-01 rate 31p standing 40p",
    "change tariff go from 2023-08-01 rate 29p", "change tariff go from 2023-08-01 standing 41p",
    "change tariff go from 2023-09-01 rate 28p from 00:30 to 04:30 rate 7p",
    "change tariff dyn from 2023-08-01 standing 51p",
    "add flux import from 2023-07-01 base 30p low 18p peak 40p",
    "add meter 1900000000009 serial X1 as import alias shed", "drop meter shed",
    "define q = usage by day", "define Q (p = 2023) = cost $p", "forget q",
  ]

  private func contents() throws -> Contents {
    func saved(_ what: String, _ name: String) throws -> String? {
      try? FileManager.default.removeItem(atPath: folder.path(of: name))
      _ = try session.run("save \(what) into \(folder.path(of: name))")
      return try? folder.text(name)
    }
    return Contents(
      rows: try file.dump(except: UndoPropertyTests.log),
      readings: try saved("readings", "saved-readings.json"),
      configuration: try saved("config", "saved-config.json"))
  }

  private func newestChange() throws -> String {
    try file.rows("SELECT max(id) FROM change")[0]
  }

  @Test(arguments: [20_230_704, 20_231_029])
  func undoBringsBackWhatWas(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var past: [Contents] = []
    var now = try contents()
    var tables: Set<Substring> = []
    var undone = 0
    func undo(_ count: Int, after statement: String) throws {
      let answer = try session.run("undo \(count)")
      past.removeLast(count - 1)
      now = past.removeLast()
      undone += count
      #expect(try contents() == now, "\(statement): \(answer)")
    }
    for step in 0..<180 {
      if step > 20, !past.isEmpty, generator.oneIn(5) {
        try undo(Int.random(in: 1...min(3, past.count), using: &generator), after: "later")
      }
      let statement =
        step < 17 ? statements[step] : try #require(statements.randomElement(using: &generator))
      let newest = try newestChange()
      let answer = try session.run(statement)
      let after = try contents()
      let isChange = try newestChange() != newest
      #expect(isChange == (after != now), "\(statement): \(answer)")
      guard isChange else { continue }
      past.append(now)
      now = after
      tables.formUnion(now.rows.map { $0.prefix { $0 != ":" } })
      // Each change is taken back once at once, and made again.
      if generator.oneIn(3) {
        try undo(1, after: statement)
        past.append(now)
        #expect(try session.run(statement) == answer)
        now = try contents()
        #expect(now == after, "\(statement)")
      }
    }
    #expect(past.count < 100)
    #expect(undone > 60)
    while !past.isEmpty { try undo(1, after: "the end") }
    #expect(try session.run("undo") == "error: there is no change to take back\n")
    // Else there is a table of which nothing was tried.
    let all = try file.rows(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'change_part'")
    #expect(
      Set(all).subtracting(tables.map(String.init)).subtracting(UndoPropertyTests.log) == [])
    #expect(try file.integrity == "ok")
    #expect(try file.rows("PRAGMA foreign_key_check") == [])
  }
}
