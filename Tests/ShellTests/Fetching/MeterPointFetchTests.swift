import EnergyModel
import TestSupport
import Testing

/// Octopus gives the readings of a meter point under each of its serials, and the point has one
/// value a half-hour.
@Suite struct MeterPointFetchTests {
  /// A meter that replaced another, and one under whose serial all comes once more.
  @Test func everySerialOfAMeterPointIsFetchedAndNoneCountsTwice() throws {
    let all = FakeReading.series(from: "2023-07-29T23:00", values(96))
    let home = try FetchingHome(readings: Array(all.prefix(48)))
    home.octopus.change { contents in
      contents.readings["\(FetchingHome.number)/NEW1"] = Array(all.suffix(48))
      contents.readings["\(FetchingHome.number)/COPY1"] = all
    }
    try home.addMeter(FetchingHome.number, "NEW1")
    try home.addMeter(FetchingHome.number, "COPY1")
    let outcome = try home("fetch readings")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.contains(
        "note: 1000000000017 COPY1: 96 half-hours left out that another meter of the meter point "
          + "has with the same values\n"))
    #expect(
      try home.rows("SELECT serial, count(*) FROM reading GROUP BY 1") == [
        "00A0000001|48", "NEW1|48",
      ])
    // 1 + 2 + … + 96 Wh.
    #expect(try home("usage import as csv").output == "usage_kwh\n4.656\n")
    // Known to have nothing of its own, it is asked no further back than the others.
    home.octopus.forgetRequests()
    _ = try home("fetch readings")
    let copy = home.octopus.requests.first { $0.path.contains("COPY1") }
    #expect(copy?.query["period_from"] == "2023-07-29T22:30:00Z")
    // Another value for the same half-hour revises it where it is, and is not added.
    home.octopus.change { contents in
      contents.readings[FetchingHome.meter] = Array(all[1..<48])
      contents.readings["\(FetchingHome.number)/COPY1"] = [FakeReading(all[0].start, "9")]
    }
    let second = try home("fetch readings")
    #expect(second.errors.contains("COPY1: readings 0 new, 0 same, 1 revised"))
    #expect(
      try home.rows("SELECT serial, count(*) FROM reading GROUP BY 1") == [
        "00A0000001|48", "NEW1|48",
      ])
    // 9 kWh for 1 Wh.
    let usage = try home("usage import with coverage as csv").output
    #expect(usage == "usage_kwh,halfhours,expected\n13.655,96,96\n")
    #expect(
      try home.rows(
        """
        SELECT serial, previous FROM reading_revision JOIN meter ON meter.id = meter_id
        """) == ["00A0000001|1000"])
  }

  /// Two serials that each have a value of their own for a half-hour, as from files: the fetch
  /// leaves one.
  @Test func whatTwoSerialsHaveIsMerged() throws {
    let home = try FetchingHome(readings: FakeReading.series(from: "2023-07-30T23:00", ["1", "2"]))
    try home.addMeter(FetchingHome.number, "COPY1")
    let lines = [("00A0000001", 5), ("COPY1", 1)].map { serial, value in
      "{\"mpan\": \"1000000000017\", \"serial\": \"\(serial)\", "
        + "\"unit\": \"electricity_importing_kwh\", \"consumption\": \(value), "
        + "\"interval_start\": \"2023-07-31T00:00:00+01:00\", "
        + "\"interval_end\": \"2023-07-31T00:30:00+01:00\"}\n"
    }
    let file = try home.octowatt.folder.write(lines.joined(), to: "both.json")
    let both = try home("import \(file)")
    #expect(both.errors.contains("1 half-hour has readings of another meter"), "\(both.errors)")
    home.octopus.change { $0.readings["\(FetchingHome.number)/COPY1"] = [] }
    #expect(try home("fetch readings 2023-07-31").status == 0)
    #expect(
      try home.rows("SELECT serial, quantity FROM reading ORDER BY starts_at") == [
        "COPY1|1.0", "00A0000001|2.0",
      ])
    #expect(try home.rows("SELECT previous FROM reading_revision") == ["5000000"])
  }

  /// A serial that never was is no failure beside one that reads.
  @Test func aGhostBesideAMeterIsNoted() throws {
    let home = try FetchingHome(readings: FakeReading.series(from: "2023-07-30T23:00", values(48)))
    try home.addMeter(FetchingHome.number, "GHOST1")
    let outcome = try home("fetch readings")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.contains(
        "note: 1000000000017 GHOST1: Octopus knows no meter GHOST1 of 1000000000017 (404); another "
          + "meter of the meter point has data\n"))
    #expect(try home.readings().count == 48)
  }

  /// Two serials that don't agree: the first that the cache knows holds, at every fetch.
  @Test func ofSerialsThatDifferTheFirstHolds() throws {
    // Around the change day of autumn, whose 01:00 is there twice.
    let all = FakeReading.series(from: "2023-10-28T23:00", values(50))
    let home = try FetchingHome(readings: all)
    home.octopus.change { contents in
      var other = all
      other[3].consumption = "0.104"
      other[4].consumption = "0.105"
      contents.readings["\(FetchingHome.number)/OTHER1"] = other
    }
    try home.addMeter(FetchingHome.number, "OTHER1")
    let first = try home("fetch readings", today: "2023-10-30")
    let warning =
      "warning: 1000000000017 OTHER1: 2 half-hours left out for which another meter of the meter "
      + "point gave another value; the first holds\n"
    #expect(first.status == 0 && first.errors.contains(warning), "\(first.errors)")
    #expect(first.errors.contains("00A0000001: readings 50 new, 0 same, 0 revised"))
    for _ in 0..<2 {
      let again = try home("fetch readings", today: "2023-10-30")
      #expect(again.errors.contains(warning), "\(again.errors)")
      #expect(!again.errors.contains("1 revised") && !again.errors.contains("2 revised"))
    }
    #expect(try home.rows("SELECT count(*) FROM reading_revision") == ["0"])
    // 1 + 2 + … + 50 Wh.
    #expect(
      try home("usage import 2023-10-29 with coverage as csv", today: "2023-10-30").output
        == "usage_kwh,halfhours,expected\n1.275,50,50\n")
    // The order holds too where the other had the half-hour before.
    home.octopus.change { contents in
      contents.readings["\(FetchingHome.number)/OTHER1"]?[49].consumption = "0.15"
      contents.readings[FetchingHome.meter]?[49].consumption = "0.25"
    }
    let revised = try home("fetch readings", today: "2023-10-30")
    #expect(revised.errors.contains("00A0000001: readings 0 new, 49 same, 1 revised"))
    #expect(
      try home.rows("SELECT quantity FROM reading ORDER BY starts_at DESC LIMIT 1") == ["0.25"])
  }

  /// What one serial lacks and another has is not missing.
  @Test func aHoleThatAnotherSerialFillsIsNone() throws {
    let all = FakeReading.series(from: "2023-03-26T00:00", values(46))
    let home = try FetchingHome(readings: all.filter { $0.consumption != "0.007" })
    home.octopus.change { $0.readings["\(FetchingHome.number)/OTHER1"] = [all[6]] }
    try home.addMeter(FetchingHome.number, "OTHER1")
    #expect(try home("fetch readings", today: "2023-03-27").status == 0)
    // 1 + 2 + … + 46 Wh.
    #expect(
      try home("usage import 2023-03-26 with coverage as csv", today: "2023-03-27").output
        == "usage_kwh,halfhours,expected\n1.081,46,46\n")
    #expect(try home("gaps import 2023-03-26 as csv", today: "2023-03-27").lines.count == 1)
    let status = try home("status as csv", today: "2023-03-27").lines
    #expect(status.last?.contains(",0,") == true, "\(status)")
  }

  /// What was imported of one serial lies amid what comes under another, and then more comes.
  @Test func whatComesAroundTheReadingsOfAnotherSerialLeavesNoHole() throws {
    let all = FakeReading.series(from: "2023-07-28T23:00", values(144))
    let home = try FetchingHome(readings: Array(all.prefix(120)))
    let lines = all[48..<72].map { reading in
      let bounds = [reading.start.halfHour, reading.start.halfHour + 1].map {
        ClockZone.utcStamp(Instant(halfHour: $0)) + ":00Z"
      }
      return "{\"mpan\": \"1000000000017\", \"serial\": \"IMPORTED1\", "
        + "\"unit\": \"electricity_importing_kwh\", \"consumption\": \(reading.consumption), "
        + "\"interval_start\": \"\(bounds[0])\", \"interval_end\": \"\(bounds[1])\"}\n"
    }
    try home.addMeter(FetchingHome.number, "IMPORTED1")
    let file = try home.octowatt.folder.write(lines.joined(), to: "imported.json")
    let imported = try home("import \(file)")
    #expect(imported.status == 0, "\(imported.errors)")
    for _ in 0..<2 {
      #expect(try home("fetch readings").status == 0)
      home.octopus.change { $0.readings[FetchingHome.meter] = all }
    }
    // 1 + 2 + … + 144 Wh.
    #expect(
      try home("usage import with coverage as csv").output
        == "usage_kwh,halfhours,expected\n10.44,144,144\n")
    #expect(try home("gaps import as csv").lines.count == 1)
  }
}
