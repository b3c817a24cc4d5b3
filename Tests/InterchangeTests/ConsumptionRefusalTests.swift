import Interchange
import TestSupport
import Testing

struct ConsumptionRefusalTests {
  private func refusal(_ text: String) -> String? {
    #expect(throws: ImportError.self) { try readCSV(text) }?.description
  }

  private static let expected = "expected Consumption (kWh) or (m³), Start, End"

  private static let headers: [(String, String)] = [
    ("", "1: the file is empty, expected a header"),
    ("\r\n \n", "1: the file is empty, expected a header"),
    ("hello", "1: no column Consumption in the header, \(expected)"),
    ("0.5, 2023-07-01T00:00:00Z", "1: no column Consumption in the header, \(expected)"),
    ("\nConsumption (kWh), End", "2: no column Start in the header, \(expected)"),
    ("Start, Consumption (kWh), Ends", "1: no column End in the header, \(expected)"),
    ("Start, End, Consumption (kWh), START", "1: duplicate column 'START' in the header"),
    (
      "Consumption (kWh), Start, End, Consumption (m³)",
      "1: duplicate column 'Consumption (m³)' in the header"
    ),
    (
      "Consumption, Start, End",
      "1: column 'Consumption' names no unit, expected Consumption (kWh) or (m³)"
    ),
    (
      "Consumption (Wh), Start, End",
      "1: column 'Consumption (Wh)' names no unit, expected Consumption (kWh) or (m³)"
    ),
    ("Consumption (kWh), \"Start, End", "1: \(openQuote)"),
  ]
  private static let openQuote =
    "found the end of the line, expected the double quote that ends the field"

  @Test(arguments: headers)
  func refusesHeader(_ text: String, _ message: String) {
    #expect(refusal(text) == "use.csv:\(message)")
  }

  private static let interval = "2023-07-01T00:00:00Z, 2023-07-01T00:30:00Z"

  private static let rows: [(String, String)] = [
    (
      "0.4, \(interval)",
      "the half-hour from 2023-07-01T00:00Z has 0.4 kWh here and 0.5 kWh on line 2"
    ),
    (", \(interval)", "consumption is '', expected a number from 0 to 100000 kWh"),
    ("null, \(interval)", "consumption is 'null', expected a number from 0 to 100000 kWh"),
    ("NaN, \(interval)", "consumption is 'NaN', expected a number from 0 to 100000 kWh"),
    ("-0.1, \(interval)", "consumption is '-0.1', expected a number from 0 to 100000 kWh"),
    ("-1e-9, \(interval)", "consumption is '-1e-9', expected a number from 0 to 100000 kWh"),
    ("100000.1, \(interval)", "consumption is '100000.1', expected a number from 0 to 100000 kWh"),
    ("0E, \(interval)", "consumption is '0E', expected a number from 0 to 100000 kWh"),
    ("1 2, \(interval)", "consumption is '1 2', expected a number from 0 to 100000 kWh"),
    ("0.5", "the number of fields is 1, expected 3 as in the header"),
    ("0.5, 2023-07-01T00:00:00Z", "the number of fields is 2, expected 3 as in the header"),
    ("0.5, \(interval),", "the number of fields is 4, expected 3 as in the header"),
    ("0,5, \(interval)", "the number of fields is 4, expected 3 as in the header"),
    ("0.5, \"\(interval)", openQuote),
    ("\"0.5\"0, \(interval)", "text after a field in double quotes, expected ','"),
    (
      "0.5, 2023-07-01T00:00:00Z, 2023-07-01T01:00:00Z",
      "interval 2023-07-01T00:00:00Z to 2023-07-01T01:00:00Z is 60 minutes long, not 30"
    ),
    (
      "0.5, 2023-07-01T00:00:01Z, 2023-07-01T00:30:00Z",
      "interval 2023-07-01T00:00:01Z to 2023-07-01T00:30:00Z is 1799 seconds long, not 1800"
    ),
    (
      "0.5, 2023-07-01T00:15:00Z, 2023-07-01T00:45:00Z",
      "interval 2023-07-01T00:15:00Z to 2023-07-01T00:45:00Z does not begin on a half-hour"
    ),
    (
      "0.5, 2023-07-01T00:30:00Z, 2023-07-01T00:00:00Z",
      "interval 2023-07-01T00:30:00Z to 2023-07-01T00:00:00Z ends before it starts"
    ),
    (
      "0.5, 2023-10-29T01:30:00+01:00, 2023-10-29T02:00:00+00:00",
      "interval 2023-10-29T01:30:00+01:00 to 2023-10-29T02:00:00+00:00 is 90 minutes long, not 30"
    ),
    ("0.5, , 2023-07-01T00:30:00Z", "Start '' is not of the form 2023-07-01T00:00:00+01:00"),
    (
      "0.5, 2023-07-01T00:00:00, 2023-07-01T00:30:00",
      "Start '2023-07-01T00:00:00' has no offset from UTC"
    ),
    (
      "0.5, 2023-07-01T00:00:00Z, 2023-06-31T00:30:00Z",
      "End '2023-06-31T00:30:00Z' is a time that does not exist"
    ),
    (
      "0.5, 2023-07-01T00:00:00Z, 01/07/2023 00:30",
      "End '01/07/2023 00:30' is not of the form 2023-07-01T00:00:00+01:00"
    ),
  ]

  @Test(arguments: rows)
  func refusesRow(_ bad: String, _ message: String) {
    let text = "Consumption (kWh), Start, End\n0.5, \(Self.interval)\n\(bad)\n"
    #expect(refusal(text) == "use.csv:3: \(message)")
  }

  @Test func messagesNameTheUnitOfTheFile() {
    #expect(
      refusal("Consumption (m³),Start,End\n-1,\(Self.interval)")
        == "use.csv:2: consumption is '-1', expected a number from 0 to 100000 m3")
  }

  @Test func refusesWhatIsNotUTF8() {
    let text = "Consumption (kWh),Start,End,Note\n0.5, \(Self.interval),"
    let error = #expect(throws: ImportError.self) {
      try ConsumptionCSV.read(FileWindow(Array(text.utf8) + [0xC3, 0x28]), path: "use.csv")
    }
    #expect(error?.description == "use.csv:2: a field that is not UTF-8")
  }

  @Test func damagedBytesNeverCrash() {
    let good = Array(
      "Consumption (kWh), Cost, Start, End\n0.5,\"1\",\(Self.interval)\n0E-20,2,\(Self.interval)"
        .utf8)
    var generator = SeededGenerator(seed: 13)
    for _ in 0..<5000 {
      let bytes = generator.damaged(good)
      _ = try? ConsumptionCSV.read(FileWindow(bytes), path: "use.csv")
      _ = FileKind.detect(bytes[...])
    }
  }
}
