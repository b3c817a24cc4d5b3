import TestSupport
import Testing

/// Agreements of an account that change inside a local day.
@Suite struct AgreementTimeTests {
  private static let number = "A-1234ABCD"
  private static let (old, new) = ("E-1R-OLD-22-11-01-C", "E-1R-NEW-23-10-30-C")
  /// 2023-10-30T14:30Z, and Britain's midnight at the start of that day.
  private static let (change, midnight) = (1_698_676_200, 1_698_624_000)

  /// A home whose account changes the tariff at 14:30 on 30 October 2023, from 20p to 30p, and that
  /// reads 1 kWh a half-hour on that day.
  private func catalog() throws -> FetchingHome {
    var contents = FakeOctopus.Contents()
    contents.accounts[AgreementTimeTests.number] = """
      {"number":"A-1234ABCD","properties":[{"electricity_meter_points":[
       {"mpan":"\(FetchingHome.number)","is_export":false,
        "meters":[{"serial_number":"\(FetchingHome.serial)"}],"agreements":[
        {"tariff_code":"\(AgreementTimeTests.old)","valid_from":"2023-07-01T00:00:00+01:00",
         "valid_to":"2023-10-30T14:30:00Z"},
        {"tariff_code":"\(AgreementTimeTests.new)","valid_from":"2023-10-30T14:30:00Z",
         "valid_to":null}]}]}]}
      """
    contents.readings[FetchingHome.meter] = FakeReading.series(
      from: "2023-10-30T00:00", Array(repeating: "1", count: 48))
    for (code, product, pence) in [
      (AgreementTimeTests.old, "OLD-22-11-01", "20"),
      (AgreementTimeTests.new, "NEW-23-10-30", "30"),
    ] {
      contents.prices["\(product)/\(code)/standard-unit-rates"] = [
        FakePrice("2023-06-30T23:00", nil, pence)
      ]
      contents.prices["\(product)/\(code)/standing-charges"] = []
    }
    return try FetchingHome(contents)
  }

  private func agreements(_ home: FetchingHome) throws -> [String] {
    try home.rows("SELECT valid_from, valid_until FROM agreement ORDER BY 1")
  }

