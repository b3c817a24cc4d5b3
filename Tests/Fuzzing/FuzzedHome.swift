import Commands
import EnergyModel
import Foundation
import QueryLanguage
import Shell
import Terminal

/// The example home in memory, for what can be read only where there are names.
final class FuzzedHome {
  nonisolated(unsafe) static let shared = FuzzedHome()

  let zone: ClockZone
  let session: Session

  private init() {
    guard let zone = ClockZone.london() else { fatalError("there is no Europe/London") }
    let settings = Settings()
    settings.run.fixedNow = zone.start(of: LocalDay(firstOfMonth: 11, year: 2023))
    let console = Console(
      output: OutputBuffer { _ in }, error: { _ in }, outputIsTerminal: false,
      errorIsTerminal: false, width: { nil }, usesColor: true, usesUnicode: true)
    self.zone = zone
    session = Session(
      console: console, zone: zone, cachePath: ":memory:", settings: settings,
      clock: { Instant(seconds: 0) })
    session.workspace.network.isOffline = true
    let home = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../examples/home").standardized.path
    for statement in [
      "import config '\(home)/config.json'", "import cache '\(home)/1*11-02.json'",
      "alias 1000000000025 'the roof'", "define monthly (p = 2023-07) = cost import $p",
      "let p = last month", "let n = 3", "let home = house",
    ] {
      let piece = ScriptReader.Piece(text: statement, line: 1)
      let isDone = try? session.run(piece, from: .words)
      must(isDone == true && session.status == .success, "the home is there: \(statement)")
    }
  }
}
