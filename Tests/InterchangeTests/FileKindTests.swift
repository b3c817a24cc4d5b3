import Interchange
import Testing

struct FileKindTests {
  @Test(arguments: [
    (#"{"consumption": 1}"#, FileKind.cache), ("\u{FEFF}\r\n" + line(), .cache),
    (#"{"mpan": "1", "x": {"meters": 1}, "consumption": 1}"#, .cache),
    (#"{"meters": []}"#, .config), (#"{"version": [1, {}], "tariffs": {"#, .config),
    ("", nil), ("{", nil), ("{}", nil), (#"[{"consumption": 1}]"#, .consumption),
    (#"{"x": 1} {"meters": []}"#, nil), (#"{"x": nope, "meters": []}"#, nil),
    (#"{"results": [{"consumption": 1}]}"#, .consumption), (#"{"results": []}"#, nil),
    (#"{"results": {}, "meters": []}"#, nil), ("[]", nil), ("[1]", nil),
    (#"{"count": 1, "next": null, "results": [{"x": [], "value_exc_vat": 1"#, .rates),
    (#" [{"valid_from": null, "value_inc_vat": 1}]"#, .rates), (#"[{"x": nope"#, nil),
    ("Consumption (kwh), Start, End", .csv), ("\u{FEFF}\r\n \r\nEND,x,Start,consumption(m³)", .csv),
    ("Consumption, Start, End", .csv), ("Consumption (kwh), Start", nil),
    ("Consumption (kwh), Consumption (m3), Start", nil), ("hello\nConsumption, Start, End", nil),
    ("Valid_From, \"value_exc_vat\"", .rates), ("value_inc_vat,x,valid_from,valid_to", .rates),
    ("value_inc_vat,valid_to", nil), ("valid_from,valid_to", nil), ("\"", nil),
  ])
  func recognises(_ text: String, _ kind: FileKind?) {
    #expect(FileKind.detect(Array(text.utf8)[...]) == kind)
  }

  @Test func wordsAndSummaries() {
    #expect(
      FileKind.allCases.map(\.rawValue) == [
        "config", "cache", "csv", "consumption", "rates", "standing",
      ])
    #expect(FileKind.allCases.allSatisfy { !$0.summary.isEmpty })
  }
}
