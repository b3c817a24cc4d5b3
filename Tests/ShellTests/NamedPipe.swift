import Glibc
import TestSupport

/// A named pipe in a folder, by which a test holds a program up for as long as it wants.
final class NamedPipe {
  let path: String
  private var descriptor: Int32 = -1

  init(_ name: String, in folder: TemporaryFolder) throws {
    path = folder.path(of: name)
    guard mkfifo(path, 0o600) == 0 else { throw ProgramError("no pipe \(path)") }
  }

  deinit { end() }

  /// Closes it, which is the end for whoever reads from it.
  func end() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  /// Waits until a program reads from the pipe, and gives it `text`, but no end.
  func feed(_ text: String) throws {
    try wait("a reader of \(path)") {
      if descriptor < 0 { descriptor = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC) }
      return descriptor >= 0
    }
    let bytes = Array(text.utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count else {
      throw ProgramError("the pipe takes no more")
    }
    try wait("the text to be taken") { try waitingBytes() == 0 }
  }

  /// Opens the pipe to read, and reads nothing.
  func hold() throws {
    descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw ProgramError("cannot open \(path)") }
  }

  /// Waits until a program has filled it, and can write no more.
  func waitUntilFull() throws {
    try wait("a full pipe") { try waitingBytes() >= 65_536 }
  }

  private func waitingBytes() throws -> Int {
    var count: Int32 = 0
    guard ioctl(descriptor, UInt(FIONREAD), &count) == 0 else { throw ProgramError("no FIONREAD") }
    return Int(count)
  }
}

/// Waits until something holds, which is looked at again and again, for a minute at most.
func wait(_ goal: String, until holds: () throws -> Bool) throws {
  let end = ContinuousClock.now + .seconds(60)
  while try !holds() {
    guard ContinuousClock.now < end else { throw ProgramError("waited in vain for \(goal)") }
    usleep(5000)
  }
}
