import Interchange
import TestSupport
import Testing

private let vatForm = "expected included, excluded or a percentage such as 20"

struct ConfigurationRefusalTests {
  private func refusal(_ text: String) -> String? {
    #expect(throws: ImportError.self) { try configuration(text) }?.description
  }

  private static let forms: [(String, String)] = [
    ("", "home.json:1: the file is empty, expected an object"),
    ("[]", "home.json:1: the configuration is a list, expected an object"),
    ("{\n\"meters\": 7}", "home.json:2: meters is a number, expected an object"),
    ("{\"meters\": [\n7]}", "home.json:2: an entry of meters is a number, expected an object"),
    ("{\"tariffs\": \"x\"}", "home.json:1: tariffs is a string, expected an object"),
    ("{\"meters\": [],\n}", "home.json:2: found '}', expected a key in double quotes"),
    ("{\"meters\": [1,\n]}", "home.json:2: found ']', expected a value"),
    ("{\"meters\": []}\n}", "home.json:2: found '}', expected nothing after the value"),
    (
      "{\"meters\": [],\n\"meters\": []}", "home.json:2: duplicate key 'meters', first on line 1"
    ),
    (
      "{\"a\": \"x\ny\"}",
      "home.json:1: found the end of the line, expected the double quote that ends the string"
    ),
    (
      "{\"a\": \"\u{1}\"}",
      "home.json:1: found the byte 0x1, expected the double quote that ends the string"
    ),
    ("{\"a\": NaN}", "home.json:1: found 'N', expected a value"),
    ("{\"a\": \"\\u12x4\"}", "home.json:1: found 'x', expected four hexadecimal digits"),
    (String(repeating: "[", count: 200), "home.json:1: nested deeper than 64 levels"),
    ("{\"meters\": {\"api_key\": sk_live}}", "home.json:1: found 's', expected a value"),
    ("{\"meters\": {\"api_key\": [\"sk\"]}}", "home.json:1: api_key is a list, expected a string"),
  ]

  /// One character can have any number of code points; the message shows few of them.
  @Test func aCharacterOfAnyLengthIsCut() throws {
    let character = "e" + String(repeating: "\u{301}", count: 500_000)
    for text in [
      "{\"tariffs\": {\"a\": {\"unit\": \"\(character)\"}}}",
      "{\"tariffs\": {\"\(character)\": 7}}",
    ] {
      #expect(try #require(refusal(text)).unicodeScalars.count < 250)
    }
  }

  @Test(arguments: forms)
  func refusesForm(_ text: String, _ message: String) {
    #expect(refusal(text) == message)
  }

