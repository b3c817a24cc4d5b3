import EnergyModel
import QueryEngine
import QueryLanguage
import TestSupport
import Testing

/// Import 1900000000001 `House` and 1900000000002, export 1900000000003, gas in m³ 3900001
/// `Boiler`, each with one reading.
private func home() throws -> MemoryHome {
  var home = MemoryHome()
  let time = try halfHour("2023-01-10T00:00")
  home.store([8], from: time, of: home.addMeter("3900001", .gas, unit: .m3, alias: "Boiler"))
  home.store([4], from: time, of: home.addMeter("1900000000003", .export))
  home.store([2], from: time, of: home.addMeter("1900000000002"))
  home.store([1], from: time, of: home.addMeter("1900000000001", alias: "House"))
  return home
}

@Suite struct PlannerTests {
  @Test(arguments: [
    ("usage all", ["0.000003"]),
    ("usage all meter house", ["0.000001"]),
    ("usage all meter 1900000000002, HOUSE", ["0.000003"]),
    ("usage all meter house, house", ["0.000001"]),
    ("usage export all", ["0.000004"]),
    ("usage all meter 1900000000003", ["0.000004"]),
    ("usage import, export all", ["import,0.000003", "export,0.000004"]),
    ("usage export, import all", ["import,0.000003", "export,0.000004"]),
    ("usage all meter 1900000000003, house", ["import,0.000001", "export,0.000004"]),
    ("usage all by meter", ["House,0.000001", "1900000000002,0.000002"]),
    (
      "usage import, export all by meter",
      [
        "import,House,0.000001", "import,1900000000002,0.000002", "export,1900000000003,0.000004",
      ]
    ),
    (
      "usage import, export all by meter, flow",
      [
        "House,import,0.000001", "1900000000002,import,0.000002", "1900000000003,export,0.000004",
      ]
    ),
    ("usage gas all", ["0.000008"]),
    ("usage all meter boiler by flow", ["gas,0.000008"]),
  ])
  func metersAndFlows(text: String, expected: [String]) throws {
    #expect(try ask(text, home()).lines == expected)
  }

  /// A flow that no meter counts has an empty row.
  @Test func aFlowWithoutMeters() throws {
    var home = MemoryHome()
    home.store([1], from: 0, of: home.addMeter("1900000000001"))
    #expect(try ask("usage import, export all", home).lines == ["import,0.000001", "export,"])
  }

  @Test(arguments: [
    ("usage meter hous", "unknown meter 'hous'. Did you mean 'House'?"),
    ("usage meter 1900000000020", "unknown meter '1900000000020'. Did you mean '1900000000002'?"),
    ("usage meter attic", "unknown meter 'attic'; see 'show meters'"),
    (
      "usage meter attic, hous",
      "unknown meter 'attic'; see 'show meters' | "
        + "unknown meter 'hous'. Did you mean 'House'?"
    ),
    ("usage import meter boiler", "Boiler is a meter for gas"),
    (
      "usage import, gas",
      "kWh and m³ can't be added up; ask for one meter, or type: "
        + "set calorific value 39.5 from 2023-01-10, with the value on the bill"
    ),
    (
      "cost gas",
      "Boiler reads m³, and rates are per kWh: no calorific value is known on 2023-01-10; "
        + "type: set calorific value 39.5 from 2023-01-10, with the value on the bill"
    ),
    ("usage 1969", "the year 1969 is outside 1970 to 2099"),
  ])
  func namesAndUnitsThatFail(text: String, expected: String) throws {
    #expect(refusal(text, try home()) == expected)
  }

  @Test func errorsPointAtTheName() throws {
    let error = #expect(throws: QueryError.self) { try plan("usage meter House, attic", home()) }
    #expect(error?.mistakes.map(\.span) == [19..<24])
  }

  @Test func gasInCubicMetres() throws {
    let columns = try ask("usage gas all", home()).header.columns
    #expect(columns.map(\.name) == ["usage_m3"])
    #expect(columns.map(\.unit) == [.volume])
  }

  @Test func thePeriodGoesByTheMetersAsked() throws {
    var home = try home()
    home.store([9], from: try halfHour("2023-01-20T12:00"), of: home.catalog.meters[1].meter)
    #expect(try plan("usage all", home).period.days.upperBound == (try day("2023-01-11")))
    #expect(try plan("usage export all", home).period.days.upperBound == (try day("2023-01-21")))
    #expect(
      try plan("usage export latest 2 days", home).period.days.lowerBound == (try day("2023-01-19"))
    )
  }

  @Test func theExplanation() throws {
    var home = try home()
    home.add(try tariff("flex", ["00:00-12:00": "10", "12:00-24:00": "20"]))
    let plan = try plan(
      "explain cost 2023-01-10 by day, hour, weekday order by cost limit 3", home)
    #expect(
      plan.explanation == """
        cost 2023-01-10 by day, hour, weekday order by cost asc limit 3

        period   2023-01-10 to 2023-01-11 Europe/London, 1 day
                 2023-01-10T00:00 … 2023-01-11T00:00 UTC, 48 half-hours
        tariffs  flex for House, 2023-01-10 to 2023-01-11: no agreement, the only tariff for import
                 flex for 1900000000002, 2023-01-10 to 2023-01-11: no agreement, the only tariff for import
        rates    £0.1/kWh, flex 00:00-12:00: 24 half-hours
                 £0.2/kWh, flex 12:00-24:00: 24 half-hours
        VAT      5%
        policy   exact

        Emit: day, hour, weekday, usage_kwh, cost_gbp
        └─ Limit: 3 rows
           └─ Order: cost_gbp asc
              └─ Group: by day (calendar), hour (cyclic), weekday (cyclic), 24 groups
                 └─ Price: exact, 1 tariff, 2 rates
                    ├─ Scan: import 1900000000001 S1 [2023-01-10T00:00Z, 2023-01-11T00:00Z)
                    └─ Scan: import 1900000000002 S1 [2023-01-10T00:00Z, 2023-01-11T00:00Z)

        """)
  }
}
