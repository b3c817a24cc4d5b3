/// Reads JSON from bytes, strictly, and knows the line that it has reached.
package struct JSONReader {
  /// Deeper nesting is refused, as no file that is meant comes near it.
  private static let maximumDepth = 64

  private let bytes: ArraySlice<UInt8>
  /// The index of the byte that comes next.
  package private(set) var position: Int
  /// The number of the line on which that is.
  package private(set) var line: Int

  /// Begins with `line` as the number of the first line in `bytes`.
  package init(_ bytes: ArraySlice<UInt8>, line: Int = 1) {
    self.bytes = bytes
    self.line = line
    position = startBehindByteOrderMark(bytes)
  }

  /// The one value that the bytes hold; nil when they hold nothing but space.
  package mutating func document() throws(Refusal) -> JSONValue? {
    skipSpace()
    guard next != nil else { return nil }
    let value = try value()
    try finish()
    return value
  }

  /// Refuses anything but space behind the one value.
  package mutating func finish() throws(Refusal) {
    skipSpace()
    guard next == nil else { throw unexpected("nothing after the value") }
  }

  package mutating func value(depth: Int = 0) throws(Refusal) -> JSONValue {
    skipSpace()
    let line = line
    guard depth < JSONReader.maximumDepth else {
      throw refusal("nested deeper than \(JSONReader.maximumDepth) levels")
    }
    let content: JSONValue.Content
    switch next {
    case "{": content = .object(try object(depth: depth))
    case "[": content = .list(try list(depth: depth))
    case "\"": content = .string(try string())
    case _ where isAtDigit || next == "-": content = .number(try number())
    default:
      if takesWord("null") {
        content = .null
      } else if takesWord("true") {
        content = .boolean(true)
      } else if takesWord("false") {
        content = .boolean(false)
      } else {
        throw unexpected("a value")
      }
    }
    return JSONValue(line: line, content: content)
  }

  private mutating func object(depth: Int) throws(Refusal) -> JSONObject {
    var object = JSONObject(line: line)
    var lines: [String: Int] = [:]
    position += 1
    while try hasElement(before: "}", isFirst: object.members.isEmpty) {
      let key = try key(noneOf: &lines)
      let keyLine = line
      let value = try value(depth: depth + 1)
      object.members.append(JSONObject.Member(key: key, line: keyLine, value: value))
    }
    return object
  }

  private mutating func list(depth: Int) throws(Refusal) -> [JSONValue] {
    var values: [JSONValue] = []
    position += 1
    while try hasElement(before: "]", isFirst: values.isEmpty) {
      values.append(try value(depth: depth + 1))
    }
    return values
  }

  /// Whether an object or list comes next.
  package var isAtObjectOrList: Bool {
    var ahead = self
    ahead.skipSpace()
    return ahead.next == "{" || ahead.next == "["
  }

  /// Whether an object or list begins here, as `opening` says; then steps into it.
  package mutating func takesStart(_ opening: Unicode.Scalar) -> Bool {
    skipSpace()
    return takes(opening)
  }

  /// Whether a list or object goes on; takes the comma or the `closing` bracket.
  package mutating func hasElement(
    before closing: Unicode.Scalar, isFirst: Bool
  ) throws(Refusal) -> Bool {
    skipSpace()
    if takes(closing) { return false }
    guard isFirst || takes(",") else { throw unexpected("',' or '\(closing)'") }
    return true
  }

  /// The key of a member of an object, and the colon after it.
  package mutating func key() throws(Refusal) -> String {
    skipSpace()
    guard next == "\"" else { throw unexpected("a key in double quotes") }
    let key = try string()
    skipSpace()
    guard takes(":") else { throw unexpected("':'") }
    return key
  }

  /// The same, of an object in which no key stands twice; `earlier` has the lines of those that did.
  package mutating func key(noneOf earlier: inout [String: Int]) throws(Refusal) -> String {
    let key = try key()
    if let first = earlier.updateValue(line, forKey: key) {
      throw refusal("key \(quoted(key)) stands twice, first on line \(first)")
    }
    return key
  }

  private mutating func number() throws(Refusal) -> String {
    let start = position
    _ = takes("-")
    if !takes("0") { try skipDigits() }
    if takes(".") { try skipDigits() }
    if takes("e") || takes("E") {
      _ = takes("+") || takes("-")
      try skipDigits()
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func skipDigits() throws(Refusal) {
    guard isAtDigit else { throw unexpected("a digit") }
    while isAtDigit { position += 1 }
  }

  private mutating func string() throws(Refusal) -> String {
    var text: [UInt8] = []
    position += 1
    while !takes("\"") {
      let start = position
      while let byte = next, byte.value >= 0x20, byte != "\"", byte != "\\" { position += 1 }
      text += bytes[start..<position]
      if takes("\\") {
        text += String(try escape()).utf8
      } else if next != "\"" {
        throw unexpected("the double quote that ends the string")
      }
    }
    guard let string = String(validating: text, as: UTF8.self) else {
      throw refusal("a string that is not UTF-8")
    }
    return string
  }

  /// The character that an escape stands for; the backslash is behind.
  private mutating func escape() throws(Refusal) -> Character {
    for (name, character) in JSONReader.escapes where takes(name) { return character }
    guard takes("u") else { throw unexpected("an escape: one of \" \\ / b f n r t u") }
    var code = try codeUnit()
    if (0xD800..<0xDC00).contains(code), takesWord("\\u") {
      let low = try codeUnit()
      // A second half out of its range makes a code that is no character either.
      code = (0xDC00..<0xE000).contains(low) ? 0x10000 + (code - 0xD800) << 10 + low - 0xDC00 : code
    }
    guard let scalar = Unicode.Scalar(code) else { throw refusal("half of a surrogate pair") }
    return Character(scalar)
  }

  private static let escapes: [(Unicode.Scalar, Character)] = [
    ("\"", "\""), ("\\", "\\"), ("/", "/"), ("b", "\u{8}"), ("f", "\u{C}"), ("n", "\n"),
    ("r", "\r"), ("t", "\t"),
  ]

  private mutating func codeUnit() throws(Refusal) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = next.flatMap({ Character($0).hexDigitValue }) else {
        throw unexpected("four hexadecimal digits")
      }
      code = code << 4 + UInt32(digit)
      position += 1
    }
    return code
  }

  /// The byte that comes next, nil at the end; only its ASCII values mean characters.
  private var next: Unicode.Scalar? {
    position < bytes.endIndex ? Unicode.Scalar(bytes[position]) : nil
  }

  private var isAtDigit: Bool { next.map { ("0"..."9").contains($0) } ?? false }

  private mutating func takes(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  private mutating func takesWord(_ word: StaticString) -> Bool {
    let isNext = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
    if isNext { position += word.utf8CodeUnitCount }
    return isNext
  }

  private mutating func skipSpace() {
    while position < bytes.endIndex {
      switch bytes[position] {
      case UInt8(ascii: "\n"): line += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      default: return
      }
      position += 1
    }
  }

  private func refusal(_ message: String) -> Refusal { Refusal(line: line, message: message) }

  /// Shows one byte of what was found and no more, since it may be part of a key.
  private func unexpected(_ expected: String) -> Refusal {
    let found =
      switch next {
      case nil: "nothing more"
      case "\n", "\r": "the end of the line"
      case let byte? where (0x20..<0x7F).contains(byte.value): "'\(byte)'"
      case let byte?: "the byte 0x\(String(byte.value, radix: 16))"
      }
    return refusal("found \(found), expected \(expected)")
  }
}

/// Where the text in `bytes` begins: a byte order mark is none of it.
package func startBehindByteOrderMark(_ bytes: ArraySlice<UInt8>) -> Int {
  let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  return bytes.startIndex + (bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0)
}
