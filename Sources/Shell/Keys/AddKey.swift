import EnergyModel
import QueryLanguage
import Rendering

extension Session {
  /// Runs `add key`, behind these words: the key itself is asked for, never typed in a statement.
  func addKey(_ cursor: inout TokenCursor) throws {
    let name = try located { () throws(QueryError) in
      cursor.isAtEnd
        ? nil : try cursor.operand("a name for the key; the key itself is asked for").value
    }
    try cursor.expectEnd()
    try refuseIfSafe("writing of files")
    if let name { try KeyRing.check(name) }
    guard let askSecret else {
      throw CommandError(
        "nobody can be asked for the key",
        hint: "type at a terminal: octowatt add key, or set $OCTOPUS_API_KEY")
    }
    try flush()
    guard let typed = try askSecret("API key (it does not show): "), !typed.isEmpty else {
      throw CommandError("no API key was given")
    }
    guard let key = APIKey(typed.trimmingSpaces) else {
      throw CommandError("this is no API key: they have letters, digits, _, - and no space")
    }
    let place = name ?? KeyRing.defaultName
    let wasThere = try network.keys.add(key, named: place)
    try tell("\(wasThere ? "replaced" : "added") key \(place): \(key.masked)")
    if network.keys.environmentKey != nil {
      try note("$OCTOPUS_API_KEY goes before it")
    }
  }

  /// Takes a key away.
  func dropKey(_ name: Located<String>) throws {
    let names = try network.keys.entries().map(\.name)
    guard let known = names.first(where: { $0.lowercased() == name.value.lowercased() }) else {
      throw QueryErrors(.unknown("API key", name, among: names, hint: "see 'show keys'"))
    }
    try refuseIfSafe("writing of files")
    guard try confirms(dropping: "key \(known)", with: []) else { return }
    try network.keys.drop(known)
    try tell("dropped key \(known)")
  }

  func keyTable() throws -> ResultTable {
    let columns = ["key", "api_key", "kept_in"].map {
      ResultColumn(name: $0, title: $0.replacing("_", with: " "), kind: .text)
    }
    var table = ResultTable(head: ResultHead(statement: "show keys", columns: columns))
    if let text = network.keys.environmentKey {
      let masked = APIKey(text)?.masked ?? "not a key"
      table.append(
        ResultRow(cells: [.missing, .text(masked), .text("$OCTOPUS_API_KEY")]))
    }
    for entry in try network.keys.entries() {
      table.append(
        ResultRow(cells: [
          .text(entry.name), .text(entry.key.masked), .text(network.keys.path ?? ""),
        ]))
    }
    return table
  }
}

extension KeyRing {
  /// Refuses a name that would be two in the file, and what may be a key.
  static func check(_ name: String) throws(CommandError) {
    if name.contains("sk_live_") || name.contains("sk_test_") {
      throw CommandError("a key is never typed in a statement", hint: "type: add key")
    }
    if name.isEmpty || name.contains(where: \.isWhitespace) {
      throw CommandError("the name of a key has no space")
    }
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    let rest = drop { $0.isWhitespace }
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(rest[...last])
  }
}
