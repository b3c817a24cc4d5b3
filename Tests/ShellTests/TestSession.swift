import Commands
import EnergyModel
import QueryLanguage
import Rendering
import Shell
import Terminal
import TestSupport

/// A session over a cache in memory, with all that it prints in one text.
final class TestSession {
  private final class Screen {
    var text = ""
  }

  private let screen = Screen()
  let session: Session
  /// What the last statement printed.
  var printed: String { screen.text }

  /// A session whose clock stands at the start of the local day `today`.
  init(
    today: String = "2023-11-02", cachePath: String = ":memory:", settings: Settings = Settings(),
    cancellation: Cancellation = .never
  ) throws {
    let zone = londonZone()
    settings.run.fixedNow = LocalDay(iso: today).map { zone.start(of: $0) }
    let screen = screen
    let console = Console(
      output: OutputBuffer { screen.text += String(decoding: $0, as: UTF8.self) },
      error: { screen.text += $0 }, outputIsTerminal: false, errorIsTerminal: false,
      width: { nil }, usesColor: false, usesUnicode: true)
    session = Session(
      console: console, zone: zone, cachePath: cachePath, settings: settings,
      cancellation: cancellation, clock: { Instant(seconds: 0) })
    session.workspace.network.isOffline = true
  }

  /// What a statement prints, as if it had been typed at the prompt.
  func run(_ text: String) throws -> String {
    screen.text = ""
    _ = try session.run(
      ScriptReader.Piece(text: text, line: 1), from: .prompt(columns: "octowatt> ".count))
    return screen.text
  }
}
