import EnergyModel
import Foundation
import Terminal
import Testing

@Suite struct ProgressTests {
  private final class Screen {
    var text = ""
  }

  /// A line of the whole width would wrap, and each drawing leave one behind.
  @Test func theBarFitsTheTerminal() {
    let screen = Screen()
    let console = Console(
      output: OutputBuffer { _ in }, error: { screen.text += $0 }, outputIsTerminal: false,
      errorIsTerminal: true, width: { 40 }, usesColor: false, usesUnicode: true)
    let progress = Progress(on: console, isQuiet: false)
    // Nothing is drawn for what takes less.
    Thread.sleep(forTimeInterval: 0.6)
    progress.show(24_000, of: 48_000, "1000000000017 00A0000001")
    // 24 cells, half of them full, and what fits into 39 columns.
    #expect(screen.text == "\r████████████░░░░░░░░░░░░ 50 % 100000000\u{1B}[K")
  }
}
