/// The kinds of file that can be imported; the raw values are the words of the `import` command.
package enum FileKind: String, CaseIterable, Sendable {
  case config
  case cache

  /// One line for the help.
  package var summary: String {
    switch self {
    case .config: "meters and tariffs from a configuration file (JSON)"
    case .cache: "half-hourly readings from a cache file (JSON lines)"
    }
  }

  /// The kind that the keys of the first JSON object in `bytes` tell; nil when they tell none.
  ///
  /// Reads no further than the first key that decides.
  package static func recognise(_ bytes: [UInt8]) -> FileKind? {
    try? kind(of: JSONReader(bytes[...]))
  }

  private static func kind(of reader: JSONReader) throws(Refusal) -> FileKind? {
    var reader = reader
    var isFirst = true
    guard reader.takesObjectStart() else { return nil }
    while try reader.hasElement(before: "}", isFirst: isFirst) {
      switch try reader.key() {
      case "consumption": return .cache
      case "meters", "tariffs": return .config
      default: _ = try reader.value()
      }
      isFirst = false
    }
    return nil
  }
}
