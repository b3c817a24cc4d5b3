import JSONText

/// A row of prices whose fields are still text.
struct RawRateRow {
  private enum Source {
    case object(JSONObject)
    case fields([RateField: String])
  }

  /// The line on which the row begins.
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
  func text(of field: RateField) throws(FormatError) -> (text: String, line: Int)? {
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
