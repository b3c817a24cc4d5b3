package import EnergyModel

/// A number to compare with, in kWh or in the major unit of money.
///
/// Equality goes by value, whatever unit it was typed in.
package struct Amount: Sendable, CustomStringConvertible {
  /// What a unit measures.
  package enum Dimension: Hashable, Sendable {
    case energy, money
    /// Money per kWh.
    case rate

    /// The units that can be typed.
    package var units: String {
      switch self {
      case .energy: "kWh or Wh"
      case .money: "£ or p"
      case .rate: "£ or p per kWh"
      }
    }
  }

  /// Units of 10^-``scale``.
  package var value: Int64
  /// What the typed unit measures; nil without one.
  package var dimension: Dimension?
  package static let scale = 12

  package init(value: Int64, dimension: Dimension? = nil) {
    self.value = value
    self.dimension = dimension
  }

  package var number: FixedPoint { FixedPoint(Int128(value), scale: Amount.scale) }
  package var description: String { number.text }
}

extension Amount: Hashable {
  package static func == (left: Amount, right: Amount) -> Bool { left.value == right.value }
  package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension Located<Amount> {
  /// Refuses a unit that does not measure `subject`; a rate may leave out its 'per kWh'.
  ///
  /// `dimension`: what the units of the subject measure; nil where it has none that can be typed.
  package func check(
    against dimension: Amount.Dimension?, of subject: String
  ) throws(QueryError) {
    guard let typed = value.dimension, typed != dimension,
      !(typed == .money && dimension == .rate)
    else { return }
    let choice = dimension.map { "in \($0.units), not in \(typed.units)" }
    throw QueryError(
      "\(subject) is compared \(choice ?? "with a number without a unit")", at: span)
  }
}
