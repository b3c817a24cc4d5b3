import EnergyModel
import Foundation
import QueryLanguage
import TestSupport
import Testing

/// The days of `typed` as `START END`, by the clock and the readings that the tests go by.
private func days(
  _ typed: String, today: String = "2023-08-15", readings: (String, String)? = nil
) throws -> String {
  let query = try read("usage \(typed)")
  let period = try #require(query.period)
  let days = try period.value.resolved(
    in: context(today: today, readings: readings), on: london, at: period.span
  ).days
  return "\(days.lowerBound) \(days.upperBound)"
}

let london = londonZone()

func context(
  today: String, readings: (String, String)? = nil
) throws -> PeriodContext {
  let extent = try readings.map { first, last in
    try #require(LocalDay(iso: first))...(try #require(LocalDay(iso: last)))
  }
  return PeriodContext(
    today: try #require(LocalDay(iso: today)), readings: extent, years: 1970...2099)
}

@Suite struct PeriodTests {
  /// Language §3, line by line, on 2023-08-15 (a Tuesday).
  @Test(arguments: [
    ("2023", "2023-01-01 2024-01-01"),
    ("2023-07", "2023-07-01 2023-08-01"),
    ("2023-7", "2023-07-01 2023-08-01"),
    ("july 2023", "2023-07-01 2023-08-01"),
    ("JUL 2023", "2023-07-01 2023-08-01"),
    ("sept 2023", "2023-09-01 2023-10-01"),
    ("2023-07-04", "2023-07-04 2023-07-05"),
    ("2023-7-4", "2023-07-04 2023-07-05"),
    ("4 july 2023", "2023-07-04 2023-07-05"),
    ("04 Jul 2023", "2023-07-04 2023-07-05"),
    ("4/7/2023", "2023-07-04 2023-07-05"),
    ("2023q3", "2023-07-01 2023-10-01"),
    ("q3 2023", "2023-07-01 2023-10-01"),
    ("2023-Q3", "2023-07-01 2023-10-01"),
    ("2023-W27", "2023-07-03 2023-07-10"),
    ("2023-W1", "2023-01-02 2023-01-09"),
    ("2020-W53", "2020-12-28 2021-01-04"),
    ("2024-02-29", "2024-02-29 2024-03-01"),
    ("jul", "2023-07-01 2023-08-01"),
    ("aug", "2023-08-01 2023-09-01"),
    ("december", "2022-12-01 2023-01-01"),
    ("today", "2023-08-15 2023-08-16"),
    ("yesterday", "2023-08-14 2023-08-15"),
    ("tomorrow", "2023-08-16 2023-08-17"),
    ("this week", "2023-08-14 2023-08-21"),
    ("this month", "2023-08-01 2023-09-01"),
    ("this quarter", "2023-07-01 2023-10-01"),
    ("this year", "2023-01-01 2024-01-01"),
    ("last week", "2023-08-07 2023-08-14"),
    ("last month", "2023-07-01 2023-08-01"),
    ("last quarter", "2023-04-01 2023-07-01"),
    ("last year", "2022-01-01 2023-01-01"),
    ("last 7 days", "2023-08-08 2023-08-15"),
    ("last 2 weeks", "2023-07-31 2023-08-14"),
    ("last 3 months", "2023-05-01 2023-08-01"),
    ("from 2023-07-01 to 2023-08-01", "2023-07-01 2023-08-01"),
    ("since 2023-07-01 until 2023-08-01", "2023-07-01 2023-08-01"),
    ("2023-07-01..2023-08-01", "2023-07-01 2023-08-01"),
    ("2023-07..2023-08", "2023-07-01 2023-08-01"),
    ("2023-08-01..today", "2023-08-01 2023-08-15"),
    ("jun..aug", "2023-06-01 2023-08-01"),
    ("from 2023-05 through 2023-07", "2023-05-01 2023-08-01"),
    ("from 2023-07-31 through 2023-07-31", "2023-07-31 2023-08-01"),
    ("from last month to today", "2023-07-01 2023-08-15"),
    ("from 1 may 2023 to 3 may 2023", "2023-05-01 2023-05-03"),
    ("winter 2023/24", "2023-10-01 2024-04-01"),
    ("winter 2023/2024", "2023-10-01 2024-04-01"),
    ("winter 1999/00", "1999-10-01 2000-04-01"),
    ("summer 2023", "2023-04-01 2023-10-01"),
    ("in july 2023", "2023-07-01 2023-08-01"),
    ("for 2023-W27", "2023-07-03 2023-07-10"),
    ("during last week", "2023-08-07 2023-08-14"),
    ("last july", "2023-07-01 2023-08-01"),
    ("last aug", "2022-08-01 2022-09-01"),
    ("last december", "2022-12-01 2023-01-01"),
    ("july last year", "2022-07-01 2022-08-01"),
    ("DEC Last Year", "2022-12-01 2023-01-01"),
    ("july this year", "2023-07-01 2023-08-01"),
    ("this july", "2023-07-01 2023-08-01"),
    ("this december", "2023-12-01 2024-01-01"),
    ("last weekend", "2023-08-12 2023-08-14"),
    ("this weekend", "2023-08-19 2023-08-21"),
    ("2023-05 through 2023-07", "2023-05-01 2023-08-01"),
    ("4 july 2023 through 6 july 2023", "2023-07-04 2023-07-07"),
    ("july last year through july", "2022-07-01 2023-08-01"),
    ("for june thru july", "2023-06-01 2023-08-01"),
    ("last week through yesterday", "2023-08-07 2023-08-15"),
    ("july 2023..august 2023", "2023-07-01 2023-08-01"),
    ("last month..yesterday", "2023-07-01 2023-08-14"),
    ("last 7 days..today", "2023-08-08 2023-08-15"),
    ("july last year..july this year", "2022-07-01 2023-07-01"),
    ("from 2023-07..2023-08", "2023-07-01 2023-08-01"),
    ("summer 2022..winter 2022/23", "2022-04-01 2022-10-01"),
  ])
  func theTableOfTheContract(typed: String, expected: String) throws {
    #expect(try days(typed) == expected)
  }

  /// With readings from 2022-11-05 to 2023-08-13.
  @Test(arguments: [
    ("all", "2022-11-05 2023-08-14"),
    ("latest 7 days", "2023-08-07 2023-08-14"),
    ("latest 1 day", "2023-08-13 2023-08-14"),
    ("latest 2 weeks", "2023-07-31 2023-08-14"),
    ("latest 1 month", "2023-07-14 2023-08-14"),
    ("since 2023-07-01", "2023-07-01 2023-08-14"),
    ("from last week", "2023-08-07 2023-08-14"),
    ("until 2023-01-01", "2022-11-05 2023-01-01"),
    ("until 2022-11-05", "2022-11-05 2022-11-05"),
    ("until 2022-01-01", "2022-01-01 2022-01-01"),
    ("since 2024-01-01", "2024-01-01 2024-01-01"),
    ("month to date", "2023-08-01 2023-08-14"),
    ("MTD", "2023-08-01 2023-08-14"),
    // The current week began on the 14th, after the newest reading.
    ("week to date", "2023-08-14 2023-08-14"),
    ("quarter to date", "2023-07-01 2023-08-14"),
    ("year to date", "2023-01-01 2023-08-14"),
    ("ytd", "2023-01-01 2023-08-14"),
  ])
  func periodsThatGoByTheReadings(typed: String, expected: String) throws {
    #expect(try days(typed, readings: ("2022-11-05", "2023-08-13")) == expected)
  }

  /// Without any reading there is nothing before today.
  @Test(arguments: [
    ("all", "2023-08-15 2023-08-15"), ("since 2023-08-10", "2023-08-10 2023-08-16"),
    ("until 2023-08-20", "2023-08-15 2023-08-20"), ("latest 2 days", "2023-08-14 2023-08-16"),
  ])
  func periodsWithoutReadings(typed: String, expected: String) throws {
    #expect(try days(typed) == expected)
  }

  @Test func manyDaysAgreeWithPython() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/periods.txt")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    #expect(lines.count > 700)
    for line in lines {
      let fields = line.split(separator: "|").map(String.init)
      try #require(fields.count == 4)
      #expect(
        try days(fields[1], today: fields[0]) == "\(fields[2]) \(fields[3])",
        "\(fields[1]) on \(fields[0])")
    }
  }

  @Test(arguments: [
    ("2023-08-15", true), ("15/8/2023", true), ("2023-08", false), ("today", false), ("", false),
    ("2023-02-29", false),
  ])
  func daysInOptions(text: String, isDay: Bool) throws {
    let expected = isDay ? LocalDay(year: 2023, month: 8, day: 15) : nil
    #expect(PeriodParser.day(text) == expected)
  }
}

