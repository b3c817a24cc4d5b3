package import EnergyModel
import Glibc

/// Files as users name them.
package enum FileNames {
  /// The files that a path stands for: `~` is the home folder, `* ? [` a pattern.
  ///
  /// A pattern that fits nothing stays as it is, and reading it then says that it is not there. A file
  /// that fits and whose name is not UTF-8 is an error.
  package static func expand(_ path: String) -> [Result<String, FileError>] {
    let path = expandingTilde(path)
    guard path.contains(where: { "*?[".contains($0) }) else { return [.success(path)] }
    var matches = glob_t()
    defer { globfree(&matches) }
    guard access(path, F_OK) != 0, glob(path, 0, nil, &matches) == 0 else {
      return [.success(path)]
    }
    return (0..<Int(matches.gl_pathc)).compactMap { index in
      matches.gl_pathv[index].map { name in
        String(validatingCString: name).map(Result.success)
          ?? .failure(
            FileError(path: escaped(name), reason: "the file's name is not UTF-8: rename it"))
      }
    }
  }

  /// A name that is not UTF-8, with its bytes above ASCII as in `caf\xe9.csv`.
  package static func escaped(_ name: UnsafePointer<CChar>) -> String {
    UnsafeBufferPointer(start: name, count: strlen(name)).reduce(into: "") { text, character in
      let byte = UInt8(bitPattern: character)
      text += byte < 0x80 ? String(UnicodeScalar(byte)) : "\\x" + String(byte, radix: 16)
    }
  }

  /// The entries of a folder, in no order, as name and type (`DT_DIR`); empty where it can't be read.
  ///
  /// The name is nil where it is not UTF-8.
  static func entries(of folder: String) -> [(name: String?, kind: Int)] {
    guard let folder = opendir(folder) else { return [] }
    defer { closedir(folder) }
    var entries: [(name: String?, kind: Int)] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { entries.append((name, Int(entry.pointee.d_type))) }
    }
    return entries
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

  /// A file over this, in bytes, is not read; a year of one meter as JSON lines is 3 MB.
  package static let mostBytes = 2 << 30

  /// All bytes of a file.
  ///
  /// - Throws: a ``FileError`` when it can't be read, or is over `mostBytes`; ``Cancelled``.
  package static func read(
    _ path: String, atMost mostBytes: Int = mostBytes, cancellation: Cancellation = .never
  ) throws -> [UInt8] {
    let file = try FileReader(path, atMost: mostBytes, cancellation: cancellation)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(file.size)
    // In pieces, between which it is asked whether the file is still wanted.
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 1)
    defer { piece.deallocate() }
    while case let count = try file.read(into: piece), count > 0 {
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<count]))
    }
    return bytes
  }
}
