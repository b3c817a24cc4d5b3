import CSpawn
import Glibc

/// Drives a program as a person at a terminal does, through a real pseudo-terminal.
///
/// The program leads a session of its own, with the terminal as its controlling one, so that
/// keys such as Ctrl-C (`\u{3}`) become signals. It is killed when the terminal goes away.
package final class PseudoTerminal {
  private let descriptor: Int32
  private let child: ChildProcess
  /// All that the program has written.
  private var output: [UInt8] = []
  /// How much of ``output`` earlier calls of ``expect(_:timeout:)`` have used up.
  private var consumed = 0
  private var isClosed = false
  /// What a person sees of it.
  package private(set) var screen: TerminalScreen

  /// Starts `executable`, a path.
  ///
  /// The environment is all that it gets; nothing is inherited.
  package init(
    _ executable: String, _ arguments: [String], environment: [String: String],
    columns: Int = 80, rows: Int = 24
  ) throws {
    var name = [CChar](repeating: 0, count: 128)
    let descriptor = try checked("open a terminal", spawn_open_terminal(&name, name.count))
    do {
      try PseudoTerminal.setSize(of: descriptor, columns: columns, rows: rows)
      child = try ChildProcess(
        executable, arguments, environment: environment, flags: spawn_new_session
      ) { actions in
        // The first terminal that a session's leader opens becomes its controlling terminal.
        try check("addopen", posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0))
        try check("adddup2", posix_spawn_file_actions_adddup2(&actions, 0, 1))
        try check("adddup2", posix_spawn_file_actions_adddup2(&actions, 0, 2))
      }
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
    screen = TerminalScreen(columns: columns, rows: rows)
  }

  deinit { close(descriptor) }

  /// All that the program has written so far, escape sequences too.
  package var transcript: String { String(decoding: output, as: UTF8.self) }

  /// Types `text`.
  ///
  /// Lines end with `\r`, as the Enter key has it, or `\n`.
  package func send(_ text: String, timeout: Duration = .seconds(60)) throws {
    try send(bytes: Array(text.utf8), timeout: timeout)
  }

  /// Types bytes, of text or not.
  package func send(bytes: [UInt8], timeout: Duration = .seconds(60)) throws {
    let deadline = Deadline(after: timeout)
    var rest = bytes[...]
    while !rest.isEmpty {
      let waiting = "room to type '\(String(decoding: bytes, as: UTF8.self))'"
      try giveUp(waiting, at: deadline, timeout)
      var ready = [pollfd(fd: descriptor, events: Int16(POLLIN | POLLOUT), revents: 0)]
      try deadline.poll(&ready, longest: timeout)
      // A program that waits for its own output to be read does not read.
      if ready[0].revents & Int16(POLLIN | POLLHUP) != 0 { try readSome() }
      guard ready[0].revents & Int16(POLLOUT) != 0 else { continue }
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EAGAIN, errno != EINTR {
        throw ChildProcessError.system(call: "write", code: errno)
      }
    }
  }

  /// Reads until `text` shows up in what has not been consumed, and consumes up to its end.
  ///
  /// Returns what it consumed. An error holds the whole ``transcript``.
  @discardableResult
  package func expect(_ text: String, timeout: Duration = .seconds(60)) throws -> String {
    let deadline = Deadline(after: timeout)
    let wanted = Array(text.utf8)
    while true {
      if let range = output[consumed...].firstRange(of: wanted) {
        defer { consumed = range.upperBound }
        return String(decoding: output[consumed..<range.upperBound], as: UTF8.self)
      }
      try giveUp("'\(text)'", at: deadline, timeout)
      try wait(until: deadline, longest: timeout)
    }
  }

  /// Reads until the screen is as it should be; `goal` says how that is.
  package func waitForScreen(
    _ goal: String, timeout: Duration = .seconds(60), _ isThere: (TerminalScreen) -> Bool
  ) throws {
    let deadline = Deadline(after: timeout)
    while !isThere(screen) {
      let shown = screen.lines.joined(separator: "\n")
      if isClosed { throw ChildProcessError.ended(waitingFor: goal, seen: shown) }
      if deadline.hasPassed {
        throw ChildProcessError.timeout(waitingFor: goal, after: timeout, seen: shown)
      }
      try wait(until: deadline, longest: timeout)
    }
  }

  /// Gives the terminal another size; the kernel tells the program by `SIGWINCH`.
  package func resize(columns: Int, rows: Int) throws {
    screen.resize(columns: columns, rows: rows)
    try PseudoTerminal.setSize(of: descriptor, columns: columns, rows: rows)
  }

  /// Sends the program a signal, such as `SIGTERM`.
  package func signal(_ number: Int32) { child.signal(number) }

  /// Reads on until the program ends; its exit status, or 128 + the signal that ended it.
  package func waitForExit(timeout: Duration = .seconds(60)) throws -> Int32 {
    let deadline = Deadline(after: timeout)
    while true {
      if let status = child.exitStatus() {
        try drain()
        return status
      }
      if deadline.hasPassed { throw timedOut("exit", timeout) }
      try wait(until: deadline, longest: .milliseconds(10))
    }
  }

  private func giveUp(_ goal: String, at deadline: Deadline, _ limit: Duration) throws {
    if isClosed { throw ChildProcessError.ended(waitingFor: goal, seen: transcript) }
    if deadline.hasPassed { throw timedOut(goal, limit) }
  }

  private func timedOut(_ goal: String, _ limit: Duration) -> ChildProcessError {
    .timeout(waitingFor: goal, after: limit, seen: transcript)
  }

  private func wait(until deadline: Deadline, longest: Duration) throws {
    // A closed terminal is always ready: with no descriptor to look at, poll only waits.
    var ready = isClosed ? [] : [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
    try deadline.poll(&ready, longest: longest)
    if ready.contains(where: { $0.revents != 0 }) { try readSome() }
  }

  /// Takes what the program wrote before it ended.
  ///
  /// The kernel hands it over a moment later, and then closes the terminal; a program left in
  /// the background may hold it open.
  private func drain() throws {
    let deadline = Deadline(after: .milliseconds(500))
    while !isClosed, !deadline.hasPassed { try wait(until: deadline, longest: .seconds(1)) }
  }

  private func readSome() throws {
    switch try readOnce(descriptor) {
    case .bytes(let bytes):
      output += bytes
      screen.take(bytes)
    case .nothing: break
    case .end: isClosed = true
    }
  }

  private static func setSize(of descriptor: Int32, columns: Int, rows: Int) throws {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    try checked("ioctl TIOCSWINSZ", ioctl(descriptor, UInt(TIOCSWINSZ), &size))
  }
}
