import GRDB
import Glibc

extension Cache {
  /// The missing parts of a cache's path that opening it may create.
  package enum Making: Sendable {
    /// Only an existing cache is opened.
    case nothing
    /// The file, in an existing folder.
    case file
    /// The file and the folders above it.
    case folders
  }

  /// The open file, the name by which SQLite has it open, and what keeps it from being written.
  static func open(
    _ path: String, making: Making, _ waiting: LockWait
  ) throws(CacheError) -> (DatabaseQueue, location: String, ReadOnlyPlace.Obstacle?) {
    waiting.begin()
    do {
      let configuration = configuration(path, waiting)
      guard path != ":memory:" else {
        let queue = try DatabaseQueue(configuration: configuration)
        try migrate(queue, path: path)
        return (queue, path, nil)
      }
      // SQLite takes some names for URIs or in-memory databases, but none that begin with `/` or
      // `./`.
      let file = path.hasPrefix("/") ? path : "./" + path
      try refuseUnnamedTarget(of: file, path: path)
      if try isCache(file, path: path, making) {
        if let place = ReadOnlyPlace(file) {
          return (try open(place, path: path, configuration), place.location, place.obstacle)
        }
        do {
          let queue = try DatabaseQueue(path: file, configuration: configuration)
          if try isCurrent(queue, path: path) { return (queue, file, nil) }
        } catch let error as DatabaseError where error.isOfFullDisk(file) {
          let place = ReadOnlyPlace(onFullDisk: file)
          return (try open(place, path: path, configuration), place.location, place.obstacle)
        }
      } else if making == .folders {
        makeFolders(above: path)
      }
      let made = try locking(file, waiting) {
        // Another program may have created it first.
        if try !isCache(file, path: path, making) { try makeFile(file, path: path) }
        let queue = try DatabaseQueue(path: file, configuration: configuration)
        try migrate(queue, path: path)
        return queue
      }
      return (made, file, nil)
    } catch let error as CacheError {
      throw error
    } catch let error as DatabaseError {
      switch error.resultCode {
      // The header has been found to be that of a cache.
      case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_ERROR:
        throw .ruined(path: path, reason: error.message ?? "\(error)")
      case .SQLITE_BUSY:
        throw .cannotOpen(path: path, reason: waiting.reason(lockedFiles(path)))
      case _ where error.isOfFullDisk(path):
        throw .cannotOpen(path: path, reason: "the disk is full")
      default: throw .cannotOpen(path: path, reason: error.message ?? "\(error)")
      }
    } catch {
      throw .cannotOpen(path: path, reason: "\(error)")
    }
  }

  /// The files on which SQLite holds a cache's locks; these are beside the real file where `path`
  /// is a link to it.
  static func lockedFiles(_ path: String) -> [String] {
    guard let name = realpath(path, nil) else { return [path] }
    defer { free(name) }
    // A folder above the file may have a name that is not UTF-8.
    let file = String(validatingCString: name) ?? path
    return [file, file + "-shm"]
  }

  /// Refuses a link to a file whose path is not UTF-8: the WAL, which is beside that file, could not be
  /// looked for, and the changes in it would be missing from the answers.
  static func refuseUnnamedTarget(of file: String, path: String) throws(CacheError) {
    var status = stat()
    guard lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFLNK,
      let name = realpath(file, nil)
    else { return }
    defer { free(name) }
    guard String(validatingCString: name) == nil else { return }
    throw .cannotOpen(
      path: path, reason: "it is a link to a path that is not UTF-8: rename the file or folder")
  }

  static func configuration(_ path: String, _ waiting: LockWait) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .callback { _ in waiting.goesOn(for: lockedFiles(path)) }
    configuration.foreignKeysEnabled = true
    return configuration
  }

  /// Runs `body`, which creates or migrates a cache, while no other program does.
  ///
  /// SQLite can lock only a whole database; this lock is for the time before there is one. Where
  /// the lock file can't be created, `body` runs without it and reports why the folder is not
  /// writable.
  static func locking<Result>(
    _ file: String, _ waiting: LockWait, _ body: () throws -> Result
  ) throws -> Result {
    let lock: LockedFile
    do throws(LockError) {
      lock = try LockedFile(path: (lockedFiles(file).first ?? file) + "-lock", waiting: waiting)
    } catch {
      if case .busy = error { throw error }
      return try body()
    }
    defer { unlink(lock.path) }
    return try body()
  }

  /// Whether the schema and journal mode are up to date, so that nothing has to be written.
  ///
  /// - Throws: ``CacheError/newer(path:)``.
  private static func isCurrent(_ queue: DatabaseQueue, path: String) throws -> Bool {
    let isCurrent = try queue.read { db in
      let isLogged = try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal"
      return try isMigrated(db, path: path) && isLogged
    }
    if isCurrent {
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
    }
    return isCurrent
  }

  /// Whether the schema is that of this version, and not of an older one.
  ///
  /// - Throws: ``CacheError/newer(path:)``; ``CacheError/damaged(row:reason:)`` where something else
  ///   stands in the place of a table.
  static func isMigrated(_ db: Database, path: String) throws -> Bool {
    let migrator = Schema.migrator
    guard try !migrator.hasBeenSuperseded(db) else { throw CacheError.newer(path: path) }
    try Schema.refuseImpostors(db)
    return try migrator.hasCompletedMigrations(db)
  }

  static func migrate(_ queue: DatabaseQueue, path: String) throws {
    guard try !isCurrent(queue, path: path) else { return }
    // First of all, and before WAL: if the creation of a cache is interrupted, the file is already
    // marked as ours.
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
    }
    try Schema.migrator.migrate(queue)
    try queue.writeWithoutTransaction { db in
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: "PRAGMA synchronous = NORMAL")
    }
  }

  /// Whether a file is a cache; false when it is missing or empty and is to become one.
  ///
  /// Only the header is read: opening the file as a database might already change it.
  static func isCache(_ file: String, path: String, _ making: Making) throws -> Bool {
    let descriptor = Glibc.open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno == ENOENT else { throw cannotOpen(path) }
      if making == .nothing { throw cannotOpen(path, "; --strict makes none") }
      return false
    }
    defer { Glibc.close(descriptor) }
    var header = [UInt8](repeating: 0, count: 100)
    let count = Glibc.read(descriptor, &header, header.count)
    guard count >= 0 else { throw cannotOpen(path) }
    if count == 0 {
      guard making != .nothing else {
        throw CacheError.cannotOpen(path: path, reason: "it is empty; --strict makes none")
      }
      return false
    }
    let identifier = header[68..<72].reduce(Int32(0)) { $0 << 8 | Int32($1) }
    guard count == header.count, header.starts(with: "SQLite format 3\0".utf8),
      identifier == Schema.applicationID
    else { throw CacheError.notACache(path: path) }
    return true
  }

  /// Creates an empty file; an existing one is left as it is.
  private static func makeFile(_ file: String, path: String) throws {
    let descriptor = Glibc.open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw cannotOpen(path, errno == ENOENT ? "; a query makes no folder" : "")
    }
    Glibc.close(descriptor)
  }

  /// Creates missing folders; a failure surfaces when the file is created.
  private static func makeFolders(above path: String) {
    for slash in path.indices.dropFirst() where path[slash] == "/" {
      mkdir(String(path[..<slash]), 0o700)
    }
  }

  private static func cannotOpen(_ path: String, _ advice: String = "") -> CacheError {
    .cannotOpen(path: path, reason: String(cString: strerror(errno)).lowercased() + advice)
  }
}
