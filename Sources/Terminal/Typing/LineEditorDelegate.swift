/// Tells a line editor what it can't know of the language that is typed.
package protocol LineEditorDelegate: AnyObject {
  /// The candidates for the word that ends `text`, the likeliest first, and the byte at which the
  /// word begins.
  func candidates(for text: String) -> (start: Int, candidates: [Candidate])

  /// The colours of a line that stands below `earlierLines`, in order and apart; nil where lines
  /// have none.
  ///
  /// `point` is the byte of the line at which the cursor is.
  func marks(in line: String, below earlierLines: String, point: Int) -> [Mark]?

  /// A whole line that begins with `line`, to be taken over by a key; nil for none.
  func suggestion(for line: String) -> String?
}
