import Cache
package import EnergyModel
import Glibc
import Interchange
import OctopusAPI
import Terminal

/// The API keys that this user has: one of the environment, and those of the credentials file.
///
/// The file has a name and a key a line. It is made for its owner alone, and one that others can
/// read is refused, as it may have been read already.
package struct KeyRing: Sendable {
  /// A key and what the user calls it.
  package struct Entry {
    package var name: String
    var key: APIKey
  }

  /// What a key is called that nobody named.
  static let defaultName = "default"

  /// What `$OCTOPUS_API_KEY` says; it goes before the file.
  let environmentKey: String?
  /// Nil: keys are kept nowhere.
  let path: String?

  /// How long other programs that change the file are waited for.
  var waiting = LockWait()

  package init(environmentKey: String? = nil, path: String? = nil) {
    self.environmentKey = environmentKey
    self.path = path
  }

  /// The key for something that has several names, such as number and alias: that of the
  /// environment, else one called like it, else the default, else the only one.
  ///
  /// `choice`: what it is called, where another could have been chosen.
  ///
  /// - Throws: ``FetchError/noKey`` when there is none at all; a ``Failure`` when nothing says
  ///   which of several it is, or they can't be read.
  func key(for names: [String?]) throws -> (key: APIKey, choice: String?) {
    if let environmentKey {
      guard let key = APIKey(environmentKey) else {
        throw Failure("$OCTOPUS_API_KEY holds no API key")
      }
      return (key, nil)
    }
    let entries = try entries()
    for name in names.compactMap(\.self) + [KeyRing.defaultName] {
      if let entry = entries.first(where: { $0.name.lowercased() == name.lowercased() }) {
        return (entry.key, entries.count > 1 ? entry.name : nil)
      }
    }
    guard let only = entries.first else { throw FetchError.noKey }
    guard entries.count == 1 else {
      let names = names.compactMap(\.self).joined(separator: " or ")
      throw Failure(
        "none of \(entries.count) API keys is called \(names) or \(KeyRing.defaultName)",
        hint: "see 'show keys'; type: add key")
    }
    return (only.key, nil)
  }

  /// Whether there is any key.
  var isEmpty: Bool {
    get throws(Failure) {
      if environmentKey != nil { return false }
      return try entries().isEmpty
    }
  }

  /// The keys of the file, in its order; none when there is no file.
  ///
  /// - Throws: when it can't be read, when others than its owner can, and for a line that is none.
  package func entries() throws(Failure) -> [Entry] {
    guard let path, access(path, F_OK) == 0 else { return [] }
    var status = stat()
    guard stat(path, &status) == 0 else { throw Failure("\(path): \(systemError())") }
    guard status.st_mode & 0o077 == 0 else {
      throw Failure(
        "others can read the API keys in \(path)", hint: "type in a shell: chmod 600 \(path)")
    }
    let bytes: [UInt8]
    do {
      bytes = try FileNames.read(path)
    } catch {
      throw Failure("the API keys can't be read: \(error)")
    }
    var entries: [Entry] = []
    let lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      let parts = line.split(whereSeparator: \.isWhitespace)
      guard parts.count == 2, let key = APIKey(String(parts[1])) else {
        // The line itself may be a key.
        throw Failure("line \(index + 1) of \(path) is not a name and a key")
      }
      entries.append(Entry(name: String(parts[0]), key: key))
    }
    return entries
  }

  /// Keeps a key, in the place of one of that name; says whether there was one.
  package func add(_ key: APIKey, named name: String) throws(Failure) -> Bool {
    var wasThere = false
    try change { entries in
      let index = entries.firstIndex { $0.name.lowercased() == name.lowercased() }
      wasThere = index != nil
      if let index { entries[index].key = key } else { entries.append(Entry(name: name, key: key)) }
    }
    return wasThere
  }

  /// Takes a key away.
  func drop(_ name: String) throws(Failure) {
    try change { entries in entries.removeAll { $0.name.lowercased() == name.lowercased() } }
  }

  /// Writes the whole file anew or nothing, while no other program does.
  private func change(_ body: (inout [Entry]) -> Void) throws(Failure) {
    guard let path else { throw Failure("there is no place to keep API keys in") }
    FileNames.makeFolders(above: path)
    try FileNames.replace(path, waiting: waiting) { () throws(Failure) in
      var entries = try entries()
      body(&entries)
      return Array(entries.map { "\($0.name) \($0.key.secret)\n" }.joined().utf8)
    }
  }

  /// Takes away keys that a program left beside the file when it was killed.
  package func removeDraft() {
    if let path { FileNames.removeDraft(of: path) }
  }
}
