package import EnergyModel
package import Glibc

/// A file that the shell writes to until told otherwise; closed when nobody needs it any more.
package final class OutputFile {
  package let path: String
  /// Results on their way into the file.
  package let buffer: OutputBuffer
  /// Whether a result has been written, so that the next one keeps its distance.
  package var hasResults = false
  private let descriptor: Int32
  package let isTerminal: Bool

  /// Opens a file to write: from its start, or behind what is in it.
  ///
  /// - Throws: a ``Failure`` when it can't be written.
  package init(
    path: String, appending: Bool = false, permissions: mode_t = 0o666,
    cancellation: Cancellation = .never
  ) throws(Failure) {
    let place = expandingTilde(path)
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (appending ? O_APPEND : O_TRUNC)
    let descriptor = open(place, flags, permissions)
    guard descriptor >= 0 else { throw Failure("cannot write \(place): \(systemError())") }
    self.path = path
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) != 0
    buffer = OutputBuffer { bytes in
      do {
        try writeAll(bytes, to: descriptor, named: place, cancellation: cancellation)
      } catch is BrokenPipe {
        // Only when nobody reads standard output is the run over.
        throw Failure("cannot write \(place): nobody reads it any more")
      }
    }
  }

  deinit { close(descriptor) }
}
