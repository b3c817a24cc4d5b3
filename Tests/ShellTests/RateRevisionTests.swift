import TestSupport
import Testing

/// Prices of time gone by that become others are said, with what they do to the cost, and kept.
///
/// Figures are worked out by hand.
@Suite struct RateRevisionTests {
  private let octowatt: Program

  /// A house that reads 0.5 kWh in each half-hour of 1 and 2 July 2023, on a flat rate of 20p with a
  /// charge of 50p a day from 1 July on.
  init() throws {
    octowatt = try Program()
    let readings = (0..<96).map { index in
      let (day, slot) = (index / 48 + 1, index % 48)
      let start = "2023-07-0\(day)T\(slot / 2 < 10 ? "0" : "")\(slot / 2):\(slot % 2 * 3)0"
      let next = index + 1
      let (endDay, endSlot) = (next / 48 + 1, next % 48)
      let end =
        "2023-07-0\(endDay)T\(endSlot / 2 < 10 ? "0" : "")\(endSlot / 2):\(endSlot % 2 * 3)0"
      return #"{"consumption": 0.5, "unit": "electricity_importing_kwh", "mpan": "1000000000017", "#
        + #""serial": "S1", "interval_start": "\#(start):00+01:00", "#
        + #""interval_end": "\#(end):00+01:00"}"#
    }
    let file = try octowatt.folder.write(readings.joined(separator: "\n"), to: "readings.json")
    let setup = try octowatt(
      "-c", "import \(file) create meters; alias 1000000000017 house", "-c",
      "import \(try rates(["20,2023-06-30T23:00:00Z,"])) for dyn as import", "-c",
      "import standing \(try rates(["50,2023-06-30T23:00:00Z,"], "charges.csv")) for dyn; "
        + "assign dyn to house from 2023-07-01")
    if setup.status != 0 { throw ProgramError(setup.errors) }
  }

  private func rates(_ rows: [String], _ name: String = "rates.csv") throws -> String {
    try octowatt.folder.write(
      (["value_inc_vat,valid_from,valid_to"] + rows).joined(separator: "\n"), to: name)
  }

  private func run(_ statement: String, today: String = "2023-07-10") throws -> ProcessOutcome {
    try octowatt("--today", today, "-c", statement)
  }

  private func kept() throws -> [String] {
    try CacheFile(octowatt.cachePath).rows(
      "SELECT kind, valid_from, valid_to, band, previous, new FROM rate_revision ORDER BY 2, 1")
  }

