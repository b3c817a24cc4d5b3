import Rendering

/// A bar on standard error for work that takes over half a second, where that is a terminal.
final class Progress {
  private let session: Session
  private let start = ContinuousClock.now
  private var lastDrawn: ContinuousClock.Instant?

  init(session: Session) { self.session = session }

  /// Draws the bar anew, not too often; `share` is how much of the work is done, 0…1, which is
  /// `bytes` of it.
  func show(_ share: Double, _ label: String, bytes: Int) {
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
    let parts = ["\(Int(share * 100)) % \(label)"] + pace(share, bytes, after: now - start)
    session.console.progress("\r\(bar) \(parts.joined(separator: ", "))\u{1B}[K")
  }

  /// How fast the work goes, and when it will be done if it goes on so.
  private func pace(_ share: Double, _ bytes: Int, after elapsed: Duration) -> [String] {
    guard share > 0 else { return [] }
    let seconds = elapsed / .seconds(1)
    let left = Int((seconds / share - seconds).rounded(.up))
    return ["\(Int(Double(bytes) / 1000 / seconds)) kB/s", "\(left) s left"]
  }

  /// Takes the bar away, so that a report can stand in its place.
  func clear() {
    guard lastDrawn != nil else { return }
    lastDrawn = nil
    session.console.progress("\r\u{1B}[K")
  }
}
