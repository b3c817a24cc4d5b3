/// A rule for where digits beyond a penny are dropped on the way from readings to money.
///
/// The rules are those of the contract, §6; every total names the policy that produced it.
package enum Policy: String, CaseIterable, Hashable, Sendable {
  /// Unrounded energy × the rate including VAT, rounded only for display.
  case exact
  /// The rule of the API's guide: each half-hour's energy is first rounded half-even to 0.01 kWh.
  case guide
  /// The rule of bills: prices without VAT, and whole pence where the bill has them, which is for
  /// each line of a statement, and for each local day of tariffs priced by the day.
  case bill
}
