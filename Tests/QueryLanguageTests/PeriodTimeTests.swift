import EnergyModel
import Foundation
import QueryLanguage
import TestSupport
import Testing

/// The time that `typed` means on 2023-08-15 as UTC stamps, with readings of 1 to 13 August.
private func range(_ typed: String) throws -> String {
  let period = try #require(try read("usage \(typed)").period)
  let resolved = try period.value.resolved(
    in: try context(today: "2023-08-15", readings: ("2023-08-01", "2023-08-13")), on: london,
    at: period.span)
  return "\(ClockZone.utcStamp(resolved.range.start)) \(ClockZone.utcStamp(resolved.range.end))"
}

@Suite struct PeriodTimeTests {
  /// In summer the clock is an hour ahead of UTC.
  @Test(arguments: [
    ("from 2023-07-04 16:00 to 2023-07-04 19:00", "2023-07-04T15:00 2023-07-04T18:00"),
    ("2023-07-04 16:00..2023-07-04 19:00", "2023-07-04T15:00 2023-07-04T18:00"),
    ("2023-07-04T16:00..2023-07-04T19:00", "2023-07-04T15:00 2023-07-04T18:00"),
    ("from 4 july 2023 16:00 to 5/7/2023 7:30", "2023-07-04T15:00 2023-07-05T06:30"),
    ("from 2023-07-04T16:00:00+01:00 to 2023-07-05", "2023-07-04T15:00 2023-07-04T23:00"),
    ("from 2023-01-04 16:00 to 2023-01-04 24:00", "2023-01-04T16:00 2023-01-05T00:00"),
    ("from 2023-07-04 to 2023-07-04 19:00", "2023-07-03T23:00 2023-07-04T18:00"),
    ("from 2023-07-04 16:00 through 2023-07-05", "2023-07-04T15:00 2023-07-05T23:00"),
    ("2023-07-04 16:00 through july", "2023-07-04T15:00 2023-07-31T23:00"),
    ("from yesterday 16:00 to today 07:00", "2023-08-14T15:00 2023-08-15T06:00"),
    ("since 2023-08-10 16:00", "2023-08-10T15:00 2023-08-13T23:00"),
    ("since 2023-08-14 16:00", "2023-08-14T15:00 2023-08-14T15:00"),
    ("until 2023-08-03 16:00", "2023-07-31T23:00 2023-08-03T15:00"),
    ("until 2023-07-03 16:00", "2023-07-03T15:00 2023-07-03T15:00"),
    ("from 2023-10-29 01:30+01:00 to 2023-10-29 01:30+00:00", "2023-10-29T00:30 2023-10-29T01:30"),
    ("2023-10-29T01:30+01:00..2023-10-29T01:30+00:00", "2023-10-29T00:30 2023-10-29T01:30"),
    ("2023-10-29 01:30+01:00..2023-10-29 02:00", "2023-10-29T00:30 2023-10-29T02:00"),
    ("from 2023-10-29 00:30 to 2023-10-29 02:00", "2023-10-28T23:30 2023-10-29T02:00"),
    ("from 2023-03-26 00:30 to 2023-03-26 02:00", "2023-03-26T00:30 2023-03-26T01:00"),
  ])
  func timesOfTheLocalClock(typed: String, expected: String) throws {
    #expect(try range(typed) == expected)
  }

  /// Times at midnight are the days themselves.
  @Test func midnightsAreDays() throws {
    let days = try range("from 2023-07-04 to 2023-07-06")
    #expect(try range("from 2023-07-04 00:00 to 2023-07-06 00:00") == days)
    #expect(try range("from 2023-07-03 24:00 to 2023-07-05 24:00") == days)
  }

