import Foundation
import Shell
import TestSupport
import Testing

/// `check`, `backup` and `restore`: what is refused, what is left, and who is asked.
@Suite struct BackupTests {
  private let octowatt: Program
  private var copy: String { octowatt.folder.path(of: "copy.sqlite") }

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
  }

  private func damage() throws {
    try CacheFile(octowatt.cachePath).execute(
      "UPDATE reading_day SET checksum = 1 WHERE day = '2023-07-04' AND meter_id = 1")
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  @Test func aSoundCacheIsSaidToBe() throws {
    let outcome = try octowatt("check")
    #expect(outcome.status == 0 && outcome.output.isEmpty)
    let rows = try CacheFile(octowatt.cachePath).rows("SELECT COUNT(*) FROM reading_day")
    #expect(outcome.errors == "checked \(rows[0]) days of readings: nothing is wrong\n")
  }

  @Test func aFindingFailsTheStatement() throws {
    try damage()
    let outcome = try octowatt("check", "as", "csv")
    #expect(outcome.status == 1)
    #expect(
      outcome.lines == [
        "row,finding,remedy",
        "\"reading_day of meter_id 1, day '2023-07-04'\",does not match its checksum,"
          + "\"import its file again, or: fetch readings meter 1000000000025 from 2023-07-04 "
          + "through 2023-07-05\"",
      ])
    #expect(outcome.errors == "error: 1 finding in the cache; see 'help check'\n")
    // The file that it came from mends it.
    #expect(
      try octowatt(
        "import examples/home/1000000000025_00A0000001_2023-07-01_2023-08-01.json"
      ).status == 0)
    #expect(try octowatt("check").status == 0)
  }

  /// A query that another version, or program, has put in; those that only need values are none.
  @Test func aSavedQueryThatCanNotRunIsAFinding() throws {
    try CacheFile(octowatt.cachePath).execute(
      """
      INSERT INTO saved_query VALUES ('bad', 'define bad = cost imoprt'), ('my bill', ''),
        ('bad d', 'define d = cheapest $d imoprt'), ('c', 'define c = cheapest $d import'),
        ('w', 'define w (a = $b, w) = usage import $p above $w by day order by $c desc limit $n'),
        ('t', 'define t = cost import 2023 where time $t and usage > $k using $u as $f'),
        ('good', 'define good (a, b = $c) = cost import $a..$b on $t by day limit $n into $file')
      """)
    let outcome = try octowatt("check", "as", "csv")
    #expect(outcome.status == 1)
    #expect(
      outcome.lines == [
        "row,finding,remedy",
        "saved_query 'bad',can't be run: unknown word 'imoprt'. Did you mean 'import'?,"
          + "\"forget bad, and define it again\"",
        "saved_query 'bad d',can't be run: unknown word 'imoprt'. Did you mean 'import'?,"
          + #""forget ""bad d"", and define it again""#,
        "saved_query 'my bill',can't be run: expected a name for the query,"
          + #""forget ""my bill"", and define it again""#,
      ])
    let forgotten = try octowatt(
      "-c", "forget bad", "-c", "forget 'my bill'", "-c", "forget 'bad d'", "-c", "check")
    #expect(forgotten.status == 0)
    let runs = try octowatt(
      "-c", "let d = 3h", "-c", "run c", "-c", "define m(d, w) = cheapest $d import 2023-07", "-c",
      "run m 1h 300W")
    #expect(runs.status == 0, "\(runs.errors)")
  }

  /// What SQLite says of a file without a table comes without the SQL that met it.
  @Test func aMissingTableIsSaidPlainly() throws {
    try CacheFile(octowatt.cachePath).execute("DROP TABLE saved_query")
    let outcome = try octowatt("show queries")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors == "error: the cache \(octowatt.cachePath) can't be used: no such table: "
        + "saved_query; see 'check', and restore a backup\n")
    #expect(
      try octowatt("check", "as", "csv").lines == [
        "row,finding,remedy",
        "table 'saved_query',is missing,\"restore a backup, or import the files into a new cache\"",
      ])
    #expect(try octowatt("add tariff t as import rate 7p").errors == outcome.errors)
    #expect(try octowatt("backup", "into", copy).status == 1)
    #expect(!exists(copy))
  }

  @Test func aCopyIsForItsOwnerAlone() throws {
    let outcome = try octowatt("backup", "into", copy)
    #expect(outcome.status == 0 && outcome.errors.hasPrefix("wrote \(copy): "))
    let attributes = try FileManager.default.attributesOfItem(atPath: copy)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: octowatt.folder.path)
        .filter { $0.contains("copy") } == ["copy.sqlite"])
    #expect(try CacheFile(copy).dump() == CacheFile(octowatt.cachePath).dump())
    let again = try octowatt("backup", "into", copy)
    #expect(again.status == 1)
    #expect(again.errors == "error: \(copy) exists; to replace it: into! \(copy)\n")
    #expect(try octowatt("backup", "into!", copy).status == 0)
  }

  @Test func noCopyIsMadeOfWhatIsWrong() throws {
    #expect(try octowatt("backup", "into", copy).status == 0)
    let before = try Data(contentsOf: URL(fileURLWithPath: copy))
    try damage()
    for word in ["into", "into!"] {
      let name = word == "into" ? copy + ".new" : copy
      let outcome = try octowatt("backup", word, name)
      #expect(outcome.status == 1)
      #expect(
        outcome.errors == "error: 1 finding in the cache, which is not copied so; see 'check'\n")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == before)
    #expect(!exists(copy + ".new"))
  }

  @Test(arguments: [
    ("backup into CACHE", "the open cache"), ("backup into! CACHE-wal", "part of the"),
  ])
  func theCacheItselfIsNoPlaceForACopy(statement: String, message: String) throws {
    let outcome = try octowatt(statement.replacing("CACHE", with: octowatt.cachePath))
    #expect(outcome.status == 1 && outcome.errors.contains(message), "\(outcome.errors)")
  }

  /// A name that says another format is refused before anything is done.
  @Test(arguments: ["copy.csv", "copy.JSON", "copy.html", "copy.txt", "copy.ndjson"])
  func aNameOfAResultIsNoneOfACopy(name: String) throws {
    let path = octowatt.folder.path(of: name)
    for statement in ["backup into \(path)", "backup into! \(path)", "restore \(path)"] {
      let outcome = try octowatt("--yes", statement)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("^ a file called \(path) holds a result ("), "\(statement)")
    }
    #expect(!exists(path))
    for name in ["copy", "copy.sqlite", "copy.db", "copy.2023-11", ".csv"] {
      #expect(try octowatt("backup", "into", octowatt.folder.path(of: name)).status == 0)
    }
  }

  @Test func safeWritesNoCopy() throws {
    #expect(try octowatt("--safe", "backup", "into", copy).errors.contains("--safe"))
    #expect(!exists(copy))
  }

  @Test func aCopyIsPutBackWhereItIsConfirmed() throws {
    #expect(try octowatt("backup", "into", copy).status == 0)
    #expect(try octowatt("--yes", "drop", "meter", "house").status == 0)
    let before = try octowatt.dump()
    let refused = try octowatt("restore", copy)
    #expect(refused.status == 1)
    #expect(
      refused.errors == "error: cannot ask whether to replace 1 meter, 2 tariffs with readings "
        + "until 2023-11-01 by 2 meters, 2 tariffs with readings until 2023-11-01 (no terminal); "
        + "to do it, run octowatt with --yes\n")
    #expect(try octowatt.dump() == before)
    let terminal = try octowatt.terminal("restore \(copy)", columns: 300)
    try terminal.expect("until 2023-11-01? [y/N] ")
    try terminal.send("n\r")
    try terminal.expect("nothing was replaced")
    #expect(try terminal.waitForExit() == 0)
    #expect(try octowatt.dump() == before)
    #expect(try octowatt("--yes", "restore", copy).status == 0)
    // The changes of the copy were not made here.
    let log: Set = ["change", "change_part", "sqlite_sequence"]
    #expect(
      try CacheFile(octowatt.cachePath).dump(except: log) == CacheFile(copy).dump(except: log))
    #expect(try octowatt("--yes", "undo").status == 1)
    #expect(try CacheFile(octowatt.cachePath).integrity == "ok")
  }

  /// A shell that has the cache open goes on with what has been put back.
  @Test func anOpenShellSeesWhatWasPutBack() throws {
    #expect(try octowatt("backup", "into", copy).status == 0)
    let terminal = try octowatt.terminal()
    try terminal.expect("octowatt> ")
    try terminal.send("add tariff go as import rate 30p\r")
    try terminal.expect("added go")
    try terminal.send("restore \(copy)\r")
    try terminal.expect("[y/N] ")
    let other = try octowatt("--yes", "--wait", "5", "restore", copy)
    #expect(other.status == 0, "\(other.errors)")
    try terminal.send("n\r")
    try terminal.expect("nothing was replaced")
    try terminal.send("describe go\r")
    try terminal.expect("'go'")
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test(arguments: ["text.sqlite", "nothing.sqlite", "other.sqlite", "damaged.sqlite", "CACHE"])
  func whatIsNoCacheChangesNothing(name: String) throws {
    try octowatt.folder.write("some text, and no cache", to: "text.sqlite")
    try CacheFile.make(octowatt.folder.path(of: "other.sqlite"))
    #expect(try octowatt("backup", "into", octowatt.folder.path(of: "damaged.sqlite")).status == 0)
    try CacheFile(octowatt.folder.path(of: "damaged.sqlite")).execute(
      "UPDATE reading_day SET readings = '[]' WHERE day = '2023-07-04'")
    let before = try octowatt.dump()
    let path = name == "CACHE" ? octowatt.cachePath : octowatt.folder.path(of: name)
    let outcome = try octowatt("--yes", "restore", path)
    #expect([1, 2].contains(outcome.status) && outcome.errors.hasPrefix("error: "))
    #expect(try octowatt.dump() == before)
  }

  /// What `cp` copies of a cache that a shell has open at its prompt is whole.
  @Test func aCopyByCpIsWhole() throws {
    let terminal = try octowatt.terminal()
    try terminal.expect("octowatt> ")
    try terminal.send("add tariff go as import rate 30p\r")
    try terminal.expect("added go")
    try terminal.expect("octowatt> ")
    #expect(try octowatt.bash("cp '\(octowatt.cachePath)' '\(copy)'").status == 0)
    #expect(try octowatt("--db", copy, "check").status == 0)
    #expect(try octowatt("--db", copy, "show tariffs as csv").output.contains("\ngo,"))
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
  }
}
