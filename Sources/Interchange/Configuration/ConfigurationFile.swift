package import EnergyModel
import JSONText
package import Tariffs

/// A configuration file: the meters and tariffs of a home, as JSON.
package enum ConfigurationFile {
  package struct ConfiguredMeter: Hashable, Sendable {
    package var key: MeterKey
    package var alias: String?
    package var line: Int
  }

  package struct ConfiguredTariff: Hashable, Sendable {
    package var tariff: Tariff
    package var line: Int
  }

  package struct ConfiguredKey: Hashable, Sendable {
    package var number: String
    package var key: APIKey
  }

  package struct Contents: Hashable, Sendable {
    package var meters: [ConfiguredMeter] = []
    package var tariffs: [ConfiguredTariff] = []
    package var notes: [ImportNote] = []
    /// The API keys of its meters, each once, with the number of the first meter that has it.
    package var keys: [ConfiguredKey] = []
  }

  /// The contents of a whole file; `path` names it in errors.
  package static func read(_ bytes: [UInt8], path: String) throws(ImportError) -> Contents {
    do {
      return try contents(bytes)
    } catch {
      throw error.of(path)
    }
  }

  private static func contents(_ bytes: [UInt8]) throws(FormatError) -> Contents {
    var reader = JSONReader(bytes[...])
    guard let document = try reader.document() else {
      throw FormatError(line: 1, message: "the file is empty, expected an object")
    }
    let root = try document.object("the configuration")
    try document.refuseMisplacedKeys()
    var contents = Contents(notes: root.unknownKeys(beside: ["meters", "tariffs"]))
    if let value = root.value("meters") {
      try contents.addMeters(value)
    }
    if let value = root.value("tariffs") {
      try contents.addTariffs(value)
    }
    return contents
  }
}
