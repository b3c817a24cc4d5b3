package import EnergyModel
import Glibc

/// Files as users name them.
package enum FileNames {
  /// The files that a path stands for: `~` is the home folder, `* ? [` a pattern.
  ///
  /// A pattern that fits nothing stays as it is, and reading it then says that it is not there.
  package static func expand(_ path: String) -> [String] {
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
  package static func head(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    return count > 0 ? Array(bytes.prefix(count)) : nil
  }

  /// The path of a file to be, in a new folder that its owner alone can open.
  package static func inPrivateFolder(_ name: String) throws(Failure) -> String {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/octowatt-XXXXXX".utf8CString)
    guard let folder = mkdtemp(&template) else {
      throw Failure("cannot write \(parent)/\(name): \(systemError())")
    }
    return String(cString: folder) + "/" + name
  }

  /// `2 GB`, `16 MB`.
  private static func sizeText(_ bytes: Int) -> String {
    bytes >> 30 > 0 ? "\(bytes >> 30) GB" : "\(bytes >> 20) MB"
  }

  /// A file over this, in bytes, is not read; a year of one meter as JSON lines is 3 MB.
  package static let mostBytes = 2 << 30

  /// All bytes of a file.
  ///
  /// - Throws: a ``FileError`` when it can't be read, or is over `mostBytes`; ``Cancelled``.
  package static func read(
    _ path: String, atMost mostBytes: Int = mostBytes, cancellation: Cancellation = .never
  ) throws -> [UInt8] {
    func refusal() -> FileError { FileError(path: path, reason: systemError()) }
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
    // A file can claim any size, so the claim is checked before memory is taken.
    let tooLarge = FileError(
      path: path,
      reason: "is over \(sizeText(mostBytes)), too large to read at once; split it")
    guard status.st_size <= mostBytes else { throw tooLarge }
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
        guard bytes.count + count <= mostBytes else { throw tooLarge }
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<count]))
      } else if errno != EINTR {
        throw refusal()
      }
    }
  }
}
