package import EnergyModel

/// What an open cache knows of changes: the statement that makes them now, and whose the others are.
package struct ChangeSession {
  /// The statement under which changes are recorded; without one they are not.
  package var author: ChangeAuthor? {
    didSet { current = nil }
  }
  /// The change that this statement has made so far.
  var current: Int64?
  /// The changes that were made here.
  var own: Set<Int64> = []
  /// The newest change that was there when the cache was opened, or of which was told since.
  var known: Int64 = 0
  /// The time of the newest change that was let go, until somebody has been told that this has begun.
  package var untoldLoss: Instant?

  /// The changes that others made since the cache was opened and of which was not told.
  func others(in list: ChangeList) -> [CacheChange] {
    list.changes.filter { $0.id > known && !own.contains($0.id) }
  }
}
