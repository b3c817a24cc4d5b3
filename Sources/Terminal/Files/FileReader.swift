package import EnergyModel
import Glibc

/// A file that is open, to be read once from its start to its end.
package final class FileReader {
  /// The size that the file claims to have, in bytes; 0 for a pipe.
  package let size: Int
  private let path: String
  private let mostBytes: Int
  private let cancellation: Cancellation
  private let descriptor: Int32
  private var count = 0

  /// - Throws: a ``FileError`` when the file can't be opened, or is over `mostBytes`;
  ///   ``Cancelled``.
  package init(
    _ path: String, atMost mostBytes: Int = FileNames.mostBytes, cancellation: Cancellation
  ) throws {
    // This and reading wait for as long as nobody writes to a pipe.
    var descriptor: Int32
    repeat {
      try cancellation.check()
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw FileError(path: path, reason: systemError()) }
    (self.path, self.mostBytes) = (path, mostBytes)
    (self.cancellation, self.descriptor) = (cancellation, descriptor)
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    size = Int(status.st_size)
    guard isKnown else { throw FileError(path: path, reason: systemError()) }
    // A file can claim any size, so the claim is checked before memory is taken.
    guard size <= mostBytes else { throw tooLarge }
  }

  deinit { close(descriptor) }

  /// Fills the start of a buffer with the next bytes; returns their number, 0 at the end.
  ///
  /// - Throws: a ``FileError``; ``Cancelled``.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      try cancellation.check()
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 {
        self.count += count
        guard self.count <= mostBytes else { throw tooLarge }
        return count
      }
      guard errno == EINTR else { throw FileError(path: path, reason: systemError()) }
    }
  }

  private var tooLarge: FileError {
    let size = mostBytes >> 30 > 0 ? "\(mostBytes >> 30) GB" : "\(mostBytes >> 20) MB"
    return FileError(path: path, reason: "is over \(size), too large to read at once; split it")
  }
}
