/// A way to ask whether work that runs is still wanted, handed down to all that takes long.
///
/// Asking costs a few nanoseconds, so that it can be done for each day or row.
package struct Cancellation: Sendable {
  private let request: @Sendable () -> Bool

  /// Work that nobody cancels.
  package static let never = Cancellation { false }

  /// A cancellation that holds once `request` says so.
  package init(_ request: @escaping @Sendable () -> Bool) { self.request = request }

  /// Whether the work is no longer wanted.
  package var isRequested: Bool { request() }

  /// - Throws: ``Cancelled`` when the work is no longer wanted.
  package func check() throws(Cancelled) {
    if request() { throw Cancelled() }
  }
}

/// That work was given up before its end, because nobody wants it any more.
package struct Cancelled: Error, Hashable {
  package init() {}
}
