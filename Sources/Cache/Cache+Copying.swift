import EnergyModel
import GRDB
import Glibc

extension Cache {
  /// Copies the cache, as it is now, into an empty file; others may read and write it meanwhile.
  ///
  /// Nothing is ever beside the file, which is deleted alone if the copy is not wanted after all.
  ///
  /// - Parameters:
  ///   - path: the file, which nobody else knows of.
  ///   - name: the name that it is to get, for messages.
  /// - Returns: what a look at the copy has found.
  /// - Throws: ``CacheError/busy(path:reason:)``; ``CacheError/full(path:)``; ``Cancelled``.
  package func copy(to path: String, named name: String) throws -> CacheReport {
    let copy = try DatabaseQueue(path: path.hasPrefix("/") ? path : "./" + path)
    try readSnapshot { source in
      // SQLite fixes the snapshot with the first read; without one, each step would copy from the
      // newest state.
      _ = try Int.fetchOne(source, sql: "SELECT COUNT(*) FROM sqlite_schema")
      do {
        try copy.writeWithoutTransaction { copy in
          _ = try String.fetchOne(copy, sql: "PRAGMA journal_mode = OFF")
          try copyPages(from: source, to: copy)
        }
      } catch let error as DatabaseError where error.isOfFullDisk(path) {
        throw CacheError.full(path: name)
      }
    }
    try copy.close()
    var configuration = Cache.configuration(name, waiting)
    configuration.readonly = true
    let location = ReadOnlyPlace.unchangingURI(Cache.lockedFiles(path)[0])
    let whole = Cache(
      try DatabaseQueue(path: location, configuration: configuration), path: name, waiting: waiting)
    defer { try? whole.close() }
    return try whole.check()
  }

  /// Opens a copy of a cache file, in a temporary database, in the schema of this version; the file is
  /// left as it is.
  ///
  /// - Throws: ``CacheError`` for a file that is no cache, or that can't be read; ``Cancelled``.
  package convenience init(copyOf path: String, waiting: LockWait) throws {
    let file = path.hasPrefix("/") ? path : "./" + path
    guard access(file, R_OK) == 0 else {
      let reason = String(cString: strerror(errno)).lowercased()
      throw CacheError.cannotOpen(path: path, reason: reason)
    }
    try Cache.refuseUnnamedTarget(of: file, path: path)
    guard try Cache.isCache(file, path: path, .file) else {
      throw CacheError.notACache(path: path)
    }
    let real = Cache.lockedFiles(file)[0]
    // Without a WAL nobody has it open; opening it as usual would leave files beside it.
    let isAlone = access(real + "-wal", F_OK) != 0
    do {
      var configuration = Cache.configuration(path, waiting)
      configuration.readonly = true
      let source = try DatabaseQueue(
        path: isAlone ? ReadOnlyPlace.unchangingURI(real) : file, configuration: configuration)
      let copy = try DatabaseQueue(path: "", configuration: Cache.configuration(path, waiting))
      self.init(copy, path: path, waiting: waiting)
      try source.read { source in
        // A temporary database takes pages of its own size alone.
        let size = try Cache.pageSize(source)
        try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA page_size = \(size)") }
        try copy.writeWithoutTransaction { try copyPages(from: source, to: $0) }
      }
      try source.close()
      try Cache.migrate(copy, path: path)
    } catch let error as DatabaseError {
      if !isAlone, error.resultCode == .SQLITE_CANTOPEN {
        throw CacheError.unreachable(log: real + "-wal", of: path)
      }
      throw CacheError.cannotOpen(path: path, reason: error.message ?? "\(error)")
    }
  }

  /// Takes over the contents of another cache, whole or not at all.
  ///
  /// - Throws: ``CacheError/busy(path:reason:)``, ``CacheError/moved(path:_:)``,
  ///   ``CacheError/readOnly(path:)``; an error of SQLite; ``Cancelled``.
  package func restore(from other: Cache) throws {
    let (size, otherSize) = (
      try queue.read(Cache.pageSize), try other.queue.read(Cache.pageSize)
    )
    guard size == otherSize else {
      throw CacheError.cannotOpen(
        path: other.path,
        reason: "its pages have \(otherSize) bytes, and those of the cache \(size); in sqlite3: "
          + "PRAGMA journal_mode = DELETE; PRAGMA page_size = \(size); VACUUM;")
    }
    // A damaged cache, which may not know its last, is replaced all the same.
    try other.forgetChanges(numberedFrom: (try? queue.read(Cache.lastChange)) ?? 0)
    try replace { db in
      try other.queue.read { try other.copyPages(from: $0, to: db) }
    }
    noteKnownChanges()
  }

  /// Lets go of the changes of a copy, which would be taken back as if they had been made where it is put.
  ///
  /// Later ones have numbers above its own and above `last`, as a session may know that of another.
  func forgetChanges(numberedFrom last: Int) throws {
    let own = try queue.read(Cache.lastChange)
    try queue.write { db in
      try db.execute(sql: "DELETE FROM change")
      try db.execute(sql: "DELETE FROM sqlite_sequence WHERE name = 'change'")
      try db.execute(
        sql: "INSERT INTO sqlite_sequence(name, seq) VALUES ('change', ?)",
        arguments: [max(own, last)])
    }
  }

  /// The number of the last change that was ever made.
  private static func lastChange(_ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'change'") ?? 0
  }

  private static func pageSize(_ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
  }

  private func copyPages(from source: Database, to copy: Database) throws {
    try source.backup(to: copy, pagesPerStep: 1000) { [cancellation] _ in
      try cancellation.check()
    }
  }
}
