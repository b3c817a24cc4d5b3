import EnergyModel
import JSONText
import Tariffs

extension ConfigurationFile.Contents {
  /// Adds the value of `tariffs`: an object with a member a tariff, or a list of named objects.
  mutating func addTariffs(_ value: JSONValue) throws(FormatError) {
    var flaws: [PriceKind: Set<PriceFlaw>] = [:]
    var lines: [String: Int] = [:]
    if case .object(let map) = value.content {
      for member in map.members {
        let object = try member.value.object("tariff \(quoted(member.key))")
        try addTariff(
          member.key, object, line: member.line, knownKeys: TariffReader.keys, flaws: &flaws,
          lines: &lines)
      }
    } else {
      for object in try value.objects("tariffs") {
        guard let name = try object.value("name")?.string("name") else {
          throw FormatError(line: object.line, message: "a tariff without a name")
        }
        let knownKeys = TariffReader.keys.union(["name"])
        try addTariff(
          name, object, line: object.line, knownKeys: knownKeys, flaws: &flaws, lines: &lines)
      }
    }
  }

  /// `lines`: the lines of the tariffs so far, by name in lower case.
  private mutating func addTariff(
    _ name: String, _ object: JSONObject, line: Int, knownKeys: Set<String>,
    flaws: inout [PriceKind: Set<PriceFlaw>], lines: inout [String: Int]
  ) throws(FormatError) {
    guard !name.isEmpty else { throw FormatError(line: line, message: "a tariff without a name") }
    // The shell matches names without regard to case.
    if let first = lines.updateValue(line, forKey: name.lowercased()) {
      throw FormatError(
        line: line, message: "duplicate tariff \(quoted(name)), first on line \(first)")
    }
    let prefix = "tariff \(quoted(name)): "
    var reader = TariffReader(notes: object.unknownKeys(beside: knownKeys), flaws: flaws)
    do {
      let tariff = try reader.tariff(name, object)
      tariffs.append(ConfigurationFile.ConfiguredTariff(tariff: tariff, line: line))
    } catch {
      throw FormatError(line: error.line, message: prefix + error.message)
    }
    flaws = reader.flaws
    notes += reader.notes.map { note in
      ImportNote(line: note.line, text: prefix + note.text, isWarning: note.isWarning)
    }
  }
}