@Suite struct PeriodErrorTests {
  /// ErrorCollector that the words alone show; columns count from `usage `.
  @Test(arguments: [
    ("2023-02-30", "6-16: February 2023 has 28 days"),
    ("2024-02-30", "6-16: February 2024 has 29 days"),
    ("2023-13", "6-13: there is no month 13"),
    ("2023-00", "6-13: there is no month 0"),
    ("2023-13-01", "6-16: there is no month 13"),
    ("2023-07-00", "6-16: July 2023 has 31 days"),
    ("31 june 2023", "6-18: June 2023 has 30 days"),
    ("31/6/2023", "6-15: June 2023 has 30 days"),
    ("4/13/2023", "6-15: there is no month 13"),
    ("2023q5", "6-12: 2023 has quarters 1 to 4, not 5"),
    ("2023-W53", "6-14: 2023 has weeks 1 to 52, not 53"),
    ("2020-W54", "6-14: 2020 has weeks 1 to 53, not 54"),
    ("2023-W0", "6-13: 2023 has weeks 1 to 52, not 0"),
    ("20230704", "6-14: '20230704' is not a date or period; write it as 2023-07-04"),
    ("23-07-04", "6-14: '23-07-04' is not a date or period; see 'help periods'"),
    ("2023-07-04-01", "6-19: '2023-07-04-01' is not a date or period; see 'help periods'"),
    ("2023-007", "6-14: '2023-007' is not a date or period; see 'help periods'"),
    ("7/2023", "6-12: expected day/month/year, found '7/2023'"),
    ("4/7/23", "6-12: expected day/month/year, found '4/7/23'"),
    ("q3", "8-9: expected the year of q3"),
    ("4 july", "12-13: expected the year of 4 July"),
    ("last 0 days", "11-12: expected a count from 1 to 100000, found '0'"),
    ("last 100001 days", "11-17: expected a count from 1 to 100000, found '100001'"),
    ("last 7", "12-13: expected days, weeks, months, quarters or years"),
    (
      "last day",
      "11-14: expected week, weekend, month, quarter, year, the name of a month or '7 days' after "
        + "'last', found 'day'"
    ),
    (
      "this 7",
      "11-12: expected week, weekend, month, quarter, year or the name of a month after 'this', "
        + "found '7'"
    ),
    ("july last", "15-16: expected 'year' after 'last'"),
    ("month", "11-12: expected 'month to date'"),
    ("month to", "14-15: expected 'month to date'"),
    ("month to 2023", "15-19: expected 'month to date', found '2023'"),
    (
      "2023-07 through",
      "21-22: expected a date such as 2023-07-01, or a period such as 'last month'"
    ),
    ("latest week", "13-17: expected a number of days, weeks or months, found 'week'"),
    ("from", "10-11: expected a date such as 2023-07-01, or a period such as 'last month'"),
    ("winter", "12-13: expected the year of the winter"),
    ("winter 2023/25", "13-20: expected two years in a row, as in 'winter 2023/24'"),
    ("summer 23", "13-15: expected a year, as in 'summer 2023'"),
    ("2023..", "6-12: expected a date on both sides of '..'"),
    ("2023-02-30..2023-03-01", "6-16: February 2023 has 28 days"),
    ("2023-02-01..2023-02-31", "18-28: February 2023 has 28 days"),
  ])
  func wordsThatAreNoPeriod(typed: String, expected: String) throws {
    #expect(try mistakes("usage \(typed)").first == expected)
  }

