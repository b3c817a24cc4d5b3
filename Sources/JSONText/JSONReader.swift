/// A strict JSON reader over bytes that tracks line numbers.
package struct JSONReader {
  /// Deeper nesting is refused: no genuine file comes near it, and reading is recursive.
  private static let maximumDepth = 64

  private let bytes: ArraySlice<UInt8>
  /// The index of the next byte.
  package private(set) var position: Int
  /// The number of the line that the next byte is on.
  package private(set) var line: Int

  /// `line`: the number of the first line in `bytes`.
  package init(_ bytes: ArraySlice<UInt8>, line: Int = 1) {
    self.bytes = bytes
    self.line = line
    position = startAfterByteOrderMark(bytes)
  }

  /// The single value of the text; nil when it is blank.
  package mutating func document() throws(FormatError) -> JSONValue? {
    skipSpace()
    guard next != nil else { return nil }
    let value = try value()
    try finish()
    return value
  }

  /// Checks that only white space follows.
  package mutating func finish() throws(FormatError) {
    skipSpace()
    guard next == nil else { throw unexpected("nothing after the value") }
  }

  package mutating func value(depth: Int = 0) throws(FormatError) -> JSONValue {
    skipSpace()
    let line = line
    guard depth < JSONReader.maximumDepth else {
      throw error("nested deeper than \(JSONReader.maximumDepth) levels")
    }
    let content: JSONValue.Content
    switch next {
    case "{": content = .object(try object(depth: depth))
    case "[": content = .list(try list(depth: depth))
    case "\"": content = .string(try string())
    case _ where isAtDigit || next == "-": content = .number(try number())
    default:
      if consumeWord("null") {
        content = .null
      } else if consumeWord("true") {
        content = .boolean(true)
      } else if consumeWord("false") {
        content = .boolean(false)
      } else {
        throw unexpected("a value")
      }
    }
    return JSONValue(line: line, content: content)
  }

  private mutating func object(depth: Int) throws(FormatError) -> JSONObject {
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

  private mutating func list(depth: Int) throws(FormatError) -> [JSONValue] {
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

  /// Consumes the bracket `opening` if it comes next; returns whether it did.
  package mutating func consumeStart(_ opening: Unicode.Scalar) -> Bool {
    skipSpace()
    return consume(opening)
  }

  /// Whether another element of a list or object follows; consumes the comma before it, or the
  /// `closing` bracket.
  package mutating func hasElement(
    before closing: Unicode.Scalar, isFirst: Bool
  ) throws(FormatError) -> Bool {
    skipSpace()
    if consume(closing) { return false }
    guard isFirst || consume(",") else { throw unexpected("',' or '\(closing)'") }
    return true
  }

  /// The key of an object's member; consumes the colon after it.
  package mutating func key() throws(FormatError) -> String {
    skipSpace()
    guard next == "\"" else { throw unexpected("a key in double quotes") }
    let key = try string()
    skipSpace()
    guard consume(":") else { throw unexpected("':'") }
    return key
  }

  /// The key of a member, refused when it is one of the `earlier` keys, kept with their lines.
  package mutating func key(noneOf earlier: inout [String: Int]) throws(FormatError) -> String {
    let key = try key()
    if let first = earlier.updateValue(line, forKey: key) {
      throw error("duplicate key \(quoted(key)), first on line \(first)")
    }
    return key
  }

  private mutating func number() throws(FormatError) -> String {
    let start = position
    _ = consume("-")
    if !consume("0") { try skipDigits() }
    if consume(".") { try skipDigits() }
    if consume("e") || consume("E") {
      _ = consume("+") || consume("-")
      try skipDigits()
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func skipDigits() throws(FormatError) {
    guard isAtDigit else { throw unexpected("a digit") }
    while isAtDigit { position += 1 }
  }

  private mutating func string() throws(FormatError) -> String {
    var text: [UInt8] = []
    position += 1
    while !consume("\"") {
      let start = position
      while let byte = next, byte.value >= 0x20, byte != "\"", byte != "\\" { position += 1 }
      text += bytes[start..<position]
      if consume("\\") {
        text += String(try escape()).utf8
      } else if next != "\"" {
        throw unexpected("the double quote that ends the string")
      }
    }
    guard let string = String(validating: text, as: UTF8.self) else {
      throw error("a string that is not UTF-8")
    }
    return string
  }

  /// The character of an escape whose backslash is already consumed.
  private mutating func escape() throws(FormatError) -> Character {
    for (name, character) in JSONReader.escapes where consume(name) { return character }
    guard consume("u") else { throw unexpected("an escape: one of \" \\ / b f n r t u") }
    var code = try codeUnit()
    if (0xD800..<0xDC00).contains(code), consumeWord("\\u") {
      let low = try codeUnit()
      // With an invalid second half, the code stays a lone surrogate, which is refused below.
      code = (0xDC00..<0xE000).contains(low) ? 0x10000 + (code - 0xD800) << 10 + low - 0xDC00 : code
    }
    guard let scalar = Unicode.Scalar(code) else { throw error("half of a surrogate pair") }
    return Character(scalar)
  }

  private static let escapes: [(Unicode.Scalar, Character)] = [
    ("\"", "\""), ("\\", "\\"), ("/", "/"), ("b", "\u{8}"), ("f", "\u{C}"), ("n", "\n"),
    ("r", "\r"), ("t", "\t"),
  ]

  private mutating func codeUnit() throws(FormatError) -> UInt32 {
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

  /// The next byte, nil at the end; a character only when it is ASCII.
  private var next: Unicode.Scalar? {
    position < bytes.endIndex ? Unicode.Scalar(bytes[position]) : nil
  }

  private var isAtDigit: Bool { next.map { ("0"..."9").contains($0) } ?? false }

  private mutating func consume(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  private mutating func consumeWord(_ word: StaticString) -> Bool {
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

  private func error(_ message: String) -> FormatError { FormatError(line: line, message: message) }

  /// An error that quotes one byte of what was found and no more: it may be part of an API key.
  private func unexpected(_ expected: String) -> FormatError {
    let found =
      switch next {
      case nil: "nothing more"
      case "\n", "\r": "the end of the line"
      case let byte? where (0x20..<0x7F).contains(byte.value): "'\(byte)'"
      case let byte?: "the byte 0x\(String(byte.value, radix: 16))"
      }
    return error("found \(found), expected \(expected)")
  }
}

/// The index of the first byte of text: after the byte order mark, if there is one.
package func startAfterByteOrderMark(_ bytes: ArraySlice<UInt8>) -> Int {
  let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  return bytes.startIndex + (bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0)
}
