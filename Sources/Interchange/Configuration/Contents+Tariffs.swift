import EnergyModel
import JSONText
import Tariffs

extension ConfigurationFile.Contents {
  /// Adds `tariffs`: a map by name, or a list of objects that have a name.
  mutating func addTariffs(_ value: JSONValue) throws(Refusal) {
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
          throw Refusal(line: object.line, message: "a tariff without name")
        }
        let knownKeys = TariffReader.keys.union(["name"])
        try addTariff(
          name, object, line: object.line, knownKeys: knownKeys, flaws: &flaws, lines: &lines)
      }
    }
  }

  /// `lines`: those of the tariffs so far, by their names in lower case.
  private mutating func addTariff(
    _ name: String, _ object: JSONObject, line: Int, knownKeys: Set<String>,
    flaws: inout [PriceKind: Set<PriceFlaw>], lines: inout [String: Int]
  ) throws(Refusal) {
    guard !name.isEmpty else { throw Refusal(line: line, message: "a tariff without name") }
    // Names are matched without regard to case wherever they are typed.
    if let first = lines.updateValue(line, forKey: name.lowercased()) {
      throw Refusal(
        line: line, message: "tariff \(quoted(name)) stands twice, first on line \(first)")
    }
    let prefix = "tariff \(quoted(name)): "
    var reader = TariffReader(notes: object.unknownKeys(beside: knownKeys), flaws: flaws)
    do {
      let tariff = try reader.tariff(name, object)
      tariffs.append(ConfigurationFile.ConfiguredTariff(tariff: tariff, line: line))
    } catch {
      throw Refusal(line: error.line, message: prefix + error.message)
    }
    flaws = reader.flaws
    notes += reader.notes.map { note in
      ImportNote(line: note.line, text: prefix + note.text, isWarning: note.isWarning)
    }
  }
}
