import EnergyModel
import Glibc
import Importers

/// Files as users name them.
enum FileNames {
  /// The files that a path stands for: `~` is the home folder, `* ? [` a pattern.
  ///
  /// A pattern that fits nothing stays as it is, and reading it then says that it is not there.
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

  /// The first bytes of a regular file; nil for a pipe, which could not be read again, and for
  /// what can't be read at all, which says so when its turn comes.
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

  /// All bytes of a file.
  ///
  /// - Throws: an ``ImportError`` without a line when it can't be read; ``Cancelled``.
  static func read(_ path: String, unless cancellation: Cancellation = .never) throws -> [UInt8] {
    func refusal() -> ImportError { ImportError(path: path, line: nil, message: systemError()) }
    // Both calls wait for as long as nobody writes to a pipe.
    var descriptor: Int32
    repeat {
      try cancellation.check()
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw refusal() }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw refusal() }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    // In pieces, between which it is asked whether the file is still wanted.
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 1)
    defer { piece.deallocate() }
    while true {
      try cancellation.check()
      let count = Glibc.read(descriptor, piece.baseAddress, piece.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<count]))
      } else if errno != EINTR {
        throw refusal()
      }
    }
  }
}

extension FileNames {
  /// Puts a file for its owner alone in the place of another, whole or not at all; a symbolic link
  /// stays, and what it points at is replaced.
  ///
  /// - Throws: what kept it from being written.
  static func replace(_ path: String, with bytes: [UInt8]) throws(CommandError) {
    func refusal() -> CommandError { CommandError("cannot write \(path): \(systemError())") }
    let target = realpath(path, nil).map { name in
      defer { free(name) }
      return String(cString: name)
    }
    let file = target ?? path
    let draft = file + ".\(getpid()).part"
    // One that is there was left by a process of that number that is gone.
    unlink(draft)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw refusal() }
    do {
      defer { close(descriptor) }
      try writeAll(bytes, to: descriptor, named: path)
    } catch {
      let refusal = refusal()
      unlink(draft)
      throw refusal
    }
    guard rename(draft, file) == 0 else {
      let refusal = refusal()
      unlink(draft)
      throw refusal
    }
  }

  /// Makes the folders that a file is to lie in; trouble shows when the file itself is made.
  static func makeFolders(above path: String) {
    for index in path.indices.dropFirst() where path[index] == "/" {
      mkdir(String(path[..<index]), 0o700)
    }
  }
}
