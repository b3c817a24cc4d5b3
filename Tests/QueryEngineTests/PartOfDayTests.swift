import EnergyModel
import QueryEngine
import QueryLanguage
import TestSupport
import Testing

/// Periods that begin or end inside a day.
@Suite struct PartOfDayTests {
  /// Each half-hour of 4 and 5 July 2023 reads its place 0…47 in the local day, in thousandths of a
  /// kWh; 10p, and 30p from 16:00 to 19:00.
  private func home() throws -> MemoryHome {
    let places = (0..<96).map { "0.0\($0 % 48 < 10 ? "0" : "")\($0 % 48)" }
    return try oneMeter(
      places, from: "2023-07-03T23:00",
      [tariff("peak", ["00:00-16:00": "10", "16:00-19:00": "30", "19:00-24:00": "10"])])
  }

  private static let peak = "from 2023-07-04 16:00 to 2023-07-04 19:00"

  /// 32 + 33 + 34 + 35 + 36 + 37 = 207 thousandths at 30p; six half-hours are expected.
  @Test(arguments: [
    peak, "2023-07-04T16:00..2023-07-04T19:00", "2023-07-04 16:00..2023-07-04 19:00",
    "from 2023-07-04 16:00+01:00 to 2023-07-04 19:00+01:00",
  ])
  func threeHours(period: String) throws {
    let table = try ask("cost \(period) with coverage", home())
    #expect(table.lines == ["0.207,0.0621,6,6,0"])
    #expect(table.summary.coverage == Coverage(expected: 6, present: 6))
    #expect(table.header.period?.from == "2023-07-04 16:00")
    #expect(table.header.period?.to == "2023-07-04 19:00")
    #expect(table.header.period?.days == nil)
    #expect(table.header.period?.halfHours == 6)
    #expect(table.header.period?.endExclusive == "2023-07-04T19:00:00+01:00")
    #expect(table.summary.notes.isEmpty)
  }

