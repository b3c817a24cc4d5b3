package import EnergyModel

/// The capabilities of a result's destination, and the reader's settings.
package struct RenderOptions: Sendable {
  /// The terminal's width in columns; nil when there is no terminal, and nothing is truncated.
  package var width: Int?
  /// The width of the lines below a table where the table itself has none; nil elsewhere.
  package var footerWidth: Int?
  /// Whether a pager shows what is wider than that.
  package var isPaged = false
  /// Whether SGR escape sequences may be written.
  package var color: Bool
  /// Whether signs outside ASCII may be drawn; names are always written as they are.
  package var unicode: Bool
  /// The text for a missing value in csv and tsv.
  package var null: String
  /// Whether csv and tsv keep texts that a spreadsheet would run as formulas.
  package var keepsFormulas = false
  /// Whether csv and tsv, which otherwise keep names byte by byte, spell out control characters.
  package var isForTerminal = false
  /// The time that the statement took; called once, after the last row.
  package var elapsed: (@Sendable () -> Duration)?
  /// The cancellation for formats that process all rows before writing the first.
  package var cancellation = Cancellation.never

  package init(
    width: Int? = nil, color: Bool = false, unicode: Bool = true, null: String = "",
    elapsed: (@Sendable () -> Duration)? = nil
  ) {
    self.width = width
    self.color = color
    self.unicode = unicode
    self.null = null
    self.elapsed = elapsed
  }
}

extension RenderOptions {
  /// The mark for a missing value.
  var missingMark: String { unicode ? "–" : "-" }
  /// The mark at the end of a truncated text.
  var cutMark: Character { unicode ? "…" : "~" }
  /// The character of horizontal rules.
  var rule: String { unicode ? "─" : "-" }
  /// The separator between the parts of a footer.
  var partSeparator: String { unicode ? " · " : "; " }

  /// A text style on a terminal.
  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case boldRed = "1;31"
  }

  /// The text in a style, or unchanged when colour is off.
  func painted(_ text: String, _ style: Style) -> String {
    color && !text.isEmpty ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
  }
}
