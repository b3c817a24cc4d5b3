import EnergyModel
import Foundation
import QueryLanguage
import Rendering
import Testing

@Suite struct DataFormatTests {
  @Test func csv() throws {
    #expect(
      try rendered(costs, as: .csv) == """
        day,usage_kwh,cost_gbp
        2023-07-01,1234.5678,37.925
        2023-07-02,9.48,-1.425
        2023-07-03,,

        """)
    #expect(
      try rendered(names, as: .csv) == """
        name,days,rate_gbp_per_kwh
        "a ""b"", c|d",1234,0.3072
        <b>&</b>\tx\\,,-0.15
        電気 e\u{301}🏠,0,
        "\u{1b}[2J
        end",7,12345

        """)
  }

  @Test func csvTellsATextFromTheMarkOfAMissingValue() throws {
    var table = names
    table.rows = [ResultRow(cells: [.text("NULL"), .missing, .missing])]
    #expect(
      try rendered(table, as: .csv, RenderOptions(null: "NULL")).hasSuffix("\n\"NULL\",NULL,NULL\n")
    )
    table.rows = [ResultRow(cells: [.text(""), .missing, .missing])]
    #expect(try rendered(table, as: .csv).hasSuffix("\n\"\",,\n"))
  }

  /// The signs of OWASP's page "CSV Injection"; a negative rate stays a number.
  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1+1", "'-1+1"), ("@SUM(A1)", "'@SUM(A1)"),
    ("＝1", "'＝1"), ("-0.0123", "-0.0123"), ("-5", "-5"),
    ("-0.015 GBP per kWh", "-0.015 GBP per kWh"),
    ("-1 +cmd|' /C calc'!A0", "'-1 +cmd|' /C calc'!A0"), ("-", "'-"), ("a=1", "a=1"), ("", "\"\""),
  ])
  func aSpreadsheetRunsNoFormula(text: String, field: String) throws {
    var table = names
    table.rows = [ResultRow(cells: [.text(text), .missing, .missing])]
    #expect(try rendered(table, as: .csv).hasSuffix("\n\(field),,\n"))
    var options = RenderOptions(null: "?")
    #expect(
      try rendered(table, as: .tsv, options).hasSuffix("\n\(text.isEmpty ? "" : field)\t?\t?\n"))
    options.keepsFormulas = true
    #expect(try rendered(table, as: .tsv, options).hasSuffix("\n\(text)\t?\t?\n"))
  }

  @Test func csvQuotesAQuoteThatBearsAnAccent() throws {
    var table = names
    table.rows = [ResultRow(cells: [.text("\"\u{301}\r\n"), .missing, .missing])]
    #expect(try rendered(table, as: .csv).hasSuffix("\n\"\"\"\u{301}\r\n\",,\n"))
  }

  @Test func tsv() throws {
    #expect(
      try rendered(names, as: .tsv, RenderOptions(null: "?")) == """
        name\tdays\trate_gbp_per_kwh
        a "b", c|d\t1234\t0.3072
        <b>&</b>\\tx\\\\\t?\t-0.15
        電気 e\u{301}🏠\t0\t?
        \u{1b}[2J\\nend\t7\t12345

        """)
  }

  @Test func json() throws {
    #expect(
      try rendered(costs, as: .json) == #"""
        {"statement":"cost import from 2023-07-01 to 2023-08-01 by day",\#
        "period":{"start":"2023-07-01T00:00:00+01:00",\#
        "end_exclusive":"2023-08-01T00:00:00+01:00","timezone":"Europe/London"},\#
        "policy":"exact","coverage":{"expected":1488,"present":1436,"unpriced":3},\#
        "columns":[{"name":"day","unit":null},{"name":"usage_kwh","unit":"kWh"},\#
        {"name":"cost_gbp","unit":"GBP"}],\#
        "rows":[{"day":"2023-07-01","usage_kwh":1234.5678,"cost_gbp":37.925},\#
        {"day":"2023-07-02","usage_kwh":9.48,"cost_gbp":-1.425},\#
        {"day":"2023-07-03","usage_kwh":null,"cost_gbp":null}],\#
        "totals":{"usage_kwh":1244.0478,"cost_gbp":36.5}}

        """#)
  }

  @Test func jsonOfAListParses() throws {
    let text = try rendered(names, as: .json)
    #expect(text.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
    let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let object = try #require(parsed as? [String: Any])
    for absent in ["period", "policy", "coverage"] { #expect(object[absent] is NSNull) }
    #expect((object["totals"] as? [String: Any])?.isEmpty == true)
    let rows = try #require(object["rows"] as? [[String: Any]])
    #expect(
      rows.map { $0["name"] as? String } == [
        "a \"b\", c|d", "<b>&</b>\tx\\", "電気 e\u{301}🏠", "\u{1b}[2J\nend",
      ])
    #expect(rows[0]["rate_gbp_per_kwh"] as? Double == 0.3072)
    #expect(rows[1]["days"] is NSNull)
  }

  @Test func everyControlCharacterSurvivesJSON() throws {
    var table = names
    let text = String(String.UnicodeScalarView((0..<0x20).compactMap(Unicode.Scalar.init)))
    table.rows = [ResultRow(cells: [.text(text), .missing, .missing])]
    let line = Data(try rendered(table, as: .jsonl).utf8)
    let row = try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
    #expect(row["name"] as? String == text)
  }

  @Test func jsonLines() throws {
    #expect(
      try rendered(costs, as: .jsonl) == #"""
        {"day":"2023-07-01","usage_kwh":1234.5678,"cost_gbp":37.925}
        {"day":"2023-07-02","usage_kwh":9.48,"cost_gbp":-1.425}
        {"day":"2023-07-03","usage_kwh":null,"cost_gbp":null}

        """#)
  }

  @Test func line() throws {
    #expect(
      try rendered(names, as: .line, RenderOptions(width: 20, unicode: false))
        == #"""
        name             = a "b", c|d
        days             = 1234
        rate_gbp_per_kwh = 0.3072

        name             = <b>&</b>\tx\
        days             = -
        rate_gbp_per_kwh = -0.15

        name             = 電気 é🏠
        days             = 0
        rate_gbp_per_kwh = -

        name             = \u{1B}[2J\nend
        days             = 7
        rate_gbp_per_kwh = 12345

        """#.replacing("é", with: "e\u{301}"))
  }
}