  /// Every half-hour of ordinary days and of those on which the clock changes, by Python's zoneinfo.
  @Test func timesAgreeWithPython() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/times.txt")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    #expect(lines.count > 380)
    for line in lines {
      let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      try #require(fields.count == 3)
      let typed = "from 2000-01-01 to \(fields[0]) \(fields[1])".replacing(
        "2000", with: fields[0] < "2000" ? "1970" : "2000")
      if fields[2].isEmpty {
        let error = #expect(throws: QueryError.self) { try range(typed) }
        #expect(
          error?.message
            == "there is no \(fields[1]) on \(fields[0]), when the clocks go forward")
      } else {
        #expect(try range(typed).hasSuffix(" \(fields[2])"), "\(typed)")
      }
    }
  }

  /// ErrorCollector that the words alone show; columns count from `usage `.
  @Test(arguments: [
    (
      "2023-07-04 16:00",
      "6-22: a period with a time of day needs both ends; type: from 2023-07-04 16:00 to …"
    ),
    ("from july 16:00", "16-21: a time of day needs a day, not 'jul'"),
    (
      "from 2023-07-04 16:15",
      "22-27: expected a time on the half-hour such as 16:00, found '16:15'"
    ),
    (
      "from 2023-07-04 25:00",
      "22-27: expected a time on the half-hour such as 16:00, found '25:00'"
    ),
    (
      "from 2023-07-04 16:00-19:00",
      "22-33: expected a time on the half-hour such as 16:00, found '16:00-19:00'; for the same "
        + "hours of every day: where time 16:00-19:00"
    ),
    (
      "from 2023-07-04T16:00Z",
      "22-28: expected a time on the half-hour such as 16:00, found '16:00Z'"
    ),
    (
      "from 2023-07-04 16:00+1 to today",
      "28-29: expected how far the clock is ahead of UTC, such as +01:00, found '1'"
    ),
    (
      "from 2023-07-04 through 2023-07-05 19:00",
      "30-46: 'through' includes a whole day, month or year, and takes no time; type: to 2023-07-05 "
        + "19:00"
    ),
    (
      "from 2023-07-04 16:00 to 19:00", "31-36: '19:00' is not a date or period; see 'help periods'"
    ),
  ])
  func wordsThatAreNoTime(typed: String, expected: String) throws {
    #expect(try mistakes("usage \(typed)") == [expected])
  }

  /// ErrorCollector that only the clock shows, each with the place of what was typed.
  @Test(arguments: [
    (
      "from 2023-10-29 01:30 to 2023-10-30", 11..<27,
      "01:30 occurs twice on 2023-10-29; type: 01:30+01:00 or 01:30+00:00"
    ),
    (
      "from 2023-10-28 to 2023-10-29 01:00", 25..<41,
      "01:00 occurs twice on 2023-10-29; type: 01:00+01:00 or 01:00+00:00"
    ),
    (
      "from 2023-10-29 01:30+02:00 to 2023-10-30", 11..<33,
      "there is no 01:30+02:00 on 2023-10-29; type: 01:30+01:00 or 01:30+00:00"
    ),
    (
      "from 2023-07-04 16:00+00:00 to 2023-07-05", 11..<33,
      "there is no 16:00+00:00 on 2023-07-04; type: 16:00+01:00"
    ),
    (
      "from 2023-03-26 01:30 to 2023-03-27", 11..<27,
      "there is no 01:30 on 2023-03-26, when the clocks go forward"
    ),
    (
      "from 2023-07-04 19:00 to 2023-07-04 16:00", 6..<47,
      "the period ends on 2023-07-04 16:00, before it starts on 2023-07-04 19:00; swap the two ends"
    ),
    (
      "from 2023-07-04 19:00 to 2023-07-04 19:00", 6..<47,
      "the period from 2023-07-04 19:00 to 2023-07-04 19:00 is empty, as 'to' is exclusive; name a "
        + "later end"
    ),
    (
      "from 2023-07-04 19:00 through 2023-07-03", 6..<46,
      "the period ends on 2023-07-03, before it starts on 2023-07-04 19:00; swap the two ends"
    ),
    ("from 2100-01-01 16:00 to 2100-01-02", 6..<41, "the year 2100 is outside 1970 to 2099"),
  ])
  func timesThatMakeNoPeriod(typed: String, span: Range<Int>, expected: String) throws {
    let error = #expect(throws: QueryError.self) { try range(typed) }
    #expect(error?.message == expected)
    #expect(error?.mistakes.first?.span == span)
  }
}
