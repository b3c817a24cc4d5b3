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

/// A cache where nothing can be written.
@Suite struct ReadOnlyCacheTests {
  private let octowatt: Program
  private let folder: String
  private var path: String { folder + "/fixed.sqlite" }

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
    folder = octowatt.folder.path(of: "fixed")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    #expect(try octowatt("backup", "into", folder + "/fixed.sqlite").status == 0)
  }

  /// What makes a command of root's one of somebody else.
  private var user: String {
    geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : ""
  }

  /// Runs it where the folder can be read only, as somebody who is not root.
  private func locked(_ arguments: String, in folder: String? = nil) throws -> ProcessOutcome {
    let folder = folder ?? self.folder
    return try octowatt.bash(
      """
      chmod 755 '\(octowatt.folder.path)'; chmod 444 '\(folder)'/*; chmod 555 '\(folder)'
      \(user) $octowatt --db '\(folder)/fixed.sqlite' \(arguments); status=$?
      chmod 755 '\(folder)'; exit $status
      """)
  }

  @Test func queriesAnswer() throws {
    let outcome = try locked("usage import 2023-07 as csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try outcome.output == octowatt("usage import 2023-07 as csv").output)
    #expect(try locked("check").status == 0)
    #expect(try locked("sql 'select count(*) from meter' as csv").output == "count(*)\n2\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["fixed.sqlite"])
  }

  @Test func changesAreRefused() throws {
    let outcome = try locked("add tariff go as import rate 30p")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors
        == "error: cannot change the cache \(path): the file or its folder can't be written to\n")
  }

  /// Changes in a WAL that can't be opened would be missing from the answers.
  @Test func aWALThatCanNotBeReadIsSaid() throws {
    let file = try CacheFile(path)
    try file.execute("UPDATE meter SET serial = serial || 'X'")
    let wal = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
    #expect(!wal.isEmpty)
    let copy = folder + "2"
    #expect(
      try octowatt.bash("cp -r '\(folder)' '\(copy)' && rm '\(copy)/fixed.sqlite-shm'").status == 0)
    let outcome = try locked("usage", in: copy)
    #expect(outcome.status == 2)
    let reason = "\(copy)/fixed.sqlite-wal, and nothing can be written beside it"
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    let restored = try octowatt.bash(
      "chmod 555 '\(copy)'; chmod 755 '\(octowatt.folder.path)'; \(user) $octowatt --yes --db :memory: "
        + "restore '\(copy)/fixed.sqlite'; status=$?; chmod 755 '\(copy)'; exit $status")
    #expect(restored.status == 2 && restored.errors.contains(reason), "\(restored.errors)")
  }

  /// SQLite takes no notice of a WAL that comes while the file is open as one that nobody changes.
  @Test func aWALThatComesLaterIsNoticed() throws {
    let place = octowatt.folder.path(of: "elsewhere")
    #expect(
      try octowatt.bash(
        "mkdir -m 777 '\(place)' && ln -s '\(place)/wal' '\(path)-wal' "
      ).status == 0)
    // An empty one has no changes.
    let outcome = try locked(
      "--keep-going -c 'show vat' -c '! : > \(place)/wal' -c 'sql select 0' "
        + "-c '! echo changes > \(place)/wal' -c 'usage' -c 'sql select 1'")
    #expect(outcome.status == 1)
    let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("error: ") }
    #expect(lines.count == 2, "\(lines)")
    let reason =
      "error: the cache \(path) has changes beside it in \(path)-wal, made while it was open here; "
      + "nothing was done: start octowatt again"
    #expect(lines.allSatisfy { $0 == reason }, "\(lines)")
  }

  /// Whoever may write to it, such as root, is not heard of by SQLite's locks.
  @Test func aChangeByAnotherProgramIsSaid() throws {
    let changes = octowatt.folder.path(of: "changes")
    let outcome = try octowatt.bash(
      """
      chmod 755 '\(octowatt.folder.path)'; chmod 444 '\(path)'; chmod 555 '\(folder)'
      mkfifo -m 666 '\(changes)'
      \(user) $octowatt --db '\(path)' -c 'show vat' -c '! cat \(changes)' -c usage &
      exec 3> '\(changes)'; chmod 755 '\(folder)'; touch '\(path)'; exec 3>&-; wait $!
      """)
    #expect(outcome.status == 1)
    let reason =
      "error: the cache \(path) was changed by another program while it was open here; nothing was "
      + "done: start octowatt again\n"
    #expect(outcome.errors == reason, "\(outcome.errors)")
  }
}

