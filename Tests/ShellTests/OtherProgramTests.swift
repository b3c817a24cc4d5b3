import Foundation
import TestSupport
import Testing

/// The cache while other programs have it.
@Suite struct OtherProgramTests {
  private let octowatt: Program
  /// This test, as the other program.
  private let other: CacheFile
  private let holder: Regex<Substring>

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
    other = try CacheFile(octowatt.cachePath)
    holder = try Regex(#"[^ ]+ \(process \#(getpid()), started \d+ s ago\)"#, as: Substring.self)
  }

  private let statement = "add tariff go as import rate 30p"

  @Test func aWriteSaysWhomItWaitsForAndGivesUp() throws {
    try other.execute("BEGIN IMMEDIATE")
    let start = ContinuousClock.now
    let outcome = try octowatt("--wait", "2", statement)
    #expect((.seconds(2)...(.seconds(8))).contains(ContinuousClock.now - start))
    #expect(outcome.status == 1)
    let lines = outcome.errors.replacing(holder, with: "HOLDER").split(separator: "\n")
    #expect(
      lines == [
        "waiting for HOLDER; Ctrl-C ends the wait",
        "error: cannot use the cache \(octowatt.cachePath): HOLDER has it locked, and has not let go "
          + "for 2 s",
      ])
    let quiet = try octowatt("--wait", "2", "--quiet", statement)
    #expect(quiet.errors.split(separator: "\n").count == 1)
    try other.execute("COMMIT")
    #expect(try octowatt(statement).status == 0)
  }

  /// SQLite's locks are beside the file itself, and not beside a link to it.
  @Test func theOtherIsNamedBehindALinkToo() throws {
    let link = octowatt.folder.path(of: "link.sqlite")
    #expect(symlink(octowatt.cachePath, link) == 0)
    try other.execute("BEGIN IMMEDIATE")
    let outcome = try octowatt("--wait", "0", "--db", link, statement)
    #expect(
      outcome.errors.replacing(holder, with: "HOLDER")
        == "error: cannot use the cache \(link): HOLDER has it locked\n")
  }

  @Test func aWriteGoesOnOnceTheOtherIsDone() throws {
    try other.execute("BEGIN IMMEDIATE")
    let terminal = try octowatt.terminal(statement)
    try terminal.expect("waiting for ")
    try other.execute("COMMIT")
    try terminal.expect("added go")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func aQueryWaitsForNoWriter() throws {
    try other.execute("BEGIN IMMEDIATE")
    #expect(try octowatt("--wait", "0", "usage import 2023-07-04").status == 0)
  }

  /// At the prompt there is no limit, and Ctrl-C ends the wait and not the program.
  @Test func thePromptWaitsUntilCtrlC() throws {
    try other.execute("BEGIN IMMEDIATE")
    let terminal = try octowatt.terminal()
    try terminal.expect("octowatt> ")
    try terminal.send(statement + "\r")
    try terminal.expect("Ctrl-C ends the wait")
    try terminal.send("\u{3}")
    try terminal.expect("interrupted")
    try other.execute("COMMIT")
    try terminal.expect("octowatt> ")
    try terminal.send(statement + "\r")
    try terminal.expect("added go")
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
  }

  /// Three that find it locked for one alone wait side by side, not one after the other.
  @Test func openersOfALockedCacheEachGiveUpInTime() throws {
    _ = try other.rows("PRAGMA locking_mode = EXCLUSIVE")
    try other.execute("BEGIN EXCLUSIVE")
    let start = ContinuousClock.now
    let outcome = try octowatt.bash(
      "for n in 1 2 3; do (\"$octowatt\" --wait 2 usage; echo $?) & done; wait")
    #expect(ContinuousClock.now - start < .seconds(12))
    #expect(outcome.lines == ["2", "2", "2"])
    let errors = outcome.errors.replacing(holder, with: "HOLDER")
    #expect(
      errors.split(separator: "error: cannot open the cache \(octowatt.cachePath): HOLDER has it")
        .count == 4)
  }

  /// What is wrong with a statement is said before anything is waited for.
  @Test(arguments: [
    ("add tariff go as import rat 30p", "unknown word 'rat'"),
    ("add tariff flux_import_2023-07 as import rate 30p", "there is a tariff"),
    ("add meter 1 serial S as import", "expected an MPAN"),
    ("add flux import from 2023-13-01 base 30p", "2023-13-01"),
    ("assign flx to house from 2023-07-01", "unknown tariff 'flx'"),
    ("unassign hous from 2023-07-01", "unknown meter 'hous'"),
    ("alias hous home", "unknown meter 'hous'"), ("rename tariff flx to b", "unknown tariff"),
    ("drop tariff flx", "unknown tariff 'flx'"), ("forget monthly", "unknown query 'monthly'"),
    ("set calorific value 3 from 2023-07-01", "is not a calorific value"),
    ("set night 00:30-07:30 for house", "unknown tariff 'house'"),
    ("import nowhere.json", "no such file"), ("define a = cost imoprt", "unknown word 'imoprt'"),
  ])
  func mistakesAreSaidWhileAnotherProgramWrites(statement: String, message: String) throws {
    try other.execute("BEGIN IMMEDIATE")
    let outcome = try octowatt("--yes", "--wait", "600", statement)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}

/// A cache that loses its name, or is replaced, under an open prompt.
@Suite struct LostCacheTests {
  @Test(arguments: ["mv CACHE CACHE.old", "rm CACHE", "cp CACHE new && mv new CACHE"])
  func aLostCacheIsRefusedAtThePrompt(command: String) throws {
    let octowatt = try Program()
    try octowatt.importExamples()
    let terminal = try octowatt.terminal("--color", "never", columns: 300)
    try terminal.expect("octowatt> ")
    try terminal.send("add tariff go as import rate 30p\r")
    try terminal.expect("added go")
    try terminal.expect("octowatt> ")
    let line = command.replacing("CACHE", with: octowatt.cachePath)
    #expect(try octowatt.bash(line.replacing("new", with: octowatt.cachePath + ".new")).status == 0)
    let way = command.hasSuffix("new CACHE") ? "replaced by another file" : "deleted or moved away"
    for statement in ["add tariff other as import rate 30p", "usage import 2023-07-04"] {
      try terminal.send(statement + "\r")
      try terminal.expect(
        "error: the cache \(octowatt.cachePath) was \(way) while it was open here; nothing was "
          + "done: start octowatt again")
      try terminal.expect("octowatt> ")
    }
    // The new one is whole, and what was done before it was lost went with it.
    if !command.hasPrefix("rm") {
      let path = octowatt.cachePath + (command.hasSuffix("old") ? ".old" : "")
      #expect(try octowatt("--db", path, "show tariffs as csv").output.contains("\ngo,"))
      #expect(try CacheFile(path).integrity == "ok")
    }
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
  }
}
