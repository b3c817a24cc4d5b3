import EnergyModel
import TestSupport
import Testing

@Suite struct LocalDayTests {
  /// A line of calendar.txt: what Python's `datetime` says of a year.
  private struct Year {
    var year: Int
    var number: Int
    var weekday: Int
    var firstWeek: String
    var lastWeek: String

    init?(_ line: Substring) {
      let fields = line.split(separator: " ")
      guard fields.count == 5, let year = Int(fields[0]), let number = Int(fields[1]),
        let weekday = Int(fields[2])
      else { return nil }
      (self.year, self.number, self.weekday) = (year, number, weekday)
      (firstWeek, lastWeek) = (String(fields[3]), String(fields[4]))
    }
  }

  private func weekText(_ day: LocalDay) -> String {
    "\(day.isoWeek.year)-W\(padded(day.isoWeek.week, to: 2))"
  }

  @Test func agreesWithPythonFor800Years() throws {
    let years = try fixture("Fixtures/calendar.txt").split(separator: "\n").compactMap(Year.init)
    #expect(years.count == 801)
    for expected in years {
      let first = LocalDay(firstOfMonth: 1, year: expected.year)
      let last = try #require(LocalDay(year: expected.year, month: 12, day: 31))
      #expect(first.number == expected.number)
      #expect(first.weekday == expected.weekday)
      #expect(weekText(first) == expected.firstWeek)
      #expect(weekText(last) == expected.lastWeek)
      #expect(last + 1 == LocalDay(firstOfMonth: 13, year: expected.year))
    }
  }

  @Test func everyDayOf400YearsComesBack() throws {
    var day = LocalDay(firstOfMonth: 1, year: 1800)
    for year in 1800..<2200 {
      for month in 1...12 {
        for date in 1...LocalDay.length(ofMonth: month, year: year) {
          try #require(day.civil == (year, month, date))
          try #require(LocalDay(year: year, month: month, day: date) == day)
          day = day + 1
        }
      }
    }
  }

  @Test(
    arguments: [
      (2023, 2, 29), (2023, 2, 30), (1900, 2, 29), (2023, 4, 31), (2023, 13, 1), (2023, 0, 1),
      (2023, 1, 0), (2023, 1, 32), (2023, 1, -1),
    ])
  func refusesDaysThatAreNot(year: Int, month: Int, day: Int) {
    #expect(LocalDay(year: year, month: month, day: day) == nil)
  }

  @Test func leapDays() {
    #expect(LocalDay(year: 2000, month: 2, day: 29)?.description == "2000-02-29")
    #expect(LocalDay(year: 2024, month: 2, day: 29)?.description == "2024-02-29")
    #expect(LocalDay.length(ofMonth: 2, year: 1900) == 28)
    #expect(LocalDay.length(ofMonth: 12, year: 2023) == 31)
  }

  @Test func monthsBeyondTheYearCountOn() {
    #expect(LocalDay(firstOfMonth: 0, year: 2023).description == "2022-12-01")
    #expect(LocalDay(firstOfMonth: -11, year: 2023).description == "2022-01-01")
    #expect(LocalDay(firstOfMonth: 25, year: 2023).description == "2025-01-01")
  }

  @Test func unitsThatHoldADay() throws {
    let day = try #require(LocalDay(year: 2023, month: 8, day: 16))
    #expect(day.weekday == 2)
    #expect(day.monday.description == "2023-08-14")
    #expect(day.firstOfMonth.description == "2023-08-01")
    #expect(day.firstOfQuarter.description == "2023-07-01")
    #expect(day.firstOfYear.description == "2023-01-01")
    #expect(day.monday.monday == day.monday)
    let december = try #require(LocalDay(year: 2023, month: 12, day: 31))
    #expect(december.firstOfQuarter.description == "2023-10-01")
  }

  @Test(
    arguments: [
      (2021, 1, 3, "2020-W53"), (2021, 1, 4, "2021-W01"), (2024, 12, 30, "2025-W01"),
      (2023, 1, 1, "2022-W52"), (2023, 7, 4, "2023-W27"),
    ])
  func weeksBelongToTheYearOfTheirThursday(
    year: Int, month: Int, day: Int, week: String
  ) throws {
    let day = try #require(LocalDay(year: year, month: month, day: day))
    #expect(weekText(day) == week)
  }
}

/// Nothing that is read has a year before 1 or past 9999: its stamps could not be written.
@Suite struct YearTests {
  @Test(arguments: [0, -1, 10_000, Int.max, Int.min])
  func otherYearsHaveNoDays(year: Int) {
    #expect(LocalDay(year: year, month: 1, day: 1) == nil)
  }

  @Test func theirInstantsCanBeWritten() {
    #expect(LocalDay(iso: "0000-01-01") == nil)
    #expect(LocalDay(iso: "0001-01-01")?.description == "0001-01-01")
    #expect(LocalDay(iso: "9999-12-31")?.description == "9999-12-31")
    // 0001-01-01 is 719,162 days before 1970, 10000-01-01 2,932,897 days after.
    #expect(Instant.writable.lowerBound.seconds == -719_162 * 86_400)
    #expect(Instant.writable.upperBound.seconds == 2_932_897 * 86_400)
  }
}
