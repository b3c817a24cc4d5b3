/// A JSON value and the line on which it begins.
struct JSONValue {
  enum Content {
    case null
    case boolean
    /// The text as it stands in the file, so that no digit is lost.
    case number(String)
    case string(String)
    case list([JSONValue])
    case object(JSONObject)
  }

  var line: Int
  var content: Content

  /// What it is, for messages; never what it says, which may be a key.
  var kind: String {
    switch content {
    case .null: "null"
    case .boolean: "true or false"
    case .number: "a number"
    case .string: "a string"
    case .list: "a list"
    case .object: "an object"
    }
  }

  /// The refusal of a value called `name` that is of another kind than `expected`.
  func isNot(_ expected: String, name: String) -> Refusal {
    Refusal(line: line, message: "\(name) is \(kind), expected \(expected)")
  }

  /// The string that the value called `name` is.
  func string(_ name: String) throws(Refusal) -> String {
    guard case .string(let text) = content else { throw isNot("a string", name: name) }
    return text
  }

  /// The text of a string or of a number, for what people write either way.
  func text(_ name: String) throws(Refusal) -> String {
    switch content {
    case .string(let text), .number(let text): text
    default: throw isNot("a string", name: name)
    }
  }

  func object(_ name: String) throws(Refusal) -> JSONObject {
    guard case .object(let object) = content else { throw isNot("an object", name: name) }
    return object
  }

  /// The objects of a list, or the one object that stands in its place.
  func objects(_ name: String) throws(Refusal) -> [JSONObject] {
    guard case .list(let values) = content else { return [try object(name)] }
    return try values.map { value throws(Refusal) in try value.object("an entry of \(name)") }
  }
}

/// The members of a JSON object in the order of the file; no key stands twice.
struct JSONObject {
  struct Member {
    var key: String
    /// The line of the key.
    var line: Int
    var value: JSONValue
  }

  /// The line of the opening brace.
  var line: Int
  var members: [Member] = []

  /// The value of `key`; nil when it is absent or null.
  func value(_ key: String) -> JSONValue? {
    guard let value = members.first(where: { $0.key == key })?.value else { return nil }
    if case .null = value.content { return nil }
    return value
  }

  /// A warning for every key that is not among `known`.
  func unknownKeys(beside known: Set<String>) -> [ImportNote] {
    members.filter { !known.contains($0.key) }.map { member in
      ImportNote(
        line: member.line, text: "unknown key \(quoted(member.key)) ignored", isWarning: true)
    }
  }
}