  /// 2 July in Britain at 22p in place of 20p: 24 kWh cost 48p more.
  @Test func aFileThatRevisesADay() throws {
    let file = try rates(["22,2023-07-01T23:00:00Z,2023-07-02T23:00:00Z"])
    let warnings = """
      warning: dyn: the unit rate from 2023-07-02 until 2023-07-03 is £0.22 and was £0.2
      warning: dyn: the cost of 48 known half-hours rises by £0.48

      """
    let pretended = try run("import \(file) for dyn pretend")
    #expect(pretended.errors.hasPrefix(warnings), "\(pretended.errors)")
    #expect(try kept().isEmpty)
    #expect(try run("cost all as csv").output.hasSuffix("48,9.6\n"))
    let real = try run("import \(file) for dyn")
    #expect(real.errors.hasPrefix(warnings), "\(real.errors)")
    #expect(try run("cost all as csv").output.hasSuffix("48,10.08\n"))
    #expect(try kept() == ["unit|1688252400|1688338800||20000000|22000000"])
    let (start, end) = ("2023-07-02T00:00:00+01:00", "2023-07-03T00:00:00+01:00")
    #expect(
      try run("show revisions as csv").output == """
        revised_at,source,name,what,band,start,end,halfhours,previous,new,unit
        2023-07-10T00:00:00+01:00,\(file),dyn,unit rate,,\(start),\(end),,0.2,0.22,GBP/kWh

        """)
    // The same again revises nothing.
    #expect(try !run("import \(file) for dyn").errors.contains("warning"))
    #expect(try kept().count == 1)
  }

  /// 48 half-hours of 1 July, at 1p to 48p in place of 20p: half of 1,176p less half of 960p.
  @Test func manyHalfHoursAreOneLine() throws {
    let rows = (0..<48).map { slot in
      func stamp(_ slot: Int) -> String {
        let (day, rest) = slot < 2 ? ("2023-06-30", slot + 46) : ("2023-07-01", slot - 2)
        return "\(day)T\(rest / 2 < 10 ? "0" : "")\(rest / 2):\(rest % 2 * 3)0:00Z"
      }
      return "\(slot + 1),\(stamp(slot)),\(stamp(slot + 1))"
    }
    let outcome = try run("import \(try rates(rows)) for dyn")
    // The twentieth half-hour still costs 20p, and so there are two spans.
    #expect(
      outcome.errors.hasPrefix(
        """
        warning: dyn: 19 unit rates from 2023-07-01 until 2023-07-01 09:30 changed; the first is \
        £0.01 and was £0.2
        warning: dyn: 28 unit rates from 2023-07-01 10:00 until 2023-07-02 changed; the first is \
        £0.21 and was £0.2
        warning: dyn: the cost of 47 known half-hours rises by £1.08

        """), "\(outcome.errors)")
    #expect(try kept().count == 47)
  }

  /// Every other hour of 1 July: three spans are shown, nine are counted.
  @Test func manySpansAreCounted() throws {
    let rows = (0..<12).map { index in
      let hour = index * 2
      func text(_ hour: Int) -> String { hour < 10 ? "0\(hour)" : "\(hour)" }
      return "30,2023-07-01T\(text(hour)):00:00Z,2023-07-01T\(text(hour + 1)):00:00Z"
    }
    let lines = try run("import \(try rates(rows)) for dyn").errors.split(separator: "\n")
    // Behind the spans, their effect, a note that the open row goes on, and the report.
    #expect(lines.count == 7)
    #expect(lines[3] == "warning: dyn: 9 more spans changed: see 'show revisions'")
    // 24 half-hours of half a kWh each cost 10p per kWh more.
    #expect(lines[4] == "warning: dyn: the cost of 24 known half-hours rises by £1.2")
  }

  /// The first day's charge at 45p is 5p less, and what is still to come is no revision.
  @Test func standingChargesAndTheFuture() throws {
    let file = try rates(["45,2023-06-30T23:00:00Z,2023-07-01T23:00:00Z"])
    let outcome = try run("import standing \(file) for dyn")
    #expect(
      outcome.errors.hasPrefix(
        """
        warning: dyn: the standing charge from 2023-07-01 until 2023-07-02 is £0.45 and was £0.5
        warning: dyn: the standing charge of 1 day falls by £0.05

        """), "\(outcome.errors)")
    let later = try rates(["99,2023-07-09T23:00:00Z,"])
    #expect(try !run("import \(later) for dyn").errors.contains("warning"))
    #expect(try kept() == ["standing|1688166000|1688252400||50000000|45000000"])
  }

  /// A rate from 8 July on counts until the current half-hour, and no reading is of that time.
  @Test func aTimeWithoutReadings() throws {
    let outcome = try run("import \(try rates(["25,2023-07-07T23:00:00Z,"])) for dyn")
    #expect(
      outcome.errors.hasPrefix(
        """
        warning: dyn: the unit rate from 2023-07-08 until 2023-07-10 is £0.25 and was £0.2
        warning: dyn: no known reading costs more or less

        """), "\(outcome.errors)")
  }

  /// Bands from 07:00 on at 32p in place of 30p: of two days' 34 half-hours of half a kWh each at 2p
  /// more; the charge rises by 1p on each of nine days.
  @Test func aTariffThatIsReplaced() throws {
    func configuration(_ rate: String, _ standing: String) throws -> String {
      try octowatt.folder.write(
        """
        {"tariffs": {"fix": {"unit": "electricity_importing_kwh", "valid_from": "2023-07-01",
          "standing_charge": \(standing), "default_rate": \(rate),
          "rates": [{"interval_start": "00:00", "interval_end": "07:00", "rate": 0.1}]}}}
        """, to: "config.json")
    }
    let made = try run("import \(try configuration("0.3", "0.5")) for comparison")
    #expect(made.status == 0, "\(made.errors)")
    #expect(
      try run("unassign house from 2023-07-01; assign fix to house from 2023-07-01").status == 0)
    let outcome = try run("import \(try configuration("0.32", "0.51")) replace for comparison")
    #expect(
      outcome.errors.hasPrefix(
        """
        warning: fix: the unit rate 07:00-24:00 from 2023-07-01 until 2023-07-10 is £0.32 and was £0.3
        warning: fix: the standing charge from 2023-07-01 until 2023-07-10 is £0.51 and was £0.5
        warning: fix: the cost of 68 known half-hours rises by £0.68; the standing charge of 9 days \
        rises by £0.09

        """), "\(outcome.errors)")
    #expect(
      try run("show revisions as csv").output.contains(
        ",fix,unit rate,07:00-24:00,2023-07-01T00:00:00+01:00,2023-07-10T00:00:00+01:00,,0.3,"
          + "0.32,GBP/kWh\n"))
  }

  /// From 5 July on in place of the rate without an end; what Octopus said before is the same.
  @Test func aFetchThatRevises() throws {
    let (code, product) = ("E-1R-VAR-22-11-01-C", "VAR-22-11-01")
    let home = try FetchingHome(code, product: product, [FakePrice("2023-06-30T23:00", nil, "20")])
    #expect(try home("fetch rates \(code) 2023-07 as import").status == 0)
    home.octopus.change { contents in
      contents.prices["\(product)/\(code)/standard-unit-rates"] = [
        FakePrice("2023-07-04T23:00", nil, "22"),
        FakePrice("2023-06-30T23:00", "2023-07-04T23:00", "20"),
      ]
    }
    let outcome = try home("fetch rates \(code) 2023-07", today: "2023-08-01")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.contains(
        """
        warning: \(code): the unit rate from 2023-07-05 until 2023-08-01 is £0.22 and was £0.2
        warning: \(code): no known reading is from that time

        """), "\(outcome.errors)")
    #expect(
      try home("show revisions as csv").output.contains(
        "octopus: rates of \(code),\(code),unit rate"))
  }

  /// Readings stand there meter by meter.
  @Test func readingsAreListedToo() throws {
    let file = try octowatt.folder.write(
      #"{"consumption": 0.75, "unit": "electricity_importing_kwh", "mpan": "1000000000017", "#
        + #""serial": "S1", "interval_start": "2023-07-01T12:00:00+01:00", "#
        + #""interval_end": "2023-07-01T12:30:00+01:00"}"#, to: "again.json")
    #expect(try run("import \(file)").status == 0)
    #expect(
      try run("show revisions as csv").output.hasSuffix(
        ",\(file),house,readings,,2023-07-01T12:00:00+01:00,2023-07-01T12:30:00+01:00,1,,,\n"))
  }
}
