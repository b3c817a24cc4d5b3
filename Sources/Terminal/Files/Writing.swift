package import EnergyModel
import Glibc

/// Nobody reads standard output any more: the run ends without a word.
package struct BrokenPipe: Error {
  package init() {}
}

/// Writes all of `bytes`.
///
/// - Throws: ``BrokenPipe`` when nobody reads, ``Cancelled``, ``Failure`` for other troubles.
package func writeAll(
  _ bytes: [UInt8], to descriptor: Int32, named name: String,
  cancellation: Cancellation = .never
) throws {
  try bytes.withUnsafeBytes { buffer in
    var rest = buffer[...]
    while !rest.isEmpty {
      try cancellation.check()
      let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        throw BrokenPipe()
      } else if errno != EINTR {
        throw Failure("cannot write \(name): \(systemError())")
      }
    }
  }
}

/// The last error of the system, in its words.
package func systemError() -> String { String(cString: strerror(errno)).lowercased() }

/// The path with a leading `~` as the home folder.
package func expandingTilde(_ path: String) -> String {
  guard path == "~" || path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
  return String(cString: home) + path.dropFirst()
}
