import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs
import TestSupport
import Testing

/// `reconcile` with the figures of real bills that were made public (research page next-facts, §4.3):
/// each line has to agree, within the bound that rounding allows it.
@Suite struct ReconcileOracleTests {
  private static let now = "2026-06-01T00:00"

  // MARK: O1

  /// Tracker, 1–23 March 2026: the day, p/kWh, kWh and £ of electricity, then of gas.
  private static let tracker = """
    1 18.78 9.09 1.71 4.73 36.81 1.74 | 2 19.81 7.38 1.46 4.73 32.99 1.56
    3 23.27 8.74 2.03 5.87 41.41 2.43 | 4 26.45 8.08 2.14 6.84 44.98 3.08
    5 25.47 8.85 2.25 6.32 49.48 3.13 | 6 25.71 11.34 2.92 6.53 31.18 2.04
    7 25.25 8.47 2.14 6.56 47.38 3.11 | 8 25.54 9.82 2.51 6.56 48.75 3.20
    9 27.05 8.51 2.30 6.63 39.41 2.61 | 10 26.26 6.43 1.69 6.88 43.38 2.98
    11 17.74 8.23 1.46 6.07 36.38 2.21 | 12 19.19 9.20 1.77 6.27 45.91 2.88
    13 18.84 8.48 1.60 6.37 41.79 2.66 | 14 24.72 6.43 1.59 6.36 48.65 3.09
    15 21.82 6.65 1.45 6.36 42.94 2.73 | 16 20.38 9.04 1.84 6.39 41.59 2.66
    17 22.39 7.77 1.74 6.35 35.60 2.26 | 18 24.39 11.83 2.89 6.44 26.45 1.70
    19 24.85 10.15 2.52 6.68 42.86 2.86 | 20 27.85 5.28 1.47 7.33 32.37 2.37
    21 26.21 3.94 1.03 7.12 33.85 2.41 | 22 25.53 8.68 2.22 7.12 32.90 2.34
    23 26.09 7.03 1.83 7.12 25.82 1.84
    """

  private static let days = tracker.split { "|\n".contains($0) }.map { day in
    day.split(separator: " ").map(String.init)
  }

  /// Each day's kWh as three readings: 0.01 kWh, a third of it, and the rest.
  private func trackerHome() throws -> MemoryHome {
    var home = MemoryHome()
    let meters = [
      (home.addMeter("1900000000001"), "electric", ReadingUnit.electricityImportingKWh, "37.65", 1),
      (home.addMeter("3900001", .gas), "gas", ReadingUnit.gasImportingKWh, "28.52", 4),
    ]
    for (meter, name, unit, standing, column) in meters {
      var tariff = Tariff(name: name, unit: unit, kind: .dated, vat: .excluded)
      tariff.standingCharge = Rate(micropence: try energy(standing))
      home.add(tariff)
      for day in ReconcileOracleTests.days {
        let midnight = try halfHour("2026-03-01T00:00") + ((Int(day[0]) ?? 0) - 1) * 48
        let all = try energy(day[column + 1])
        home.store([10_000, all / 3, all - all / 3 - 10_000], from: midnight + 20, of: meter)
        home.add(
          [
            DatedRate(
              validFrom: Instant(halfHour: midnight), validTo: Instant(halfHour: midnight + 48),
              paymentMethod: nil, excludingVAT: Rate(micropence: try energy(day[column])),
              includingVAT: nil)
          ], .unit, to: name)
      }
    }
    return home
  }

