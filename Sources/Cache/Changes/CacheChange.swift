package import EnergyModel

/// The statement that changes of the cache are recorded under.
package struct ChangeAuthor: Hashable, Sendable {
  /// The program and machine that run it, such as `4711@lenovo`.
  package var process: String
  /// Its text on one line, without secrets.
  package var statement: String
  package var at: Instant

  package init(process: String, statement: String, at: Instant) {
    self.process = process
    self.statement = statement
    self.at = at
  }
}

/// A change of the cache that can be taken back: what one statement did.
package struct CacheChange: Hashable, Sendable {
  /// Its number, which no other change of the cache ever gets.
  package let id: Int64
  package let author: ChangeAuthor
  /// The number of rows that it inserted, updated or deleted.
  package let rowCount: Int
}

/// The changes of a cache that can be taken back.
package struct ChangeList: Sendable {
  /// Oldest first.
  package let changes: [CacheChange]
  /// The time of the newest change that is no longer kept; nil while all are.
  package let letGo: Instant?
}

/// A change that was taken back.
package struct ChangeTakenBack: Sendable {
  package let change: CacheChange
  /// The numbers of its rows by table, in the order of the schema.
  package let rows: [(table: String, count: Int)]
}

/// What keeps changes from being taken back; nothing was changed.
package enum UndoObstacle: Error {
  /// There are fewer changes than were asked for, or none.
  case tooFew(ChangeList)
  /// Other sessions made these of the changes since this one opened the cache: newest last.
  case others([CacheChange])
  /// A row is no longer as a change left it, and no other change explains that.
  case differs(row: String, CacheChange)
  /// SQLite has no hook by which changes could be recorded.
  case notRecorded
}
