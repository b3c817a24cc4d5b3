import GRDB
import GRDBSQLite
import Glibc

/// A cache file that can only be read, and how SQLite can open it.
///
/// A file with a WAL is otherwise opened by creating files beside it. Where that can't be done it is
/// opened as one that nobody changes, if the WAL is empty.
struct ReadOnlyPlace {
  /// A reason for which a file can't be written.
  enum Obstacle: Sendable {
    case permission
    case fullDisk
  }

  let obstacle: Obstacle
  /// A path, or a URI.
  let location: String
  /// The path of a WAL beside it with its last changes, which may be out of reach; nil for none.
  let log: String?

  /// Nil for a file that can be written.
  init?(_ file: String) {
    let real = Cache.lockedFiles(file)[0]
    let canWriteFolder = access(ReadOnlyPlace.folder(of: real), W_OK) == 0
    guard !canWriteFolder || access(real, W_OK) != 0 else { return nil }
    self.init(file, obstacle: .permission, isFixed: !canWriteFolder)
  }

  /// A file on a disk without room for what SQLite needs beside it.
  init(onFullDisk file: String) { self.init(file, obstacle: .fullDisk, isFixed: true) }

  /// With `isFixed` SQLite can't create files beside it.
  private init(_ file: String, obstacle: Obstacle, isFixed: Bool) {
    let real = Cache.lockedFiles(file)[0]
    var status = stat()
    self.obstacle = obstacle
    log = stat(real + "-wal", &status) == 0 && status.st_size > 0 ? real + "-wal" : nil
    let isUnchanging = isFixed && log == nil && sqlite3_compileoption_used("USE_URI") != 0
    location = isUnchanging ? ReadOnlyPlace.unchangingURI(real) : file
  }

  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
  }

  /// The URI of a file that SQLite may take for one that nobody changes.
  static func unchangingURI(_ path: String) -> String {
    let isPlain = { (byte: UInt8) in
      byte < 128 && !"%?#".utf8.contains(byte) && byte > UInt8(ascii: " ")
    }
    let digits = Array("0123456789ABCDEF")
    let escaped = path.utf8.map { byte in
      isPlain(byte)
        ? String(UnicodeScalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }
    return "file:" + escaped.joined() + "?immutable=1"
  }
}

extension CacheError {
  /// The last changes are in a WAL that SQLite can't open.
  static func unreachable(
    log: String, of path: String, _ obstacle: ReadOnlyPlace.Obstacle = .permission
  ) -> CacheError {
    let reason = obstacle == .fullDisk ? "the disk is full" : "nothing can be written beside it"
    return .cannotOpen(
      path: path,
      reason: "its last changes are in \(log), and \(reason); copy both to another folder")
  }
}

extension Cache {
  /// Opens a cache that can only be read.
  ///
  /// - Throws: ``CacheError/cannotOpen(path:reason:)`` for one of an older version, or whose WAL can't
  ///   be read.
  static func open(
    _ place: ReadOnlyPlace, path: String, _ configuration: Configuration
  ) throws -> DatabaseQueue {
    var configuration = configuration
    configuration.readonly = true
    do {
      let queue = try DatabaseQueue(path: place.location, configuration: configuration)
      guard try queue.read({ try isMigrated($0, path: path) }) else {
        let reason = place.obstacle == .fullDisk ? "the disk is full" : "it can't be written to"
        throw CacheError.cannotOpen(
          path: path,
          reason: "an older version made it, and \(reason); copy it to another folder")
      }
      return queue
    } catch let error as DatabaseError where error.resultCode != .SQLITE_BUSY {
      guard let log = place.log else { throw error }
      throw CacheError.unreachable(log: log, of: path, place.obstacle)
    }
  }
}

extension DatabaseError {
  /// Whether the disk of `file` has no room for what SQLite wrote to it or beside it.
  func isOfFullDisk(_ file: String) -> Bool {
    switch extendedResultCode {
    // The index of a WAL is the first that finds no room; SQLite has an error of its own for it.
    case .SQLITE_FULL, .SQLITE_IOERR_SHMSIZE: return true
    case .SQLITE_CANTOPEN:
      var disk = statvfs()
      guard statvfs(ReadOnlyPlace.folder(of: Cache.lockedFiles(file)[0]), &disk) == 0 else {
        return false
      }
      return disk.f_bavail == 0 || disk.f_files > 0 && disk.f_favail == 0
    default: return false
    }
  }
}
