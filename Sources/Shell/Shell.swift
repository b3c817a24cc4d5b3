import EnergyModel
import Glibc
import Importers
import QueryLanguage

/// Feeds statements to a session: from the command line, from scripts, from a person.
package struct Shell {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// One statement, or several, from the command line.
  ///
  /// - Returns: whether the run may go on.
  package func run(text: String) throws -> Bool {
    try session.run(ScriptReader.Piece(text: text, line: 1), from: .words)
  }

  /// A script, statement by statement, up to its first error; `-` is standard input.
  package func run(file path: String) throws -> Bool {
    if path == "-" { return try runStandardInput() }
    let text: String
    do {
      text = String(decoding: try FileNames.read(expandingTilde(path)), as: UTF8.self)
    } catch {
      session.fail(.usage)
      try session.console.report("error: cannot open the script \(path): \(error.message)")
      return false
    }
    // A carriage return and a newline are one character.
    var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .makeIterator()
    return try run(named: path) { lines.next().map(String.init) }
  }

  package func runStandardInput() throws -> Bool {
    let reader = PlainReader()
    return try run(named: "<stdin>") { reader.next() }
  }

  private func run(named name: String, line: () -> String?) throws -> Bool {
    var reader = ScriptReader()
    var isFirst = true
    while let next = line() {
      let hasMark = isFirst && next.unicodeScalars.first == "\u{FEFF}"
      isFirst = false
      for piece in reader.feed(hasMark ? String(next.unicodeScalars.dropFirst()) : next) {
        guard try session.run(piece, from: .script(name: name)) else { return false }
      }
    }
    guard let piece = reader.finish() else { return true }
    return try session.run(piece, from: .script(name: name))
  }

  // MARK: At a terminal

  private static let prompt = "octowatt> "
  private static let continuation = "     ...> "

  /// Talks to a person until they leave.
  ///
  /// Prompt and echo go to the descriptor `terminal`. Without `historyPath` there is no history
  /// file.
  package func interact(terminal: Int32, historyPath: String?) throws {
    if let historyPath { FileNames.makeFolders(above: historyPath) }
    let warn: (String) -> Void = { session.console.progress("warning: \($0)\n") }
    let editor = ReadlineEditor(output: terminal, historyPath: historyPath, report: warn)
    guard let editor else {
      _ = try runStandardInput()
      return
    }
    if !session.settings.isQuiet {
      try session.console.report("octowatt: ask your meter. Type 'help', or 'quit' to leave.")
    }
    var reader = ScriptReader(indentContinues: false)
    var typed: [String] = []
    while !session.isOver {
      let input = editor.line(prompt: reader.isInside ? Shell.continuation : Shell.prompt)
      switch input {
      case .end:
        try session.console.report("")
        return
      case .interrupted:
        reader = ScriptReader(indentContinues: false)
        typed = []
      case .line(let line):
        typed.append(line)
        let pieces = reader.feed(line)
        if !reader.isInside {
          let entry = typed.joined(separator: "\n")
          typed = []
          if entry.contains(where: { !$0.isWhitespace }) { editor.remember(entry) }
        }
        for piece in pieces {
          _ = try session.run(piece, from: .prompt(columns: Shell.prompt.count))
        }
      }
    }
  }
}
