import JSONText
import Testing

/// Text that is written as JSON, and that it reads back as it was.
@Suite struct JSONWritingTests {
  private func read(_ text: String) throws -> JSONValue.Content? {
    var reader = JSONReader(Array(text.utf8)[...])
    return try reader.document()?.content
  }

  /// The escapes are those of RFC 8259 §7; U+E0001 is the surrogate pair DB40 DC01.
  @Test(arguments: [
    ("", #""""#), ("plain 1.5", #""plain 1.5""#), ("café m³", #""café m³""#),
    (#"a "b" \ c/d"#, #""a \"b\" \\ c/d""#), ("1\n2\r3\t4", #""1\n2\r3\t4""#),
    ("\u{1B}[2J\u{7F}", #""\u001b[2J\u007f""#), ("\u{202E}abc", #""\u202eabc""#),
    ("\u{E0001}", #""\udb40\udc01""#),
  ])
  func aStringReadsBackAsItWas(_ text: String, _ json: String) throws {
    #expect(JSON.string(text) == json)
    #expect(try read(json) == .string(text))
  }

  @Test func noStringIsNull() throws {
    #expect(JSON.string(nil) == "null")
    #expect(try read(JSON.null) == .null)
  }

  @Test func anObjectStandsOnOneLine() {
    #expect(JSON.object([]) == "{}")
    #expect(
      JSON.object([("b", "1"), ("a \"x\"", JSON.string("y"))]) == #"{"b":1,"a \"x\"":"y"}"#)
  }

  @Test func aMemberOrElementStandsOnALineOfItsOwn() throws {
    let value = IndentedJSON.object([
      ("z", .list([.literal("0.10"), .object([("k", .string("v"))])])),
      ("none", .list([])), ("nothing", .object([])),
    ])
    #expect(
      value.text() == """
        {
          "z": [
            0.10,
            {
              "k": "v"
            }
          ],
          "none": [],
          "nothing": {}
        }
        """)
    guard case .object(let object) = try read(value.text()) else {
      Issue.record("it does not read back as an object")
      return
    }
    #expect(object.members.map(\.key) == ["z", "none", "nothing"])
    #expect(object.members.map(\.line) == [2, 8, 9])
  }
}
