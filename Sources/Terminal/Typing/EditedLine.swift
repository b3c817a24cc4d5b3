/// The line that a person types, with what the editor shows of it: completions, colours and what the
/// line may go on with.
package final class EditedLine {
  /// The prompt that the line stands behind; nil when it is no statement that is typed.
  package var prompt: String?
  /// The lines before this one, of a statement that is not whole yet.
  package var earlierLines = ""

  private let delegate: any LineEditorDelegate
  private var candidates: [Candidate] = []

  package init(_ delegate: any LineEditorDelegate) { self.delegate = delegate }

  /// What may take the place of the word that begins at byte `start` and ends `typed`.
  ///
  /// First comes what all candidates begin with, and where there are several, each of them; none
  /// when there is nothing to offer. A lone one is whole unless it goes on, as a folder does.
  func complete(_ typed: String, start: Int) -> (texts: [String], isWhole: Bool) {
    guard prompt != nil else { return ([], true) }
    let found = delegate.candidates(for: earlierLines + typed)
    // Where the editor and the language disagree about the word, as inside odd quotes, none fits.
    guard found.start == start + earlierLines.utf8.count else { return ([], true) }
    candidates = found.candidates
    guard let first = candidates.first else { return ([], true) }
    if candidates.count == 1 { return ([first.text], first.isWhole) }
    return ([Candidate.commonStart(of: candidates)] + candidates.map(\.text), true)
  }

  /// The candidates of the last completion as lines for a screen.
  func list(columns: Int, rows: Int) -> String {
    CandidateList(candidates).text(columns: columns, rows: rows)
  }

  /// The line in colours, with what it may go on with; nil where it is to stay as it is.
  func paint(_ line: String, point: Int, on screen: Painter.Screen) -> Painter.Painting? {
    // What is longer than the screen is not even looked at.
    guard let prompt, !line.isEmpty, line.utf8.count < screen.columns * screen.rows,
      let marks = delegate.marks(in: line, below: earlierLines, point: point)
    else { return nil }
    let isAtEnd = point == line.utf8.count && earlierLines.isEmpty
    let suggestion = isAtEnd && line.count > 1 ? delegate.suggestion(for: line) : nil
    return Painter(prompt: prompt, screen: screen)
      .paint(line, marks: marks, point: point, suggestion: suggestion)
  }
}
