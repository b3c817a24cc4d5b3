import EnergyModel
import Interchange
import Tariffs
import Testing

func rates(
  _ text: String, kind: PriceKind = .unit, flow: Flow? = nil
) throws -> RatesFile.Contents {
  try RatesFile.read(Array(text.utf8), path: "rates.json", kind: kind, flow: flow)
}

/// 2023-07-01T00:00Z and half-hours after it.
private func instant(_ halfHours: Int) -> Instant { Instant(halfHour: 19_539 * 48 + halfHours) }

private func rate(
  _ excludingVAT: Int64?, _ includingVAT: Int64?, from: Int?, to: Int?,
  _ method: PaymentMethod? = nil
) -> DatedRate {
  DatedRate(
    validFrom: from.map(instant), validTo: to.map(instant), paymentMethod: method,
    excludingVAT: excludingVAT.map { Rate(micropence: $0) },
    includingVAT: includingVAT.map { Rate(micropence: $0) })
}

/// A row of the API; its times are half-hours after 2023-07-01T00:00Z.
func row(_ price: String, from: Int?, to: Int?, more: String = "") -> String {
  func stamp(_ halfHours: Int?) -> String {
    halfHours.map { "\"" + ClockZone.utcStamp(instant($0)) + ":00Z\"" } ?? "null"
  }
  return #"{"value_inc_vat": \#(price), "valid_from": \#(stamp(from)), "valid_to": "#
    + stamp(to) + more + "}"
}

func answer(_ rows: String...) -> String {
  "{\"count\": \(rows.count), \"next\": null, \"previous\": null, \"results\": [\n"
    + rows.joined(separator: ",\n") + "]}"
}

struct RatesFileTests {
  private func expectOnly(_ rows: [DatedRate], in text: String) throws {
    let contents = try rates(text)
    #expect(contents.rows == rows)
    #expect(contents.notes == [])
  }

  @Test func progressEndsWithAllBytes() throws {
    let rows = (0..<6_000).map { row("21", from: $0, to: $0 + 1) }.joined(separator: ",\n")
    let csv = String(repeating: "21,2023-07-01T00:00Z,2023-07-01T00:30Z\n", count: 6_000)
    let texts = ["[\(rows)]", "value_inc_vat,valid_from,valid_to\n" + csv]
    for (text, count) in zip(texts, [6_000, csv.utf8.count >> 17]) {
      var reports: [Int] = []
      _ = try RatesFile.read(Array(text.utf8), path: "rates.json", kind: .unit) {
        reports.append($0)
      }
      #expect(reports.count == count + 1)
      #expect(reports == reports.sorted())
      #expect(reports.last == text.utf8.count)
    }
  }

