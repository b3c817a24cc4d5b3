import Foundation
import TestSupport
import Testing

/// Saved queries that write files: one's own run, those of others once they are allowed.
@Suite struct OwnQueryTests {
  /// Who made the cache, and who was given it.
  private let (maker, other): (Program, Program)
  private var result: String { other.folder.path(of: "july.csv") }
  private var list: String { other.folder.path(of: "state/octowatt/queries") }

  init() throws {
    (maker, other) = (try Program(), try Program())
    try maker.importExamples()
    let query = "usage import 2023-07 as csv into! \(result) # mine"
    #expect(try maker("define july = \(query)").status == 0)
    #expect(try maker("define plain = usage import 2023-07 as csv").status == 0)
    try copy(maker.cachePath, to: other.cachePath)
  }

  private func copy(_ path: String, to place: String) throws {
    try? FileManager.default.removeItem(atPath: place)
    try FileManager.default.createDirectory(
      atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: path, toPath: place)
  }

  private func writeList(_ text: String) throws {
    try FileManager.default.createDirectory(
      atPath: (list as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try other.folder.write(text, to: "state/octowatt/queries")
  }

  private func removeResult() -> Bool {
    (try? FileManager.default.removeItem(atPath: result)) != nil
  }

  private var refusal: String {
    "july:1: cannot ask whether to run 'july', which was not defined on this machine and overwrites "
      + "'\(result)' (no terminal); to do it, run octowatt with --yes\n"
  }

  @Test func whoDefinedItIsNotAsked() throws {
    let outcome = try maker("run july")
    #expect(outcome.status == 0 && outcome.errors == "wrote \(result)\n")
    #expect(removeResult())
    let path = maker.folder.path(of: "state/octowatt/queries")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    // A copy that is put back is still one's own.
    let backup = maker.folder.path(of: "backup.sqlite")
    #expect(try maker("backup into \(backup)").status == 0)
    #expect(try maker("forget july").status == 0)
    #expect(try maker("--yes", "restore", backup).status == 0)
    #expect(try maker("run july").status == 0 && removeResult())
  }

  @Test func withoutATerminalItNeedsYes() throws {
    let refused = try other("run july")
    #expect(refused.status == 1 && refused.errors == refusal && !removeResult())
    let safe = try other("--safe", "run", "july")
    #expect(safe.status == 1 && safe.errors == "july:1: --safe does not allow writing files\n")
    #expect(try other("--yes", "run", "july").status == 0 && removeResult())
    // That yes was for one run.
    #expect(try other("run july").errors == refusal && !removeResult())
    #expect(!FileManager.default.fileExists(atPath: list))
    #expect(try other("run plain").output == maker("run plain").output)
  }

  @Test func aTerminalIsAskedOnce() throws {
    let terminal = try other.terminal("--no-init", columns: 60)
    func answer(_ answer: String) throws {
      try terminal.expect("octowatt> ")
      try terminal.send("run july\r")
      try terminal.expect("[y/N] ")
      try terminal.send(answer + "\r")
    }
    try answer("n")
    try terminal.expect("nothing was run")
    #expect(!removeResult())
    try answer("y")
    try terminal.expect("wrote")
    try terminal.expect("octowatt> ")
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
    #expect(removeResult())
    #expect(try other("run july").status == 0 && removeResult())
    // Another text under that name is another query.
    try CacheFile(other.cachePath).execute(
      "UPDATE saved_query SET text = replace(text, '2023-07', '2023-10') WHERE name = 'july'")
    #expect(try other("run july").errors == refusal)
  }

  @Test func aCacheInMemoryIsOnesOwn() throws {
    let outcome = try other(
      "--db", ":memory:", "-c", "define q = usage into \(result)", "-c", "run q")
    #expect(outcome.status == 0 && removeResult())
    #expect(!FileManager.default.fileExists(atPath: list))
  }

  /// What a copy brings into it is not.
  @Test func aCopyInMemoryIsAskedAbout() throws {
    let terminal = try other.terminal("--no-init", "--db", ":memory:", columns: 300)
    try terminal.expect("octowatt> ")
    try terminal.send("restore \(other.cachePath)\r")
    try terminal.expect("[y/N] ")
    try terminal.send("y\r")
    try terminal.expect("octowatt> ")
    for (answer, isRun) in [("n", false), ("y", true)] {
      try terminal.send("run july\r")
      try terminal.expect("overwrites '\(result)'? [y/N] ")
      try terminal.send(answer + "\r")
      try terminal.expect("octowatt> ")
      #expect(removeResult() == isRun)
    }
    // Until the program ends.
    try terminal.send("run july; quit\r")
    #expect(try terminal.waitForExit() == 0)
    #expect(removeResult())
    #expect(!FileManager.default.fileExists(atPath: list))
  }

  /// A path of any length is shown with its end, and in quotes, which only end where it does.
  @Test(arguments: [
    (
      String(repeating: "./", count: 2100) + "etc/x.csv",
      String(repeating: "./", count: 50) + " … "
        + "/" + String(repeating: "./", count: 45) + "etc/x.csv"
    ),
    ("x.csv'? [y/N] y", "x.csv''? [y/N] y"),
  ])
  func thePathIsShownToItsEnd(path: String, shown: String) throws {
    try CacheFile(other.cachePath).execute(
      "UPDATE saved_query SET text = 'define july = usage as csv into! \"' || '"
        + path.replacing("'", with: "''") + "' || '\"' WHERE name = 'july'")
    let refused = try other("run july")
    #expect(refused.status == 1)
    #expect(
      refused.errors
        == "july:1: cannot ask whether to run 'july', which was not defined on this machine and "
        + "overwrites '\(shown)' (no terminal); to do it, run octowatt with --yes\n")
  }

  /// A line that was not written to its end stays one of its own.
  @Test func aTornListGoesOn() throws {
    try writeList("define x = usage")
    #expect(try other("define q = usage as csv into \(result)").status == 0)
    #expect(
      try String(contentsOfFile: list, encoding: .utf8)
        == "define x = usage\ndefine q = usage as csv into \(result)\n")
    #expect(try other("run q").status == 0 && removeResult())
  }

