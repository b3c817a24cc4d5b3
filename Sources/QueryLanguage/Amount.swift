package import EnergyModel

/// A number in a condition, in kWh or in the major unit of money.
///
/// Amounts are equal when their values are, whatever units they were typed in.
package struct Amount: Sendable, CustomStringConvertible {
  /// The dimension of a unit.
  package enum Dimension: Hashable, Sendable {
    case energy, money
    /// Money per kWh.
    case rate

    /// The units that can be typed for it, as words for a message.
    package var units: String {
      switch self {
      case .energy: "kWh or Wh"
      case .money: "£ or p"
      case .rate: "£ or p per kWh"
      }
    }
  }

  /// The number in units of 10^-``scale``.
  package var value: Int64
  /// The dimension of the typed unit; nil if none was typed.
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
  /// Checks that the typed unit fits `subject`; a rate may leave out its 'per kWh'.
  ///
  /// `dimension` is that of the subject; nil for plain numbers, which take no unit.
  ///
  /// - Throws: a ``QueryError`` that names the units that fit.
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
