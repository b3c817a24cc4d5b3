import Commands
import EnergyModel
import Foundation
import QueryLanguage
import Rendering
import Shell
import Terminal
import TestSupport
import Testing

/// `.width` and `last` at a terminal of 40 columns.
@Suite struct TerminalWidthTests {
  private final class Screen {
    var text = ""
  }

  private let screen = Screen()
  private let session: Session

  init() {
    let screen = screen
    let console = Console(
      output: OutputBuffer { screen.text += String(decoding: $0, as: UTF8.self) },
      error: { screen.text += $0 }, outputIsTerminal: true, errorIsTerminal: false,
      width: { 40 }, usesColor: false, usesUnicode: true)
    let settings = Settings()
    settings.output.timing = .off
    session = Session(
      console: console, zone: londonZone(), cachePath: ":memory:", settings: settings,
      clock: { Instant(seconds: 0) })
    session.workspace.set("long", to: String(repeating: "x", count: 60))
  }

  private func run(_ text: String) throws -> String {
    screen.text = ""
    _ = try session.run(ScriptReader.Piece(text: text, line: 1), from: .words)
    return screen.text
  }

  @Test func widthReplacesThatOfTheTerminal() throws {
    #expect(try run("show variables").contains("cut to fit 40 columns"))
    _ = try run(".width 30")
    #expect(try run("show variables").contains("cut to fit 30 columns"))
    _ = try run(".width 100")
    #expect(!(try run("show variables").contains("cut")))
    _ = try run(".width auto")
    #expect(try run("show variables").contains("cut to fit 40 columns"))
  }

  @Test func lastIsInFull() throws {
    #expect(try run("show variables").contains("cut to fit 40 columns"))
    let last = try run("last")
    #expect(last.contains(String(repeating: "x", count: 60)))
    #expect(!last.contains("cut"))
  }
}

/// Reports and questions at terminals of 40 to 60 columns: lines end between words.
@Suite struct NarrowReportTests {
  @Test(arguments: [40, 50, 60])
  func reportsAndQuestionsBreakBetweenWords(columns: Int) throws {
    let octowatt = try Program()
    try octowatt.importExamples()
    let terminal = try octowatt.terminal("--no-init", columns: columns)
    /// The lines of an answer, up to the next prompt or question.
    func answer(_ statement: String, until end: String) throws -> [String] {
      try terminal.expect("octowatt> ")
      try terminal.send(statement + "\r")
      try terminal.expect("\r\n")
      let text = try terminal.expect(end).replacing(#/\u{1B}\[[?0-9;]*[a-z]/#, with: "")
      return text.components(separatedBy: "\r\n").map { $0.replacing("\r", with: "") }
    }
    let added = try answer("add tariff long_name as import rate 30p standing 50p", until: "day\r\n")
    let undone = try answer("undo", until: "made ")
    let question = try answer("drop tariff flux_import_2023-07", until: "[y/N] ")
    for lines in [added, undone, question] {
      #expect(lines.count > 1 && lines.allSatisfy { $0.count <= columns }, "\(lines)")
    }
    #expect(
      undone.joined(separator: " ")
        == "taken back: add tariff long_name as import rate 30p standing 50p (1 tariff), made ")
    #expect(
      question.joined(separator: " ")
        == "drop flux_import_2023-07 with 5 rates, 1 standing charge? [y/N] ")
  }

  /// A terminal that does not know its size leaves it to the environment, where anything may stand.
  @Test(arguments: ["-5", "0", "wide"]) func aWidthThatCanNotBeIsNone(columns: String) throws {
    let terminal = try Program().bashTerminal(
      "stty cols 0 rows 0; COLUMNS=\(columns) exec $octowatt --db :memory: 'cost imoprt 2023-07'")
    try terminal.expect("unknown word 'imoprt'. Did you mean 'import'?")
    #expect(try terminal.waitForExit() == 1)
  }
}
