import EnergyModel
import Interchange

extension KeyRing {
  /// Keeps the keys that a configuration names.
  ///
  /// The only one becomes the default, several go by the numbers of their meters. A key that is
  /// there under the same name stays.
  ///
  /// `pretended`: nil where they are kept; else those of other files that count as kept, to which
  /// these are added.
  ///
  /// - Returns: what was done, for the report; nothing when all were there.
  func keep(
    _ keys: [ConfigurationFile.ConfiguredKey], pretended: inout [Entry]?
  ) throws(Failure) -> [String] {
    guard path != nil else {
      return keys.isEmpty ? [] : ["its API key is not kept, as there is no place for it"]
    }
    var notes: [String] = []
    for configured in keys {
      let name = keys.count == 1 ? KeyRing.defaultName : configured.number
      let known = (try entries() + (pretended ?? [])).first { $0.name == name }
      if known?.key == configured.key { continue }
      if known != nil {
        notes.append(
          "its API key is another than key \(name), which stays; to change it: add key \(name)")
        continue
      }
      let verb = pretended == nil ? "is" : "would be"
      if pretended == nil { _ = try add(configured.key, named: name) }
      pretended?.append(Entry(name: name, key: configured.key))
      notes.append("its API key \(verb) kept as key \(name), not in the cache")
    }
    return notes
  }
}
