import EnergyModel
import QueryEngine
import TestSupport
import Testing

/// 1 July 2023 in local time: 1, 2, 3, 0 kWh at 00:00, 00:30, 01:00, 01:30, nothing at 02:00, then
/// 5 at 02:30; 2 July has nothing; 3 July has 7 at 00:00.
private func patchyHome() throws -> MemoryHome {
  var home = try oneMeter(["1", "2", "3", "0", nil, "5"], from: "2023-06-30T23:00")
  home.store(
    [try energy("7")], from: try halfHour("2023-07-02T23:00"), of: home.catalog.meters[0].meter)
  home.add(try tariff("night", ["00:00-01:00": "10", "02:30-03:00": "-20"]))
  return home
}

@Suite struct ExecutorTests {
  @Test func missingIsEmptyAndZeroIsZero() throws {
    let home = try patchyHome()
    let table = try ask("usage 2023-07-01..2023-07-04 by day", home)
    #expect(table.lines == ["2023-07-01,11", "2023-07-02,", "2023-07-03,7"])
    #expect(table.rows.map(\.isIncomplete) == [true, true, true])
    #expect(
      try ask("usage 2023-07-01 by slot limit 6", home).lines == [
        "2023-07-01T00:00:00+01:00,1", "2023-07-01T00:30:00+01:00,2",
        "2023-07-01T01:00:00+01:00,3", "2023-07-01T01:30:00+01:00,0",
        "2023-07-01T02:00:00+01:00,", "2023-07-01T02:30:00+01:00,5",
      ])
  }

  /// 01:00 and 01:30 on the first day have readings and no rate; a group of such alone is empty.
  @Test func unpricedIsCountedAndNotZero() throws {
    let home = try patchyHome()
    let table = try ask(
      "cost 2023-07-01 by hour with coverage limit 4", home, now: "2023-07-04T00:00")
    #expect(
      table.header.columns.map(\.name) == [
        "hour", "usage_kwh", "cost_gbp", "halfhours", "expected", "unpriced",
      ])
    #expect(
      table.lines == ["00:00,3,0.3,2,2,0", "01:00,3,,2,2,2", "02:00,5,-1,1,2,0", "03:00,,,0,2,0"])
    #expect(table.rows.map(\.isIncomplete) == [false, true, true, true])
    #expect(table.totalLine == ",11,-0.7,5,48,2")
    #expect(table.summary.coverage == Coverage(expected: 48, present: 5, unpriced: 2))
    #expect(table.summary.rowsInAll == 24)
    #expect(table.summary.tariffs == ["night"])
    #expect(table.summary.notes.count == 1)
    #expect(table.summary.notes.first?.hasPrefix("2 half-hours have no rate") == true)
  }

  @Test func usageKnowsNoPrices() throws {
    let table = try ask("usage 2023-07-01 with coverage", try patchyHome(), now: "2023-07-04T00:00")
    #expect(table.header.columns.map(\.name) == ["usage_kwh", "halfhours", "expected"])
    #expect(table.lines == ["11,5,48"])
    #expect(table.summary.coverage == Coverage(expected: 48, present: 5, unpriced: 0))
    #expect(table.header.policy == nil)
    #expect(table.summary.tariffs.isEmpty)
    #expect(table.summary.notes.isEmpty)
  }

  @Test func noReadingsGiveNoRowsButANote() throws {
    let home = try patchyHome()
    for text in ["usage 2022-01 by day", "cost export 2023-07", "usage since 2024"] {
      let table = try ask(text, home)
      #expect(table.rows.isEmpty)
      #expect(table.summary.totals.isEmpty)
      #expect(table.summary.notes.count == 1)
      #expect(table.summary.notes.first?.contains("no readings of ") == true)
    }
    #expect(
      try ask("usage 2022-01", home).summary.notes == [
        "no readings of import from 2022-01-01 to 2022-02-01; the oldest is of 2023-07-01"
      ])
    #expect(try ask("usage by day", MemoryHome()).rows.isEmpty)
  }

  @Test func whatIsKnownBeforeTheRows() throws {
    let header = try ask("Cost 2023-10-29 BY Hour", try patchyHome()).header
    #expect(header.statement == "cost 2023-10-29 by hour")
    #expect(header.policy == "exact")
    #expect(header.period?.start == "2023-10-29T00:00:00+01:00")
    #expect(header.period?.endExclusive == "2023-10-30T00:00:00+00:00")
    #expect(header.period?.halfHours == 50)
    #expect(header.period?.days == 1)
    #expect(
      header.columns.map(\.kind) == [.text, .energy, .money(places: 4)])
    #expect(try ask("cost all by day", patchyHome()).header.columns.last?.kind == .money(places: 2))
  }

  @Test func theNoteAboutTheLastDay() throws {
    let table = try ask("usage from 2023-07-01 to 2023-07-31", try patchyHome())
    #expect(
      table.summary.notes == [
        "'to' is exclusive, so 2023-07-31 is not included; to include it: "
          + "from 2023-07-01 through 2023-07-31"
      ])
  }
}

