import Foundation
import TestSupport
import Testing

/// What the program says when it ends: 0, 1, 2, 3, 130.
@Suite struct ExitStatusTests {
  private let octowatt: Program

  init() throws { octowatt = try Program() }

  @Test(arguments: [
    ["--frobnicate"], ["--format", "exel", "help"], ["--today", "2023-02-30", "help"],
    ["--width", "0", "help"], ["--color", "pink", "help"], ["-c"], ["-f"], ["--db"],
    ["help", "-c", "help"],
  ])
  func badUsageIsTwo(arguments: [String]) throws {
    let outcome = try run(
      octowattExecutable(), arguments, environment: octowatt.environment, in: Program.root)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("Usage: octowatt"))
  }

  @Test func anUnreadableScriptIsTwo() throws {
    for arguments in [["-f"], ["run"], [".read"]] {
      let outcome = try run(
        octowattExecutable(), arguments + ["nowhere.octowatt"], environment: octowatt.environment)
      #expect(outcome.status == 2)
      #expect(
        outcome.errors
          == "error: cannot open the script nowhere.octowatt: no such file or directory\n")
    }
    let folder = try octowatt("-f", octowatt.folder.path)
    #expect(folder.status == 2)
    #expect(folder.errors.hasSuffix(": is a directory\n"))
  }

  @Test func aCacheThatIsNoneIsTwoAndStaysAsItIs() throws {
    let text = "I am no database, and longer than the hundred bytes of a header. "
    let path = try octowatt.folder.write(text + text, to: "cache.sqlite")
    let outcome = try octowatt("--db", path, "usage")
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors == "error: \(path) is not an octowatt cache; it is left as it is\n")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text + text)
  }

  @Test func aCacheOutOfReachIsTwo() throws {
    let outcome = try octowatt("--db", "/proc/nowhere/cache.sqlite", "usage")
    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("error: cannot open the cache /proc/nowhere/cache.sqlite: "))
  }

  @Test func helpNeedsNoCache() throws {
    let outcome = try octowatt("--db", "/proc/nowhere/cache.sqlite", "help")
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
  }

  @Test(arguments: ["frobnicate", "cost imoprt", "import nowhere.json", "show metres", "usage by"])
  func aFailedStatementIsOne(statement: String) throws {
    let outcome = try octowatt(statement)
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(!outcome.errors.isEmpty)
  }

  @Test(arguments: [["--version"], ["--help"], ["help"], ["usage"], ["-c", "usage # all"]])
  func allWellIsNought(arguments: [String]) throws {
    let outcome = try run(octowattExecutable(), arguments, environment: octowatt.environment)
    #expect(outcome.status == 0)
    #expect(!outcome.output.isEmpty)
  }

  @Test func aGapIsThreeUnderStrictAndTheResultIsThere() throws {
    try octowatt.importExamples()
    let statement = "usage import 2023-10-25 as csv"
    let strict = try octowatt(statement, "--strict", "--today", "2023-11-02")
    let lax = try octowatt(statement, "--today", "2023-11-02")
    #expect(strict.status == 3)
    #expect(lax.status == 0)
    #expect(strict.output == lax.output)
    #expect(strict.lines.count == 2)
    #expect(strict.errors == "note: 3 of 48 half-hours have no reading\n")
    // A day without gaps is well; a failure counts for more than a gap.
    let whole = try octowatt("usage import 2023-10-26", "--strict", "--today", "2023-11-02")
    #expect(whole.status == 0)
    let failed = try octowatt(
      "-c", statement, "-c", "frobnicate", "--strict", "--today", "2023-11-02")
    #expect(failed.status == 1)
  }

  /// A mistyped name of a cache is no cache without gaps.
  @Test func strictMakesNoCache() throws {
    for path in ["no/where.sqlite", "nowhere.sqlite"].map(octowatt.folder.path) {
      for statement in ["usage", "cost last month", "import examples/home/config.json"] {
        let outcome = try octowatt("--strict", "--db", path, statement)
        #expect(outcome.status == 2 && outcome.output.isEmpty, "\(statement)")
        #expect(
          outcome.errors
            == "error: cannot open the cache \(path): no such file or directory; --strict makes none\n"
        )
      }
    }
    let empty = try octowatt.folder.write("", to: "empty.sqlite")
    #expect(try octowatt("--strict", "--db", empty, "usage").status == 2)
    #expect(try octowatt("--strict", "usage").status == 2)
    let names = try FileManager.default.subpathsOfDirectory(atPath: octowatt.folder.path)
    #expect(names.sorted() == ["empty.sqlite", "home"])
    #expect(FileManager.default.contents(atPath: empty) == Data())
  }

  @Test func strictMissesWhatAnEmptyCacheLacks() throws {
    #expect(try octowatt("show meters").status == 0)
    for query in [
      "usage", "cost import last month by day", "net", "readings", "rates", "gaps", "bill",
      "compare", "cheapest 3h", "usage all by month across flow",
    ] {
      #expect(try octowatt("--strict", query).status == 3, "\(query)")
      #expect(try octowatt(query).status == 0, "\(query)")
    }
    #expect(try octowatt("--strict", "show meters; status").status == 0)
    #expect(try octowatt("--strict", "--db", ":memory:", "usage").status == 3)
    // A period before the first reading has none either.
    try octowatt.importExamples()
    #expect(try octowatt("--strict", "usage import 2022").status == 3)
  }

  /// Only the folders of the default cache are made for a query; others may be mistyped.
  @Test func aQueryMakesNoFolders() throws {
    let path = octowatt.folder.path(of: "no/where.sqlite")
    let outcome = try octowatt("--db", path, "usage")
    #expect(outcome.status == 2)
    #expect(
      outcome.errors
        == "error: cannot open the cache \(path): no such file or directory; a query makes no folder\n"
    )
    #expect(!FileManager.default.fileExists(atPath: octowatt.folder.path(of: "no")))
    #expect(try octowatt("--db", path, "import", "examples/home/config.json").status == 0)
    #expect(try octowatt("usage").status == 0)
    #expect(FileManager.default.fileExists(atPath: octowatt.cachePath))
  }

  @Test func readingsWithoutARateAreIncompleteToo() throws {
    let file = "examples/home/1000000000017_00A0000001_2023-07-01_2023-08-01.json"
    let imported = try octowatt("import", file, "create", "meters")
    #expect(imported.status == 0)
    let cost = try octowatt("cost import 2023-07-04 as csv", "--strict")
    #expect(cost.status == 3)
    #expect(cost.lines.last?.hasSuffix(",") == true)
    #expect(cost.errors.contains("note: 48 half-hours have no rate"))
    #expect(try octowatt("usage import 2023-07-04", "--strict").status == 0)
  }

  @Test func keepGoingGivesTheStatusOfTheFirstFailure() throws {
    let good = try octowatt.folder.write("help keys\n", to: "good.octowatt")
    let bad = try octowatt.folder.write("frobnicate\nhelp keys\n", to: "bad.octowatt")
    let first = try octowatt("--keep-going", "-f", "nowhere", "-f", bad, "-f", good)
    #expect(first.status == 2)
    let second = try octowatt("--keep-going", "-f", bad, "-f", "nowhere", "-f", good)
    #expect(second.status == 1)
    #expect(second.lines.count { $0 == "by KEY, …" } == 2)
    let stopped = try octowatt("-f", bad, "-f", good)
    #expect(stopped.status == 1)
    #expect(stopped.output.isEmpty)
  }

  @Test func quitEndsARunWithWhatItHasSoFar() throws {
    let good = try octowatt("-c", "quit", "-c", "help keys")
    #expect(good.status == 0)
    #expect(good.output.isEmpty)
    let bad = try octowatt("--keep-going", "-c", "frobnicate; quit; help keys")
    #expect(bad.status == 1)
    #expect(bad.output.isEmpty)
  }

  /// Ctrl-C while a script is waited for; a script from a terminal is not the prompt.
  @Test func anInterruptedRunIs130() throws {
    let terminal = try octowatt.terminal("-c", "help quit", "-f", "-")
    try terminal.expect("Examples:")
    try terminal.send("\u{3}")
    #expect(try terminal.waitForExit() == 130)
  }

  @Test func aFullDiskIsTold() throws {
    let outcome = try octowatt("-o", "/dev/full", "help")
    #expect(outcome.status == 1)
    #expect(outcome.errors == "error: cannot write /dev/full: no space left on device\n")
  }
}
