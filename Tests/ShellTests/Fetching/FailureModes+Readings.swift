import EnergyModel
import TestSupport
import Testing

/// Nothing of the last days, then a part of one, then the rest: each fetch begins two days early.
func playLateData() throws {
  let all = FakeReading.series(from: "2023-07-24T23:00", values(48 * 7))
  let home = try FetchingHome(readings: Array(all.prefix(48 * 4)))
  let first = try home("fetch readings")
  #expect(first.errors.contains("readings 192 new, 0 same, 0 revised, until 2023-07-29, "))
  #expect(home.octopus.requests.last?.query["period_from"] == nil)
  home.octopus.change { $0.readings[FetchingHome.meter] = Array(all.prefix(48 * 4 + 35)) }
  let second = try home("fetch readings")
  // From 48 hours before the start of the last half-hour: the hour that is 97 of them back.
  #expect(home.octopus.requests.last?.query["period_from"] == "2023-07-26T22:30:00Z")
  #expect(home.octopus.requests.last?.query["period_to"] == "2023-07-31T23:00:00Z")
  #expect(second.errors.contains("readings 35 new, 97 same, 0 revised, until 2023-07-29 17:30, "))
  home.octopus.change { $0.readings[FetchingHome.meter] = all }
  #expect(try home("fetch readings").status == 0)
  #expect(try home.readings().count == 48 * 7)
  let status = try home("status", today: "2023-08-05")
  #expect(status.output.contains("stale for 4 days: import newer readings or fetch readings"))
}

/// What is not there is missing, and a zero is a reading.
func playGaps() throws {
  var rows = FakeReading.series(from: "2023-05-31T23:00", Array(repeating: "0.5", count: 48 * 61))
  rows[10].consumption = "0"
  // One half-hour, a day and most of a month; all of June has 1,440 of them.
  rows = rows.enumerated().filter { index, _ in
    index != 20 && !(48..<96).contains(index) && !(480..<1440).contains(index)
  }.map(\.element)
  let home = try FetchingHome(readings: rows)
  #expect(try home("fetch readings").status == 0)
  let gaps = try home("gaps import as csv")
  #expect(
    gaps.output == """
      meter,flow,start,end,halfhours
      1000000000017,import,2023-06-01T10:00:00+01:00,2023-06-01T10:30:00+01:00,1
      1000000000017,import,2023-06-02T00:00:00+01:00,2023-06-03T00:00:00+01:00,48
      1000000000017,import,2023-06-11T00:00:00+01:00,2023-07-01T00:00:00+01:00,960

      """)
  let usage = try home("usage import 2023-06-01 with coverage as csv")
  #expect(usage.output == "usage_kwh,halfhours,expected\n23,47,48\n")
}

/// A second fetch brings another value, and a half-hour that is withdrawn stays.
func playRevisions() throws {
  var rows = FakeReading.series(from: "2023-07-30T23:00", values(48))
  let home = try FetchingHome(readings: rows)
  #expect(try home("fetch readings", today: "2023-08-01").status == 0)
  rows[2].consumption = "0.7"
  rows.removeLast()
  home.octopus.change { [rows] in $0.readings[FetchingHome.meter] = rows }
  let second = try home("fetch readings", today: "2023-08-02")
  #expect(second.errors.contains("readings 0 new, 46 same, 1 revised"))
  #expect(try home.readings().count == 48)
  let revised = try home("readings import 2023-07-31 with revisions limit 3 as csv")
  #expect(
    revised.output == """
      start,end,meter,flow,usage_kwh,tariff,rate_gbp_per_kwh,cost_gbp,previous_kwh,revised_at
      2023-07-31T00:00:00+01:00,2023-07-31T00:30:00+01:00,1000000000017,import,0.001,,,,,
      2023-07-31T00:30:00+01:00,2023-07-31T01:00:00+01:00,1000000000017,import,0.002,,,,,
      2023-07-31T01:00:00+01:00,2023-07-31T01:30:00+01:00,1000000000017,import,0.7,,,,0.003,2023-08-02T00:00:00+01:00

      """)
  let imports = try home("show imports as csv")
  #expect(
    imports.output == """
      at,source,new,same,revised
      2023-08-01T00:00:00+01:00,octopus: readings of 1000000000017 00A0000001,48,0,0
      2023-08-02T00:00:00+01:00,octopus: readings of 1000000000017 00A0000001,0,46,1

      """)
}

