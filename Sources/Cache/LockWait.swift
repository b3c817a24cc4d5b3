package import EnergyModel
import Glibc
import Synchronization

/// A wait for locks held by other programs: its limit, its cancellation, and who is told of it.
package final class LockWait: Sendable {
  private struct State {
    var limit: Duration?
    var start: ContinuousClock.Instant?
    var hasTold = false
  }

  package let cancellation: Cancellation
  private let tell: @Sendable (String) -> Void
  private let state: Mutex<State>

  /// Creates a wait of at most `limit`, or without end for nil, which `cancellation` also ends.
  ///
  /// `tell` is called once, after a second, with the holder of the lock.
  package init(
    limit: Duration? = .seconds(10), cancellation: Cancellation = .never,
    tell: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.cancellation = cancellation
    self.tell = tell
    state = Mutex(State(limit: limit))
  }

  /// The limit for all locks of one step together; nil for no limit.
  package var limit: Duration? {
    get { state.withLock { $0.limit } }
    set { state.withLock { $0.limit = newValue } }
  }

  /// Begins a step; its waiting time counts from the first lock found to be held by another
  /// program.
  func begin() {
    state.withLock {
      $0.start = nil
      $0.hasTold = false
    }
  }

  /// Waits a few milliseconds for the locks on `files`; returns false when it is time to give up.
  func goesOn(for files: [String]) -> Bool {
    let now = ContinuousClock.now
    let (isOver, isToTell) = state.withLock { state -> (Bool, Bool) in
      let waited = now - (state.start ?? now)
      state.start = state.start ?? now
      let isToTell = waited >= .seconds(1) && !state.hasTold
      if isToTell { state.hasTold = true }
      return (state.limit.map { waited >= $0 } ?? false, isToTell)
    }
    if isOver || cancellation.isRequested { return false }
    if isToTell { tell("waiting for \(LockHolder.text(of: files)); Ctrl-C ends the wait") }
    usleep(10_000)
    return true
  }

  /// The reason for giving up: who holds the locks on `files`, and how long the wait was.
  func reason(_ files: [String]) -> String {
    let limit =
      limit.flatMap { $0 > .zero ? $0.components.seconds : nil }
      .map { ", and has not let go for \($0) s" } ?? ""
    return "\(LockHolder.text(of: files)) has it locked\(limit)"
  }
}
