import EnergyModel
import Glibc

/// Asks for something at a terminal that is not to be seen on it.
package struct SecretPrompt {
  /// A terminal.
  private let input: Int32
  private let output: Int32

  package init(input: Int32, output: Int32) {
    self.input = input
    self.output = output
  }

  /// What is typed, without echo; nil after Ctrl-C or at the end of the input.
  ///
  /// The keys come one by one and without signals, so that the terminal is never left silent.
  package func answer(to question: String) throws -> String? {
    var before = termios()
    guard tcgetattr(input, &before) == 0 else {
      throw Failure("the terminal can't be made silent: \(systemError())")
    }
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    guard tcsetattr(input, TCSAFLUSH, &silent) == 0 else {
      throw Failure("the terminal can't be made silent: \(systemError())")
    }
    defer { tcsetattr(input, TCSAFLUSH, &before) }
    // One that ends the program comes once the terminal speaks again.
    var (held, usual) = (sigset_t(), sigset_t())
    for number in [SIGTERM, SIGHUP] { sigaddset(&held, number) }
    pthread_sigmask(SIG_BLOCK, &held, &usual)
    defer { pthread_sigmask(SIG_SETMASK, &usual, nil) }
    try writeAll(Array(question.utf8), to: output, named: "the terminal")
    let answer = typed()
    try writeAll([UInt8(ascii: "\n")], to: output, named: "the terminal")
    return answer
  }

  private func typed() -> String? {
    var text: [UInt8] = []
    while true {
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
  }
}
