package import EnergyModel
import Glibc

/// The file of `.output`, closed when the last reference to it goes.
package final class OutputFile {
  package let path: String
  /// The buffer for results written to it.
  package let buffer: OutputBuffer
  /// Whether it has a result, from which the next has to be separated.
  package var hasResults = false
  private let descriptor: Int32
  package let isTerminal: Bool

  /// Opens a file for writing, from its start or at its end.
  ///
  /// - Throws: a ``Failure`` when it can't be written.
  package init(
    path: String, appending: Bool = false, permissions: UInt32 = 0o666,
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
        // Only a broken pipe on standard output ends the run.
        throw Failure("cannot write \(place): broken pipe")
      }
    }
  }

  deinit { close(descriptor) }
}
