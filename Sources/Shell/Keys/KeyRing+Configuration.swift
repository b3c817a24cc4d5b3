import EnergyModel
import Importers

extension KeyRing {
  /// Keeps the keys that a configuration names.
  ///
  /// The only one becomes the default, several go by the numbers of their meters. A key that is
  /// there under the same name stays.
  ///
  /// - Returns: what was done, for the report; nothing when all were there.
  func keep(
    _ keys: [ConfigurationFile.ConfiguredKey], pretending: Bool
  ) throws(CommandError) -> [String] {
    guard path != nil else {
      return keys.isEmpty ? [] : ["its API key is not kept, as there is no place for it"]
    }
    var notes: [String] = []
    for configured in keys {
      let name = keys.count == 1 ? KeyRing.defaultName : configured.number
      let known = try entries().first { $0.name == name }
      if known?.key == configured.key { continue }
      if known != nil {
        notes.append(
          "its API key is another than key \(name), which stays; to change it: add key \(name)")
        continue
      }
      if !pretending { _ = try add(configured.key, named: name) }
      let verb = pretending ? "would be" : "is"
      notes.append("its API key \(verb) kept as key \(name), not in the cache")
    }
    return notes
  }
}
