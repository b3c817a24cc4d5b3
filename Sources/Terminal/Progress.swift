import EnergyModel

/// A progress bar on standard error, if that is a terminal, for work of over half a second.
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

  /// Redraws the bar; `share` is the fraction of the work done, 0…1, which is `bytes` of it.
  package func show(_ share: Double, _ label: String, bytes: Int) {
    draw { bar(share, label, pace: "\(perSecond(bytes / 1000)) kB/s") }
  }

  /// Redraws the bar for rows fetched over the network.
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

  /// Shows what the work is waiting for.
  package func show(_ text: String) { draw { text } }

  /// The bar, with the remaining time at the present pace.
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

  /// Draws the text, unless the last drawing was too recent.
  private func draw(_ text: () -> String) {
    guard console.errorIsTerminal, !isQuiet else { return }
    let now = ContinuousClock.now
    guard now - start > .milliseconds(500),
      lastDrawn.map({ now - $0 > .milliseconds(100) }) ?? true
    else { return }
    lastDrawn = now
    // A line as wide as the terminal would wrap, and each redrawing add another.
    let line = text().visible.prefix(max(0, (console.width() ?? .max) - 1))
    console.progress("\r\(line)\u{1B}[K")
  }

  /// Clears the bar, so that a report can take its place.
  package func clear() {
    guard lastDrawn != nil else { return }
    lastDrawn = nil
    console.progress("\r\u{1B}[K")
  }
}
