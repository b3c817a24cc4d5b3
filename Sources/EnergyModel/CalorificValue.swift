/// How much heat a cubic metre of gas gives, from a local day on, until another value is stated.
///
/// It is on the bill and in no API, and changes through the year.
package struct CalorificValue: Hashable, Sendable {
  package var from: LocalDay
  /// Millionths of a megajoule per m³.
  package var value: Int64

  package init(from: LocalDay, value: Int64) {
    self.from = from
    self.value = value
  }

  /// What British networks deliver: 37.5 to 43 MJ/m³.
  package static let usual: ClosedRange<Int64> = 37_500_000...43_000_000
  /// Beyond that it is something else than a calorific value: 30 to 50 MJ/m³.
  package static let possible: ClosedRange<Int64> = 30_000_000...50_000_000

  /// In MJ/m³.
  package var number: FixedPoint { FixedPoint(Int128(value), scale: 6) }
}
