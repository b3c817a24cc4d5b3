import EnergyModel

/// A bar on standard error for work that takes over half a second, where that is a terminal.
final class Progress {
  private let session: Session
  private let start = ContinuousClock.now
  private var lastDrawn: ContinuousClock.Instant?

  init(session: Session) { self.session = session }

  /// Draws the bar anew, not too often; `share` is how much of the work is done, 0…1.
  func show(_ share: Double, _ label: String) {
    guard session.console.errorIsTerminal, !session.settings.isQuiet else { return }
    let now = ContinuousClock.now
    guard now - start > .milliseconds(500),
      lastDrawn.map({ now - $0 > .milliseconds(100) }) ?? true
    else { return }
    lastDrawn = now
    let cells = 24
    let full = min(cells, max(0, Int(share * Double(cells))))
    let (on, off) = session.console.usesUnicode ? ("█", "░") : ("#", ".")
    let bar = String(repeating: on, count: full) + String(repeating: off, count: cells - full)
    session.console.progress("\r\(bar) \(Int(share * 100)) % \(label)\u{1B}[K")
  }

  /// The same for rows that come over the network, with their pace and the time that is left.
  func show(_ rows: Int, of total: Int?, _ label: String) {
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    guard let total, total > 0, rows > 0, elapsed > 0 else { return }
    let left = Int((elapsed * Double(total - rows) / Double(rows)).rounded(.up))
    let pace = String(Int(Double(rows) / elapsed)).groupedByThousands
    show(
      Double(rows) / Double(total),
      "\(label): \(counted(rows, "row")), \(pace) a second, \(max(left, 0)) s left")
  }

  /// Takes the bar away, so that a report can stand in its place.
  func clear() {
    guard lastDrawn != nil else { return }
    lastDrawn = nil
    session.console.progress("\r\u{1B}[K")
  }
}

/// `12 ms`, the time since a start.
func milliseconds(since start: ContinuousClock.Instant) -> String {
  let (seconds, attoseconds) = (ContinuousClock.now - start).components
  return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
}