  @Test func refusesWhatIsNotUTF8() {
    let bytes = Array("{\"a\n".utf8.dropLast()) + [0xC3, 0x28] + Array("\": 1}".utf8)
    let error = #expect(throws: ImportError.self) {
      try ConfigurationFile.read(bytes, path: "home.json")
    }
    #expect(error?.description == "home.json:1: a string that is not UTF-8")
  }

  private static let meters: [(String, String)] = [
    (
      #""mpan": "12345", "unit": "electricity_importing_kwh""#,
      "'12345' is not a meter point number, expected an MPAN of 13 digits"
    ),
    (
      #""mprn": "1012345678901", "unit": "gas_importing_kwh""#,
      "'1012345678901' is not a meter point number, expected an MPRN of 6 to 10 digits"
    ),
    (#""mpan": "1012345678901""#, "meter '1012345678901' has no unit"),
    (#""mpan": "1012345678901", "mprn": "12345678""#, "a meter has an mpan or an mprn, found both"),
    (
      #""unit": "kwh""#,
      "unknown unit 'kwh', expected one of electricity_importing_kwh, "
        + "electricity_exporting_kwh, gas_importing_kwh, gas_importing_m3"
    ),
    (#""mpan": true"#, "mpan is true or false, expected a string"),
  ]

  @Test(arguments: meters)
  func refusesMeter(_ fields: String, _ message: String) {
    #expect(
      refusal("{\"meters\": [\n{\"serial\": \"S\", \(fields)}]}") == "home.json:2: " + message)
  }

  private static let tariffs: [(String, String)] = [
    (
      #""default_rate": 1, "valid_from": "2023-07-01", "valid_until": "2023-07-01""#,
      "valid_until 2023-07-01 is not after valid_from 2023-07-01"
    ),
    (
      #""default_rate": 1, "valid_from": "2023-02-30""#,
      "valid_from is '2023-02-30', expected a date YYYY-MM-DD"
    ),
    (
      #""default_rate": 1, "valid_until": "2023-7-01""#,
      "valid_until is '2023-7-01', expected a date YYYY-MM-DD"
    ),
    (
      #""default_rate": 1, "valid_until": "2023-007-1""#,
      "valid_until is '2023-007-1', expected a date YYYY-MM-DD"
    ),
    (
      #""default_rate": 1, "valid_until": "2023-07-01T12:00""#,
      "valid_until is '2023-07-01T12:00', expected a date YYYY-MM-DD"
    ),
    (
      #""default_rate": 1, "currency": "pounds""#,
      "currency is 'pounds', expected three letters such as GBP"
    ),
    (#""default_rate": 1, "vat": true"#, "vat is true or false, expected a string"),
    (#""default_rate": 1, "vat": "five""#, "vat is 'five', \(vatForm)"),
    (#""default_rate": 1, "vat": 100.01"#, "vat is '100.01', \(vatForm)"),
    (#""default_rate": 1, "vat": "-5%""#, "vat is '-5%', \(vatForm)"),
    (#""default_rate": 1, "vat": 17.505"#, "vat is '17.505', \(vatForm)"),
    (
      #""default_rate": 1000000.00000001"#,
      "default_rate is '1000000.00000001', expected at most 1000000"
    ),
    (#""default_rate": -1e300"#, "default_rate is '-1e300', expected at most 1000000"),
    (
      #""default_rate": 1, "standing_charge": "0.5""#,
      "standing_charge is a string, expected a number"
    ),
    (#""rates": []"#, "neither rates nor default_rate"),
    (#""currency": "GBP""#, "neither rates nor default_rate"),
    (#""rates": {}"#, "no interval_start"),
    (#""rates": {"interval_start": "00:00"}"#, "no interval_end"),
    (#""rates": {"interval_start": "00:00", "interval_end": "24:00"}"#, "no rate"),
    (
      #""rates": {"interval_start": "00:00", "interval_end": "24:30", "rate": 1}"#,
      "interval_end is '24:30', expected a time HH:MM from 00:00 to 24:00"
    ),
    (
      #""rates": {"interval_start": "24:00", "interval_end": "01:00", "rate": 1}"#,
      "interval_start is '24:00', expected a time HH:MM from 00:00 to 23:59"
    ),
    (
      #""rates": {"interval_start": "7:00", "interval_end": "8:00", "rate": 1}"#,
      "interval_start is '7:00', expected a time HH:MM from 00:00 to 23:59"
    ),
    (
      #""rates": {"interval_start": "007:0", "interval_end": "8:00", "rate": 1}"#,
      "interval_start is '007:0', expected a time HH:MM from 00:00 to 23:59"
    ),
    (
      #""rates": {"interval_start": "00:75", "interval_end": "8:00", "rate": 1}"#,
      "interval_start is '00:75', expected a time HH:MM from 00:00 to 23:59"
    ),
    (
      #""rates": {"interval_start": "00:00:30", "interval_end": "01:00", "rate": 1}"#,
      "interval_start is '00:00:30', expected a time HH:MM from 00:00 to 23:59"
    ),
    (
      #""rates": {"interval_start": "00:15", "interval_end": "01:00", "rate": 1}"#,
      "00:15 is not on the half-hour"
    ),
    (
      #""rates": {"interval_start": "01:00", "interval_end": "01:00", "rate": 1}"#,
      "a band from 01:00 to 01:00 has no length"
    ),
  ]

  @Test(arguments: tariffs)
  func refusesTariff(_ fields: String, _ message: String) {
    let text = "{\"tariffs\": {\n\"t\": {\"unit\": \"electricity_importing_kwh\", \(fields)}}}"
    #expect(refusal(text) == "home.json:2: tariff 't': " + message)
  }

  @Test func refusesOverlapAtItsLine() {
    let text = """
      {"tariffs": {"t": {"unit": "electricity_importing_kwh", "rates": [
        {"interval_start": "00:00", "interval_end": "05:00", "rate": 1},
        {"interval_start": "05:00", "interval_end": "24:00", "rate": 1},
        {"interval_start": "04:30", "interval_end": "06:00", "rate": 1}]}}}
      """
    #expect(
      refusal(text)
        == "home.json:4: tariff 't': the bands 00:00-05:00 and 04:30-06:00 overlap")
  }

  private static let tariffMaps: [(String, String)] = [
    ("{\"t\": {\"default_rate\": 1}}", "home.json:2: tariff 't': no unit"),
    (
      "{\"t\": {\"unit\": \"x\"}}",
      "home.json:2: tariff 't': unknown unit 'x', expected one of electricity_importing_kwh, "
        + "electricity_exporting_kwh, gas_importing_kwh, gas_importing_m3"
    ),
    ("{\"t\": 1}", "home.json:2: tariff 't' is a number, expected an object"),
    ("[{\"unit\": \"x\"}]", "home.json:2: a tariff without a name"),
    ("{\"\": {}}", "home.json:2: a tariff without a name"),
    ("{\"t\": {},\n\"t\": {}}", "home.json:3: duplicate key 't', first on line 2"),
    (
      "[{\"name\": \"t\", \"unit\": \"gas_importing_kwh\", \"default_rate\": 1},\n{\"name\": \"T\"}]",
      "home.json:3: duplicate tariff 'T', first on line 2"
    ),
  ]

  @Test(arguments: tariffMaps)
  func refusesTariffs(_ tariffs: String, _ message: String) {
    #expect(refusal("{\"tariffs\":\n\(tariffs)}") == message)
  }

  @Test func messagesHoldNoControlCharacters() {
    #expect(
      refusal(#"{"tariffs": {"\u001b[2J": 1}}"#)
        == "home.json:1: tariff '\u{FFFD}[2J' is a number, expected an object")
  }

  /// 20,000 tariffs took minutes, as each was looked for among all before it.
  @Test func manyTariffsAreReadInProportion() throws {
    let start = processorTime()
    let unit = #""unit": "electricity_importing_kwh", "default_rate": 0.3"#
    let tariffs = (0..<20_000).map { "\"t\($0)\": {\(unit)}" }.joined(separator: ",\n")
    #expect(try configuration("{\"tariffs\": {\n\(tariffs)}}").tariffs.count == 20_000)
    let twice = "{\"tariffs\": {\n\(tariffs),\n\"T7\": {\(unit)}}}"
    #expect(refusal(twice) == "home.json:20002: duplicate tariff 'T7', first on line 9")
    #expect(processorTime() - start < .seconds(40))
  }
}
