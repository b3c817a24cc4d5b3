import Commands
import EnergyModel
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
