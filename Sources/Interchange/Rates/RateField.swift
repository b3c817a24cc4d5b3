/// The fields of a row of prices: keys of the API's objects, or columns of a CSV file.
///
/// The prices are in pence per kWh, or per day.
enum RateField: String, Hashable, Sendable {
  case excludingVAT = "value_exc_vat"
  case includingVAT = "value_inc_vat"
  case validFrom = "valid_from"
  case validTo = "valid_to"
  case paymentMethod = "payment_method"

  /// The prices; each row has at least one of them.
  static let prices: [RateField?] = [.excludingVAT, .includingVAT]
}
