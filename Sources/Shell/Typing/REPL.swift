import Commands
import EnergyModel
import QueryLanguage
import Terminal

/// The loop at the prompt, which reads, runs and remembers statements.
final class REPL {
  private let session: Session
  private let terminal: Int32
  private let history: History
  /// The line being typed, below the earlier lines of its statement.
  private let edited: EditedLine
  private let editor: any LineEditor
  private var reader = ScriptReader()
  /// Statements from the user's editor, which run before the next line is read.
  private var changed: String?

  /// Creates a loop that prints prompt and echo to the descriptor `terminal`; `isDumb` tells that
  /// it can only print.
  init(_ session: Session, terminal: Int32, isDumb: Bool) {
    let history = History(
      path: session.settings.run.historyPath, limit: Settings.historyLimit)
    self.session = session
    self.terminal = terminal
    self.history = history
    edited = EditedLine(StatementTyping(session, history))
    REPL.warn(session, history) { () throws(Failure) in try history.load() }
    let texts = history.entries.map(\.text)
    let readline =
      isDumb
      ? nil
      : ReadlineEditor(
        output: terminal, editing: edited, history: texts, limit: Settings.historyLimit)
    editor = readline ?? PlainEditor(output: terminal)
  }

  /// Runs until the user leaves.
  func run() throws {
    session.workspace.questions.ask = { [editor] question in
      if case .line(let answer) = editor.answer(to: question) { answer } else { nil }
    }
    session.edit = { [unowned self] number in try edit(number) }
    while !session.isOver {
      Interrupt.forget()
      session.workspace.output.forgetPager()
      switch editor.line(
        prompt: reader.isInside ? session.workspace.continuation : session.workspace.prompt)
      {
      case .end: return try session.workspace.reporter.console.report("")
      case .interrupted: drop()
      case .notText(let byte):
        drop()
        session.workspace.reporter.fail(.failure)
        try session.workspace.reporter.error(byte.message)
      case .line(let text): try run(text)
      }
      while let text = changed {
        changed = nil
        try session.workspace.reporter.console.report(session.workspace.prompt + text.visibleLines)
        try run(text)
      }
    }
  }

  /// Discards the lines of an unfinished statement.
  private func drop() {
    reader = ScriptReader()
    edited.earlierLines = ""
  }

  /// Runs the statements that are whole by a line, or by the several lines of a paste.
  private func run(_ text: String) throws {
    edited.earlierLines += text + "\n"
    // In Swift, a carriage return and newline are one character.
    let typed = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    // Statements copied from a page have the prompt before them.
    let lines = typed.map { $0.hasPrefix("octowatt> ") ? $0.dropFirst("octowatt> ".count) : $0 }
    var pieces = lines.flatMap { reader.feed(String($0)) }
    if !reader.isInside {
      if let piece = reader.finish() { pieces.append(piece) }
      drop()
    }
    // All are remembered first, so that none is lost if one of them ends the program.
    for piece in pieces { remember(piece) }
    let isAlone = pieces.count == 1 && lines == typed
    for (index, piece) in pieces.enumerated() where !session.isLeaving {
      if !isAlone { try echo(piece, isFirst: index == 0) }
      let failures = session.workspace.reporter.failures
      _ = try session.run(
        piece, from: .prompt(columns: isAlone ? session.workspace.prompt.count : 0))
      if session.workspace.reporter.failures > failures {
        REPL.warn(session, history) { () throws(Failure) in
          try history.noteFailure(of: piece.text)
        }
      }
    }
  }

  /// Shows one of several statements again, as only the last is directly above its answer.
  private func echo(_ piece: ScriptReader.Piece, isFirst: Bool) throws {
    guard !session.settings.output.echoes else { return }
    let console = session.workspace.reporter.console
    try console.report(
      (isFirst ? "" : "\n") + console.colored(piece.text.visibleLines, "2"))
  }

  private func remember(_ piece: ScriptReader.Piece) {
    guard StatementLog.isKept(inHistory: piece) else { return }
    editor.remember(piece.text)
    REPL.warn(session, history) { () throws(Failure) in try history.add(piece.text) }
  }

  /// Opens a statement of the history in the user's editor, by default the last.
  private func edit(_ number: Int?) throws {
    var entry = history.entries.last
    if let number {
      // Other shells may have appended to it since this one started.
      let kept = try session.workspace.keptHistory()
      guard number <= kept.count else {
        throw Failure(
          "there is no statement \(number) in the history", hint: "see 'show history'")
      }
      entry = kept[number - 1]
    }
    guard let entry else { throw Failure("there is no statement yet") }
    guard let text = try EditorProgram(terminal: terminal).edit(entry.text) else {
      return try session.workspace.reporter.console.report("not saved, so nothing was run")
    }
    changed = String(text.reversed().drop(while: \.isWhitespace).reversed())
  }

  /// Runs a history step: an error in it is a warning, and ends the use of the file.
  private static func warn(
    _ session: Session, _ history: History, _ step: () throws(Failure) -> Void
  ) {
    do {
      try step()
    } catch {
      history.stopUsingFile()
      session.workspace.reporter.console.progress("warning: \(error.message.visible)\n")
    }
  }
}
