import EnergyModel
import Interchange
import Testing

/// Pages that list half-hours.
struct StatementPageTests {
  /// The clock times of a day's half-hours, as a page prints them.
  private static let times = (0..<48).map { slot in
    (clockText(slot: slot), clockText(slot: (slot + 1) % 48))
  }

  /// A page with a row for each of `times`, whose cost counts the rows.
  private func page(
    _ heading: String, _ times: some Sequence<(String, String)>, gap: String = "     "
  ) -> String {
    let head = [heading, "For electricity meter 22L3610597", "Total cost", "£ 1.00"]
    let table = [
      "Total consumption 4.8 kWh", "Period", "Rate p / kWh", "Consumption kWh", "Cost p",
    ]
    let rows = times.enumerated().map { row, time in
      ["\(time.0) - \(time.1)", "6.67", "0.10", "\(row).700"].joined(separator: gap)
    }
    return (head + table + rows).joined(separator: "\n") + "\nPage 3 of 14  Octopus Energy 2024\n"
  }

  @Test(arguments: ["     ", "\n", "\t"])
  func ordinaryDay(_ gap: String) throws {
    let statement = try readStatement(page("3rd December 2024", StatementPageTests.times, gap: gap))
    #expect(statement.notes.isEmpty)
    let day = try #require(statement.days.first)
    #expect(day.day.description == "2024-12-03")
    #expect(day.line == 1)
    #expect(day.serial == "22L3610597")
    #expect(day.isOfGas == false)
    #expect(day.energy == PrintedFigure(digits: 48, places: 1, line: 5))
    #expect(day.halfHours.count == 48)
    for (row, halfHour) in day.halfHours.enumerated() {
      let lines =
        gap == "\n" ? (0...3).map { 10 + row * 4 + $0 } : [Int](repeating: 10 + row, count: 4)
      // 2024-12-03 is the 20,060th day since 1970.
      #expect(halfHour.start == Instant(halfHour: 20_060 * 48 + row))
      #expect(halfHour.rate == PrintedFigure(digits: 667, places: 2, line: lines[1]))
      #expect(halfHour.energy == PrintedFigure(digits: 10, places: 2, line: lines[2]))
      #expect(
        halfHour.cost == PrintedFigure(digits: Int64(row * 1000 + 700), places: 3, line: lines[3]))
    }
  }

  /// The clocks go back at 01:00Z: 01:00 and 01:30 come twice, of summer time first.
  @Test func autumnDay() throws {
    let times = StatementPageTests.times
    let statement = try readStatement(
      page("Sunday 29th October 2023", times[..<4] + times[2...]))
    #expect(statement.notes.isEmpty)
    #expect(
      statement.days[0].halfHours.prefix(7).map { ClockZone.utcStamp($0.start) } == [
        "2023-10-28T23:00", "2023-10-28T23:30", "2023-10-29T00:00", "2023-10-29T00:30",
        "2023-10-29T01:00", "2023-10-29T01:30", "2023-10-29T02:00",
      ])
    #expect(statement.days[0].halfHours.count == 50)
  }

  /// The clocks go forward at 01:00Z: 01:00 and 01:30 are not there.
  @Test func springDay() throws {
    let times = StatementPageTests.times
    let statement = try readStatement(page("31st March 2024", times[..<2] + times[4...]))
    #expect(statement.notes.isEmpty)
    #expect(statement.days[0].halfHours.count == 46)
    #expect(
      statement.days[0].halfHours[1...2].map { ClockZone.utcStamp($0.start) } == [
        "2024-03-31T00:30", "2024-03-31T01:00",
      ])
  }

  @Test func timesThatTheDayLacksAreNotUnderstood() throws {
    let times = StatementPageTests.times
    let spring = try readStatement(page("31st March 2024", times))
    #expect(
      spring.notes.map { "\($0.line ?? 0): \($0.text)" } == [
        "12: '01:00 - 01:30 6.67 0.10 2.700' was not understood",
        "13: '01:30 - 02:00 6.67 0.10 3.700' was not understood",
      ])
    let twice = try readStatement(page("3rd December 2024", times[..<2] + times[1...]))
    #expect(
      twice.notes.map { "\($0.line ?? 0): \($0.text)" } == [
        "12: '00:30 - 01:00 6.67 0.10 2.700' was not understood"
      ])
    let short = try readStatement(page("3rd December 2024", times[1...]))
    #expect(
      short.notes.map { "\($0.line ?? 0): \($0.text)" } == [
        "1: 47 of the 48 half-hours of 2024-12-03 are listed"
      ])
  }

  /// 48 × 0.10 kWh are 4.8 kWh; rounding changes each by 0.01 at most, and the total by 0.05.
  @Test(arguments: [("4.8", false), ("5.3", false), ("5.4", true), ("4.2", true)])
  func aTotalThatIsNotThatOfTheRowsIsNoted(total: String, isNoted: Bool) throws {
    let text = page("3rd December 2024", StatementPageTests.times)
      .replacing("consumption 4.8 kWh", with: "consumption \(total) kWh")
    #expect(
      try readStatement(text).notes.map { "\($0.line ?? 0): \($0.text)" }
        == (isNoted
          ? ["5: the half-hours of 2024-12-03 come to 4.8 kWh, and the total is \(total) kWh"] : [])
    )
  }

  @Test func ratesAndCostsMayBeNegative() throws {
    let statement = try readStatement(
      """
      Your Charges In Detail
      Electricity
      Agile Octopus (3rd December 2024 - 3rd December 2024)
      Energy Used 0.7 kWh @ -1.23p/kWh -£0.01
      3rd December 2024
      Period  Rate p/kWh  Consumption (kWh)  Cost (p)
      00:00 - 00:30  -2.05  0.36  -0.738     00:30 – 01:00  −0.41  0.34  −0.139
      01:00 to 01:30  6.67  x.59  23.928
      23:30-24:00  6.67  7.36  49.042
      """)
    #expect(
      description(of: statement) == """
        block #2 import -
          period #3 'Agile Octopus' 2024-12-03..<2024-12-04 -
          energy 0.7#4 kWh at -1.23#4 = -0.01#4
        day #5 2024-12-03 - - - kWh
          2024-12-03T00:00 0.36#7 kWh at -2.05#7 = -0.738#7
          2024-12-03T00:30 0.34#7 kWh at -0.41#7 = -0.139#7
          2024-12-03T23:30 7.36#9 kWh at 6.67#9 = 49.042#9
        warning 5: 3 of the 48 half-hours of 2024-12-03 are listed
        warning 8: '01:00 to 01:30 6.67 x.59 23.928' was not understood
        """)
  }

  @Test(arguments: ["3xd December 2024", "30th February 2024", "3rd December 0000"])
  func rowsWithoutADayAreListed(_ heading: String) throws {
    let text =
      page("2nd December 2024", StatementPageTests.times)
      + page(heading, StatementPageTests.times)
    let statement = try readStatement(text)
    #expect(statement.days.map(\.day.description) == ["2024-12-02"])
    #expect(statement.notes.count == 48)
    #expect(statement.notes.first?.text == "'00:00 - 00:30 6.67 0.10 0.700' was not understood")
  }
}