@Suite struct OrderTests {
  /// Issue 13 §7.5: cells are times, not texts, so that the hour that comes twice is in order.
  ///
  /// The clock goes back at 01:00 UTC: 01:00 and 01:30 with +01:00 come before those with +00:00.
  @Test func repeatedHoursAreOrderedAsTheyCame() throws {
    let home = try oneMeter(["1", "2", "3", "4", "5", "6"], from: "2023-10-28T23:30")
    let lines = try ask("usage 2023-10-29 by slot order by slot limit 6", home).lines
    let readings = try ask("readings 2023-10-29 order by start desc", home).lines
    #expect(
      lines == [
        "2023-10-29T00:00:00+01:00,", "2023-10-29T00:30:00+01:00,1",
        "2023-10-29T01:00:00+01:00,2", "2023-10-29T01:30:00+01:00,3",
        "2023-10-29T01:00:00+00:00,4", "2023-10-29T01:30:00+00:00,5",
      ])
    #expect(
      readings.map { $0.prefix(25) } == [
        "2023-10-29T02:00:00+00:00", "2023-10-29T01:30:00+00:00", "2023-10-29T01:00:00+00:00",
        "2023-10-29T01:30:00+01:00", "2023-10-29T01:00:00+01:00", "2023-10-29T00:30:00+01:00",
      ])
  }

  /// Days with 3, 1, 3, nothing, 2, 1 kWh.
  private func home() throws -> MemoryHome {
    var home = MemoryHome()
    let meter = home.addMeter("1900000000001")
    for (index, value) in ["3", "1", "3", nil, "2", "1"].enumerated() {
      let time = try halfHour("2023-01-01T12:00") + index * 48
      home.store([try value.map(energy)], from: time, of: meter)
    }
    return home
  }

  /// Equal rows stay in their order; empty ones come last either way.
  @Test(arguments: [
    ("order by usage", "02 06 05 01 03 04"),
    ("order by usage_kwh asc", "02 06 05 01 03 04"),
    ("order by USAGE desc", "01 03 05 02 06 04"),
    ("order by day desc", "06 05 04 03 02 01"),
    ("limit 2", "01 02"),
    ("limit 99", "01 02 03 04 05 06"),
    ("order by usage desc limit 3", "01 03 05"),
    ("order by usage limit 1", "02"),
    ("top 1", "01"),
    ("top 4", "01 03 05 02"),
    ("top 99", "01 03 05 02 06 04"),
    ("top 3 order by day", "01 03 05"),
    ("top 3 order by day desc", "05 03 01"),
    ("top 4 order by usage", "02 05 01 03"),
  ])
  func daysInOrder(clause: String, expected: String) throws {
    let table = try ask("usage 2023-01-01..2023-01-07 by day \(clause)", try home())
    let days = table.rows.compactMap { $0.cells.first?.csv.suffix(2) }
    #expect(days.joined(separator: " ") == expected)
    #expect(table.summary.rowsInAll == (days.count < 6 ? 6 : nil))
    // What is not shown still counts.
    #expect(table.totalLine == ",10")
  }

  /// Labels sort by their place, not by their letters; ties keep the other keys' order.
  @Test func labelsSortByTheirPlace() throws {
    let home = try home()
    #expect(
      try ask("usage all by weekday order by weekday desc limit 2", home).lines == [
        "sun,3", "sat,",
      ])
    #expect(
      try ask("usage 2023-01-01..2023-01-04 by week, day order by week desc", home).lines == [
        "2023-W01,2023-01-02,1", "2023-W01,2023-01-03,3", "2022-W52,2023-01-01,3",
      ])
  }

  @Test func unknownColumns() throws {
    let home = try home()
    #expect(
      refusal("usage by day order by cost", home)
        == "unknown column 'cost'; the columns are day, usage_kwh")
    #expect(
      refusal("usage by day order by usge", home) == "unknown column 'usge'. Did you mean 'usage'?")
  }
}
