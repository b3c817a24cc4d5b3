import Interchange
import TestSupport
import Testing

struct ReadingsFileRefusalTests {
  private static let meters: [(String, String)] = [
    (line(unit: "electricity_exporting_kwh"), otherUnit),
    (line(unit: "kWh"), unknownUnit),
    (line().replacing("\"unit\"", with: "\"units\""), "no unit"),
    (line().replacing("\"unit\"", with: "\"direction\""), noDirection),
    (line(more: #", "mpan": "123", "serial": "S""#), noNumber),
    (
      line(more: #", "mpan": "1012345678901", "serial": """#),
      "the serial of meter 1012345678901 is empty"
    ),
    (line(more: #", "mpan": "1012345678901""#), "expected mpan and serial, found one of them"),
  ]
  private static let otherUnit =
    "unit electricity_exporting_kwh of meter 1012345678901 '21L1234567', which has "
    + "electricity_importing_kwh on line 1"
  private static let unknownUnit =
    "unknown unit 'kWh', expected one of electricity_importing_kwh, "
    + "electricity_exporting_kwh, gas_importing_kwh, gas_importing_m3"
  private static let noDirection = "direction is 'electricity_importing_kwh', expected I or E"
  private static let noNumber =
    "'123' is not a meter point number, expected an MPAN of 13 digits"

  private static let intervals: [(from: String, to: String, message: String)] = [
    (
      "2023-07-01T00:00:00+01:00", "2023-07-01T01:00:00+01:00",
      "interval 2023-07-01T00:00:00+01:00 to 2023-07-01T01:00:00+01:00 is 60 minutes long, not 30"
    ),
    (
      "2023-07-01T00:00:00Z", "2023-07-01T00:30:01Z",
      "interval 2023-07-01T00:00:00Z to 2023-07-01T00:30:01Z is 1801 seconds long, not 1800"
    ),
    (
      "2023-07-01T00:15:00Z", "2023-07-01T00:45:00Z",
      "interval 2023-07-01T00:15:00Z to 2023-07-01T00:45:00Z does not begin on a half-hour"
    ),
    (
      "2023-07-01T00:30:00Z", "2023-07-01T00:00:00Z",
      "interval 2023-07-01T00:30:00Z to 2023-07-01T00:00:00Z ends before it starts"
    ),
  ]

  private static let stamps: [(stamp: String, flaw: String)] = [
    ("2023-07-01T00:00:00", "has no offset from UTC"),
    ("2023-13-01T00:00:00Z", "is a time that does not exist"),
    ("2023-02-30T00:00:00Z", "is a time that does not exist"),
    ("2023-07-01T24:00:00Z", "is a time that does not exist"),
    ("2023-07-01T00:60:00Z", "is a time that does not exist"),
    ("2023-07-01T00:00:60Z", "is a time that does not exist"),
    ("2023-07-01T00:00:00+25:00", "is a time that does not exist"),
    ("2023-07-01T00:00:00.5Z", "is not of the form 2023-07-01T00:00:00+01:00"),
    ("2023-07-01T00:00:00Zulu", "is not of the form 2023-07-01T00:00:00+01:00"),
    ("2023-07-01T00:00:00+01:", "is not of the form 2023-07-01T00:00:00+01:00"),
    ("2023-07-01", "is not of the form 2023-07-01T00:00:00+01:00"),
    ("1/7/2023", "is not of the form 2023-07-01T00:00:00+01:00"),
    ("", "is not of the form 2023-07-01T00:00:00+01:00"),
  ]

  private static let consumptions: [(consumption: String, message: String)] = [
    ("0.4", "the half-hour from 2023-07-01T00:00Z has 0.4 kWh here and 0.5 kWh on line 1"),
    ("null", "no consumption"),
    ("NaN", "found 'N', expected a value"),
    ("\"NaN\"", "consumption is 'NaN', expected a number from 0 to 100000 kWh"),
    ("-0.1", "consumption is '-0.1', expected a number from 0 to 100000 kWh"),
    ("-1e-9", "consumption is '-1e-9', expected a number from 0 to 100000 kWh"),
    ("100001", "consumption is '100001', expected a number from 0 to 100000 kWh"),
    ("1e99", "consumption is '1e99', expected a number from 0 to 100000 kWh"),
    ("[1]", "consumption is a list, expected a string"),
    ("01", "found '1', expected ',' or '}'"),
    (".5", "found '.', expected a value"),
    ("1.", "found ',', expected a digit"),
  ]

  private static let forms: [(String, String)] = [
    (line().replacing("consumption", with: "used"), "no consumption"),
    (line().replacing("interval_start", with: "start"), "no interval_start"),
    (line().replacing("interval_end", with: "end"), "no interval_end"),
    (line(more: ","), "found '}', expected a key in double quotes"),
    (line(more: #", "unit": "kWh""#), "duplicate key 'unit', first on line 2"),
    (line(more: #", "x": "\ud800""#), "half of a surrogate pair"),
    (line(more: #", "x": "\q""#), "found 'q', expected an escape: one of \" \\ / b f n r t u"),
    (line() + line(), "found '{', expected nothing after the value"),
    (String(line().dropLast()), "found nothing more, expected ',' or '}'"),
    ("{\"a", "found nothing more, expected the double quote that ends the string"),
    ("[" + line() + "]", "the line is a list, expected an object"),
    ("7", "the line is a number, expected an object"),
    ("hello", "found 'h', expected a value"),
  ]

  /// Expects that `bad` is refused as the second of two lines; the first is a good one.
  private func expectRefusal(of bad: String, _ message: String) {
    let path = "1012345678901_21L1234567_a_b.json"
    let error = #expect(throws: ImportError.self) {
      try ReadingsFile.read(FileWindow(Array((line() + "\n" + bad + "\n").utf8)), path: path)
    }
    #expect(error?.description == "\(path):2: \(message)")
  }

  @Test(arguments: meters + forms)
  func refusesLine(_ bad: String, _ message: String) {
    expectRefusal(of: bad, message)
  }

  @Test(arguments: intervals)
  func refusesInterval(_ start: String, _ end: String, _ message: String) {
    expectRefusal(of: line(from: start, to: end), message)
  }

  @Test(arguments: stamps)
  func refusesStamp(_ stamp: String, _ flaw: String) {
    expectRefusal(of: line(from: stamp), "interval_start '\(stamp)' \(flaw)")
    expectRefusal(of: line(to: stamp), "interval_end '\(stamp)' \(flaw)")
  }

  @Test(arguments: consumptions)
  func refusesConsumption(_ consumption: String, _ message: String) {
    expectRefusal(of: line(consumption), message)
  }

  @Test(arguments: [
    "cons.json", "1012345678901_S.json", "S1_S2_a_b.json", "1012345678901__a_b.json",
  ])
  func refusesWhenNothingNamesTheMeter(_ path: String) {
    let error = #expect(throws: ImportError.self) {
      try ReadingsFile.read(FileWindow(Array(("\n" + line()).utf8)), path: path)
    }
    #expect(
      error?.description
        == "\(path):2: the meter is not known: the line has no mpan and serial, and the file is "
        + "not called <MPAN>_<serial>_<start>_<end>.json")
  }

  /// Whether refused or not, no bytes may stop the program.
  @Test func damagedBytesNeverCrash() {
    let good = Array((line() + "\n" + line("12.345678", more: #", "x": ["\u00e9", {}]"#)).utf8)
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<5000 {
      let bytes = generator.damaged(good)
      _ = try? ReadingsFile.read(FileWindow(bytes), path: "1012345678901_21L1234567_a_b.json")
      _ = FileKind.detect(bytes[...])
    }
  }
}