  /// 29 half-hours at 20p and 19 at 30p are £5.80 + £5.70.
  @Test func theyAreKeptAsTheAccountGivesThem() throws {
    let home = try catalog()
    let fetched = try home(
      "fetch account \(AgreementTimeTests.number); fetch readings; fetch rates", today: "2023-11-02"
    )
    #expect(fetched.status == 0, "\(fetched.errors)")
    #expect(
      try home("cost 2023-10-30 as csv", today: "2023-11-02").output
        == "usage_kwh,cost_gbp\n48,11.5\n")
    #expect(
      try home("show agreements as csv").output == """
        meter,flow,tariff,from,until
        1000000000017,import,\(AgreementTimeTests.old),2023-07-01,2023-10-30T14:30:00+00:00
        1000000000017,import,\(AgreementTimeTests.new),2023-10-30T14:30:00+00:00,

        """)
    #expect(
      try home("describe 1000000000017 as csv").output.contains(
        "agreement,\(AgreementTimeTests.new) from 2023-10-30 14:30\n"))
    let status = try home("status as csv", today: "2023-10-30").output
    #expect(status.contains(",\(AgreementTimeTests.old),2023-10-30T14:30:00+00:00,"), "\(status)")
    let again = try home("fetch account \(AgreementTimeTests.number)")
    #expect(again.errors.contains("agreements 0 new, 2 same, 0 revised"), "\(again.errors)")
  }

  /// A cache from before, which has the change at midnight, gets the time; what is agreed by hand
  /// stays.
  @Test func onesThatWereKeptByDaysGetTheirTimes() throws {
    let home = try catalog()
    #expect(try home("fetch account \(AgreementTimeTests.number)").status == 0)
    let exact = try agreements(home)
    let (change, midnight) = (AgreementTimeTests.change, AgreementTimeTests.midnight)
    #expect(exact == ["1688166000|\(change)", "\(change)|"])
    for statement in [
      "UPDATE agreement SET valid_until = \(midnight) WHERE valid_until = \(change)",
      "UPDATE agreement SET valid_from = \(midnight) WHERE valid_from = \(change)",
    ] { try CacheFile(home.octowatt.cachePath).execute(statement) }
    let second = try home("fetch account \(AgreementTimeTests.number)")
    #expect(second.errors.contains("agreements 0 new, 0 same, 2 revised"), "\(second.errors)")
    #expect(try agreements(home) == exact)
  }

  /// What is advised is by whole days, says so, and can be typed.
  @Test func adviceIsByWholeDays() throws {
    let home = try catalog()
    let number = FetchingHome.number
    #expect(
      try home(
        "fetch account \(AgreementTimeTests.number); unassign \(number) from 2023-10-30; "
          + "add tariff mine as import rate 25p; assign mine to \(number) from 2023-10-30"
      ).status == 0)
    let again = try home("fetch account \(AgreementTimeTests.number)")
    let advice =
      "unassign \(number) from 2023-10-31; assign \(AgreementTimeTests.new) to \(number) "
      + "from 2023-10-31"
    #expect(
      again.errors.contains(
        "note: \(number) keeps mine from 2023-10-30; to follow the account, by whole days: "
          + advice + "\n"), "\(again.errors)")
    #expect(try home(advice).status == 0)
    #expect(
      try home("show agreements as csv").output.hasSuffix(
        "mine,2023-10-30,2023-10-31\n\(number),import,\(AgreementTimeTests.new),2023-10-31,\n"))
  }

  /// `unassign` and `assign` cut inside an agreement that began in the afternoon.
  @Test func aDayCutsWhatBeganInsideIt() throws {
    let home = try catalog()
    let number = FetchingHome.number
    #expect(try home("fetch account \(AgreementTimeTests.number)").status == 0)
    #expect(
      try home("assign \(AgreementTimeTests.old) to \(number) from 2023-11-01").errors.contains(
        "has an agreement on \(AgreementTimeTests.new) from 2023-10-30 14:30; to make room: "
          + "unassign \(number) from 2023-11-01; assign \(AgreementTimeTests.old) to \(number) "
          + "from 2023-11-01"))
    #expect(
      try home("unassign \(number) from 2023-10-31").errors.hasPrefix(
        "\(AgreementTimeTests.new) prices \(number) from 2023-10-30 14:30 until 2023-10-31\n"))
    #expect(
      try home("unassign \(number) from 2023-10-30").errors.hasPrefix(
        "\(AgreementTimeTests.old) prices \(number) from 2023-07-01 until 2023-10-30\n"
          + "\(AgreementTimeTests.new) no longer prices \(number) from 2023-10-30 14:30 until "
          + "2023-10-31\n"))
    #expect(try agreements(home) == ["1688166000|\(AgreementTimeTests.midnight)"])
  }

  /// An agreement on a tariff that has the code's name but another flow would price import as export.
  @Test func aTariffForAnotherFlowIsLeftAlone() throws {
    let home = try catalog()
    let made = try home(
      "add meter 1900000000009 serial S as export; add tariff \(AgreementTimeTests.new) as export "
        + "rate 15p; assign \(AgreementTimeTests.new) to 1900000000009 from 2023-07-01")
    #expect(made.status == 0, "\(made.errors)")
    let fetched = try home("fetch account \(AgreementTimeTests.number)", today: "2023-11-02")
    #expect(fetched.status == 0, "\(fetched.errors)")
    #expect(
      fetched.errors.contains(
        "warning: 1000000000017 has an agreement on \(AgreementTimeTests.new) in the account, which "
          + "is a tariff for another flow here; it was not imported"), "\(fetched.errors)")
    #expect(
      try home("show agreements as csv").output == """
        meter,flow,tariff,from,until
        1000000000017,import,\(AgreementTimeTests.old),2023-07-01,2023-10-30T14:30:00+00:00
        1900000000009,export,\(AgreementTimeTests.new),2023-07-01,

        """)
    #expect(try home("check").status == 0)
  }
}