  /// Only what is inside counts, whatever the key; cyclic keys list all their labels as ever.
  @Test func everyKindOfKey() throws {
    let home = try home()
    let slots = try ask("usage \(PartOfDayTests.peak) by slot", home).lines
    #expect(slots.count == 6)
    #expect(slots.first == "2023-07-04T16:00:00+01:00,0.032")
    #expect(slots.last == "2023-07-04T18:30:00+01:00,0.037")
    let labels = try ask("usage \(PartOfDayTests.peak) by halfhour", home).lines
    #expect(labels.count == 48)
    #expect(labels.filter { !$0.hasSuffix(",") }.count == 6)
    #expect(labels[32] == "16:00,0.032" && labels[38] == "19:00,")
    // 4 July from 23:00: 46 + 47; 5 July until 01:00: 0 + 1.
    let night = "from 2023-07-04 23:00 to 2023-07-05 01:00"
    #expect(
      try ask("usage \(night) by day", home).lines == ["2023-07-04,0.093", "2023-07-05,0.001"])
    #expect(try ask("cost \(night) by month", home).lines == ["2023-07,0.094,0.0094"])
    #expect(
      try ask("cost from 2023-07-04 18:30 to 2023-07-04 19:30 by band", home).lines
        == ["16:00-19:00,0.037,0.0111", "19:00-24:00,0.038,0.0038"])
    let net = try ask("net \(night)", home).lines
    #expect(net == ["0.094,0.0094,,,0.0094"])
  }

  /// Lists end where the period does.
  @Test func lists() throws {
    let home = try home()
    let readings = try ask("readings \(PartOfDayTests.peak)", home).lines
    #expect(readings.count == 6)
    #expect(
      readings.first?.hasPrefix("2023-07-04T16:00:00+01:00,2023-07-04T16:30:00+01:00,") == true)
    let late = "from 2023-07-04 18:00 to 2023-07-04 20:00"
    #expect(
      try ask("rates \(late)", home).lines == [
        "2023-07-04T18:00:00+01:00,2023-07-04T19:00:00+01:00,peak,0.3",
        "2023-07-04T19:00:00+01:00,2023-07-04T20:00:00+01:00,peak,0.1",
      ])
    #expect(
      try ask("dearest 90m \(late)", home).lines.first?.hasPrefix("2023-07-04T18:00:00+01:00,")
        == true)
    let gaps = try ask(
      "gaps from 2023-07-05 22:00 to 2023-07-06 02:00", home, now: "2023-07-10T00:00")
    // The last reading is of 23:30 local; two hours until 02:00 are missing.
    #expect(
      gaps.lines == ["1900000000001,import,2023-07-06T00:00:00+01:00,2023-07-06T02:00:00+01:00,4"])
  }

  /// Times go on to what is expected: the home began at midnight of the 4th.
  @Test func coverageCountsWhatIsInside() throws {
    let home = try home()
    let early = try ask("usage from 2023-07-03 22:00 to 2023-07-04 02:00", home)
    #expect(early.summary.coverage == Coverage(expected: 4, present: 4))
    let late = try ask(
      "usage from 2023-07-05 23:00 to 2023-07-06 12:00", home, now: "2023-07-06T05:00")
    // Now is 06:00 local: two half-hours of the 5th, twelve of the 6th.
    #expect(late.summary.coverage == Coverage(expected: 14, present: 2))
    let none = try ask("usage since 2023-07-08 16:00", home)
    #expect(none.summary.coverage == Coverage())
    #expect(
      none.summary.notes == [
        "no readings of import from 2023-07-08 16:00 to 2023-07-08 16:00; the newest is of 2023-07-05"
      ])
  }

  /// The hour that comes twice, in which each half-hour reads 1 Wh.
  @Test func theHourThatComesTwice() throws {
    let home = try oneMeter(Array(repeating: "0.001", count: 100), from: "2023-10-28T23:00")
    func usage(_ period: String) throws -> [String] { try ask("usage \(period)", home).lines }
    #expect(try usage("from 2023-10-29 00:30 to 2023-10-29 02:00") == ["0.005"])
    #expect(try usage("from 2023-10-29 01:00+01:00 to 2023-10-29 01:00+00:00") == ["0.002"])
    #expect(try usage("from 2023-10-29 01:30+00:00 to 2023-10-29 02:30") == ["0.002"])
    #expect(
      try ask("usage 2023-10-29T01:30+01:00..2023-10-29T01:30+00:00 by slot", home).lines == [
        "2023-10-29T01:30:00+01:00,0.001", "2023-10-29T01:00:00+00:00,0.001",
      ])
    #expect(
      refusal("usage from 2023-10-29 01:30 to 2023-10-30", home)
        == "01:30 occurs twice on 2023-10-29; type: 01:30+01:00 or 01:30+00:00")
    #expect(
      refusal("usage from 2023-03-26 01:00 to 2023-03-27", home)
        == "there is no 01:00 on 2023-03-26, when the clocks go forward")
  }

  /// Around the change in October, wherever three days are cut: the parts add up to the whole, and
  /// each is what a list of its half-hours adds up to.
  @Test func partsAddUp() throws {
    let start = try halfHour("2023-10-27T23:00")
    let values = (0..<146).map { Int64($0 * $0 % 997) }
    var home = MemoryHome()
    home.store(values.map { $0 }, from: start, of: home.addMeter("1900000000001"))
    for cut in 1..<146 {
      let time = london.localTime(Instant(halfHour: start + cut)).stamp
      let parts = try ["from 2023-10-28 to \(time)", "from \(time) to 2023-10-31"].map {
        try ask("usage \($0)", home)
      }
      let sums = [values.prefix(cut), values.dropFirst(cut)].map {
        FixedPoint(Int128($0.reduce(0, +)), scale: 6).text
      }
      #expect(parts.map(\.lines) == sums.map { [$0] }, "\(time)")
      #expect(parts.map { $0.summary.coverage?.present } == [cut, 146 - cut])
    }
  }

  /// What goes by whole days refuses them, and takes times that are midnights.
  @Test(arguments: [
    ("bill", "'bill' has standing charges, which are per day; leave out the times"),
    ("compare", "'compare' has standing charges, which are per day; leave out the times"),
    (
      "cost with standing",
      "a standing charge is per day, but the period is not in whole days; leave out the times"
    ),
    ("cost using bill", "the policy 'bill' needs whole days, but the period has parts of days"),
  ])
  func wholeDaysOnly(query: String, expected: String) throws {
    let home = try home()
    #expect(refusal("\(query) \(PartOfDayTests.peak)", home) == expected)
    let whole = try ask("\(query) 2023-07-04", home)
    let midnights = try ask("\(query) from 2023-07-04 00:00 to 2023-07-04 24:00", home)
    #expect(midnights.lines == whole.lines)
    #expect(midnights.header.period == whole.header.period)
  }

  /// Tariffs are looked at inside the period alone: two at once earlier that day are no error.
  @Test func tariffsOfTheRestOfTheDayDoNotMatter() throws {
    var home = try home()
    home.add(try tariff("other", ["00:00-24:00": "1"]))
    let meter = home.catalog.meters[0].meter
    home.assign("peak", to: meter, from: try day("2023-07-01"))
    home.assign(
      "other", to: meter, from: london.start(of: try day("2023-07-04")),
      until: Instant(halfHour: try halfHour("2023-07-04T09:00")))
    #expect(refusal("cost 2023-07-04", home).hasPrefix("two agreements of 1900000000001 overlap"))
    #expect(try ask("cost \(PartOfDayTests.peak)", home).lines == ["0.207,0.0621"])
    let plan = try plan("cost \(PartOfDayTests.peak)", home)
    let start = try halfHour("2023-07-04T15:00")
    #expect(plan.prices.uses.map(\.halfHours) == [start..<start + 6])
  }

  @Test func explained() throws {
    let text = try plan("explain usage 2023-07-04T16:00..2023-07-04T19:00", home()).explanation
    #expect(
      text.hasPrefix(
        """
        usage from 2023-07-04 16:00 to 2023-07-04 19:00

        period   2023-07-04 16:00 to 2023-07-04 19:00 Europe/London
                 2023-07-04T15:00 … 2023-07-04T18:00 UTC, 6 half-hours

        """))
  }
}
