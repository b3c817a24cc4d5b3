package import EnergyModel
import GRDB
import Glibc
import QueryEngine

/// The cache file: meters, readings, tariffs and agreements in SQLite.
///
/// It has one connection, used from one thread at a time. Several programs may have the same file
/// open: writers queue, readers see the last committed transaction.
package final class Cache {
  let queue: DatabaseQueue
  /// The path as given, for messages.
  let path: String
  /// The name by which SQLite has it open: a path, or a URI for one where nothing can be written.
  let location: String
  /// The reason for which the file can't be written; nil where it can be.
  private let obstacle: ReadOnlyPlace.Obstacle?
  /// The policy for waiting on other programs' locks.
  package let waiting: LockWait
  /// The identity of the opened file; nil for a cache in memory.
  private let file: FileNumber?
  /// Whether something was written that may not be on disk yet.
  private var hasWritten = false
  /// The error that made the cache unusable; nil while it is usable.
  private var loss: CacheError?
  /// The decoded contents of the current version of the file; nil until something is read.
  var memo: CacheMemo?
  /// Whether a transaction of this program is open.
  private(set) var isWriting = false
  /// Whose changes are recorded, and what is known of those of others.
  package var changeSession = ChangeSession()
  /// The recorder of the open transaction; nil where nothing is recorded.
  var recorder: ChangeRecorder?
  /// The tables that it records; nil until they are read.
  var loggedTables: [LoggedTable]?

  /// Opens a cache, creating missing parts as `making` allows; the file has mode 0600.
  ///
  /// - Parameters:
  ///   - path: a file, or `:memory:`.
  ///   - making: the missing parts that may be created.
  ///   - waiting: the policy for waiting on locks; its cancellation also ends scans and writes.
  /// - Throws: ``CacheError``; a file that is not a cache, or a newer one, is left untouched.
  package init(
    path: String, making: Making = .folders, waiting: LockWait = LockWait()
  ) throws(CacheError) {
    self.path = path
    self.waiting = waiting
    (queue, location, obstacle) = try Cache.open(path, making: making, waiting)
    file = FileNumber(path, isReadOnly: obstacle != nil)
    noteKnownChanges()
  }

  /// The cache in a database that nobody else can have open; `path` is its name in messages.
  init(_ queue: DatabaseQueue, path: String, waiting: LockWait) {
    (self.queue, self.path, self.waiting) = (queue, path, waiting)
    (location, obstacle, file) = ("", nil, nil)
  }

  package var cancellation: Cancellation { waiting.cancellation }

  /// Whether it was opened for reading alone, as the disk was full, so that another try may do more.
  package var isOnFullDisk: Bool { obstacle == .fullDisk }

  /// Reads in a snapshot, or, inside an open transaction, with its changes so far.
  ///
  /// - Throws: ``CacheError/busy(path:reason:)``, ``CacheError/full(path:)``,
  ///   ``CacheError/unreadable(path:reason:)``, and any error of `body`.
  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try namingOthers { try queue.unsafeReentrantRead(body) }
  }

  /// Reads in one snapshot, whatever others write meanwhile; no transaction may be open.
  ///
  /// - Throws: as ``read(_:)`` does; ``Cancelled`` when SQLite was busy as it was requested.
  func readSnapshot<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try namingOthers {
      try queue.read { db in
        try db.interrupting(at: cancellation) { try body(db) }
      }
    }
  }

  /// Replaces the contents in one transaction of SQLite's own; `body` gets the database to fill.
  ///
  /// - Throws: as ``transact(_:)`` does.
  func replace(_ body: (Database) throws -> Void) throws {
    try refuseWhereNothingCanBeWritten()
    memo = nil
    hasWritten = true
    try checkPlace()
    try namingOthers { try queue.writeWithoutTransaction(body) }
  }

  /// Writes in a transaction, which begins once no other program is writing.
  ///
  /// With `isRecorded` it can be taken back, if a statement is under way.
  ///
  /// - Throws: as ``read(_:)`` does; ``CacheError/moved(path:_:)``;
  ///   ``CacheError/readOnly(path:)``; ``CacheError/foreignTrigger(path:name:)``.
  func transact(
    isRecorded: Bool = true, _ body: (Database) throws -> Database.TransactionCompletion
  ) throws {
    try refuseWhereNothingCanBeWritten()
    let session = changeSession
    memo = nil
    hasWritten = true
    isWriting = true
    defer { isWriting = false }
    do {
      try namingOthers {
        try queue.writeWithoutTransaction { db in
          try db.inTransaction(.immediate) {
            if let move { throw move }
            if let trigger = try Schema.foreignTriggers(db).first {
              throw CacheError.foreignTrigger(path: path, name: trigger.name)
            }
            let completion = try isRecorded ? recording(db, body) : body(db)
            if let move { throw move }
            return completion
          }
        }
      }
    } catch {
      changeSession = session
      try checkPlace()
      throw error
    }
  }

  /// Checkpoints: moves the changes from the WAL into the file, and flushes it to disk.
  ///
  /// A statement's changes then survive a power cut, and the file is complete without its WAL when
  /// somebody copies or moves it. While others read, the WAL stays, and the next call tries again.
  package func settle() {
    guard hasWritten, loss == nil else { return }
    hasWritten = !queue.writeWithoutTransaction(emptyLog)
  }

  /// Ends the use of the file: without another program that has it open, the WAL goes.
  ///
  /// - Throws: an error of SQLite.
  package func close() throws { try queue.close() }

  private func refuseWhereNothingCanBeWritten() throws(CacheError) {
    switch obstacle {
    case .permission: throw .readOnly(path: path)
    case .fullDisk: throw .full(path: path)
    case nil: break
    }
  }

  /// Moves the WAL into the file; false while another program reads.
  private func emptyLog(_ db: Database) -> Bool {
    let limit = waiting.limit
    waiting.limit = .zero
    defer { waiting.limit = limit }
    return (try? db.checkpoint(.truncate)) != nil
  }

  /// The error that the cache's path no longer leads to the opened file, or that there are changes which
  /// are not in it; nil while all is as it was.
  private var move: CacheError? {
    guard let file else { return nil }
    guard let now = FileNumber(path, isReadOnly: obstacle != nil) else {
      return .moved(path: path, .gone)
    }
    guard now.isSameFile(as: file) else { return .moved(path: path, .replaced) }
    guard now == file else { return .moved(path: path, .changed) }
    guard location.hasPrefix("file:") else { return nil }
    // Of a WAL beside one that it may take for unchanging SQLite takes no notice.
    let log = Cache.lockedFiles(path)[0] + "-wal"
    var status = stat()
    guard stat(log, &status) == 0, status.st_size > 0 else { return nil }
    return .changedBeside(path: path, log: log)
  }

  /// Closes the cache for good if its path no longer leads to the opened file: its WAL and locks,
  /// which others find by that path, would corrupt a new one.
  ///
  /// - Throws: ``CacheError/moved(path:_:)``; ``CacheError/changedBeside(path:log:)``.
  package func checkPlace() throws(CacheError) {
    if let loss { throw loss }
    guard let move else { return }
    loss = move
    _ = queue.writeWithoutTransaction(emptyLog)
    // A connection that can't be closed now is closed when the program exits.
    try? queue.close()
    throw move
  }

  /// Runs a step that may wait for locks; if it is given up, the error names who holds them.
  ///
  /// One that tells of the file's contents is without the SQL that met it.
  private func namingOthers<Result>(_ step: () throws -> Result) throws -> Result {
    if let loss { throw loss }
    waiting.begin()
    do {
      return try step()
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      throw CacheError.busy(path: path, reason: waiting.reason(Cache.lockedFiles(path)))
    } catch let error as DatabaseError where error.isOfFullDisk(path) {
      throw CacheError.full(path: path)
    } catch let error as DatabaseError where error.isOfFile {
      throw CacheError.unreadable(path: path, reason: error.message ?? "\(error)")
    }
  }
}

/// The device and inode of a file, which stay the same when it is renamed.
private struct FileNumber: Equatable {
  private let device: dev_t
  private let inode: ino_t
  /// The size and the time of the last change, in seconds and nanoseconds, of a file that is only
  /// read; empty for others.
  private var version: [Int] = []

  /// The file at a path; nil when there is none.
  ///
  /// One that is only read takes part in no locks, so that whoever writes to it replaces it.
  init?(_ path: String, isReadOnly: Bool) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = status.st_dev
    inode = status.st_ino
    if isReadOnly {
      version = [Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    }
  }

  /// Whether it is at most changed.
  func isSameFile(as other: FileNumber) -> Bool { device == other.device && inode == other.inode }
}
