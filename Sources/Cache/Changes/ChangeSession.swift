package import EnergyModel

/// What an open cache knows of changes: the statement that makes them now, and whose the others are.
package struct ChangeSession {
  /// The statement under which changes are recorded; without one they are not.
  package var author: ChangeAuthor? {
    didSet { current = nil }
  }
  /// The change that this statement has made so far.
  var current: Int64?
  /// The newest change that was there when the cache was opened.
  var known: Int64 = 0
  /// The later changes that were made here, or of which was told.
  var familiar: Set<Int64> = []
  /// The time of the newest change that was let go, until somebody has been told that this has begun.
  package var untoldLoss: Instant?

  /// Those of some changes that others made since the cache was opened and of which was not told.
  func others(in changes: some Sequence<CacheChange>) -> [CacheChange] {
    changes.filter { $0.id > known && !familiar.contains($0.id) }
  }
}
