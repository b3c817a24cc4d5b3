import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// VAT that is not 5 %: finding 1 of what use has found.
@Suite struct VATTests {
  private let now = "2027-12-31T12:00"

  /// A home that reads the same in every half-hour of some local days, with a dated tariff.
  private func home(
    _ flow: Flow = .import, reads kWh: String = "1", from first: String, to end: String
  ) throws -> MemoryHome {
    var home = MemoryHome()
    let meter = home.addMeter("1900000000001", flow)
    let range = london.range(from: try day(first), to: try day(end)).halfHours
    let energy = try energy(kWh)
    home.store(range.map { _ in energy }, from: range.lowerBound, of: meter)
    return home
  }

  private func row(
    _ excluding: String?, _ including: String?, from: String? = nil, to: String? = nil
  ) throws -> DatedRate {
    DatedRate(
      validFrom: try from.map { london.start(of: try day($0)) },
      validTo: try to.map { london.start(of: try day($0)) }, paymentMethod: nil,
      excludingVAT: try excluding.map { Rate(micropence: try energy($0)) },
      includingVAT: try including.map { Rate(micropence: try energy($0)) })
  }

  private func dated(_ name: String, _ flow: Flow = .import) throws -> Tariff {
    let unit = try #require(ReadingUnit(flow: flow, unit: .kWh))
    return Tariff(name: name, unit: unit, kind: .dated)
  }

  /// October 2026, which has 1,490 half-hours, at 0.5 kWh: 745 kWh.
  private func october2026(rate: (String, String), standing: (String, String)) throws -> MemoryHome
  {
    var home = try home(reads: "0.5", from: "2026-10-01", to: "2026-11-01")
    home.add(try dated("flexible"))
    home.add([try row(rate.0, rate.1)], .unit, to: "flexible")
    home.add([try row(standing.0, standing.1)], .standing, to: "flexible")
    return home
  }