func playDuplicates() throws {
  var rows = FakeReading.series(from: "2023-07-30T23:00", values(48))
  rows.insert(rows[3], at: 4)
  // Two values for the half-hour from 03:00 local, which nobody can choose between.
  rows.insert(FakeReading(rows[7].start, "5"), at: 8)
  let quarter = Instant(seconds: rows[12].start.seconds + 900)
  rows.insert(FakeReading(quarter, "6"), at: 13)
  rows.append(FakeReading(instant("2023-07-31T23:00"), "7", minutes: 60))
  let home = try FetchingHome(readings: rows)
  let outcome = try home("fetch readings", today: "2023-08-02")
  #expect(outcome.status == 0)
  for text in [
    "note: 1000000000017 00A0000001: 1 row repeated\n",
    "warning: 1000000000017 00A0000001: 1 half-hour with two values left out: from "
      + "2023-07-31T02:00Z 0.007 kWh and 5 kWh\n",
    "warning: 1000000000017 00A0000001: 2 rows left out that can't be a half-hour's reading: "
      + "interval 2023-07-31T05:15:00+01:00 to 2023-07-31T05:45:00+01:00 does not begin on a "
      + "half-hour\n",
  ] {
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
  }
  // Over two pages the first is there before the second comes.
  let paged = try FetchingHome(readings: rows)
  paged.octopus.change { $0.pageLimit = 8 }
  let second = try paged("fetch readings", today: "2023-08-02")
  #expect(second.errors.contains("1 half-hour with two values of which the first is kept: from "))
  #expect(!second.errors.contains("with two values left out"))
  #expect(try paged.readings().contains("2023-07-31 02:00:00|0.007"))
  let stored = try home.readings()
  #expect(stored.count == 47 && !stored.contains { $0.hasPrefix("2023-07-31 02:00:00") })
}

func playOddNumbers() throws {
  let odd = [
    "\"0.25\"", "0.12345650000000001", "1e-05", "null", "-0.5", "1e9", "\"much\"", "0.1234565",
  ]
  let home = try FetchingHome(readings: FakeReading.series(from: "2023-07-30T23:00", odd))
  let outcome = try home("fetch readings")
  #expect(outcome.status == 0)
  #expect(outcome.errors.contains("2 readings with more than 6 decimals, rounded\n"))
  #expect(outcome.errors.contains("1 row without a value left out\n"))
  #expect(
    outcome.errors.contains(
      "3 rows left out that can't be a half-hour's reading: consumption is '-0.5', expected"))
  #expect(
    try home.readings() == [
      "2023-07-30 23:00:00|0.25", "2023-07-30 23:30:00|0.123457", "2023-07-31 00:00:00|1.0e-05",
      "2023-07-31 02:30:00|0.123456",
    ])
}

/// The days have 46 and 50 half-hours, whether the oldest come first or, as from a server that does
/// not sort, last; and the offset changes within a page.
func playClockChanges() throws {
  for (day, first, count) in [
    ("2023-03-26", "2023-03-26T00:00", 46), ("2023-10-29", "2023-10-28T23:00", 50),
  ] {
    for isReversed in [false, true] {
      let rows = FakeReading.series(from: first, values(count))
      let home = try FetchingHome(readings: isReversed ? rows.reversed() : rows)
      home.octopus.change { $0.pageLimit = 7 }
      #expect(try home("fetch readings", today: "2023-11-02").status == 0)
      let usage = try home("usage import \(day) with coverage as csv", today: "2023-11-02")
      // The sum of 1 … n Wh is n (n + 1) / 2.
      let sum = FixedPoint(Int128(count * (count + 1) / 2), scale: 3).text
      #expect(usage.output == "usage_kwh,halfhours,expected\n\(sum),\(count),\(count)\n")
    }
  }
}