  @Test func aListThatIsTooLongIsSaid() throws {
    let text = String(repeating: "x\n", count: (4 << 19) + 1)
    try writeList(text)
    let warning =
      "warning: the list of your queries \(list) is over 4 MB; delete it, and define those that you "
      + "run again\n"
    #expect(try other("define q = usage as csv into \(result)").errors == warning + "saved q\n")
    let outcome = try other("run q")
    #expect(outcome.status == 1 && outcome.errors.hasPrefix(warning + "q:1: cannot ask"))
    #expect(try String(contentsOfFile: list, encoding: .utf8) == text)
  }

  /// Nobody writes to the pipe, and nobody waits for that.
  @Test func aPipeIsNoList() throws {
    #expect(try other.bash("mkdir -p '\(list)'; rmdir '\(list)'; mkfifo '\(list)'").status == 0)
    let warning = "warning: the list of your queries \(list) is not a regular file\n"
    #expect(try other("define q = usage as csv into \(result)").errors == warning + "saved q\n")
    #expect(try other("run q").errors.hasPrefix(warning + "q:1: cannot ask"))
  }

  /// A list that can't be written is said, and does no harm but the question.
  @Test func withoutAListItIsAskedAgain() throws {
    try other.folder.write("", to: "state")
    let outcome = try other("define q = usage as csv into \(result)")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors
        == "warning: the list of your queries \(list) can't be written: not a directory\nsaved q\n")
    #expect(try other("run q").status == 1 && !removeResult())
  }

  @Test func noResultOverwritesTheList() throws {
    #expect(try other("define q = usage").status == 0)
    let outcome = try other("usage as csv into! \(list)")
    #expect(outcome.errors == "error: cannot write \(list): it is the list of your queries\n")
    #expect(try String(contentsOfFile: list, encoding: .utf8) == "define q = usage\n")
  }
}
