/// Where the digits beyond a penny are dropped on the way from readings to money.
///
/// The rules are those of the contract, §6; every total names the one that made it.
package enum Policy: String, CaseIterable, Hashable, Sendable {
  /// Unrounded energy times the rate with VAT; rounded for display alone.
  case exact
  /// As the API's guide says: each half-hour's energy rounded half-even to 0.01 kWh first.
  case guide
  /// As bills say: without VAT, and in pence where the paper has them, which is each line of a
  /// statement, and each local day of tariffs priced by the day.
  case bill
}
