import EnergyModel

/// A word, a number with its unit, a date or a mark in the text of a statement.
struct StatementToken: Hashable {
  enum Kind: Hashable {
    /// Anything else, in lower case.
    case word(String)
    /// The number; its line is that of the token.
    case figure(Quantity, PrintedFigure)
    case day(LocalDay)
    /// A clock time, in minutes after midnight, 0…1440.
    case clock(Int)
    /// One of ``StatementLexer/marks``.
    case mark(Unicode.Scalar)
  }

  /// What a number counts, by the unit beside it.
  enum Quantity: Hashable {
    /// p/kWh.
    case rate
    /// kWh.
    case energy
    /// m³.
    case volume
    /// £.
    case amount
    /// £ a year.
    case yearly
    /// p a day.
    case dailyRate
    case days
    case percent
    /// A number of pence.
    case pence
    /// No unit.
    case bare
  }

  var kind: Kind
  /// As it is printed.
  var text: String
  /// Counted from 1.
  var line: Int
  /// Whether it is the first of its line.
  var startsLine: Bool
  /// Whether it is the first of its column: of the line, or behind two spaces or more.
  var startsCell: Bool

  func isWord(_ text: String) -> Bool { kind == .word(text) }

  func isMark(_ mark: Unicode.Scalar) -> Bool { kind == .mark(mark) }

  /// Whether it stands between the ends of a range.
  var isRangeMark: Bool { isMark("-") || isWord("to") || isWord("until") }
}