/// A cache on a disk without room, for which a limit on the size of files stands here.
@Suite struct FullDiskTests {
  private let octowatt: Program

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
  }

  /// Runs it where no file gets longer than 1 KB.
  private func cramped(_ arguments: String) throws -> ProcessOutcome {
    try octowatt.bash("trap '' XFSZ; ulimit -f 1; $octowatt \(arguments)")
  }

  @Test func queriesAnswer() throws {
    let outcome = try cramped("usage import 2023-07 as csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try outcome.output == octowatt("usage import 2023-07 as csv").output)
    #expect(try cramped("check").status == 0)
    #expect(try cramped("sql 'select count(*) from meter' as csv").output == "count(*)\n2\n")
  }

  @Test func changesAreRefused() throws {
    let before = try octowatt.dump()
    let outcome = try cramped("--keep-going -c 'define q = usage' -c 'show meters' -c undo")
    #expect(outcome.status == 1)
    let reason = "error: cannot write \(octowatt.cachePath): the disk is full"
    #expect(outcome.errors.split(separator: "\n") == [Substring(reason), Substring(reason)])
    #expect(try octowatt.dump() == before)
  }

  /// Changes in a WAL, which SQLite can't read without its index, would be missing from the answers.
  @Test func aWALWithChangesIsSaid() throws {
    let file = try CacheFile(octowatt.cachePath)
    try file.execute("UPDATE meter SET serial = serial || 'X'")
    let copy = octowatt.folder.path(of: "copy.sqlite")
    let path = octowatt.cachePath
    #expect(try octowatt.bash("cp '\(path)' '\(copy)'; cp '\(path)-wal' '\(copy)-wal'").status == 0)
    let outcome = try cramped("--db '\(copy)' usage")
    #expect(outcome.status == 2)
    let reason =
      "error: cannot open the cache \(copy): its last changes are in \(copy)-wal, and the disk is "
      + "full; copy both to another folder\n"
    #expect(outcome.errors == reason)
  }

  /// Each statement looks anew whether there is room.
  @Test func withRoomAgainChangesAreMade() throws {
    let outcome = try octowatt.bash(
      """
      trap '' XFSZ; ulimit -S -f 1
      $octowatt --keep-going -c 'define q = usage' -c '! prlimit --fsize=unlimited --pid $PPID' \
        -c 'define r = usage' -c 'show queries as csv'
      """)
    #expect(outcome.errors.contains("the disk is full"))
    #expect(outcome.output.hasSuffix("query\nr,,usage\n"), "\(outcome.output) \(outcome.errors)")
  }
}

