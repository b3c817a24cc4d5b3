import JSONText

/// The kinds of file that can be imported; the raw values are the words of the `import` command.
package enum FileKind: String, CaseIterable, Sendable {
  case config
  case cache
  case csv
  case rates
  case standing

  /// One line for the help.
  package var summary: String {
    switch self {
    case .config: "meters and tariffs from a configuration file (JSON)"
    case .cache: "half-hourly readings from a cache file (JSON lines)"
    case .csv: "half-hourly readings of one meter, an Octopus download (CSV)"
    case .rates: "dated unit rates, as the API answers them (JSON) or as CSV"
    case .standing: "dated standing charges, in the same forms as rates"
    }
  }

  /// The kind that the first line of a CSV file tells, or the keys of the JSON in `bytes`; nil
  /// when they tell none.
  ///
  /// Reads no further than the first key that decides, which must stand within the first MB. Standing charges look the same as unit
  /// rates, so it says `rates` of both: that they are `standing` only the user knows.
  package static func recognise(_ bytes: [UInt8]) -> FileKind? {
    let head = bytes.prefix(1 << 20)
    let reader = JSONReader(head)
    return try? reader.isAtObjectOrList ? kind(ofJSON: reader) : kind(ofCSV: Array(head))
  }

  private static func kind(ofJSON reader: JSONReader) throws(Refusal) -> FileKind? {
    var reader = reader
    if reader.takesStart("[") { return try kind(ofRowsIn: &reader) }
    var isFirst = true
    guard reader.takesStart("{") else { return nil }
    while try reader.hasElement(before: "}", isFirst: isFirst) {
      switch try reader.key() {
      case "consumption": return .cache
      case "meters", "tariffs": return .config
      case "results": return reader.takesStart("[") ? try kind(ofRowsIn: &reader) : nil
      default: _ = try reader.value()
      }
      isFirst = false
    }
    return nil
  }

  /// What the first row of a list is; the bracket that opens the list is behind.
  private static func kind(ofRowsIn reader: inout JSONReader) throws(Refusal) -> FileKind? {
    var isFirst = true
    guard reader.takesStart("{") else { return nil }
    while try reader.hasElement(before: "}", isFirst: isFirst) {
      if RateField.prices.contains(RateField(rawValue: try reader.key())) { return .rates }
      _ = try reader.value()
      isFirst = false
    }
    return nil
  }

  private static func kind(ofCSV bytes: [UInt8]) throws(Refusal) -> FileKind? {
    var lines = LineWalk(bytes)
    guard let names = try lines.nextFields()?.map({ $0.lowercased() }) else { return nil }
    let readings = names.compactMap(ConsumptionColumn.init)
    if Set(readings).count == ConsumptionColumn.allCases.count { return .csv }
    let rates = names.map(RateField.init(rawValue:))
    return rates.contains(.validFrom) && rates.contains(where: RateField.prices.contains)
      ? .rates : nil
  }
}
