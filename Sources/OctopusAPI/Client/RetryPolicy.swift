package import EnergyModel

/// The clock, randomness and timeouts of a client; injected, so that tests need not wait.
package struct RetryPolicy: Sendable {
  /// Lets a time go by.
  ///
  /// `meanwhile` is told now and again how much of it is left, and ends it by an error.
  package typealias Sleep =
    @Sendable (
      _ length: Duration, _ meanwhile: (_ left: Duration) throws(FetchError) -> Void
    ) throws(FetchError) -> Void

  package var sleep: Sleep
  /// Returns a number from 0 to 1, so that clients don't all retry at once.
  package var random: @Sendable () -> Double
  package var now: @Sendable () -> Instant
  /// The longest time for which a server may be silent.
  package var silence: Duration
  /// The longest time that an answer may take in all.
  package var answer: Duration

  package init(
    sleep: @escaping Sleep, random: @escaping @Sendable () -> Double,
    now: @escaping @Sendable () -> Instant,
    silence: Duration = .seconds(20), answer: Duration = .seconds(120)
  ) {
    self.sleep = sleep
    self.random = random
    self.now = now
    self.silence = silence
    self.answer = answer
  }
}

/// The waiting time that one statement has left.
package struct RetryBudget: Hashable, Sendable {
  private static let mostTries = 6
  /// A host that can't be reached is unlikely to be reachable shortly afterwards.
  private static let mostTriesToConnect = 3

  package private(set) var left: Duration

  package init(_ left: Duration = .seconds(60)) { self.left = left }

  /// The wait before try number `tries` + 1; nil to give up.
  ///
  /// Waits double, starting at one second, and each is shortened by up to a half, unless the server
  /// asks for longer. The duration of the try itself, `spent`, counts too.
  mutating func wait(
    after error: FetchError, tries: Int, spent: Duration = .zero, _ policy: RetryPolicy
  ) -> Duration? {
    left -= spent
    let most =
      if case .unreachable = error { RetryBudget.mostTriesToConnect } else { RetryBudget.mostTries }
    guard error.isPassing, tries < most else { return nil }
    let backoff = Duration.seconds(1 << (tries - 1)) * (1 - policy.random() / 2)
    let wait = max(error.askedWait.map { .seconds($0) } ?? .zero, backoff)
    guard wait <= left else { return nil }
    left -= wait
    return wait
  }
}
