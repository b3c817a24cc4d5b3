package import EnergyModel

/// What the place that a result goes to can show, and how its reader wants it.
package struct RenderOptions: Sendable {
  /// Columns of the terminal; nil when it is none, and then nothing is ever cut.
  package var width: Int?
  /// Whether SGR escape sequences may be written.
  package var color: Bool
  /// Whether signs outside ASCII may be drawn; names are written as they are in any case.
  package var unicode: Bool
  /// What csv and tsv have for a missing value.
  package var null: String
  /// Whether csv and tsv, which else keep names byte by byte, spell out what would steer a terminal.
  package var isForTerminal = false
  /// Asked once, when the last row has come, for the time that the statement took.
  package var elapsed: (@Sendable () -> Duration)?
  /// Ends the drawing of tables, which see all rows before they write the first.
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
  /// Stands for a missing value.
  var missingMark: String { unicode ? "–" : "-" }
  /// Ends a text that was cut.
  var cutMark: Character { unicode ? "…" : "~" }
  /// Draws a line across.
  var rule: String { unicode ? "─" : "-" }
  /// Stands between the parts of a footer.
  var partSeparator: String { unicode ? " · " : "; " }

  /// How a piece of text stands out on a terminal.
  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case boldRed = "1;31"
  }

  /// The text in a style, or as it is without colour.
  func painted(_ text: String, _ style: Style) -> String {
    color && !text.isEmpty ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
  }
}
