import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// Rates that are typed in place of tariffs: `on 27p`, `on 27p+15p`.
///
/// On 10 January 2024 import is 2 kWh, export 4.8 kWh and gas 10 kWh; all figures by hand.
@Suite struct FlatRateTests {
  private func home(exporting: Bool = true) throws -> MemoryHome {
    var go = try tariff("go", ["00:00-12:00": "10", "12:00-24:00": "30"])
    go.standingCharge = Rate(micropence: 50_000_000)
    var home = try oneMeter(
      Array(repeating: "1", count: 1) + Array(repeating: "0", count: 46) + ["1"],
      from: "2024-01-10T00:00", [go])
    home.add(try tariff("out", ["00:00-24:00": "20"], unit: .electricityExportingKWh))
    home.add(try tariff("heat", ["00:00-24:00": "6"], unit: .gasImportingKWh))
    let export = home.addMeter("1900000000002", .export)
    if exporting {
      home.store(
        Array(repeating: 100_000, count: 48), from: try halfHour("2024-01-10T00:00"), of: export)
    }
    let gas = home.addMeter("3900001", .gas)
    home.store([10_000_000], from: try halfHour("2024-01-10T00:00"), of: gas)
    return home
  }

  @Test(arguments: [
    // 2 kWh × 27p; go is 10p + 30p.
    ("cost 2024-01-10 on 27p, current", ["27p,2,0.54", "current,2,0.4"]),
    ("cost 2024-01-10 on £0.27", ["2,0.54"]),
    ("cost 2024-01-10 on 27 p", ["2,0.54"]),
    ("cost 2024-01-10 on 27p per kWh, current", ["27p,2,0.54", "current,2,0.4"]),
    ("cost 2024-01-10 on 27p where tariff = £0.27", ["2,0.54"]),
    ("cost 2024-01-10 on 27p, current where tariff = 27 p", ["27p,2,0.54", "current,,"]),
    ("cost 2024-01-10 on 27.000p/kWh", ["2,0.54"]),
    ("cost 2024-01-10 by band on 27p", ["all day,2,0.54"]),
    ("cost 2024-01-10 by tariff on £0.2755", ["27.55p,2,0.551"]),
    // Export at 15p is 72p, at 20p 96p; income carries no VAT.
    (
      "net 2024-01-10 on 27p+15p, current+15p, 27p, 27p+current, go+15p",
      [
        "27p+15p,2,0.54,4.8,0.72,-0.18", "current+15p,2,0.4,4.8,0.72,-0.32",
        "27p,2,0.54,4.8,0.96,-0.42", "27p+current,2,0.54,4.8,0.96,-0.42",
        "go+15p,2,0.4,4.8,0.72,-0.32",
      ]
    ),
    ("cost export 2024-01-10 on 15p with vat", ["4.8,0.72,0.72,0"]),
    // The same price for import and export: 54p with 5 % in it, 129.6p without.
    (
      "cost import, export 2024-01-10 on 27p+27p with vat",
      ["import,2,0.54,0.51428571,0.02571429", "export,4.8,1.296,1.296,0"]
    ),
    // The place is that of the flow in the query.
    ("cost export, import 2024-01-10 on 15p+27p", ["import,2,0.54", "export,4.8,0.72"]),
    ("cost gas 2024-01-10 on 7p", ["10,0.7"]),
    ("cost 2024-01-10 on -2p", ["2,-0.04"]),
    ("cost 2024-01-10 on 27p with standing", ["2,0.54,,0.54"]),
  ])
  func itPricesItsFlow(query: String, expected: [String]) throws {
    #expect(try ask(query, home()).lines == expected)
  }

  /// 54p less 72p, against 40p and the 50p a day of go, less 96p.
  @Test func compared() throws {
    let table = try ask("compare 2024-01-10 on 27p+15p", home())
    #expect(
      table.lines == ["27p+15p,-2.8,-0.18,,-0.18,-0.12,0", "current,-2.8,-0.56,0.5,-0.06,0,0"])
    #expect(table.summary.notes.first == "no standing charge is counted for 27p")
  }

  /// A place stands for its flow, so a home without export still has a second one.
  @Test func aPlaceIsAFlow() throws {
    #expect(
      try ask("compare 2024-01-10 on 27p+15p", home(exporting: false)).lines.map {
        $0.split(separator: ",", maxSplits: 1)[0]
      } == ["27p+15p", "current"])
  }

  @Test(arguments: [
    ("cost 2024-01-10 on 27p+15p", "15p prices no flow: it is for the flow of its place"),
    ("cost 2024-01-10 on 27p+go", "27p and go both price import"),
    ("net 2024-01-10 on current+go", "current and go both price import"),
    ("cost 2024-01-10 on 0.27", "unknown tariff '0.27'; a rate has a unit: 0.27p or £0.27"),
    ("cost 2024-01-10 on '27p'", "unknown tariff '27p'; see 'show tariffs'"),
    ("cost 2024-01-10 on 27pence", "unknown tariff '27pence'; a rate is typed as 27p"),
    (
      "cost 2024-01-10 on 27.1234567p",
      "unknown tariff '27.1234567p'; a rate has up to 6 decimals in pence and 8 in pounds"
    ),
    (
      "cost 2024-01-10 on 27p where tariff = 28p",
      "unknown tariff '28p'; no alternative of 'on' is at this rate"
    ),
    ("cost 2024-01-10 on go where tariff = goe", "unknown tariff 'goe'. Did you mean 'go'?"),
    ("cost 2024-01-10 on 27p, £0.27", "the alternative '27p' is repeated"),
    ("bill 2024-01-10 on 27p, 28p", "'bill' takes one alternative"),
  ])
  func refused(query: String, message: String) throws {
    #expect(refusal(query, try home()).hasPrefix(message))
  }

  /// A tariff may have a name that reads as a rate; in quotes it is meant.
  @Test func aNameInQuotes() throws {
    var home = try home()
    home.add(try tariff("27p", ["00:00-24:00": "1"]))
    let query = "cost 2024-01-10 on 27p, '27p'"
    #expect(try ask(query, home).lines == ["27p,2,0.54", "\"27p\",2,0.02"])
    #expect(try plan(query, home).statement.hasSuffix("on 27p, \"27p\""))
  }
}
