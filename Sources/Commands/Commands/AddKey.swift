import EnergyModel
import QueryLanguage

/// Stores an API key, which is asked for and never typed in a statement.
struct AddKey: Command {
  static let form = Form(
    "add key", .last(.text("NAME", "a name for the key; the key itself is asked for")))
  static let summary = "an Octopus API key, which is asked for and not shown"

  let name: Located<String>?

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    name = try AddKey.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    try workspace.settings.refuseIfSafe("writing files")
    if let name { try KeyRing.check(name.value) }
    guard let askSecret = workspace.questions.askSecret else {
      throw Failure(
        "cannot ask for the key (no terminal)",
        hint: "type at a terminal: octowatt add key, or set $OCTOPUS_API_KEY")
    }
    try workspace.output.flush()
    guard let typed = try askSecret("API key (not shown):  "), !typed.isEmpty else {
      throw Failure("no API key was given")
    }
    guard let key = APIKey(typed.trimmingSpaces) else {
      throw Failure("this is not an API key, which has letters, digits, _ and - only")
    }
    let place = name?.value ?? KeyRing.defaultName
    let keys = workspace.keys
    let wasThere = try keys.add(key, named: place)
    try workspace.reporter.info("\(wasThere ? "replaced" : "added") key \(place): \(key.masked)")
    if keys.environmentKey != nil {
      try workspace.reporter.note("$OCTOPUS_API_KEY takes precedence over it")
    }
    return .nothing
  }
}

/// Removes a key.
struct DropKey: Command {
  static let form = Form("drop key", .operand(.text("NAME", "the name of a key", .key)))
  static let summary = "an API key: see 'show keys'"

  let name: Located<String>

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    name = try DropKey.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let keys = workspace.keys
    let names = try keys.entries().map(\.name)
    guard let known = names.first(where: { $0.lowercased() == name.value.lowercased() }) else {
      throw QueryError.unknown("API key", name, among: names, hint: "see 'show keys'")
    }
    try workspace.settings.refuseIfSafe("writing files")
    guard try workspace.confirms(dropping: "key \(known)", with: []) else { return .nothing }
    try keys.drop(known)
    try workspace.reporter.info("dropped key \(known)")
    return .nothing
  }
}

extension Workspace {
  /// The names of the keys, with the keys masked, as a list.
  func keyTable() throws -> ResultTable {
    let columns = ResultColumn.named("key", "api_key", "kept_in")
    var table = ResultTable(header: ResultHeader(statement: "show keys", columns: columns))
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
  /// Refuses a name that would be read as two words in the file.
  static func check(_ name: String) throws(Failure) {
    if name.isEmpty || name.contains(where: \.isWhitespace) {
      throw Failure("the name of a key can't have a space")
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