  /// 745 kWh × 25p = £186.25, 31 days × 50p = £15.50, together £201.75 and no VAT.
  @Test(arguments: ["exact", "guide", "bill"])
  func zeroRatedElectricity(policy: String) throws {
    let home = try october2026(rate: ("25", "25"), standing: ("50", "50"))
    #expect(
      try ask("bill import 2026-10 using \(policy)", home, now: now).lines == [
        "import,energy: flexible,745,kWh,0.25,186.25",
        "import,standing charge,31,days,0.5,15.5", "import,subtotal,,,,201.75",
        "import,VAT 0%,,,,0", "import,total,,,,201.75",
      ])
    #expect(
      try ask("cost 2026-10 with standing using \(policy)", home, now: now).lines
        == ["745,186.25,15.5,201.75"])
  }

  /// 25p and 50p without VAT, 30p and 60p with 20 %: £201.75 × 1.2 = £242.10.
  @Test(arguments: ["exact", "guide", "bill"])
  func twentyPerCent(policy: String) throws {
    let home = try october2026(rate: ("25", "30"), standing: ("50", "60"))
    #expect(
      try ask("bill import 2026-10 using \(policy)", home, now: now).lines == [
        "import,energy: flexible,745,kWh,0.25,186.25",
        "import,standing charge,31,days,0.5,15.5", "import,subtotal,,,,201.75",
        "import,VAT 20%,,,,40.35", "import,total,,,,242.1",
      ])
  }

  @Test func costsWithVATAndWithout() throws {
    let home = try october2026(rate: ("25", "30"), standing: ("50", "60"))
    // 745 kWh × 30p = £223.50, of which a sixth is VAT.
    #expect(
      try ask("cost 2026-10 with standing, vat", home, now: now).lines
        == ["745,223.5,18.6,242.1,186.25,37.25"])
    #expect(
      try ask("compare 2026-10 on flexible using bill", home, now: now).lines.first
        == "current,745,186.25,15.5,242.1,0,0")
  }

  /// The last day at 5 % and the first at 0 %, 48 kWh each, on a tariff whose 25.2p and 52.5p hold
  /// what VAT there is.
  ///
  /// Without VAT: 48 × 24p = 1152p and 48 × 25.2p = 1209.6p; 50p and 52.5p. In pence 1152 + 1210 and
  /// 50 + 53; 5 % of 1202p are 60.1p. Unrounded 5 % of 1202p, together 2 × (1209.6 + 52.5) = 2524.2p.
  @Test func aPeriodAcrossTheChange() throws {
    var home = try home(from: "2026-09-30", to: "2026-10-02")
    var flat = try tariff("flat", ["00:00-24:00": "25.2"])
    flat.standingCharge = Rate(micropence: 52_500_000)
    home.add(flat)
    let period = "from 2026-09-30 to 2026-10-02"
    #expect(
      try ask("bill \(period)", home, now: now).lines == [
        "import,energy: flat at 5% VAT,48,kWh,0.24,11.52",
        "import,energy: flat at 0% VAT,48,kWh,0.252,12.1",
        "import,standing charge at 5% VAT,1,days,0.5,0.5",
        "import,standing charge at 0% VAT,1,days,0.525,0.53",
        "import,subtotal,,,,24.65", "import,VAT 5%,,,,0.6", "import,VAT 0%,,,,0",
        "import,total,,,,25.25",
      ])
    #expect(
      try ask("bill \(period) using exact", home, now: now).lines.suffix(5) == [
        "import,standing charge at 0% VAT,1,days,0.525,0.525", "import,subtotal,,,,24.641",
        "import,VAT 5%,,,,0.601", "import,VAT 0%,,,,0", "import,total,,,,25.242",
      ])
    #expect(
      try ask("cost \(period) by day with vat", home, now: now).lines
        == ["2026-09-30,48,12.096,11.52,0.576", "2026-10-01,48,12.096,12.096,0"])
    #expect(
      try ask("cost \(period) with vat", home, now: now).lines == ["96,24.192,23.616,0.576"])
    // Its rate is one, whatever part of it is VAT.
    #expect(
      try ask("rates \(period)", home, now: now).lines
        == ["2026-09-30T00:00:00+01:00,2026-10-02T00:00:00+01:00,flat,0.252"])
  }

  /// The same days with 24p and 50p on which VAT comes: 1152p a day, with VAT 1209.6p on the first.
  @Test(arguments: [true, false])
  func withoutVATAcrossTheChange(isDated: Bool) throws {
    var home = try home(from: "2026-09-30", to: "2026-10-02")
    if isDated {
      home.add(try dated("flat"))
      home.add([try row("24", nil)], .unit, to: "flat")
      home.add([try row("50", nil)], .standing, to: "flat")
    } else {
      var flat = try tariff("flat", ["00:00-24:00": "24"], vat: .excluded)
      flat.standingCharge = Rate(micropence: 50_000_000)
      home.add(flat)
    }
    let period = "from 2026-09-30 to 2026-10-02"
    #expect(
      try ask("cost \(period) by day with standing", home, now: now).lines
        == ["2026-09-30,48,12.096,0.525,12.621", "2026-10-01,48,11.52,0.5,12.02"])
    #expect(
      try ask("bill \(period)", home, now: now).lines == [
        "import,energy: flat at 5% VAT,48,kWh,0.24,11.52",
        "import,energy: flat at 0% VAT,48,kWh,0.24,11.52",
        "import,standing charge at 5% VAT,1,days,0.5,0.5",
        "import,standing charge at 0% VAT,1,days,0.5,0.5",
        "import,subtotal,,,,24.04", "import,VAT 5%,,,,0.6", "import,VAT 0%,,,,0",
        "import,total,,,,24.64",
      ])
    #expect(
      try ask("rates \(period)", home, now: now).lines == [
        "2026-09-30T00:00:00+01:00,2026-10-01T00:00:00+01:00,flat,0.252",
        "2026-10-01T00:00:00+01:00,2026-10-02T00:00:00+01:00,flat,0.24",
      ])
  }

  /// A row that names one price is cut where VAT changes, inside its time and a register's.
  @Test func registersAcrossTheChange() throws {
    var home = try home(from: "2026-09-30", to: "2026-10-02")
    let hours = try NightHours(start: 0, end: 12 * 60, isUTC: false)
    home.add(Tariff(name: "e7", unit: .electricityImportingKWh, kind: .registers(hours)))
    home.add([try row("20", nil)], .day, to: "e7")
    home.add([try row("10", "10.5")], .night, to: "e7")
    // 24 × 10.5p + 24 × 21p = 756p, then 24 × 10.5p + 24 × 20p = 732p; without VAT 720p each.
    #expect(
      try ask("cost from 2026-09-30 to 2026-10-02 by day with vat", home, now: now).lines
        == ["2026-09-30,48,7.56,7.2,0.36", "2026-10-01,48,7.32,7.2,0.12"])
  }

  /// Gas is not zero-rated: 48 kWh × 10.5p = 504p, of which 24p are VAT.
  @Test func gasStaysAtFivePerCent() throws {
    var home = try home(.gas, from: "2026-10-01", to: "2026-10-02")
    home.add(try tariff("gas", ["00:00-24:00": "10.5"], unit: .gasImportingKWh))
    #expect(
      try ask("bill 2026-10-01", home, now: now).lines == [
        "gas,energy: gas,48,kWh,0.1,4.8", "gas,subtotal,,,,4.8", "gas,VAT 5%,,,,0.24",
        "gas,total,,,,5.04",
      ])
  }

  @Test(arguments: ["2026-09-30", "2026-10-01"])
  func exportCarriesNone(iso: String) throws {
    var home = try home(.export, from: iso, to: (try day(iso) + 1).description)
    home.add(try dated("out", .export))
    home.add([try row("15", nil)], .unit, to: "out")
    #expect(
      try ask("bill \(iso)", home, now: now).lines == [
        "export,energy: out,48,kWh,0.15,-7.2", "export,subtotal,,,,-7.2", "export,total,,,,-7.2",
      ])
  }

  /// 48 kWh × 30p = 1440p, of which a sixth is VAT, in the zero-rated winter too.
  @Test func aPercentageOfItsOwn() throws {
    var home = try home(from: "2026-10-01", to: "2026-10-02")
    let vat = try #require(VATRate(hundredths: 2000))
    home.add(try tariff("office", ["00:00-24:00": "30"], vat: .percentage(vat)))
    #expect(try ask("cost with vat", home, now: now).lines == ["48,14.4,12,2.4"])
  }

  /// What `set vat` adds, which is 17.5 % from 2 October 2026.
  ///
  /// 11.75p / 1.175 = 10p.
  @Test func whatIsSet() throws {
    var home = try home(from: "2026-10-01", to: "2026-10-03")
    let vat = try #require(VATRate(hundredths: 1750))
    home.add([.init(fuel: .electricity, from: try day("2026-10-02"), rate: vat)])
    home.add(try tariff("flat", ["00:00-24:00": "11.75"]))
    #expect(
      try ask("cost by day with vat", home, now: now).lines
        == ["2026-10-01,48,5.64,5.64,0", "2026-10-02,48,5.64,4.8,0.84"])
    #expect(
      try ask("bill", home, now: now).lines.suffix(3)
        == ["import,VAT 17.5%,,,,0.84", "import,VAT 0%,,,,0", "import,total,,,,11.28"])
  }

  /// Three rates of VAT none of which comes out in 14 decimals, by the day: 1 kWh at 10p a day is
  /// 10/1.05 + 10/1.175 + 10/1.2 = 26.3677811…p without VAT.
  @Test func fractionsOfSeveralRatesAddUp() throws {
    var home = MemoryHome()
    let meter = home.addMeter("1900000000001")
    for (index, hundredths) in [500, 1750, 2000].enumerated() {
      let first = try day("2024-01-01") + index
      home.store([1_000_000], from: london.start(of: first).halfHour, of: meter)
      let vat = try #require(VATRate(hundredths: hundredths))
      home.add(
        try tariff(
          "t\(index)", ["00:00-24:00": "10"], from: first.description,
          until: (first + 1).description, vat: .percentage(vat)))
    }
    #expect(
      try ask("cost with vat", home, now: now).lines == ["3,0.3,0.26367781,0.03632219"])
  }

  @Test func explainTellsTheVAT() throws {
    var home = try home(from: "2026-09-30", to: "2026-10-02")
    home.add(try tariff("flat", ["00:00-24:00": "25.2"]))
    let plan = try plan("cost from 2026-09-30 to 2026-10-02", home, now: now)
    let text = try Explanation(plan).text(source: home)
    #expect(text.contains("\nVAT      5%, 0%\n"))
    #expect(
      text.contains("\n  2026-09-30T23:30+01:00 1900000000001: 1 kWh × £0.252 = £0.252, flat "))
    #expect(text.split(separator: "\n").count { $0.hasSuffix(", VAT 5%") } == 48)
    #expect(text.split(separator: "\n").count { $0.hasSuffix(", VAT 0%") } == 48)
  }
}
