/// A JSON value and the line on which it begins.
package struct JSONValue: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// The text as it stands in the file, so that no digit is lost.
    case number(String)
    case string(String)
    case list([JSONValue])
    case object(JSONObject)
  }

  package var line: Int
  package var content: Content

  /// What it is, for messages; never what it says, which may be a key.
  package var kind: String {
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
  package func isNot(_ expected: String, name: String) -> Refusal {
    Refusal(line: line, message: "\(name) is \(kind), expected \(expected)")
  }

  /// The string that the value called `name` is.
  package func string(_ name: String) throws(Refusal) -> String {
    guard case .string(let text) = content else { throw isNot("a string", name: name) }
    return text
  }

  /// The text of a string or of a number, for what people write either way.
  package func text(_ name: String) throws(Refusal) -> String {
    switch content {
    case .string(let text), .number(let text): text
    default: throw isNot("a string", name: name)
    }
  }

  package func object(_ name: String) throws(Refusal) -> JSONObject {
    guard case .object(let object) = content else { throw isNot("an object", name: name) }
    return object
  }

  /// The objects of a list, or the one object that stands in its place.
  package func objects(_ name: String) throws(Refusal) -> [JSONObject] {
    guard case .list(let values) = content else { return [try object(name)] }
    return try values.map { value throws(Refusal) in try value.object("an entry of \(name)") }
  }
}

/// The members of a JSON object in the order of the file; no key stands twice.
package struct JSONObject: Hashable, Sendable {
  package struct Member: Hashable, Sendable {
    package var key: String
    /// The line of the key.
    package var line: Int
    package var value: JSONValue
  }

  /// The line of the opening brace.
  package var line: Int
  package var members: [Member] = []

  /// The value of `key`; nil when it is absent or null.
  package func value(_ key: String) -> JSONValue? {
    guard let value = members.first(where: { $0.key == key })?.value else { return nil }
    if case .null = value.content { return nil }
    return value
  }
}
