import EnergyModel
import Interchange

extension KeyRing {
  /// Stores the API keys of a configuration.
  ///
  /// A single key becomes the default, several are named after their meters' numbers. An existing
  /// key of the same name is kept.
  ///
  /// `pretended` is nil to store them; otherwise it holds the keys that count as stored so far, and
  /// these are added to it.
  ///
  /// - Returns: notes for the report; empty when all keys existed.
  func keep(
    _ keys: [ConfigurationFile.ConfiguredKey], pretended: inout [Entry]?
  ) throws(Failure) -> [String] {
    guard path != nil else {
      return keys.isEmpty ? [] : ["its API key is not kept: there is no file to keep it in"]
    }
    var notes: [String] = []
    for configured in keys {
      let name = keys.count == 1 ? KeyRing.defaultName : configured.number
      let known = (try entries() + (pretended ?? [])).first { $0.name == name }
      if known?.key == configured.key { continue }
      if known != nil {
        notes.append(
          "its API key differs from key \(name), which is kept; to change it: add key \(name)")
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
