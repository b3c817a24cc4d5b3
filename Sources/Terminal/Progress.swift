import EnergyModel

/// A bar on standard error for work that takes over half a second, where that is a terminal.
package final class Progress {
  private let console: Console
  private let isQuiet: Bool
  private let start = ContinuousClock.now
  private var lastDrawn: ContinuousClock.Instant?

  /// A bar that is never drawn where it `isQuiet`.
  package init(on console: Console, isQuiet: Bool) {
    self.console = console
    self.isQuiet = isQuiet
  }

  /// Draws the bar anew; `share` is how much of the work is done, 0…1, which is `bytes` of it.
  package func show(_ share: Double, _ label: String, bytes: Int) {
    draw { bar(share, label, pace: "\(perSecond(bytes / 1000)) kB/s") }
  }

  /// The same for rows that come over the network.
  package func show(_ rows: Int, of total: Int?, _ label: String) {
    guard let total, total > 0 else { return }
    draw {
      bar(
        Double(rows) / Double(total), "\(label): \(counted(rows, "row"))",
        pace: "\(perSecond(rows).groupedByThousands) a second")
    }
  }

  private var elapsed: Double { (ContinuousClock.now - start) / .seconds(1) }

  private func perSecond(_ count: Int) -> String { String(Int(Double(count) / elapsed)) }

  /// What the work waits for.
  package func show(_ text: String) { draw { text } }

  /// With the time that is left if it goes on so.
  private func bar(_ share: Double, _ label: String, pace: String) -> String {
    let cells = 24
    let full = min(cells, max(0, Int(share * Double(cells))))
    let (on, off) = console.usesUnicode ? ("█", "░") : ("#", ".")
    let bar = String(repeating: on, count: full) + String(repeating: off, count: cells - full)
    var text = "\(Int(share * 100)) % \(label)"
    if share > 0 {
      let left = max(0, Int((elapsed / share - elapsed).rounded(.up)))
      text += ", \(pace), \(left) s left"
    }
    return "\(bar) \(text)"
  }

  /// Not too often.
  private func draw(_ text: () -> String) {
    guard console.errorIsTerminal, !isQuiet else { return }
    let now = ContinuousClock.now
    guard now - start > .milliseconds(500),
      lastDrawn.map({ now - $0 > .milliseconds(100) }) ?? true
    else { return }
    lastDrawn = now
    // A line that fills the terminal would wrap, and each drawing add another.
    let line = text().visible.prefix(max(0, (console.width() ?? .max) - 1))
    console.progress("\r\(line)\u{1B}[K")
  }

  /// Takes the bar away, so that a report can stand in its place.
  package func clear() {
    guard lastDrawn != nil else { return }
    lastDrawn = nil
    console.progress("\r\u{1B}[K")
  }
}