  /// The two forms that can be read two ways say so, and what to type.
  @Test(arguments: [
    (
      "4/7",
      [
        "6-9: '4/7' has no year, and can be read as 4 July or 7 April; "
          + "write day/month/year, or 2023-07-04"
      ]
    ),
    (
      "25/7",
      [
        "6-10: '25/7' has no year, and can be read as 25 July; write day/month/year, or 2023-07-04"
      ]
    ),
    (
      "winter 2023",
      ["6-17: 'winter 2023' can mean two winters: 'winter 2022/23' or 'winter 2023/24'"]
    ),
  ])
  func ambiguousPeriods(typed: String, expected: [String]) throws {
    #expect(try mistakes("usage \(typed)") == expected)
  }

  /// ErrorCollector that only the days show.
  @Test(arguments: [
    (
      "from 2023-08-01 to 2023-07-01",
      "the period ends on 2023-07-01, before it starts on 2023-08-01; swap the two dates"
    ),
    (
      "2023-08..2023-07",
      "the period ends on 2023-07-01, before it starts on 2023-08-01; swap the two dates"
    ),
    (
      "from 2023-07-05 through 2023-07-04",
      "the period ends on 2023-07-04, before it starts on 2023-07-05; swap the two dates"
    ),
    (
      "from 2023-07-05 through 2023-07-01",
      "the period ends on 2023-07-01, before it starts on 2023-07-05; swap the two dates"
    ),
    (
      "from 2023-07-04 to 2023-07-04",
      "the period from 2023-07-04 to 2023-07-04 is empty, as 'to' is exclusive; type: 2023-07-04"
    ),
    ("1969", "the year 1969 is outside 1970 to 2099"),
    ("2100", "the year 2100 is outside 1970 to 2099"),
    ("winter 2099/00", "the year 2100 is outside 1970 to 2099"),
    ("0000", "the year 0 is outside 1970 to 2099"),
    ("from 2023 to 2101", "the year 2100 is outside 1970 to 2099"),
    ("last 100000 years", "the year -97977 is outside 1970 to 2099"),
  ])
  func daysThatMakeNoPeriod(typed: String, expected: String) throws {
    let error = #expect(throws: QueryError.self) { try days(typed) }
    #expect(error?.text == expected)
    #expect(error?.mistakes.first?.span == 6..<6 + typed.utf8.count)
  }

