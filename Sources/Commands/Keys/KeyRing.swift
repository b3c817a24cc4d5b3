import Cache
package import EnergyModel
import Glibc
import Interchange
import OctopusAPI
import Terminal

/// The user's API keys: one from the environment, and those of the credentials file.
///
/// The file has a name and a key on each line. It is created private to its owner, and one that
/// others can read is refused, as it may have been read already.
package struct KeyRing: Sendable {
  /// A key and its name.
  package struct Entry {
    package var name: String
    var key: APIKey
  }

  /// The name of a key for which none was given.
  static let defaultName = "default"

  /// The key in `$OCTOPUS_API_KEY`, which has precedence over the file.
  let environmentKey: String?
  /// The path of the credentials file; nil to store no keys.
  let path: String?

  /// The policy for waiting on other programs that change the file.
  var waiting = LockWait()

  package init(environmentKey: String? = nil, path: String? = nil) {
    self.environmentKey = environmentKey
    self.path = path
  }

  /// The key for something that has several names, such as number and alias.
  ///
  /// It is that of the environment, else one of those names, else the default, else the only one.
  /// `choice` is its name if another could have been chosen.
  ///
  /// - Throws: ``FetchError/noKey`` when there is none at all, ``FetchError/malformedKey(variable:)``;
  ///   a ``Failure`` when it is unclear which of several to use, or they can't be read.
  func key(for names: [String?]) throws -> (key: APIKey, choice: String?) {
    if let environmentKey {
      guard let key = APIKey(environmentKey) else {
        throw FetchError.malformedKey(variable: "OCTOPUS_API_KEY")
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

  /// Whether there are no keys.
  var isEmpty: Bool {
    get throws(Failure) {
      if environmentKey != nil { return false }
      return try entries().isEmpty
    }
  }

  /// The largest file of keys, in bytes: some ten thousand of them.
  private static let mostBytes = 1 << 20

  /// The keys of the file, in its order; empty when there is no file.
  ///
  /// - Throws: a ``Failure`` when it can't be read, is readable by others, or has an invalid line.
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
      bytes = try FileNames.read(path, atMost: KeyRing.mostBytes)
    } catch {
      throw Failure("the API keys can't be read: \(error)")
    }
    var entries: [Entry] = []
    let lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      let parts = line.split(whereSeparator: \.isWhitespace)
      guard parts.count == 2, let key = APIKey(String(parts[1])) else {
        // The line is not quoted, as it may itself be a key.
        throw Failure("line \(index + 1) of \(path) is not a name and a key")
      }
      entries.append(Entry(name: String(parts[0]), key: key))
    }
    return entries
  }

  /// Stores a key, replacing one of that name; returns whether there was one.
  package func add(_ key: APIKey, named name: String) throws(Failure) -> Bool {
    var wasThere = false
    try change { entries in
      let index = entries.firstIndex { $0.name.lowercased() == name.lowercased() }
      wasThere = index != nil
      if let index { entries[index].key = key } else { entries.append(Entry(name: name, key: key)) }
    }
    return wasThere
  }

  /// Removes a key.
  func drop(_ name: String) throws(Failure) {
    try change { entries in entries.removeAll { $0.name.lowercased() == name.lowercased() } }
  }

  /// Rewrites the file atomically, while no other program does.
  private func change(_ body: (inout [Entry]) -> Void) throws(Failure) {
    guard let path else { throw Failure("there is no file to keep API keys in") }
    FileNames.makeFolders(above: path)
    try FileNames.replace(path, waiting: waiting) { () throws(Failure) in
      var entries = try entries()
      body(&entries)
      return Array(entries.map { "\($0.name) \($0.key.secret)\n" }.joined().utf8)
    }
  }

  /// Removes the draft, with its keys, of a program that was killed.
  package func removeDraft() {
    if let path { FileNames.removeDraft(of: path) }
  }
}
