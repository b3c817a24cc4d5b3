package import EnergyModel
import GRDB
import Glibc
import QueryEngine

/// The cache file: meters, readings, tariffs and agreements in SQLite.
///
/// One connection, used from one thread at a time. Several programs may have the same file open:
/// writers queue, readers see the last whole transaction.
package final class Cache {
  let queue: DatabaseQueue
  /// The path that was asked for, as messages name it.
  private let path: String
  /// How other programs are waited for.
  package let waiting: LockWait
  /// The file that was opened; nil for a cache in memory.
  private let file: FileNumber?
  /// Whether something was written that may not be on the disk yet.
  private var hasWritten = false
  /// Why nothing can be done any more.
  private var loss: CacheError?
  /// What was read last, and still holds unless somebody has written since.
  var memo: CacheMemo?
  /// Whether a transaction of this program is open.
  private(set) var isWriting = false

  /// Opens a cache, and makes what is not there as far as `making` says; a file has mode 0600.
  ///
  /// - Parameters:
  ///   - path: a file, or `:memory:`.
  ///   - making: what is made that is not there.
  ///   - waiting: how other programs are waited for, and what ends scans and writing as well.
  /// - Throws: ``CacheError``; a file that is no cache, or a newer one, is not touched.
  package init(
    path: String, making: Making = .folders, waiting: LockWait = LockWait()
  ) throws(CacheError) {
    self.path = path
    self.waiting = waiting
    queue = try Cache.open(path, making: making, waiting)
    file = FileNumber(path)
  }

  package var cancellation: Cancellation { waiting.cancellation }

  /// Reads in a snapshot, or inside the transaction that is open what it has written so far.
  ///
  /// - Throws: ``CacheError/busy(path:reason:)``, and what `body` throws.
  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try namingOthers { try queue.unsafeReentrantRead(body) }
  }

  /// Writes in a transaction, which begins once no other program writes.
  ///
  /// - Throws: as ``read(_:)`` does; ``CacheError/moved(path:isGone:)``.
  func transact(_ body: (Database) throws -> Database.TransactionCompletion) throws {
    memo = nil
    hasWritten = true
    isWriting = true
    defer { isWriting = false }
    do {
      try namingOthers {
        try queue.writeWithoutTransaction { db in
          try db.inTransaction(.immediate) {
            if let move { throw move }
            let completion = try body(db)
            if let move { throw move }
            return completion
          }
        }
      }
    } catch {
      try checkPlace()
      throw error
    }
  }

  /// Moves what was written from the log beside the file into the file, and to the disk.
  ///
  /// The changes of a statement then survive a power cut, and the file is whole without its log when
  /// somebody copies or moves it. While others read, the log stays until the next time.
  package func settle() {
    guard hasWritten, loss == nil else { return }
    hasWritten = false
    queue.writeWithoutTransaction(emptyLog)
  }

  private func emptyLog(_ db: Database) {
    let limit = waiting.limit
    waiting.limit = .zero
    defer { waiting.limit = limit }
    _ = try? db.checkpoint(.truncate)
  }

  /// That the name of the cache leads to another file now, or to none; nil while all is well.
  private var move: CacheError? {
    guard let file else { return nil }
    let now = FileNumber(path)
    return now == file ? nil : .moved(path: path, isGone: now == nil)
  }

  /// Gives the cache up for good when its name leads to another file now, or to none: its log and
  /// its locks, which others find by that name, would do harm to a new one.
  ///
  /// - Throws: ``CacheError/moved(path:isGone:)``.
  package func checkPlace() throws(CacheError) {
    if let loss { throw loss }
    guard let move else { return }
    loss = move
    queue.writeWithoutTransaction(emptyLog)
    // A connection that can't be closed now is closed with the program.
    try? queue.close()
    throw move
  }

  /// Runs a step that may have to wait, and says who was in the way when it was given up.
  private func namingOthers<Result>(_ step: () throws -> Result) throws -> Result {
    if let loss { throw loss }
    waiting.begin()
    do {
      return try step()
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      throw CacheError.busy(path: path, reason: waiting.reason(Cache.lockedFiles(path)))
    }
  }
}

/// The device and inode of a file, which it keeps whatever its name.
private struct FileNumber: Equatable {
  private let device: dev_t
  private let inode: ino_t

  /// The file that a path leads to; nil when it leads to none.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = status.st_dev
    inode = status.st_ino
  }
}
