import Commands
import EnergyModel
import QueryLanguage
import Terminal

/// The origin of a statement's text, which decides how its errors are shown.
package enum Origin: Hashable, Sendable {
  /// Typed at a prompt of that many columns, and still visible there.
  case prompt(columns: Int)
  /// A script, under the name that errors show.
  case script(name: String)
  /// Words of the command line.
  case words
}

extension Session {
  /// Prints the error of a statement and counts the failure.
  func report(_ error: any Error, in piece: ScriptReader.Piece, from origin: Origin) throws {
    let reporter = workspace.reporter
    switch error {
    case let error as QueryError:
      reporter.fail(error.exitStatus)
      for line in Diagnostic(piece: piece, origin: origin).lines(error) { try write(line) }
    case is AlreadyReported:
      reporter.fail(.failure)
    case let error as any Diagnosable:
      reporter.fail(error.exitStatus)
      try write(.init(error: place(piece, origin) + error.text))
    default:
      reporter.fail(.failure)
      try write(.init(error: place(piece, origin) + "\(error)"))
    }
  }

  private func place(_ piece: ScriptReader.Piece, _ origin: Origin) -> String {
    if case .script(let name) = origin { return "\(name):\(piece.line): " }
    return "error: "
  }

  private func write(_ line: Diagnostic.Line) throws {
    let error = line.error.visible
    let console = workspace.reporter.console
    // Tabs keep the carets aligned; other control characters are spelled out.
    try console.report(
      line.plain.visibleLines + (error.isEmpty ? "" : console.colored(error, "31")))
  }
}

/// Draws errors beneath the text that they refer to.
struct Diagnostic {
  let piece: ScriptReader.Piece
  let origin: Origin

  /// A line of the output: text as typed, or a message.
  struct Line: Hashable {
    var plain = ""
    var error = ""
  }

  func lines(_ error: QueryError) -> [Line] {
    var result: [Line] = []
    var shown: Int?
    for mistake in error.mistakes {
      guard let span = mistake.span else {
        result.append(Line(error: (scriptPlace(piece.line, nil) ?? "error: ") + mistake.text))
        continue
      }
      let place = locate(span)
      switch origin {
      case .script:
        result.append(Line(error: (scriptPlace(place.line, place.column) ?? "") + mistake.text))
        result.append(Line(plain: place.text))
        result.append(Line(plain: place.indent, error: place.carets))
      case .prompt(let columns) where !piece.text.contains("\n"):
        let margin = String(repeating: " ", count: columns)
        result.append(Line(plain: margin + place.indent, error: "\(place.carets) \(mistake.text)"))
      case .prompt, .words:
        if shown != place.line { result.append(Line(plain: place.text)) }
        shown = place.line
        result.append(Line(plain: place.indent, error: "\(place.carets) \(mistake.text)"))
      }
    }
    return result
  }

  private func scriptPlace(_ line: Int, _ column: Int?) -> String? {
    guard case .script(let name) = origin else { return nil }
    return "\(name):\(line):" + (column.map { "\($0):" } ?? "") + " "
  }

  private struct Place {
    /// The line number in the whole script, from 1.
    var line: Int
    /// The column in characters, from 1.
    var column: Int
    /// The text of the line.
    var text: String
    /// The white space that puts a caret under the error: spaces, and the tabs of the text.
    var indent: String
    var carets: String
  }

  private func locate(_ span: SourceSpan) -> Place {
    let bytes = Array(piece.text.utf8)
    let start = min(span.lowerBound, bytes.count)
    let lineStart = bytes[..<start].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let lineEnd = bytes[lineStart...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let before = String(decoding: bytes[lineStart..<start], as: UTF8.self)
    let end = max(start, min(span.upperBound, lineEnd))
    let marked = String(decoding: bytes[start..<end], as: UTF8.self)
    return Place(
      line: piece.line + bytes[..<lineStart].count { $0 == UInt8(ascii: "\n") },
      column: before.count + 1,
      text: String(decoding: bytes[lineStart..<lineEnd], as: UTF8.self),
      indent: String(before.map { $0 == "\t" ? "\t" : " " }),
      carets: String(repeating: "^", count: max(1, marked.count)))
  }
}
