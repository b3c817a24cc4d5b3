/// The line that a person types, with what the editor shows of it: completions, colours and what the
/// line may go on with.
package final class EditedLine {
  /// The prompt before the line; nil when the line is not a statement.
  package var prompt: String?
  /// The earlier lines of an unfinished statement.
  package var earlierLines = ""

  private let delegate: any LineEditorDelegate
  private var candidates: [Candidate] = []

  package init(_ delegate: any LineEditorDelegate) { self.delegate = delegate }

  /// The replacements for the word that begins at byte `start` and ends `typed`.
  ///
  /// First comes the candidates' common prefix and, if there are several, each of them; empty when
  /// there are none. A single one is whole unless it can be continued, as a folder can.
  func complete(_ typed: String, start: Int) -> (texts: [String], isWhole: Bool) {
    guard prompt != nil else { return ([], true) }
    let found = delegate.candidates(for: earlierLines + typed)
    // If the editor and the lexer disagree on where the word begins, as in odd quotes, none fits.
    guard found.start == start + earlierLines.utf8.count else { return ([], true) }
    candidates = found.candidates
    guard let first = candidates.first else { return ([], true) }
    if candidates.count == 1 { return ([first.text], first.isWhole) }
    let word = String(decoding: typed.utf8.dropFirst(start), as: UTF8.self)
    let common = Candidate.commonStart(of: candidates)
    // Candidates that have what was typed inside them may begin with less of it.
    return ([common.count < word.count ? word : common] + candidates.map(\.text), true)
  }

  /// The candidates of the last completion, as lines for the screen.
  func list(columns: Int, rows: Int) -> String {
    CandidateList(candidates).text(columns: columns, rows: rows)
  }

  /// The line in colours, with a suggestion; nil if it is to stay as it is.
  func paint(_ line: String, point: Int, on screen: Painter.Screen) -> Painter.Painting? {
    // A line longer than the screen is not analysed at all.
    guard let prompt, !line.isEmpty, line.utf8.count < screen.columns * screen.rows,
      let marks = delegate.marks(in: line, below: earlierLines, point: point)
    else { return nil }
    let isAtEnd = point == line.utf8.count && earlierLines.isEmpty
    let suggestion = isAtEnd && line.count > 1 ? delegate.suggestion(for: line) : nil
    return Painter(prompt: prompt, screen: screen)
      .paint(line, marks: marks, point: point, suggestion: suggestion)
  }
}
