import EnergyModel
import Glibc

/// A prompt at a terminal for input that is not echoed.
package struct SecretPrompt {
  /// The descriptor of the terminal to read from.
  private let input: Int32
  private let output: Int32

  package init(input: Int32, output: Int32) {
    self.input = input
    self.output = output
  }

  /// The signals that end the program; they wait until echo is on again.
  private static let ending = [SIGTERM, SIGHUP]

  /// The line typed, without echo; nil after Ctrl-C, a signal that ends the program, or at the end of
  /// the input.
  ///
  /// Keys are read one at a time with signals off, so that the terminal is never left without echo.
  package func answer(to question: String) throws -> String? {
    var before = termios()
    guard tcgetattr(input, &before) == 0 else {
      throw Failure("cannot stop the terminal from showing what is typed: \(systemError())")
    }
    // Set first, so that it is undone last.
    var (held, usual) = (sigset_t(), sigset_t())
    for number in SecretPrompt.ending { sigaddset(&held, number) }
    pthread_sigmask(SIG_BLOCK, &held, &usual)
    defer { pthread_sigmask(SIG_SETMASK, &usual, nil) }
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    guard tcsetattr(input, TCSAFLUSH, &silent) == 0 else {
      throw Failure("cannot stop the terminal from showing what is typed: \(systemError())")
    }
    defer { tcsetattr(input, TCSAFLUSH, &before) }
    try writeAll(Array(question.utf8), to: output, named: "the terminal")
    let answer = typed()
    try writeAll([UInt8(ascii: "\n")], to: output, named: "the terminal")
    return answer
  }

  private func typed() -> String? {
    var text: [UInt8] = []
    while waitForKey() {
      var byte: UInt8 = 0
      let count = read(input, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return nil }
      switch byte {
      case UInt8(ascii: "\r"), UInt8(ascii: "\n"): return String(decoding: text, as: UTF8.self)
      case 3: return nil
      case 4 where text.isEmpty: return nil
      case 8, 127: _ = text.popLast()
      case 21: text = []
      case ..<32: break
      default: text.append(byte)
      }
    }
    return nil
  }

  /// Waits until there is something to read; false once a signal that ends the program has come.
  private func waitForKey() -> Bool {
    while true {
      var pending = sigset_t()
      sigpending(&pending)
      if SecretPrompt.ending.contains(where: { sigismember(&pending, $0) == 1 }) { return false }
      var place = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      if poll(&place, 1, 100) > 0 { return true }
    }
  }
}
