import Commands
import EnergyModel
import QueryLanguage
import Terminal

/// Statements to run in order, under the name that errors show.
struct Script {
  let name: String
  /// Returns the next line without its terminator; nil after the last.
  let line: () throws -> String?

  init(name: String, line: @escaping () throws -> String?) {
    self.name = name
    self.line = line
  }

  /// The largest script, in bytes.
  private static let mostBytes = 16 << 20
  /// The longest line, in bytes; errors show the line that they are in.
  static let longestLine = 64 << 10
  /// The longest statement over all its lines and the comments between them, in bytes; input without
  /// an end would else be held until the memory is gone.
  static let longestStatement = 1 << 20

  /// Reads the script in a file.
  ///
  /// - Throws: a ``FileError`` when it can't be read; ``Cancelled``.
  init(path: String, cancellation: Cancellation) throws {
    let bytes = try FileNames.read(
      expandingTilde(path), atMost: Script.mostBytes, cancellation: cancellation)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileError(path: path, reason: "it is not UTF-8 text")
    }
    // In Swift, a carriage return and newline are one character.
    var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .makeIterator()
    self.init(name: path) { lines.next().map(String.init) }
  }
}

extension Session {
  /// Runs a script up to its first error.
  ///
  /// - Returns: whether the run may continue.
  func run(_ script: Script) throws -> Bool {
    var reader = ScriptReader()
    var number = 0
    while let line = try script.line() {
      number += 1
      let hasMark = number == 1 && line.unicodeScalars.first == "\u{FEFF}"
      guard line.utf8.count <= Script.longestLine else {
        workspace.reporter.fail(.failure)
        try workspace.reporter.error(
          "\(script.name):\(number): the line is over \(Script.longestLine >> 10) KB, "
            + "so it is not a statement")
        return false
      }
      let invalidByteIndex = line.utf8.firstIndex(where: isNonTextByte)
      // A line that is not text is replaced by an empty one, which ends the statement before it.
      let text =
        invalidByteIndex != nil ? "" : hasMark ? String(line.unicodeScalars.dropFirst()) : line
      for piece in reader.feed(text) {
        guard try run(piece, from: .script(name: script.name)) else { return false }
      }
      guard reader.pendingBytes <= Script.longestStatement else {
        workspace.reporter.fail(.failure)
        try workspace.reporter.error(
          "\(script.name):\(number): the statement is over \(Script.longestStatement >> 20) MB")
        return false
      }
      guard let invalidByteIndex else { continue }
      workspace.reporter.fail(.failure)
      let column = line.distance(from: line.startIndex, to: invalidByteIndex) + 1
      let message =
        "\(script.name):\(number):\(column): this is not text: it has the byte "
        + hexadecimal(line.utf8[invalidByteIndex])
      try workspace.reporter.error(message)
      guard settings.run.keepsGoing else { return false }
    }
    guard let piece = reader.finish() else { return true }
    return try run(piece, from: .script(name: script.name))
  }
}

/// Whether a byte can't be in text: a control character other than a tab, a line ending or a form
/// feed.
private func isNonTextByte(_ byte: UInt8) -> Bool {
  byte < UInt8(ascii: " ") && !(UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(byte)
}

/// A byte in hexadecimal, such as `0x0a`.
private func hexadecimal(_ byte: UInt8) -> String {
  (byte < 0x10 ? "0x0" : "0x") + String(byte, radix: 16)
}
