import EnergyModel
import JSONText

extension ConfigurationFile.Contents {
  /// Adds the value of `meters`: an object or a list of them.
  mutating func addMeters(_ value: JSONValue) throws(FormatError) {
    try addMeters(value, defaults: MeterFields())
  }

  private mutating func addMeters(
    _ value: JSONValue, defaults: MeterFields
  ) throws(FormatError) {
    for object in try value.objects("meters") {
      notes += object.unknownKeys(beside: MeterFields.keys)
      let fields = try MeterFields(object, over: defaults)
      if let inner = object.value("meters") {
        try addMeters(inner, defaults: fields)
      } else {
        try addMeter(fields, line: object.line)
      }
    }
  }

  private mutating func addMeter(_ fields: MeterFields, line: Int) throws(FormatError) {
    guard let number = fields.number, let serial = fields.serial else {
      let missing = [fields.number == nil ? "number" : nil, fields.serial == nil ? "serial" : nil]
      let text = missing.compactMap(\.self).joined(separator: " and no ")
      notes.append(ImportNote(line: line, text: "meter skipped: it has no \(text)"))
      return
    }
    guard let unit = fields.unit else {
      throw FormatError(line: line, message: "meter \(quoted(number.text)) has no unit")
    }
    let key = try MeterKey(
      checking: number.text, serial: serial.text, unit: unit, line: number.line)
    meters.append(
      ConfigurationFile.ConfiguredMeter(key: key, alias: fields.alias?.text, line: line))
    guard let text = fields.apiKey else { return }
    guard let apiKey = APIKey(text.text) else {
      notes.append(
        ImportNote(line: text.line, text: "its api_key is not a valid key and was ignored"))
      return
    }
    if !keys.contains(where: { $0.key == apiKey }) {
      keys.append(ConfigurationFile.ConfiguredKey(number: number.text, key: apiKey))
    }
  }
}

/// The fields of a meter, its own and those inherited from the enclosing objects.
private struct MeterFields {
  struct Text {
    var text: String
    var line: Int
  }

  static let keys: Set = ["mpan", "mprn", "serial", "unit", "alias", "api_key", "meters"]

  var number: Text?
  var serial: Text?
  var unit: ReadingUnit?
  var alias: Text?
  var apiKey: Text?

  init() {}

  init(_ object: JSONObject, over defaults: MeterFields) throws(FormatError) {
    let mpan = try MeterFields.text("mpan", of: object)
    let mprn = try MeterFields.text("mprn", of: object)
    if let mpan, let mprn {
      throw FormatError(
        line: max(mpan.line, mprn.line), message: "a meter has an mpan or an mprn, found both")
    }
    self = defaults
    number = mpan ?? mprn ?? number
    serial = try MeterFields.text("serial", of: object) ?? serial
    alias = try MeterFields.text("alias", of: object) ?? alias
    if let word = try MeterFields.text("unit", of: object) {
      unit = try ReadingUnit(word: word.text, line: word.line)
    }
    apiKey = try MeterFields.text("api_key", of: object) ?? apiKey
  }

  /// The text of `key`; nil when it is absent, empty or a `<placeholder>`.
  private static func text(_ key: String, of object: JSONObject) throws(FormatError) -> Text? {
    guard let value = object.value(key) else { return nil }
    let text = try value.text(key)
    let isPlaceholder = text.hasPrefix("<") && text.hasSuffix(">")
    return text.isEmpty || isPlaceholder ? nil : Text(text: text, line: value.line)
  }
}
