import EnergyModel
import Interchange
import Testing

/// The API's answer with readings, kept as a file.
struct ConsumptionAnswerTests {
  private func row(_ kWh: String, _ start: String, _ end: String) -> String {
    #"{"consumption": \#(kWh), "interval_start": "\#(start)", "interval_end": "\#(end)"}"#
  }

  private func read(_ text: String) throws -> ConsumptionCSV.Contents {
    try ConsumptionAnswer.read(Array(text.utf8), path: "c.json", unit: .kWh)
  }

  /// The API has the newest first; half past midnight of summer time is half past 23 in UTC.
  @Test(arguments: [
    (#"{"count": 2, "next": null, "previous": null, "results": ["#, "]}"), ("[", "]"),
  ])
  func readsRowsInAnyOrder(opening: String, closing: String) throws {
    let text =
      opening
      + [
        row("0.25", "2023-07-01T00:30:00+01:00", "2023-07-01T01:00:00+01:00"),
        row("\"0.1234567\"", "2023-06-30T23:00:00Z", "2023-06-30T23:30:00Z"),
      ].joined(separator: ",\n") + closing
    let contents = try read(text)
    let day = try #require(contents.days.first)
    #expect(contents.days.count == 1 && day.day == LocalDay(iso: "2023-06-30")?.number)
    #expect(Array(day.values[46...]) == [123_457, 250_000])
    #expect(contents.roundedCount == 1 && contents.notes.isEmpty)
  }

  @Test func aNextPageIsSaid() throws {
    let contents = try read(#"{"next": "https://x", "results": []}"#)
    #expect(
      contents.notes.map(\.text) == ["the answer has a next page, whose readings are not here"])
  }

  @Test(arguments: [
    (#"{"count": 0}"#, "c.json:1: no results, expected the readings of an answer"),
    (#"[{"interval_start": "2023-07-01T00:00:00Z"}]"#, "c.json:1: a row without consumption"),
    (#"[{"consumption": 1}]"#, "c.json:1: a row without interval_start"),
    ("[1]", "c.json:1: an entry of results"),
    ("[] x", "c.json:1:"),
  ])
  func refuses(text: String, message: String) throws {
    let error = #expect(throws: ImportError.self) { try read(text) }
    #expect("\(try #require(error))".hasPrefix(message))
  }

  @Test func twoValuesOfAHalfHourAreRefused() throws {
    let (start, end) = ("2023-07-01T00:00:00Z", "2023-07-01T00:30:00Z")
    #expect(throws: ImportError.self) {
      try read("[\(row("1", start, end)),\(row("2", start, end))]")
    }
    #expect(try read("[\(row("1", start, end)),\(row("1", start, end))]").days.count == 1)
  }
}
