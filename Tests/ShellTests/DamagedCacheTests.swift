import Foundation
import Shell
import TestSupport
import Testing

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

  /// Each statement looks anew whether there is room, which another program may have used meanwhile.
  @Test func withRoomAgainChangesAreMade() throws {
    let outcome = try octowatt.bash(
      """
      trap '' XFSZ; ulimit -S -f 1
      $octowatt --keep-going -c 'define q = usage' -c '! prlimit --fsize=unlimited --pid $PPID' \
        -c '! $octowatt define s = cost' -c 'define r = usage' -c 'show queries as csv'
      """)
    #expect(outcome.errors.contains("the disk is full"))
    #expect(
      outcome.output.hasSuffix("query\nr,,usage\ns,,cost\n"),
      "\(outcome.output) \(outcome.errors)")
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
    // Nothing of how the copy came about can be taken back.
    #expect(try octowatt("--db", path, "undo").errors == "error: there is no change to take back\n")
    // A cache that was moved aside before is kept.
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