/// A copy in the place of a cache that can't be opened.
@Suite struct DamagedCacheTests {
  private let octowatt: Program
  private let folder: String
  private var path: String { folder + "/home.sqlite" }
  private var copy: String { folder + "/copy.sqlite" }

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
    folder = octowatt.folder.path(of: "damaged")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    for name in ["home", "copy"] {
      #expect(try octowatt("backup", "into", folder + "/\(name).sqlite").status == 0)
    }
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
  }

  private func contents(_ path: String) -> Data? { FileManager.default.contents(atPath: path) }

  private func cut() { #expect(truncate(path, 50_000) == 0) }

  @Test func aCutCacheIsMovedAside() throws {
    cut()
    let damaged = contents(path)
    let refusal = try octowatt("--db", path, "show meters")
    #expect(refusal.status == 2)
    #expect(
      refusal.errors == "error: cannot open the cache \(path): database disk image is malformed; "
        + "restore a backup\n")
    let question = try octowatt("--db", path, "restore", copy)
    #expect(question.status == 1)
    #expect(
      question.errors
        == "error: cannot ask whether to move the damaged cache \(path) aside, and put "
        + "2 meters, 2 tariffs with readings until 2023-11-01 in its place (no terminal); to do it, "
        + "run octowatt with --yes\n")
    #expect(
      try octowatt("--safe", "--yes", "--db", path, "restore", copy).errors
        == "error: --safe does not allow moving the damaged cache aside\n")
    #expect(contents(path) == damaged)
    let outcome = try octowatt(
      "--yes", "--db", path, "-c", "restore \(copy)", "-c", "usage import 2023-07 as csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.errors.hasSuffix("\nnote: the damaged cache is \(path).damaged now\n"))
    #expect(try outcome.output == octowatt("usage import 2023-07 as csv").output)
    #expect(try names == ["copy.sqlite", "home.sqlite", "home.sqlite.damaged"])
    #expect(contents(path + ".damaged") == damaged)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let log: Set = ["change", "change_part", "sqlite_sequence"]
    #expect(try CacheFile(path).dump(except: log) == CacheFile(copy).dump(except: log))
    // What was moved aside before is kept.
    cut()
    #expect(try octowatt("--yes", "--db", path, "restore", copy).status == 0)
    #expect(contents(path + ".damaged") == damaged && contents(path + ".damaged-2") != nil)
  }

  @Test func aLinkToACacheStays() throws {
    cut()
    let link = octowatt.folder.path(of: "link.sqlite")
    #expect(symlink(path, link) == 0)
    #expect(try octowatt("--yes", "--db", link, "restore", copy).status == 0)
    #expect(try names == ["copy.sqlite", "home.sqlite", "home.sqlite.damaged"])
    #expect(try octowatt("--db", link, "check").status == 0)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
  }

  @Test func aCacheWithAViewForATableIsMovedAside() throws {
    try CacheFile(path).execute("ALTER TABLE tariff RENAME TO other")
    try CacheFile(path).execute("CREATE VIEW tariff AS SELECT * FROM other")
    let refusal = try octowatt("--db", path, "show meters").errors
    #expect(
      refusal
        == "error: the cache is damaged: view 'tariff' stands where this version has a table; "
        + "restore a backup\n")
    #expect(try octowatt("--yes", "--db", path, "restore", copy).status == 0)
    #expect(try octowatt("--db", path, "check").status == 0)
  }

  /// Whoever has it open would write what it knows of the old file beside the new one.
  @Test func aCacheThatAnotherProgramHasOpenIsKept() throws {
    let terminal = try octowatt.terminal("--db", path)
    try terminal.expect("octowatt> ")
    try terminal.send("show vat\r")
    try terminal.expect("built in")
    cut()
    let refusal = try octowatt("--yes", "--db", path, "restore", copy)
    #expect(refusal.status == 1)
    #expect(
      refusal.errors.contains(
        #/^error: cannot use the cache .*: octowatt.* \(process \d+, started \d+ s ago\) has it open\n$/#
      ),
      "\(refusal.errors)")
    #expect(try !names.contains { $0.contains("damaged") || $0.contains("part") })
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
    #expect(try octowatt("--yes", "--db", path, "restore", copy).status == 0)
  }

  /// A cache that was damaged while it was open is replaced where it is open.
  @Test func theShellThatHasItOpenReplacesIt() throws {
    let outcome = try octowatt(
      "--yes", "--keep-going", "--db", path, "-c", "show vat", "-c",
      "! truncate -s 50000 '\(path)'",
      "-c", "usage import 2023-07 as csv", "-c", "restore \(copy)", "-c",
      "usage import 2023-07 as csv")
    #expect(outcome.errors.contains("can't be used: database disk image is malformed"))
    #expect(try outcome.output.hasSuffix(octowatt("usage import 2023-07 as csv").output))
    #expect(try octowatt("--db", path, "check").status == 0)
  }
}
