import JSONText

/// The kinds of file that can be imported; the raw values are the words of the `import` command.
package enum FileKind: String, CaseIterable, Sendable {
  case config
  case cache
  case csv
  case consumption
  case rates
  case standing

  /// One line for the help.
  package var summary: String {
    switch self {
    case .config: "meters and tariffs from a configuration file (JSON)"
    case .cache: "half-hourly readings from a cache file (JSON lines)"
    case .csv: "half-hourly readings of one meter, an Octopus download (CSV)"
    case .consumption: "half-hourly readings of one meter, as the API returns them (JSON)"
    case .rates: "dated unit rates, as the API returns them (JSON) or as CSV"
    case .standing: "dated standing charges, in the same forms as rates"
    }
  }

  /// The largest file that is held in memory as a whole, in bytes: some 100,000 tariffs, or the
  /// rates of 100 years; of the others only a line is.
  package static let mostBytes: (configuration: Int, answer: Int) = (8 << 20, 256 << 20)

  /// The kind of a file that begins with `head`, judged by the header of a CSV or the keys of a
  /// JSON; nil when unknown.
  ///
  /// Reads up to the first key that decides. Standing charges have the same
  /// form as unit rates, so both are detected as `rates`: only the user can tell them apart.
  package static func detect(_ head: ArraySlice<UInt8>) -> FileKind? {
    let reader = JSONReader(head)
    return try? reader.isAtObjectOrList ? kind(ofJSON: reader) : kind(ofCSV: Array(head))
  }

  private static func kind(ofJSON reader: JSONReader) throws(FormatError) -> FileKind? {
    var reader = reader
    if reader.consumeStart("[") { return try kind(ofRowsIn: &reader) }
    var isFirst = true
    guard reader.consumeStart("{") else { return nil }
    while try reader.hasElement(before: "}", isFirst: isFirst) {
      switch try reader.key() {
      case "consumption": return .cache
      case "meters", "tariffs": return .config
      case "results": return reader.consumeStart("[") ? try kind(ofRowsIn: &reader) : nil
      default: _ = try reader.value()
      }
      isFirst = false
    }
    return nil
  }

  /// The kind of a list whose opening bracket is already consumed, judged by its first row.
  private static func kind(ofRowsIn reader: inout JSONReader) throws(FormatError) -> FileKind? {
    var isFirst = true
    guard reader.consumeStart("{") else { return nil }
    while try reader.hasElement(before: "}", isFirst: isFirst) {
      let key = try reader.key()
      if RateField.prices.contains(RateField(rawValue: key)) { return .rates }
      if key == "consumption" { return .consumption }
      _ = try reader.value()
      isFirst = false
    }
    return nil
  }

  private static func kind(ofCSV head: [UInt8]) throws -> FileKind? {
    var lines = LineWalk(FileWindow(head))
    guard let names = try lines.nextFields()?.map({ $0.lowercased() }) else { return nil }
    let readings = ConsumptionColumn.columns(names).compactMap(\.self)
    if ConsumptionColumn.required.isSubset(of: readings) { return .csv }
    let rates = names.map(RateField.init(rawValue:))
    return rates.contains(.validFrom) && rates.contains(where: RateField.prices.contains)
      ? .rates : nil
  }
}
