import EnergyModel
import Glibc
import Rendering

/// The file of `.output`, closed when the last reference to it goes.
final class OutputFile {
  let path: String
  /// The buffer for results written to it.
  let buffer: OutputBuffer
  /// Whether it has a result, from which the next has to be separated.
  var hasResults = false
  private let descriptor: Int32
  let isTerminal: Bool

  /// Opens a file for writing, from its start or at its end.
  ///
  /// - Throws: a ``Failure`` when it can't be written.
  init(
    path: String, appending: Bool = false, mode: mode_t = 0o666,
    cancellation: Cancellation = .never
  ) throws(Failure) {
    let place = expandingTilde(path)
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (appending ? O_APPEND : O_TRUNC)
    let descriptor = open(place, flags, mode)
    guard descriptor >= 0 else { throw Failure("cannot write \(place): \(systemError())") }
    self.path = path
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) != 0
    buffer = OutputBuffer { bytes in
      do {
        try writeAll(bytes, to: descriptor, named: place, cancellation: cancellation)
      } catch is BrokenPipe {
        // Only a broken pipe on standard output ends the run.
        throw Failure("cannot write \(place): nobody reads it any more")
      }
    }
  }

  deinit { close(descriptor) }
}
