import Foundation
import Testing

@testable import TestSupport

@Suite struct GoldenScriptTests {
  private let folder: TemporaryFolder

  init() throws { folder = try temporaryFolder() }

  private static let text = """
    ## Two statements.

    octowatt> one
    ONE
    octowatt> two
         ...> three
    TWO
    THREE
    48 rows · 12 ms
    octowatt> nothing

    """

  private func script(_ text: String = GoldenScriptTests.text) throws -> GoldenScript {
    try GoldenScript(folder.write(text, to: "script.txt"))
  }

  private func shout(_ statement: String) -> String {
    switch statement {
    case "nothing": ""
    case "one": "ONE\n"
    default: statement.uppercased() + "\n48 rows · 1.4 s"
    }
  }

  @Test func readsStatements() throws {
    #expect(try script().statements == ["one", "two\nthree", "nothing"])
  }

  @Test func equalTextPasses() throws {
    #expect(try script().check(recording: false, run: shout) == nil)
  }

  @Test func aDifferenceIsTold() throws {
    let script = try script(GoldenScriptTests.text.replacing("THREE", with: "FOUR"))
    let difference = try #require(try script.check(recording: false, run: shout))
    #expect(difference.contains("\n TWO\n-FOUR\n+THREE\n 48 rows · 0 ms"))
  }

  @Test func recordingRewritesAndFails() throws {
    let script = try script("## Kept.\noctowatt> one\nold\noctowatt> two\n")
    let outcome = try script.check(recording: true, run: shout)
    #expect(outcome?.contains("recorded") == true)
    let text = try String(contentsOfFile: folder.path(of: "script.txt"), encoding: .utf8)
    #expect(
      text == "## Kept.\noctowatt> one\nONE\noctowatt> two\nTWO\n48 rows · 0 ms\n")
  }

  @Test(arguments: ["", "## Only a comment.\n", "output\noctowatt> one\n"])
  func refusesWhatTestsNothing(text: String) {
    #expect(throws: GoldenScriptError.self) { try script(text) }
  }

  @Test func onlyAnElapsedTimeAtTheEndIsNormalised() {
    #expect(withoutTimesAndPlace("a · 3 ms\nb · 1.25 s\n3 ms") == "a · 0 ms\nb · 0 ms\n0 ms")
    for kept in ["a · 3 ms here", "a · 3 min", "a · 48 half-hours", "· 3 ms"] {
      #expect(withoutTimesAndPlace(kept) == kept)
    }
  }

  @Test func differencesLeaveOutWhatIsFar() {
    let old = (1...9).map(String.init).joined(separator: "\n")
    let new = old.replacing("5", with: "five").replacing("9", with: "9\n10")
    #expect(
      lineDifference(from: old, to: new, context: 1) == "…\n 4\n-5\n+five\n 6\n…\n 9\n+10")
    #expect(lineDifference(from: old, to: old) == "")
  }

  @Test func listsScriptsInOrder() throws {
    for name in ["b.txt", "a.txt", "note.md"] { try folder.write("", to: name) }
    let scripts = goldenScripts(in: ".", beside: folder.path(of: "Tests.swift"))
    #expect(scripts.map { $0.split(separator: "/").last } == ["a.txt", "b.txt"])
  }
}
