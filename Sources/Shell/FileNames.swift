import Cache
import EnergyModel
import Glibc
import Interchange

/// File operations on paths as users type them.
enum FileNames {
  /// The files that a path stands for: `~` is the home folder, `* ? [` make a pattern.
  ///
  /// A pattern without matches stays as it is, so that reading it fails with "no such file".
  static func expand(_ path: String) -> [String] {
    let path = expandingTilde(path)
    guard path.contains(where: { "*?[".contains($0) }) else { return [path] }
    var matches = glob_t()
    defer { globfree(&matches) }
    guard access(path, F_OK) != 0, glob(path, 0, nil, &matches) == 0 else { return [path] }
    return (0..<Int(matches.gl_pathc)).compactMap { index in
      matches.gl_pathv[index].map { String(cString: $0) }
    }
  }

  /// The first bytes of a regular file.
  ///
  /// Nil for a pipe, which could not be read again, and for a file that can't be read, whose error
  /// surfaces when it is imported.
  static func head(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    return count > 0 ? Array(bytes.prefix(count)) : nil
  }

  /// A size such as `2 GB`, `16 MB`.
  private static func sizeText(_ bytes: Int) -> String {
    bytes >> 30 > 0 ? "\(bytes >> 30) GB" : "\(bytes >> 20) MB"
  }

  /// The largest file read, in bytes; a year of one meter as JSON lines is 3 MB.
  static let mostBytes = 2 << 30

  /// Reads all bytes of a file.
  ///
  /// - Throws: an ``ImportError`` without a line when it can't be read, or is over `mostBytes`;
  ///   ``Cancelled``.
  static func read(
    _ path: String, atMost mostBytes: Int = mostBytes, cancellation: Cancellation = .never
  ) throws -> [UInt8] {
    func refusal() -> ImportError { ImportError(path: path, line: nil, message: systemError()) }
    // On a pipe, both calls block until somebody writes to it.
    var descriptor: Int32
    repeat {
      try cancellation.check()
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw refusal() }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw refusal() }
    // The size that a file reports may be false.
    let tooLarge = ImportError(
      path: path, line: nil,
      message: "is over \(sizeText(mostBytes)), more than is read at once; split it")
    guard status.st_size <= mostBytes else { throw tooLarge }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    // It is read in chunks, between which cancellation is checked.
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 1)
    defer { piece.deallocate() }
    while true {
      try cancellation.check()
      let count = Glibc.read(descriptor, piece.baseAddress, piece.count)
      if count == 0 { return bytes }
      if count > 0 {
        guard bytes.count + count <= mostBytes else { throw tooLarge }
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<count]))
      } else if errno != EINTR {
        throw refusal()
      }
    }
  }
}

extension FileNames {
  /// Replaces a file atomically with one private to its owner; a symbolic link stays, and its
  /// target is replaced.
  ///
  /// The draft has the same name in all programs, and serves as their lock: `contents` is called
  /// while no other program can replace the file. An abandoned draft is overwritten.
  ///
  /// - Throws: the reason why it can't be written; any error of `contents`.
  static func replace(
    _ path: String, waiting: LockWait = LockWait(),
    with contents: () throws(Failure) -> [UInt8]
  ) throws(Failure) {
    let file = target(of: path)
    let draft = try lockDraft(of: path, waiting)
    do {
      let bytes = try contents()
      func check(_ isDone: Bool) throws(Failure) {
        if !isDone { throw Failure("cannot write \(path): \(systemError())") }
      }
      try check(fchmod(draft.descriptor, 0o600) == 0 && ftruncate(draft.descriptor, 0) == 0)
      do {
        try writeAll(bytes, to: draft.descriptor, named: path)
      } catch {
        try check(false)
      }
      try check(fsync(draft.descriptor) == 0)
      try check(rename(draft.path, file) == 0)
    } catch {
      unlink(draft.path)
      throw error
    }
    syncFolder(of: file)
  }

  /// Removes the draft of a program that was killed while it replaced a file.
  static func removeDraft(of path: String) {
    guard access(target(of: path) + ".part", F_OK) == 0,
      let draft = try? lockDraft(of: path, LockWait(limit: .zero))
    else { return }
    unlink(draft.path)
  }

  private static func lockDraft(
    of path: String, _ waiting: LockWait
  ) throws(Failure) -> LockedFile {
    do throws(LockError) {
      return try LockedFile(path: target(of: path) + ".part", waiting: waiting)
    } catch {
      throw Failure("cannot write \(path): \(error)")
    }
  }

  /// The target of a path, links resolved; the path itself when it does not exist.
  static func target(of path: String) -> String {
    guard let name = realpath(path, nil) else { return path }
    defer { free(name) }
    return String(cString: name)
  }

  /// A name for a new file beside `path`, which is renamed to it once written.
  ///
  /// A file that already has such a name belongs to a program that is gone, or is on another
  /// machine, and is left alone.
  static func draft(beside path: String) -> String {
    var status = stat()
    var draft = path + ".\(getpid()).part"
    var number = 1
    while lstat(draft, &status) == 0 {
      number += 1
      draft = path + ".\(getpid())-\(number).part"
    }
    return draft
  }

  /// Renames a file without replacing another, which fails with `EEXIST`; returns whether it did.
  static func move(_ path: String, toNew name: String) -> Bool {
    if link(path, name) == 0 {
      unlink(path)
      return true
    }
    // Where hard links are not supported, an empty file reserves the name first.
    guard errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS else { return false }
    let place = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard place >= 0 else { return false }
    close(place)
    return rename(path, name) == 0
  }

  /// Flushes a renamed file's folder to disk, where the file system can.
  static func syncFolder(of path: String) {
    let folder = open(self.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  /// The folder of a file, with a trailing slash unless it is the current one.
  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
  }

  /// Creates the folders above a file; a failure surfaces when the file itself is created.
  static func makeFolders(above path: String) {
    for index in path.indices.dropFirst() where path[index] == "/" {
      mkdir(String(path[..<index]), 0o700)
    }
  }
}