  @Test func whatProgressThrowsEndsTheReading() throws {
    struct Enough: Error {}
    let bytes = Array("[\(row("21", from: 0, to: 1)), {".utf8)
    #expect(throws: Enough.self) {
      try RatesFile.read(bytes, path: "rates.json", kind: .unit) { _ in throw Enough() }
    }
  }

  @Test func readsAnAnswerNewestFirst() throws {
    let text = """
      {"count":2,"next":null,"previous":null,"results":[
       {"value_exc_vat":17.42,"value_inc_vat":18.291,"valid_from":"2023-07-01T00:30:00Z","valid_to":"2023-07-01T01:00:00Z","payment_method":null},
       {"value_exc_vat":-1.86,"value_inc_vat":-1.953,"valid_from":"2023-07-01T01:00:00+01:00","valid_to":"2023-07-01T01:30:00+01:00","rate_type":"standard"}]}
      """
    let rows = [
      rate(-1_860_000, -1_953_000, from: 0, to: 1), rate(17_420_000, 18_291_000, from: 1, to: 2),
    ]
    try expectOnly(rows, in: text)
  }

  private static let forms: [String] = [
    #"[{"value_exc_vat": 20, "value_inc_vat": 21, "valid_from": "2023-07-01T00:00:00Z"}]"#,
    "\u{FEFF}\r\n" + #"{"results": [{"value_exc_vat": "20", "value_inc_vat": "21.0", "#
      + #""valid_from": "2023-07-01T01:00:00+01:00", "valid_to": null, "payment_method": ""}]}"#,
    "value_exc_vat,value_inc_vat,valid_from,valid_to,payment_method\n"
      + "20.0,21.0,2023-07-01T00:00:00Z,,\n",
    "\u{FEFF}\r\nVALID_TO, Valid_From, note, VALUE_INC_VAT, \"value_exc_vat\"\r\n\r\n"
      + ", \"2023-07-01T00:00Z\", x, 21, 20\r\n",
  ]

  @Test(arguments: forms)
  func acceptsForm(_ text: String) throws {
    let rows = [rate(20_000_000, 21_000_000, from: 0, to: nil)]
    try expectOnly(rows, in: text)
  }

  @Test func emptyAnswerHoldsNothing() throws {
    try expectOnly([], in: answer())
    try expectOnly([], in: "[]")
    try expectOnly([], in: "value_inc_vat,valid_from,valid_to\n")
  }

  @Test func pricesMayBeZero() throws {
    try expectOnly([rate(nil, 0, from: nil, to: nil)], in: answer(row("0", from: nil, to: nil)))
  }

  private static let direct = #", "payment_method": "DIRECT_DEBIT""#
  private static let other = #", "payment_method": "NON_DIRECT_DEBIT""#

  @Test func paymentPairsComeInEitherOrder() throws {
    let contents = try rates(
      answer(
        row("30", from: 2, to: nil, more: Self.other),
        row("29", from: 2, to: nil, more: Self.direct),
        row("27", from: nil, to: 2, more: Self.direct),
        row("28", from: nil, to: 2, more: Self.other)))
    #expect(
      contents.rows == [
        rate(nil, 27_000_000, from: nil, to: 2, .directDebit),
        rate(nil, 28_000_000, from: nil, to: 2, .nonDirectDebit),
        rate(nil, 29_000_000, from: 2, to: nil, .directDebit),
        rate(nil, 30_000_000, from: 2, to: nil, .nonDirectDebit),
      ])
  }

  @Test func rowForAllMayFollowAPair() throws {
    let contents = try rates(
      answer(
        row("29", from: 2, to: nil), row("27", from: 0, to: 2, more: Self.other),
        row("28", from: -2, to: 1, more: Self.direct)))
    #expect(contents.rows.map(\.includingVAT?.micropence) == [28_000_000, 27_000_000, 29_000_000])
  }

  /// Go: cheap from 00:30 to 04:30 local time, so that the other row spans midnight.
  @Test func rowsMaySpanMidnight() throws {
    let contents = try rates(
      answer(
        row("7.5", from: 95, to: 103), row("42.2877", from: 55, to: 95),
        row("7.5", from: 47, to: 55), row("42.2877", from: 7, to: 47)))
    #expect(
      contents.rows == [
        rate(nil, 42_287_700, from: 7, to: 47), rate(nil, 7_500_000, from: 47, to: 55),
        rate(nil, 42_287_700, from: 55, to: 95), rate(nil, 7_500_000, from: 95, to: 103),
      ])
  }

  @Test func sameRowTwiceIsKeptOnce() throws {
    let first = row("20", from: 0, to: 1)
    let contents = try rates(answer(first, row("21", from: 1, to: nil), first, first))
    #expect(contents.rows.map(\.includingVAT?.micropence) == [20_000_000, 21_000_000])
  }

  /// Export income carries no VAT; what the file itself states with VAT is kept as it is.
  @Test(
    arguments: [
      (Flow.export, "taken as value_exc_vat"), (.import, "VAT is added to"),
      (.gas, "VAT is added to"), (nil, "VAT is added to"),
    ] as [(Flow?, String)])
  func exportHasNoVAT(flow: Flow?, note: String) throws {
    for (text, expected) in [
      (#"[{"value_exc_vat": 15, "valid_from": null, "valid_to": null}]"#, nil),
      (#"[{"value_exc_vat": 15, "value_inc_vat": 16, "valid_from": null}]"#, 16_000_000),
      (#"[{"value_inc_vat": 15, "valid_from": null}]"#, 15_000_000),
    ] as [(String, Int64?)] {
      for kind in [PriceKind.unit, .standing] {
        let contents = try rates(text, kind: kind, flow: flow)
        #expect(contents.rows.map(\.includingVAT?.micropence) == [expected], "\(text)")
      }
    }
    let notes = try rates(#"[{"value_exc_vat": 15, "valid_from": null}]"#, flow: flow).notes
    #expect(notes.count == 1 && notes[0].text.contains(note))
  }

  /// VAT is added to when something is priced, by the day.
  @Test(arguments: [("20", 20_000_000), ("-3", -3_000_000), ("0", 0), ("26.38139", 26_381_390)])
  func keepsWhatIsWithoutVAT(_ text: String, _ excludingVAT: Int64) throws {
    let contents = try rates(#"[{"value_exc_vat": \#(text)}]"#)
    #expect(contents.rows == [rate(excludingVAT, nil, from: nil, to: nil)])
    #expect(
      contents.notes == [
        ImportNote(
          line: 1,
          text: "1 row without value_inc_vat: VAT is added to value_exc_vat, see 'show vat'")
      ])
  }

  @Test(arguments: [
    ("20.0000005", 20_000_000), ("20.0000015", 20_000_002), ("15.172500000000001", 15_172_500),
  ])
  func roundsHalfEven(_ text: String, _ micropence: Int64) throws {
    let contents = try rates(answer(row(text, from: 0, to: 1), row("20", from: 1, to: 2)))
    #expect(contents.rows.first?.includingVAT?.micropence == micropence)
    #expect(
      contents.notes == [ImportNote(line: 2, text: "1 price rounded to 6 decimals of a penny")])
  }

  @Test func notesCountTheirRows() throws {
    let contents = try rates(
      #"{"next": "https://example.org/?page=2", "results": ["#
        + "\n" + row("20", from: 0, to: 0) + ",\n" + row("20", from: 1, to: 1) + ",\n"
        + row("21", from: 1, to: nil, more: #", "value_exc_vat": 20.02"#) + "]}")
    #expect(contents.rows == [rate(20_020_000, 21_000_000, from: 1, to: nil)])
    let next = "the answer has a next page, whose prices are not in this file"
    let contradicting =
      "1 row whose value_inc_vat is not value_exc_vat with a whole per cent of VAT"
    #expect(
      contents.notes == [
        ImportNote(line: 1, text: next, isWarning: true),
        ImportNote(line: 2, text: "2 rows with valid_to equal to valid_from left out"),
        ImportNote(line: 4, text: contradicting, isWarning: true),
      ])
  }

  @Test(arguments: [
    ("20", "21", false), ("20", "21.01", false), ("20", "21.010001", true), ("20", "20", false),
    ("20", "19.99", false), ("20", "19.98", true), ("-20", "-21", false), ("-20", "21", true),
    ("21", "20", true), ("20", "24", false), ("20", "24.1", true), ("20", "41", true),
  ])
  func warnsOfContradiction(_ excluding: String, _ including: String, _ isWarned: Bool) throws {
    let text = #"[{"value_exc_vat": \#(excluding), "value_inc_vat": \#(including)}]"#
    #expect(try rates(text).notes.contains { $0.isWarning } == isWarned)
  }
}