  @Test func eachDayOfTrackerAgrees() throws {
    let home = try trackerHome()
    #expect(ReconcileOracleTests.days.count == 23)
    for day in ReconcileOracleTests.days {
      for (flow, kWh, pounds) in [("import", day[2], day[3]), ("gas", day[5], day[6])] {
        let number = (day[0].count == 1 ? "0" : "") + day[0]
        let table = try ask(
          "reconcile \(flow) 2026-03-\(number) billed usage \(kWh) kWh, energy £\(pounds)", home,
          now: ReconcileOracleTests.now)
        #expect(
          table.rows.map { "\($0.cells[5].csv) \($0.cells[7].csv)" } == ["0 yes", "0 yes"],
          "\(flow) \(number)")
      }
    }
  }

  /// The bills as a whole, to the penny.
  @Test func trackerBillsAgree() throws {
    let home = try trackerHome()
    let period = "from 2026-03-01 to 2026-03-24"
    for bill in [
      "reconcile import \(period) billed energy £44.56, standing £8.66, total £55.88",
      "reconcile gas \(period) billed energy £57.89, standing £6.56, total £67.67",
    ] {
      let table = try ask(bill, home, now: ReconcileOracleTests.now)
      #expect(
        table.rows.map { "\($0.cells[5].csv) \($0.cells[7].csv)" } == ["0 yes", "0 yes", "0 yes"],
        "\(bill)")
    }
  }

  // MARK: O2

  /// Flexible: kWh, p/kWh, p/day, days, £ of energy and in all.
  ///
  /// The kWh have one decimal and the rates
  /// two, which is why up to 2p between them are rounding.
  private static let flexible = [
    ("78.0", "25.71", "43.60", 8, "20.07", "24.74"),
    ("323.7", "5.74", "32.65", 8, "18.59", "22.26"),
    ("271.8", "23.71", "42.18", 30, "64.44", "80.94"),
    ("849.5", "5.63", "28.06", 30, "47.85", "59.08"),
    ("272.1", "23.71", "42.18", 31, "64.52", "81.47"),
    ("534.7", "5.63", "28.06", 31, "30.12", "40.76"),
  ]

  private func table(
    _ bill: (kWh: String, rate: String, daily: String, days: Int, energy: String, total: String),
    energy billed: String? = nil
  ) throws -> ResultTable {
    var flat = try tariff("flat", ["00:00-24:00": bill.rate], vat: .excluded)
    flat.standingCharge = Rate(micropence: try energy(bill.daily))
    var home = MemoryHome()
    let meter = home.addMeter("1900000000001")
    home.add(flat)
    home.store([try energy(bill.kWh)], from: try halfHour("2025-01-01T12:00"), of: meter)
    let end = try day("2025-01-01") + bill.days
    return try ask(
      "reconcile import from 2025-01-01 to \(end) billed usage \(bill.kWh) kWh, "
        + "energy £\(billed ?? bill.energy), total £\(bill.total)", home, now: "2025-03-01T00:00")
  }

  @Test func flexibleBillsAgree() throws {
    for bill in ReconcileOracleTests.flexible {
      let rows = try table(bill).rows
      #expect(rows.map { $0.cells[7].csv } == ["yes", "yes", "yes"], "\(bill)")
    }
  }

  /// The first of them: 78.0 kWh × 25.71p are 2005.38p, so ours are £20.05.
  ///
  /// Rounding may make half a
  /// penny, 25.71p × 0.05 kWh and 0.005p × 78 kWh, together 0.0217550 pounds; of the total half a penny,
  /// and 1.05 × (0.016755 + 8 days × 0.005p).
  @Test func theBoundIsStated() throws {
    let lines = try table(ReconcileOracleTests.flexible[0]).lines
    #expect(
      lines == [
        "import,usage,kWh,78,78,0,0.05,yes,", "import,energy,GBP,20.05,20.07,-0.02,0.021755,yes,",
        "import,total,GBP,24.72,24.74,-0.02,0.02301275,yes,",
      ])
  }

  /// A penny more than rounding allows is a difference.
  @Test func aPennyMoreIsADifference() throws {
    let rows = try table(ReconcileOracleTests.flexible[0], energy: "20.08").rows
    #expect(rows.map { $0.cells[7].csv } == ["yes", "no", "yes"])
  }

  // MARK: O3

  /// E.ON Next prints 701.0 kWh at 6.381p for £44.73, 3.1 kWh at 27.092p for £0.83, and 704.0 kWh in all.
  ///
  /// So it was less than 701.0 and 3.1, here 700.96 and 3.06. With 31 days of 42.978p it is £61.82.
  @Test func eonNextAgrees() throws {
    var tariff = try tariff(
      "next", ["00:00-07:00": "6.381", "07:00-24:00": "27.092"], vat: .excluded)
    tariff.standingCharge = Rate(micropence: 42_978_000)
    var home = MemoryHome()
    let meter = home.addMeter("1900000000001")
    home.add(tariff)
    home.store([try energy("700.96")], from: try halfHour("2025-01-01T02:00"), of: meter)
    home.store([try energy("3.06")], from: try halfHour("2025-01-01T12:00"), of: meter)
    let rows = try ask(
      "reconcile import 2025-01 billed usage 704.0 kWh, energy £45.56, standing £13.32, vat £2.94, "
        + "total £61.82", home, now: "2025-03-01T00:00"
    ).rows
    #expect(rows.map { $0.cells[7].csv } == Array(repeating: "yes", count: 5))
    #expect(rows.dropFirst().map { $0.cells[5].csv } == ["0", "0", "0", "0"])
  }

  // MARK: O4

  /// Rows of half-hour pages: the rate with two decimals, kWh with two, and the cost in pence with
  /// three, which is of 6.667p and more digits of the kWh.
  @Test(arguments: [("7.36", "49.042"), ("3.59", "23.928")])
  func halfHourPages(kWh: String, pence: String) throws {
    let home = try oneMeter(
      [kWh], from: "2024-12-03T00:00",
      [try tariff("go", ["00:00-24:00": "6.67"], vat: .excluded)])
    let rows = try ask(
      "reconcile import 2024-12-03 billed usage \(kWh) kWh, energy \(pence)p using exact", home
    ).rows
    #expect(rows.map { $0.cells[7].csv } == ["yes", "yes"])
    // Half a thousandth of a penny, 6.67p × 0.005 kWh and 0.005p × the kWh.
    let bound = kWh == "7.36" ? "0.0007065" : "0.000518"
    #expect(rows[1].cells[6].csv == bound)
  }
}
