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

  /// The kind of value, for messages; never the value itself, which may be an API key.
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

  /// The error for a value called `name` that is not the `expected` kind.
  package func mismatch(_ expected: String, name: String) -> FormatError {
    FormatError(line: line, message: "\(name) is \(kind), expected \(expected)")
  }

  /// The value as a string; `name` is what errors call it.
  package func string(_ name: String) throws(FormatError) -> String {
    guard case .string(let text) = content else { throw mismatch("a string", name: name) }
    return text
  }

  /// The text of a string or a number, for fields that people write either way.
  package func text(_ name: String) throws(FormatError) -> String {
    switch content {
    case .string(let text), .number(let text): text
    default: throw mismatch("a string", name: name)
    }
  }

  package func object(_ name: String) throws(FormatError) -> JSONObject {
    guard case .object(let object) = content else { throw mismatch("an object", name: name) }
    return object
  }

  /// The objects of a list; a single object counts as a list of one.
  package func objects(_ name: String) throws(FormatError) -> [JSONObject] {
    guard case .list(let values) = content else { return [try object(name)] }
    return try values.map { value throws(FormatError) in try value.object("an entry of \(name)") }
  }
}

/// The members of a JSON object in file order, each key once.
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
