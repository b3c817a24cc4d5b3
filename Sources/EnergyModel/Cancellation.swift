/// A check for whether running work is still wanted, passed down to anything that may take long.
///
/// A check costs a few nanoseconds, cheap enough for every day or row.
package struct Cancellation: Sendable {
  private let request: @Sendable () -> Bool

  /// A cancellation that is never requested.
  package static let never = Cancellation { false }

  /// Creates a cancellation that is requested once `request` returns true.
  package init(_ request: @escaping @Sendable () -> Bool) { self.request = request }

  /// Whether the work is no longer wanted.
  package var isRequested: Bool { request() }

  /// - Throws: ``Cancelled`` when the work is no longer wanted.
  package func check() throws(Cancelled) {
    if request() { throw Cancelled() }
  }
}

/// The error thrown by work that stops early because nobody wants its result any more.
package struct Cancelled: Error, Hashable {
  package init() {}
}
