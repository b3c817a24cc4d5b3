/// A part of a line that has a colour.
package struct Mark: Hashable {
  package enum Style: Hashable {
    case keyword, period, string, variable, comment, error

    /// The parameters of the terminal's colour sequence.
    var code: String {
      switch self {
      case .keyword: "36"
      case .period: "33"
      case .string: "32"
      case .variable: "35"
      case .comment: "2"
      case .error: "4;31"
      }
    }
  }

  /// In bytes of the line.
  package var span: Range<Int>
  package var style: Style

  package init(span: Range<Int>, style: Style) {
    self.span = span
    self.style = style
  }
}
