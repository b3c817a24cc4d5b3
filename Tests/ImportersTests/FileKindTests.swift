import Importers
import Testing

struct FileKindTests {
  @Test(arguments: [
    (#"{"consumption": 1}"#, FileKind.cache), ("\u{FEFF}\r\n" + line(), .cache),
    (#"{"mpan": "1", "x": {"meters": 1}, "consumption": 1}"#, .cache),
    (#"{"meters": []}"#, .config), (#"{"version": [1, {}], "tariffs": {"#, .config),
    ("", nil), ("{", nil), ("{}", nil), (#"[{"consumption": 1}]"#, nil),
    (#"{"x": 1} {"meters": []}"#, nil), (#"{"x": nope, "meters": []}"#, nil),
    ("Consumption (kwh), Start, End", nil),
  ])
  func recognises(_ text: String, _ kind: FileKind?) {
    #expect(FileKind.recognise(Array(text.utf8)) == kind)
  }

  @Test func wordsAndSummaries() {
    #expect(FileKind.allCases.map(\.rawValue) == ["config", "cache"])
    #expect(FileKind.allCases.allSatisfy { !$0.summary.isEmpty })
  }
}
