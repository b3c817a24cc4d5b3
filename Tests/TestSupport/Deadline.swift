import Glibc

/// A moment after which waiting is given up.
struct Deadline {
  private let end: ContinuousClock.Instant

  init(after limit: Duration) { end = .now + limit }

  var hasPassed: Bool { ContinuousClock.now >= end }

  /// Waits until one of the descriptors is ready, or for `longest`, or until the deadline.
  ///
  /// Each entry's `revents` says what it is ready for.
  func poll(_ descriptors: inout [pollfd], longest: Duration) throws {
    let wait = max(.zero, min(longest, ContinuousClock.now.duration(to: end)))
    let milliseconds = Int32(wait / .milliseconds(1)) + 1
    let ready = Glibc.poll(&descriptors, nfds_t(descriptors.count), milliseconds)
    if ready == -1, errno != EINTR {
      throw ChildProcessError.system(call: "poll", code: errno)
    }
  }
}

/// What one call of `read` gave.
enum ReadOutcome {
  case bytes(ArraySlice<UInt8>)
  /// Nothing now; more may come.
  case nothing
  /// The other side is closed, as `EIO` says of a terminal.
  case end
}

/// Reads once from a descriptor that does not block, or that `poll` found ready.
func readOnce(_ descriptor: Int32) throws -> ReadOutcome {
  var buffer = [UInt8](repeating: 0, count: 16_384)
  let count = read(descriptor, &buffer, buffer.count)
  if count > 0 { return .bytes(buffer[..<count]) }
  if count == 0 { return .end }
  return switch errno {
  case EIO: .end
  case EAGAIN, EINTR: .nothing
  default: throw ChildProcessError.system(call: "read", code: errno)
  }
}
