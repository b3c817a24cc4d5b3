import JSONText

/// What is read of a row of prices: a key of the API, a column of a CSV file.
enum RateField: String, Hashable, Sendable {
  /// Pence per kWh, or per day.
  case excludingVAT = "value_exc_vat"
  case includingVAT = "value_inc_vat"
  case validFrom = "valid_from"
  case validTo = "valid_to"
  case paymentMethod = "payment_method"

  /// Those of which a row has one at least.
  static let prices: [RateField?] = [.excludingVAT, .includingVAT]
}

/// The texts of one row of prices.
struct RateRow {
  private enum Source {
    case object(JSONObject)
    case fields([RateField: String])
  }

  /// Where the row begins.
  let line: Int
  private let source: Source

  init(_ object: JSONObject) {
    line = object.line
    source = .object(object)
  }

  init(_ fields: [RateField: String], line: Int) {
    self.line = line
    source = .fields(fields)
  }

  /// The text of `field` and its line; nil when it is absent, null or empty.
  func text(of field: RateField) throws(Refusal) -> (text: String, line: Int)? {
    let found: (text: String, line: Int)? =
      switch source {
      case .object(let object):
        if let value = object.value(field.rawValue) {
          (try value.text(field.rawValue), value.line)
        } else {
          nil
        }
      case .fields(let fields): fields[field].map { ($0, line) }
      }
    return found?.text.isEmpty == false ? found : nil
  }
}
