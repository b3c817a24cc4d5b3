/// The heat in a cubic metre of gas, from a local day until the next value takes over.
///
/// It is printed on the bill, is in no API, and changes through the year.
package struct CalorificValue: Hashable, Sendable {
  package var from: LocalDay
  /// The value, in millionths of a megajoule per m³.
  package var value: Int64

  package init(from: LocalDay, value: Int64) {
    self.from = from
    self.value = value
  }

  /// The range that British networks deliver: 37.5 to 43 MJ/m³.
  package static let typicalRange: ClosedRange<Int64> = 37_500_000...43_000_000
  /// The range outside which a number can't be a calorific value: 30 to 50 MJ/m³.
  package static let acceptedRange: ClosedRange<Int64> = 30_000_000...50_000_000

  /// The value in MJ/m³.
  package var number: FixedPoint { FixedPoint(Int128(value), scale: 6) }
}
