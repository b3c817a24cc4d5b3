import Commands
import EnergyModel
import QueryLanguage
import Terminal

/// Statements to run in order, under the name that errors show.
struct Script {
  let name: String
  /// Returns the bytes of the next line without its terminator; nil after the last.
  let line: () throws -> [UInt8]?

  init(name: String, line: @escaping () throws -> [UInt8]?) {
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
  /// - Throws: ``UnopenedScript``; ``Cancelled``.
  init(path: String, cancellation: Cancellation) throws {
    let bytes: [UInt8]
    do {
      bytes = try FileNames.read(
        expandingTilde(path), atMost: Script.mostBytes, cancellation: cancellation)
    } catch let error as FileError {
      throw UnopenedScript(path: path, reason: error.reason)
    }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .makeIterator()
    self.init(name: path) {
      lines.next().map { Array($0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0) }
    }
  }
}

/// A script that can't be read.
struct UnopenedScript: Diagnosable {
  let path: String
  let reason: String

  var message: String { "cannot open the script \(path): \(reason)" }
  var exitStatus: ExitStatus { .usage }
}

extension Session {
  /// Runs a script up to its first error.
  ///
  /// - Returns: whether the run may continue.
  func run(_ script: Script) throws -> Bool {
    var reader = ScriptReader()
    var number = 0
    while let bytes = try script.line() {
      number += 1
      guard bytes.count <= Script.longestLine else {
        workspace.reporter.fail(.failure)
        try workspace.reporter.error(
          "\(script.name):\(number): the line is over \(Script.longestLine >> 10) KB, "
            + "so it is not a statement")
        return false
      }
      let line = String(decoding: bytes, as: UTF8.self)
      let hasMark = number == 1 && line.unicodeScalars.first == "\u{FEFF}"
      let nonText = NonTextByte(in: bytes, decoded: line)
      // A line that is not text is replaced by an empty one, which ends the statement before it.
      let text =
        nonText != nil ? "" : hasMark ? String(line.unicodeScalars.dropFirst()) : line
      for piece in reader.feed(text) {
        guard try run(piece, from: .script(name: script.name)) else { return false }
      }
      guard reader.pendingBytes <= Script.longestStatement else {
        workspace.reporter.fail(.failure)
        try workspace.reporter.error(
          "\(script.name):\(number): the statement is over \(Script.longestStatement >> 20) MB")
        return false
      }
      guard let nonText else { continue }
      workspace.reporter.fail(.failure)
      try workspace.reporter.error(
        "\(script.name):\(number):\(nonText.precedingCharacters + 1): \(nonText.message)")
      guard settings.run.keepsGoing else { return false }
    }
    guard let piece = reader.finish() else { return true }
    return try run(piece, from: .script(name: script.name))
  }
}
