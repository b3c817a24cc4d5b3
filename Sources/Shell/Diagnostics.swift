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
      let width = reporter.console.errorWidth
      for line in Diagnostic(piece: piece, origin: origin, width: width).lines(error) {
        try write(line)
      }
    case is AlreadyReported:
      reporter.fail(.failure)
    case let error as any Diagnosable:
      reporter.fail(error.exitStatus)
      try reporter.error(place(piece, origin) + error.text)
    default:
      reporter.fail(.failure)
      try reporter.error(place(piece, origin) + "\(error)")
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
  /// The columns of the terminal, which no line of several words exceeds; nil for any number.
  var width: Int?

  /// A line of the output: text as typed, or a message.
  struct Line: Hashable {
    var plain = ""
    var error = ""
  }

  func lines(_ error: QueryError) -> [Line] {
    var result: [Line] = []
    var shown: Range<Int>?
    for mistake in error.mistakes {
      guard let span = mistake.span else {
        let message = (scriptPlace(piece.line, nil) ?? "error: ") + mistake.text
        result += wrapped(message).map { Line(error: $0) }
        continue
      }
      let place = locate(span)
      switch origin {
      case .script:
        let message = (scriptPlace(place.line, place.column) ?? "") + mistake.text
        result += wrapped(message).map { Line(error: $0) }
        result.append(Line(plain: place.text))
        result.append(Line(plain: place.indent, error: place.carets))
      case .prompt(let columns) where isOneRow(behind: columns):
        let margin = String(repeating: " ", count: columns)
        result += pointers(margin + place.indent, place.carets, mistake.text)
      case .prompt, .words:
        if shown != place.row { result.append(Line(plain: place.text)) }
        shown = place.row
        result += pointers(place.indent, place.carets, mistake.text)
      }
    }
    return result
  }

  private func scriptPlace(_ line: Int, _ column: Int?) -> String? {
    guard case .script(let name) = origin else { return nil }
    return "\(name):\(line):" + (column.map { "\($0):" } ?? "") + " "
  }

  private func wrapped(_ message: String) -> [String] {
    width.map { message.wrapped(to: $0) } ?? [message]
  }

  /// Whether the statement is on the screen in one row behind a prompt of that many columns, with
  /// the cursor at its end.
  private func isOneRow(behind columns: Int) -> Bool {
    !piece.text.contains("\n") && columns + piece.text.displayWidth < width ?? .max
  }

  /// The carets, and the message beside them; beneath each other where there is little room.
  private func pointers(_ indent: String, _ carets: String, _ message: String) -> [Line] {
    let room = (width ?? .max) - indent.count - carets.count - 1
    guard message.displayWidth > room else {
      return [Line(plain: indent, error: "\(carets) \(message)")]
    }
    guard room >= Diagnostic.narrowest else {
      return [Line(plain: indent, error: carets)] + wrapped(message).map { Line(error: $0) }
    }
    let beside = indent + String(repeating: " ", count: carets.count + 1)
    let lines = message.wrapped(to: room)
    return [Line(plain: indent, error: "\(carets) \(lines[0])")]
      + lines.dropFirst().map { Line(plain: beside, error: $0) }
  }

  /// The fewest columns in which a message stands beside its carets.
  private static let narrowest = 30

  private struct Place {
    /// The line number in the whole script, from 1.
    var line: Int
    /// The column in characters, from 1.
    var column: Int
    /// The part of the line that is shown, in bytes of the piece.
    var row: Range<Int>
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
    let row = row(of: bytes[lineStart..<lineEnd], at: start)
    let before = String(decoding: bytes[row.lowerBound..<start], as: UTF8.self)
    let end = max(start, min(span.upperBound, row.upperBound))
    let marked = String(decoding: bytes[start..<end], as: UTF8.self)
    return Place(
      line: piece.line + bytes[..<lineStart].count { $0 == UInt8(ascii: "\n") },
      column: String(decoding: bytes[lineStart..<start], as: UTF8.self).count + 1, row: row,
      text: String(decoding: bytes[row], as: UTF8.self),
      indent: before.split(separator: "\t", omittingEmptySubsequences: false)
        .map { String(repeating: " ", count: $0.displayWidth) }.joined(separator: "\t"),
      carets: String(repeating: "^", count: max(1, marked.displayWidth)))
  }

  /// The part of a line that holds byte `place` and fits the terminal; it ends between words.
  private func row(of line: ArraySlice<UInt8>, at place: Int) -> Range<Int> {
    let space = UInt8(ascii: " ")
    var start = line.startIndex
    while let width, line.endIndex - start > width {
      let edge = start + width
      guard
        let end = line[start...edge].lastIndex(of: space) ?? line[edge...].firstIndex(of: space)
      else { break }
      if place <= end { return start..<end }
      start = end + 1
    }
    return start..<line.endIndex
  }
}
