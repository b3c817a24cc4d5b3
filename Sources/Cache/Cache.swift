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
  package let cancellation: Cancellation
  /// The snapshot that ``home()`` gave last, and the file's version it was read from.
  var memo: (version: Int, home: Home)?

  /// Opens a cache, making the file (mode 0600) and its folder if they are not there.
  ///
  /// - Parameters:
  ///   - path: a file, or `:memory:`.
  ///   - cancellation: ends scans, writing, and waiting for other programs.
  /// - Throws: ``CacheError``; a file that is no cache, or a newer one, is not touched.
  package init(path: String, cancellation: Cancellation = .never) throws(CacheError) {
    self.cancellation = cancellation
    let configuration = Cache.configuration(cancellation)
    do {
      if path == ":memory:" {
        queue = try DatabaseQueue(configuration: configuration)
        try Cache.migrate(queue, path: path)
      } else {
        if access(path, F_OK) != 0 { Cache.makeFolders(above: path) }
        queue = try lockingFolder(of: path, unless: cancellation) {
          try Cache.prepareFile(path)
          let queue = try DatabaseQueue(path: path, configuration: configuration)
          try Cache.migrate(queue, path: path)
          return queue
        }
      }
    } catch let error as CacheError {
      throw error
    } catch let error as DatabaseError {
      throw error.resultCode == .SQLITE_NOTADB
        ? .notACache(path: path) : .cannotOpen(path: path, reason: error.message ?? "\(error)")
    } catch {
      throw .cannotOpen(path: path, reason: "\(error)")
    }
  }

  /// How long another program's writing is waited for: 6000 times 10 ms.
  private static let mostWaits = 6000

  private static func configuration(_ cancellation: Cancellation) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .callback { waits in
      usleep(10_000)
      return waits < mostWaits && !cancellation.isRequested
    }
    configuration.foreignKeysEnabled = true
    return configuration
  }

  private static func migrate(_ queue: DatabaseQueue, path: String) throws {
    let migrator = Schema.migrator
    let (isNewer, isCurrent) = try queue.read { db in
      (try migrator.hasBeenSuperseded(db), try migrator.hasCompletedMigrations(db))
    }
    guard !isNewer else { throw CacheError.newer(path: path) }
    if !isCurrent {
      // First of all, and before WAL: whatever interrupts the making of a cache, the file itself
      // then says that it is ours.
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
      }
      try migrator.migrate(queue)
    }
    try queue.writeWithoutTransaction { db in
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: "PRAGMA synchronous = NORMAL")
    }
  }

  /// Makes an empty file, or looks at the header of the one that is there without opening it as
  /// a database, which might already change it.
  private static func prepareFile(_ path: String) throws {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    if descriptor >= 0 {
      defer { close(descriptor) }
      var header = [UInt8](repeating: 0, count: 100)
      let count = read(descriptor, &header, header.count)
      guard count >= 0 else { throw cannotOpen(path) }
      let identifier = header[68..<72].reduce(Int32(0)) { $0 << 8 | Int32($1) }
      let isOurs =
        count == header.count && header.starts(with: "SQLite format 3\0".utf8)
        && identifier == Schema.applicationID
      guard count == 0 || isOurs else { throw CacheError.notACache(path: path) }
      return
    }
    guard errno == ENOENT else { throw cannotOpen(path) }
    let created = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard created >= 0 else { throw cannotOpen(path) }
    close(created)
  }

  /// A folder that can't be made shows when the file is.
  private static func makeFolders(above path: String) {
    for slash in path.indices.dropFirst() where path[slash] == "/" {
      mkdir(String(path[..<slash]), 0o700)
    }
  }

  private static func cannotOpen(_ path: String) -> CacheError {
    .cannotOpen(path: path, reason: String(cString: strerror(errno)).lowercased())
  }
}
