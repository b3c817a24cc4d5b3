import Interchange
import TestSupport
import Testing

struct RatesRefusalTests {
  private func refusal(_ text: String) -> String? {
    #expect(throws: ImportError.self) { try rates(text) }?.description
  }

  private static let columns = "expected value_inc_vat or value_exc_vat, valid_from, valid_to"

  private static let forms: [(String, String)] = [
    ("", "1: the file is empty, expected prices"),
    ("{}", "1: no results, expected the prices of an answer"),
    (#"{"results": null}"#, "1: no results, expected the prices of an answer"),
    (#"{"results": 1}"#, "1: results is a number, expected an object"),
    ("[\n1]", "2: an entry of results is a number, expected an object"),
    (#"[{"value_inc_vat": 1}"#, "1: found nothing more, expected ',' or ']'"),
    ("hello", "1: no column value_inc_vat in the header, \(columns)"),
    ("value_inc_vat,valid_to", "1: no column valid_from in the header, \(columns)"),
    ("\nvalue_exc_vat,valid_from", "2: no column valid_to in the header, \(columns)"),
    (
      "value_inc_vat,valid_from,valid_to,VALID_TO",
      "1: duplicate column 'VALID_TO' in the header"
    ),
    (
      "value_inc_vat,valid_from,valid_to\n1,",
      "2: the number of fields is 2, expected 3 as in the header"
    ),
    ("value_inc_vat,valid_from,valid_to\n,,", "2: neither value_inc_vat nor value_exc_vat"),
    ("value_inc_vat,valid_from,valid_to\nx,,", "2: value_inc_vat is 'x', \(pence)"),
  ]
  private static let pence = "expected pence, at most 100000000"

  @Test(arguments: forms)
  func refusesForm(_ text: String, _ message: String) {
    #expect(refusal(text) == "rates.json:\(message)")
  }

  private static let rows: [(String, String)] = [
    (#"{"consumption": 1}"#, "neither value_inc_vat nor value_exc_vat"),
    (#"{"value_inc_vat": null}"#, "neither value_inc_vat nor value_exc_vat"),
    (#"{"value_inc_vat": true}"#, "value_inc_vat is true or false, expected a string"),
    (#"{"value_inc_vat": "NaN"}"#, "value_inc_vat is 'NaN', \(pence)"),
    (#"{"value_exc_vat": 1, "value_inc_vat": "1p"}"#, "value_inc_vat is '1p', \(pence)"),
    (#"{"value_inc_vat": 1e99}"#, "value_inc_vat is '1e99', \(pence)"),
    (#"{"value_inc_vat": -100000000.1}"#, "value_inc_vat is '-100000000.1', \(pence)"),
    (
      #"{"value_inc_vat": 1, "payment_method": "CASH"}"#,
      "payment_method is 'CASH', expected DIRECT_DEBIT or NON_DIRECT_DEBIT"
    ),
    (
      #"{"value_inc_vat": 1, "valid_from": "2023-07-01T00:00:00"}"#,
      "valid_from '2023-07-01T00:00:00' has no offset from UTC"
    ),
    (
      #"{"value_inc_vat": 1, "valid_to": "2023-02-30T00:00:00Z"}"#,
      "valid_to '2023-02-30T00:00:00Z' is a time that does not exist"
    ),
    (
      #"{"value_inc_vat": 1, "valid_from": "0000-01-01T00:00:00+01:00"}"#,
      "valid_from '0000-01-01T00:00:00+01:00' is a time that does not exist"
    ),
    (
      // In UTC it is still the year 0.
      #"{"value_inc_vat": 1, "valid_from": "0001-01-01T00:00:00+01:00"}"#,
      "valid_from '0001-01-01T00:00:00+01:00' is a time that does not exist"
    ),
    (
      #"{"value_inc_vat": 1, "valid_to": "9999-12-31T23:30:00-01:00"}"#,
      "valid_to '9999-12-31T23:30:00-01:00' is a time that does not exist"
    ),
    (
      #"{"value_inc_vat": 1, "valid_from": 1688169600}"#,
      "valid_from '1688169600' is not of the form 2023-07-01T00:00:00+01:00"
    ),
    (
      #"{"value_inc_vat": 1, "valid_from": "2023-07-01T00:15:00Z"}"#,
      "valid_from 2023-07-01T00:15:00Z is not on a half-hour"
    ),
    (
      #"{"value_inc_vat": 1, "valid_to": "2023-07-01T00:00:01Z"}"#,
      "valid_to 2023-07-01T00:00:01Z is not on a half-hour"
    ),
    (
      #"{"value_inc_vat": 1, "valid_from": "2023-07-01T01:00:00+01:00", "#
        + #""valid_to": "2023-06-30T23:30:00Z"}"#,
      "valid_to 2023-06-30T23:30:00Z is before valid_from 2023-07-01T01:00:00+01:00"
    ),
  ]

  @Test(arguments: rows)
  func refusesRow(_ bad: String, _ message: String) {
    #expect(refusal(answer(row("1", from: 0, to: 1), bad)) == "rates.json:3: \(message)")
  }

  @Test func lineIsThatOfTheValue() {
    let text = "[{\n\"value_inc_vat\": 1,\n\"valid_from\":\n\"x\"}]"
    #expect(
      refusal(text)
        == "rates.json:4: valid_from 'x' is not of the form 2023-07-01T00:00:00+01:00")
  }

  private static let direct = #", "payment_method": "DIRECT_DEBIT""#
  private static let other = #", "payment_method": "NON_DIRECT_DEBIT""#

  private static let overlaps: [(String, String, String)] = [
    (
      row("1", from: 0, to: 2), row("2", from: 1, to: 3),
      "from 2023-07-01T00:30Z to 2023-07-01T01:30Z overlaps that of line 2, "
        + "from 2023-07-01T00:00Z to 2023-07-01T01:00Z"
    ),
    (
      row("1", from: 1, to: 3), row("2", from: 0, to: 2),
      "from 2023-07-01T00:00Z to 2023-07-01T01:00Z overlaps that of line 2, "
        + "from 2023-07-01T00:30Z to 2023-07-01T01:30Z"
    ),
    (
      row("1", from: 0, to: 1), row("2", from: 0, to: 1),
      "from 2023-07-01T00:00Z to 2023-07-01T00:30Z overlaps that of line 2, "
        + "from 2023-07-01T00:00Z to 2023-07-01T00:30Z"
    ),
    (
      row("1", from: 0, to: nil), row("1", from: 9, to: 10),
      "from 2023-07-01T04:30Z to 2023-07-01T05:00Z overlaps that of line 2, "
        + "from 2023-07-01T00:00Z to open"
    ),
    (
      row("1", from: nil, to: nil), row("1", from: nil, to: 0, more: direct),
      "from open to 2023-07-01T00:00Z for DIRECT_DEBIT overlaps that of line 2, from open to open"
    ),
    (
      row("1", from: 0, to: 2, more: other), row("1", from: 1, to: 2),
      "from 2023-07-01T00:30Z to 2023-07-01T01:00Z overlaps that of line 2, "
        + "from 2023-07-01T00:00Z to 2023-07-01T01:00Z for NON_DIRECT_DEBIT"
    ),
  ]

  @Test(arguments: overlaps)
  func refusesOverlap(_ first: String, _ second: String, _ message: String) {
    #expect(refusal(answer(first, second)) == "rates.json:3: the price \(message)")
  }

  @Test func overlapIsFoundBehindOtherPaymentMethods() {
    let text = answer(
      row("1", from: 0, to: 9, more: Self.direct), row("1", from: 0, to: 2, more: Self.other),
      row("1", from: 2, to: 3, more: Self.other), row("1", from: 3, to: 4))
    #expect(
      refusal(text)
        == "rates.json:5: the price from 2023-07-01T01:30Z to 2023-07-01T02:00Z overlaps that of "
        + "line 2, from 2023-07-01T00:00Z to 2023-07-01T04:30Z for DIRECT_DEBIT")
  }

  @Test func damagedBytesNeverCrash() {
    let json = answer(
      row("20.5", from: 0, to: 2, more: Self.direct), row("-1", from: 2, to: nil))
    let csv = "value_exc_vat,valid_from,valid_to\n20,2023-07-01T00:00:00Z,2023-07-01T00:30:00Z\n"
    var generator = SeededGenerator(seed: 17)
    for text in [json, csv] {
      for _ in 0..<2000 {
        let bytes = generator.damaged(Array(text.utf8))
        _ = try? RatesFile.read(bytes, path: "rates.json", kind: .standing)
        _ = FileKind.detect(bytes[...])
      }
    }
  }
}