  @Test(arguments: ["2099", "1970", "from 2023 to 2100"])
  func theYearsAtTheEdgeAreIn(typed: String) throws {
    #expect(try days(typed).isEmpty == false)
  }
}

@Suite struct ExclusiveEndNoteTests {
  /// A note stands where `to` names the last day of what the start opens; weeks run from Monday.
  @Test(arguments: [
    ("from 2023-07-01 to 2023-07-31", "2023-07-31", "from 2023-07-01 through 2023-07-31"),
    ("from 2023-07 to 2023-07-31", "2023-07-31", "from 2023-07 through 2023-07-31"),
    ("from 2024-02-01 to 2024-02-29", "2024-02-29", "from 2024-02-01 through 2024-02-29"),
    ("from 2023-01-01 to 2023-12-31", "2023-12-31", "from 2023-01-01 through 2023-12-31"),
    ("from 2023-07-03 to 2023-07-09", "2023-07-09", "from 2023-07-03 through 2023-07-09"),
    ("2023-07-01..2023-07-31", "2023-07-31", "from 2023-07-01 through 2023-07-31"),
    ("from 2023-08-14 to 20 aug 2023", "2023-08-20", "from 2023-08-14 through 2023-08-20"),
  ])
  func note(typed: String, last: String, instead: String) throws {
    let period = try #require(try read("usage \(typed)").period)
    #expect(
      period.value.exclusiveEndNote(in: try context(today: "2023-08-15"))
        == "'to' is exclusive, so \(last) is not included; to include it: \(instead)")
  }

  @Test func todayCanBeTheLastDay() throws {
    let period = try #require(try read("usage from 2023-08-01 to today").period)
    let note = period.value.exclusiveEndNote(in: try context(today: "2023-08-31"))
    #expect(note?.hasSuffix("to include it: from 2023-08-01 through 2023-08-31") == true)
    #expect(period.value.exclusiveEndNote(in: try context(today: "2023-08-30")) == nil)
  }

  /// A month, a year or another unit at the end is excluded as a whole: language §3.
  @Test(arguments: [
    ("2023-06..2023-07", "2023-07", "from 2023-06 through 2023-07"),
    ("from 2023-06 to 2023-07", "2023-07", "from 2023-06 through 2023-07"),
    ("2022..2023", "2023", "from 2022 through 2023"),
    ("from 4 july 2023 to august 2023", "2023-08", "from 2023-07-04 through 2023-08"),
    ("jun..aug", "aug", "from jun through aug"),
    ("from last month to this month", "this month", "from last month through this month"),
    ("2023q1..2023q3", "2023-Q3", "from 2023-Q1 through 2023-Q3"),
    ("from yesterday 16:00 to this week", "this week", "from yesterday 16:00 through this week"),
  ])
  func noteOfUnits(typed: String, excluded: String, instead: String) throws {
    let period = try #require(try read("usage \(typed)").period)
    #expect(
      period.value.exclusiveEndNote(in: try context(today: "2023-08-15"))
        == "'to' is exclusive, so \(excluded) is not included; to include it: \(instead)")
    let included = try #require(try read("usage \(instead)").period)
    #expect(included.value.exclusiveEndNote(in: try context(today: "2023-08-15")) == nil)
  }

  @Test(arguments: [
    "from 2023-07-01 to 2023-08-01", "from 2023-07-01 to 2023-07-30",
    "from 2023-07-02 to 2023-07-31", "from 2023-07-01 through 2023-07-31", "2023-07",
    "from 2023-07-04 to 2023-07-09", "until 2023-07-31", "from 2023-07-01", "last month",
    "from 2023-07-01 to 2023-09-30", "2023-06 through 2023-07", "until 2023-07",
    "from 2023-07-01 to 2023-07-31 23:30", "from 2023-07-01 01:00 to 2023-07-31",
  ])
  func noNote(typed: String) throws {
    let period = try #require(try read("usage \(typed)").period)
    #expect(period.value.exclusiveEndNote(in: try context(today: "2023-08-15")) == nil)
  }
}
