import JSONText

extension LineWalk {
  /// Consumes the next line that is not blank; returns its fields, trimmed, or nil at the end.
  mutating func nextFields() throws -> [String]? {
    while try begin() {
      if let fields = try csvFields(consume(), line: line) { return fields }
    }
    return nil
  }
}

/// The fields of a line of comma-separated values, trimmed; nil when it is blank.
func csvFields(_ bytes: ArraySlice<UInt8>, line: Int) throws(FormatError) -> [String]? {
  var reader = CSVFieldReader(bytes, line: line)
  guard !reader.isAtEnd else { return nil }
  var fields: [String] = []
  repeat { fields.append(try reader.field()) } while reader.consume(",")
  return fields
}

/// Reads the fields of one line; quoted fields may contain commas, and double quotes doubled.
private struct CSVFieldReader {
  private static let spaces = [" ", "\t", "\r"].map { UInt8(ascii: $0) }

  private let bytes: ArraySlice<UInt8>
  private let line: Int
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>, line: Int) {
    self.bytes = bytes
    self.line = line
    position = bytes.startIndex
    skipSpaces()
  }

  var isAtEnd: Bool { position == bytes.endIndex }

  /// Consumes the next field up to the comma after it or the end.
  mutating func field() throws(FormatError) -> String {
    skipSpaces()
    let text = consume("\"") ? try quotedText() : plainText()
    guard let field = String(validating: text, as: UTF8.self) else {
      throw FormatError(line: line, message: "a field that is not UTF-8")
    }
    return field
  }

  private mutating func plainText() -> ArraySlice<UInt8> {
    let end = bytes[position...].firstIndex(of: UInt8(ascii: ",")) ?? bytes.endIndex
    let text = bytes[position..<end]
    position = end
    let last = text.lastIndex { !CSVFieldReader.spaces.contains($0) }
    return text[..<(last.map { $0 + 1 } ?? text.startIndex)]
  }

  /// Consumes a quoted field whose opening quote is already consumed.
  private mutating func quotedText() throws(FormatError) -> ArraySlice<UInt8> {
    var text: ArraySlice<UInt8> = []
    repeat {
      guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\"")) else {
        throw FormatError(
          line: line,
          message: "found the end of the line, expected the double quote that ends the field")
      }
      // A doubled quote stands for one: the first is kept, the second skipped.
      let isDoubled = end + 1 < bytes.endIndex && bytes[end + 1] == UInt8(ascii: "\"")
      text += bytes[position..<(isDoubled ? end + 1 : end)]
      position = isDoubled ? end + 2 : end + 1
      if !isDoubled { break }
    } while true
    skipSpaces()
    guard isAtEnd || bytes[position] == UInt8(ascii: ",") else {
      throw FormatError(line: line, message: "text after a field in double quotes, expected ','")
    }
    return text
  }

  mutating func consume(_ character: Unicode.Scalar) -> Bool {
    guard !isAtEnd, Unicode.Scalar(bytes[position]) == character else { return false }
    position += 1
    return true
  }

  private mutating func skipSpaces() {
    while !isAtEnd, CSVFieldReader.spaces.contains(bytes[position]) { position += 1 }
  }
}
