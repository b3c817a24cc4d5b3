import Foundation
import TestSupport
import Testing

/// Values that come from the command line: `--set`, and the words behind `-f`.
@Suite struct ScriptArgumentTests {
  private func octowatt(_ arguments: String...) throws -> ProcessOutcome {
    try run(octowattExecutable(), ["--db", ":memory:", "--today", "2023-11-02"] + arguments)
  }

  @Test func setMakesVariables() throws {
    let outcome = try octowatt(
      "--set", "p=last month", "--set=n=3", "-c", "show variables as csv",
      "-c", "explain usage $p limit $n")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("name,value\nn,3\np,last month\n\nusage last month limit 3\n"))
  }

  @Test func theLaterOfTwoSettingsHolds() throws {
    let outcome = try octowatt("--set", "p=1", "--set", "P=2", "show variables as csv")
    #expect(outcome.output == "name,value\nP,2\n")
  }

  @Test(arguments: ["p", "=3", "1=3", "a-b=3"])
  func whatIsNoAssignmentIsBadUsage(text: String) throws {
    let outcome = try octowatt("--set", text, "help")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("'\(text)' is not NAME=VALUE"))
  }

  @Test func wordsBehindAScriptAreItsArguments() throws {
    let folder = try temporaryFolder()
    let script = try folder.write(
      "#!/usr/bin/env -S octowatt -f\nexplain usage $1 limit $2\nshow variables as csv\n",
      to: "report.octowatt")
    let outcome = try octowatt("-f", script, "last month", "5")
    #expect(outcome.errors == "")
    #expect(outcome.output.hasPrefix("usage last month limit 5\n"))
    #expect(outcome.output.hasSuffix("name,value\n1,last month\n2,5\n"))
  }

  @Test func argumentsEndWithTheirScript() throws {
    let folder = try temporaryFolder()
    let script = try folder.write("let p = $1\nlet 1x = 3\n", to: "bad.octowatt")
    let outcome = try octowatt("--keep-going", "-f", script, "-c", "usage $1", "2023-07")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("\(script):2:5: '1x' can't be the name of a variable"))
    #expect(outcome.errors.contains("the script was given no argument $1"))
  }

  @Test func wordsWithoutAScriptOrTooManyAreBadUsage() throws {
    #expect(try octowatt("-c", "help", "word").status == 2)
    #expect(try octowatt("-f", "x", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10").status == 2)
  }
}
