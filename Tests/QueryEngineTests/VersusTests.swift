import EnergyModel
import QueryEngine
import QueryLanguage
import TestSupport
import Testing

/// `versus`: two runs of one query, matched and compared.
@Suite struct VersusTests {
  private static let flat = ["00:00-24:00": "10"]

  /// 1 kWh each half-hour of January 2024, 2 kWh each of February.
  private func home() throws -> MemoryHome {
    let values = Array(repeating: "1", count: 31 * 48) + Array(repeating: "2", count: 29 * 48)
    return try oneMeter(values, from: "2024-01-01T00:00", [tariff("in", VersusTests.flat)])
  }

  @Test func columns() throws {
    let table = try ask("cost 2024-02 versus 2024-01 by month, daytype with coverage", home())
    #expect(
      table.header.columns.map(\.name) == [
        "month", "versus_month", "daytype", "usage_kwh", "cost_gbp", "halfhours", "expected",
        "unpriced", "versus_usage_kwh", "versus_cost_gbp", "versus_halfhours", "versus_expected",
        "versus_unpriced", "change_gbp", "change",
      ])
    #expect(
      table.lines == [
        "2024-02,2024-01,weekday,2016,201.6,1008,1008,0,1104,110.4,1104,1104,0,91.2,0.82608696",
        "2024-02,2024-01,weekend,768,76.8,384,384,0,384,38.4,384,384,0,38.4,1",
      ])
    #expect(table.header.versus?.from == "2024-01-01")
    #expect(table.summary.versusCoverage == Coverage(expected: 1488, present: 1488))
  }

  /// Each side is what the query says by itself, and the rest is reckoned from them.
  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func eachSideIsTheQueryByItself(seed: UInt64) throws {
    let home = try RandomHome(seed: seed)
    let days = home.days
    let middle = days.lowerBound + (days.upperBound.number - days.lowerBound.number) / 2
    let periods = [(days.lowerBound, middle + 1), (middle, days.upperBound)].map {
      "from \($0) to \($1)"
    }
    for keys in ["", "by hour", "by weekday, meter", "by rate", "by band", "by tariff, daytype"] {
      let query = { (period: String) in "cost import, gas \(period) \(keys)" }
      let sides = try periods.map { try ask(query($0), home.memory) }
      let joined = try ask(query("\(periods[0]) versus \(periods[1])"), home.memory)
      let count = sides[0].header.columns.count - 2
      for (side, place) in zip(sides, [count, count + 2]) {
        let rows = joined.rows.map { Array($0.cells[..<count] + $0.cells[place..<place + 2]) }
        for row in side.rows { #expect(rows.contains(row.cells), "\(keys)") }
        let figures = { (rows: [[Cell]]) in rows.filter { $0.suffix(2) != [.missing, .missing] } }
        #expect(figures(rows).count == figures(side.rows.map(\.cells)).count, "\(keys)")
      }
      for row in joined.rows {
        let cells = row.cells.suffix(6)
        let (now, then, change) = (
          cells[cells.startIndex + 1], cells[cells.startIndex + 3], cells[cells.endIndex - 2]
        )
        guard let one = now.number, let two = then.number else {
          #expect(change == .missing)
          continue
        }
        #expect(change.number == one - two)
      }
    }
  }

  /// The parts in pence add up to the change in pence, which is that of the result.
  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func partsAddUpToTheChange(seed: UInt64) throws {
    let home = try askingHome()
    var random = SeededGenerator(seed: seed)
    let start = try day("2022-06-01")
    let periods = (0..<2).map { _ in
      let first = start + Int.random(in: 0..<700, using: &random)
      return "from \(first) to \(first + Int.random(in: 1..<90, using: &random))"
    }
    for (query, count) in [
      ("cost import \(periods[0]) versus \(periods[1]) with standing", 5),
      ("net \(periods[0]) versus \(periods[1]) where weekday", 5),
      ("cost import \(periods[0]) versus \(periods[1]) with standing using bill", 6),
      ("net \(periods[0]) versus \(periods[1]) using bill", 6),
    ] {
      let text = try Explanation(try plan(query, home)).text(source: home)
      let pence = text.split(separator: "\n").suffix(count).map { line in
        Int((line.split(separator: " ").last ?? "").filter { $0 != "£" && $0 != "." }) ?? .max
      }
      #expect(pence.dropLast().reduce(0, +) == pence.last)
      let change = try #require(try ask(query, home).rows.first?.cells.suffix(2).first?.number)
      let shown = change.rounded(places: 2, .awayFromZero)
      #expect(pence.last.map { Int128($0) } == shown.digits, "\(query)")
    }
  }

  /// At one flat price all is usage; at twice the price for the same, all is price.
  @Test func reasonsThatAreKnown() throws {
    func reasons(_ query: String, _ home: MemoryHome) throws -> [String] {
      try Explanation(try plan(query, home)).text(source: home).split(separator: "\n").suffix(5)
        .map { String($0.split(separator: " ").last ?? "") }
    }
    #expect(
      try reasons("cost 2024-02-01 versus 2024-01-01", home())
        == ["£4.80", "£0.00", "£0.00", "£0.00", "£4.80"])
    var dearer = try oneMeter(Array(repeating: "1", count: 96), from: "2024-01-10T00:00")
    dearer.add(try tariff("one", VersusTests.flat, until: "2024-01-11"))
    dearer.add(try tariff("two", ["00:00-24:00": "20"], from: "2024-01-11"))
    #expect(
      try reasons("cost 2024-01-11 versus previous", dearer)
        == ["£0.00", "£0.00", "£4.80", "£0.00", "£4.80"])
    // The same energy, moved from 10p to 30p.
    let moved = try oneMeter(
      Array(repeating: "1", count: 24) + Array(repeating: "0", count: 48)
        + Array(repeating: "1", count: 24), from: "2024-01-10T00:00",
      [tariff("in", ["00:00-12:00": "10", "12:00-24:00": "30"])])
    #expect(
      try reasons("cost 2024-01-11 versus previous", moved)
        == ["£0.00", "£4.80", "£0.00", "£0.00", "£4.80"])
  }

  @Test(arguments: [
    ("2023-07", "2023-06-01 2023-07-01", "2022-07-01 2022-08-01"),
    ("2024-02", "2024-01-01 2024-02-01", "2023-02-01 2023-03-01"),
    ("2023-Q1", "2022-10-01 2023-01-01", "2022-01-01 2022-04-01"),
    ("2023", "2022-01-01 2023-01-01", "2022-01-01 2023-01-01"),
    ("2023-W27", "2023-06-26 2023-07-03", "2022-07-04 2022-07-11"),
    // 2019 has no week 53.
    ("2020-W53", "2020-12-21 2020-12-28", "2019-12-30 2020-01-06"),
    ("2024-02-29", "2024-02-28 2024-02-29", "2023-02-28 2023-03-01"),
    ("2024-02-28", "2024-02-27 2024-02-28", "2023-02-28 2023-03-01"),
    ("from 2023-07-01 to 2023-09-01", "2023-05-01 2023-07-01", "2022-07-01 2022-09-01"),
    ("from 2023-07-03 to 2023-07-10", "2023-06-26 2023-07-03", "2022-07-03 2022-07-10"),
    ("winter 2022/23", "2021-10-01 2022-04-01", "2021-10-01 2022-04-01"),
    ("last 3 months", "2024-06-01 2024-09-01", "2023-09-01 2023-12-01"),
    ("last 2 weeks", "2024-11-18 2024-12-02", "2023-12-04 2023-12-18"),
    ("last weekend", "2024-12-07 2024-12-09", "2023-12-16 2023-12-18"),
    ("yesterday", "2024-12-15 2024-12-16", "2023-12-16 2023-12-17"),
  ])
  func otherPeriods(period: String, previous: String, earlier: String) throws {
    let home = try home()
    for (word, expected) in [("previous", previous), ("year earlier", earlier)] {
      let versus = try ask(
        "usage \(period) versus \(word)", home, now: "2024-12-17T12:00"
      ).header.versus
      #expect(versus.map { "\($0.from) \($0.to)" } == expected, "\(period) \(word)")
    }
  }

  /// Both are cut after the last complete day of the one that is not over.
  @Test func whatIsNotOverIsCut() throws {
    var home = try home()
    let meter = try #require(home.catalog.meters.first).meter
    // The readings of March end in the evening of the 4th, and one of the 3rd is missing.
    let values = (0..<190).map { $0 == 100 ? nil : Int64(1_000_000) }
    home.store(values, from: try halfHour("2024-03-01T00:00"), of: meter)
    let now = "2024-03-05T08:00"
    let month = try ask("usage 2024-03 versus 2024-02", home, now: now)
    #expect(month.lines == ["96,192,-96,-0.5"])
    #expect(
      month.summary.notes == [
        "a period is not over: both are cut after 2 days, to 2024-03-03 and to 2024-02-03"
      ])
    #expect(try ask("usage 2024-02 versus 2024-03", home, now: now).lines == ["192,96,96,1"])
    #expect(try ask("usage mtd versus previous", home, now: now).lines == ["96,192,-96,-0.5"])
    #expect(
      try ask("usage this year versus year earlier", home, now: now).header.period?.to
        == "2024-03-03")
    #expect(try ask("usage 2024-02 versus previous", home, now: now).summary.notes == [])
    #expect(
      refusal("usage 2025-01 versus 2024-01", home)
        == "the period from 2025-01-01 to 2025-02-01 has no complete day yet")
  }

  /// To the same date where a bound is a year back, though one of the two has a 29 February before it.
  @Test(arguments: [
    ("2024-03-11", "2024-03-11", "2023-03-11", "3360,3312,48,0.01449275"),
    ("2025-03-11", "2025-03-11", "2024-03-11", "3312,3360,-48,-0.01428571"),
    // What ends before 29 February ends before 1 March.
    ("2024-02-29", "2024-02-29", "2023-03-01", "2832,2832,0,0"),
  ])
  func aYearBackIsTheSameDate(today: String, to: String, other: String, line: String) throws {
    let start = try halfHour("2023-01-01T00:00")
    // Read until six on the day itself.
    let count = try halfHour("\(today)T06:00") - start
    let home = try oneMeter(Array(repeating: "1", count: count), from: "2023-01-01T00:00")
    let year = today.prefix(4)
    for query in [
      "ytd versus year earlier", "ytd versus previous", "\(year) versus previous",
      "this year versus \((Int(year) ?? 0) - 1)", "since \(year)-01-01 versus year earlier",
    ] {
      let table = try ask("usage \(query)", home, now: "\(today)T12:00")
      #expect([table.header.period?.to, table.header.versus?.to] == [to, other], "\(query)")
      #expect(table.lines == [line], "\(query)")
    }
  }

  /// Nothing is due before the first reading, and so nothing is missing; the totals are of fewer days.
  @Test func aPeriodBeforeTheFirstReading() throws {
    let home = try oneMeter(Array(repeating: "1", count: 60 * 48), from: "2024-01-01T00:00")
    func notes(_ other: String) throws -> [String] {
      try ask("usage from 2024-02-01 to 2024-02-11 versus from \(other)", home).summary.notes
    }
    #expect(
      try notes("2023-12-27 to 2024-01-06") == [
        "versus: readings of import begin on 2024-01-01, so that the first 5 days of 2023-12-27 to "
          + "2024-01-06 have none"
      ])
    #expect(try notes("2024-01-01 to 2024-01-11").isEmpty)
  }

  /// A period that the readings do not reach the end of is cut, and one that they do is not.
  @Test func readingsThatLagBehind() throws {
    let now = "2024-02-25T12:00"
    let start = try halfHour("2024-01-01T00:00")
    func home(until end: String) throws -> MemoryHome {
      try oneMeter(
        Array(repeating: "1", count: try halfHour(end) - start), from: "2024-01-01T00:00")
    }
    let lagging = try home(until: "2024-02-20T06:00")
    for (query, ends) in [
      ("since 2024-02-11", "2024-02-20 2024-02-10"), ("last 14 days", "2024-02-20 2024-02-06"),
    ] {
      let table = try ask("usage \(query) versus previous", lagging, now: now)
      #expect(table.lines == ["432,432,0,0"])
      let (first, other) = (table.header.period?.to, table.header.versus?.to)
      #expect("\(first ?? "") \(other ?? "")" == ends)
      #expect(
        table.summary.notes == [
          "a period is not read to its end: both are cut after 9 days, to \(first ?? "") and to \(other ?? "")"
        ])
    }
    let whole = try home(until: "2024-02-25T00:00")
    for query in ["since 2024-02-11", "last 14 days", "mtd", "ytd"] {
      #expect(
        try ask("usage \(query) versus year earlier", whole, now: now).summary.notes.allSatisfy {
          !$0.contains("not over")
        }, "\(query)")
    }
  }

  /// A meter that was removed, and nothing took its place, is no part of the last complete day.
  @Test func aRemovedMeter() throws {
    var home = try home()
    let old = home.addMeter("1900000000002", serial: "OLD", alias: "annexe")
    home.store(
      Array(repeating: Int64(1_000_000), count: 48), from: try halfHour("2024-01-10T00:00"), of: old
    )
    let month = try ask("usage month to date versus previous", home, now: "2024-02-29T12:00")
    #expect(month.lines == ["2784,1440,1344,0.93333333"])
    #expect(month.summary.notes.contains("annexe, meter OLD, has no reading after 2024-01-10"))
    #expect(
      throws: QueryError(
        "the period from 2024-03-01 to 2024-04-01 has no complete day yet", at: 6..<13,
        hint: "1900000000001, meter S1, has no reading after 2024-02-29")
    ) { _ = try ask("usage 2024-03 versus previous", home, now: "2024-03-05T12:00") }
  }

  /// Days of the week match by their label, and days by their place among them: Monday and Monday.
  @Test func daysMatchByWeekday() throws {
    // 1 January 2024 was a Monday, and 1 February a Thursday.
    let query = "usage from 2024-02-01 to 2024-02-04 versus from 2024-01-01 to 2024-01-12"
    #expect(
      try ask("\(query) by weekday, day", home()).lines == [
        "mon,,2024-01-01,,48,,", "mon,,2024-01-08,,48,,", "tue,,2024-01-02,,48,,",
        "tue,,2024-01-09,,48,,", "wed,,2024-01-03,,48,,", "wed,,2024-01-10,,48,,",
        "thu,2024-02-01,2024-01-04,96,48,48,1", "thu,,2024-01-11,,48,,",
        "fri,2024-02-02,2024-01-05,96,48,48,1", "sat,2024-02-03,2024-01-06,96,48,48,1",
        "sun,,2024-01-07,,48,,",
      ])
    #expect(
      try ask("\(query) by day, daytype having change_kwh > 0", home()).lines == [
        "2024-02-01,2024-01-01,weekday,96,48,48,1", "2024-02-02,2024-01-02,weekday,96,48,48,1",
        "2024-02-03,2024-01-06,weekend,96,48,48,1",
      ])
  }

  @Test func rowsOfOnePeriodAlone() throws {
    let home = try home()
    #expect(
      try ask("usage from 2024-02-01 to 2024-02-03 versus 2024-01-31 by day", home).lines
        == ["2024-02-01,2024-01-31,96,48,48,1", "2024-02-02,,96,,,"])
    #expect(
      try ask("usage 2024-02-01 versus year earlier by day", home).lines
        == ["2024-02-01,2023-02-01,96,,,"])
    #expect(
      try ask("usage 2023-02-01 versus 2024-02-01", home).summary.notes.count == 1)
  }

  @Test func rowsAreChosenByTheChange() throws {
    let home = try home()
    let query = "usage from 2024-01-30 to 2024-02-03 versus from 2024-01-29 to 2024-02-02 by day"
    #expect(
      try ask("\(query) top 1", home).lines == ["2024-02-01,2024-01-31,96,48,48,1"])
    #expect(
      try ask("\(query) having change_kwh > 1 order by versus_usage desc", home).lines
        == ["2024-02-01,2024-01-31,96,48,48,1"])
    #expect(
      try ask("\(query) order by versus_day desc limit 1", home).lines
        == ["2024-02-02,2024-02-01,96,96,0,0"])
  }

  @Test func refusals() throws {
    let home = try home()
    for (text, message) in [
      ("usage versus previous", "nothing comes before 'all'; name a period"),
      ("usage 2024-01 versus 2024-02 across day", "'versus' and 'across' can't be combined"),
      (
        "usage from 2024-01-01 12:00 to 2024-01-02 versus year earlier",
        "'year earlier' is of whole days, but the period has parts of days; name both periods"
      ),
      ("usage 1970 versus previous", "the year 1969 is outside 1970 to 2099"),
      ("bill versus previous", "'bill' takes no 'versus'"),
    ] { #expect(refusal(text, home) == message) }
  }
}
