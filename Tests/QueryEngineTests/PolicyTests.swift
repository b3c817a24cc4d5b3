import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// The rounding policies of the contract, §6, on the acceptance vectors of
/// research/octopus-api.md §5.3 and by hand.
@Suite struct PolicyTests {
  /// A home whose readings begin at the start of 9 May 2026.
  private func oneDay(
    _ values: [String], rate: String, standing: String, unit: ReadingUnit = .electricityImportingKWh
  ) throws -> MemoryHome {
    var home = MemoryHome()
    let meter = home.addMeter("1900000000", unit.flow, unit: unit.unit)
    home.store(try values.map(energy), from: try halfHour("2026-05-08T23:00"), of: meter)
    var flat = try tariff("flat", ["00:00-24:00": rate], unit: unit)
    flat.standingCharge = Rate(micropence: try energy(standing))
    home.add(flat)
    return home
  }

  private static let siteWattHours = """
    64 60 62 63 59 70 56 69 56 68 51 65 52 61 56 218 101 100 109 80 93 186 248 202 204 72 70 68 \
    105 177 112 303 265 182 75 56 69 79 88 72 142 143 243 115 86 93 60 69
    """

  /// V1.
  @Test func electricityOfADay() throws {
    let values = PolicyTests.siteWattHours.split(separator: " ").map { "\($0)e-3" }
    let home = try oneDay(values, rate: "23.856", standing: "53")
    #expect(
      try ask("cost with standing", home).lines == ["5.197,1.23979632,0.53,1.76979632"])
    #expect(
      try ask("cost with standing using guide", home).lines == ["5.19,1.2381264,0.53,1.7681264"])
    // 5.197 kWh * 23.856p / 1.05 = 118.07584p, and 53p / 1.05 = 50.476p
    #expect(try ask("cost with standing using bill", home).lines == ["5.197,1.18,0.5,1.68"])
  }

  /// V2.
  @Test func gasOfADay() throws {
    let slots = [
      15: "0.0226", 16: "0.2261", 17: "0.4409", 18: "2.0351", 20: "0.1357", 21: "0.6331",
      22: "1.0401", 24: "0.0226", 28: "0.1922", 29: "0.0113", 31: "0.0113", 33: "0.0565",
      37: "0.1583", 44: "0.0226", 45: "0.0904",
    ]
    let home = try oneDay(
      (0..<48).map { slots[$0] ?? "0" }, rate: "6.2475", standing: "32.68", unit: .gasImportingKWh)
    #expect(
      try ask("cost gas with standing", home).lines == ["5.0988,0.31854753,0.3268,0.64534753"])
    #expect(try ask("cost gas using guide", home).lines == ["5.1,0.3186225"])
  }

  /// V3.
  @Test func aFlatRateWithStandingCharge() throws {
    let home = try oneDay(Array(repeating: "1", count: 48), rate: "50", standing: "10.1")
    #expect(try ask("cost with standing", home).lines == ["48,24,0.101,24.101"])
  }

  /// V4, whose standing charge goes with the day and not with the rate that is asked for.
  @Test func oneRateOfTwo() throws {
    var home = try oneMeter(Array(repeating: "1", count: 12), from: "2026-05-08T23:00")
    var bands = try tariff("bands", ["00:00-05:00": "1", "05:00-00:00": "2"])
    bands.standingCharge = Rate(micropence: 10_100_000)
    home.add(bands)
    #expect(try ask("cost where rate = 2p", home).lines == ["2,0.04"])
    #expect(try ask("cost with standing by tariff", home).lines == ["bands,12,0.14,0.101,0.241"])
  }

  /// V5: 48 m³ of gas.
  ///
  /// The page's 272.704 leaves the kWh unrounded; by the contract each
  /// half-hour has 11.362666… → 11.362667 kWh, which makes 545.408016 kWh and 0.0008p more.
  @Test func gasByVolume() throws {
    var home = try oneDay(
      Array(repeating: "1", count: 48), rate: "50", standing: "27", unit: .gasImportingM3)
    #expect(
      refusal("cost gas", home)
        == "1900000000 reads m³, and rates are per kWh: no calorific value is known on 2026-05-09; "
        + "type: set calorific value 39.5 from 2026-05-09, with the value on the bill")
    #expect(try ask("usage gas", home).lines == ["48"])
    #expect(try ask("usage gas", home).header.columns.map(\.name) == ["usage_m3"])
    home.add([CalorificValue(from: try day("2026-05-01"), value: 40_000_000)])
    #expect(
      try ask("cost gas with standing, volume", home).lines
        == ["545.408016,272.704008,0.27,272.974008,48"])
    #expect(
      try ask("usage gas", home).summary.notes
        == ["1 m³ of gas is 1.02264 × 40 ÷ 3.6 = 11.36266667 kWh from 2026-05-01"])
    // 11.362667 → 11.36 kWh
    #expect(try ask("cost gas using guide", home).lines == ["545.28,272.64"])
  }

  /// The factors of the page's §4, each rounded to a millionth of a kWh.
  @Test(arguments: [
    ("1", "40", "11.362667"), ("5", "40", "56.813333"), ("1", "39.5", "11.220633"),
    ("1", "38.8", "11.021787"), ("24", "40", "272.704"), ("0", "40", "0"),
    ("0.000001", "40", "0.000011"),
  ])
  func kWhOfAVolume(volume: String, calorificValue: String, expected: String) throws {
    var home = try oneDay([volume], rate: "1", standing: "0", unit: .gasImportingM3)
    home.add([CalorificValue(from: try day("2026-01-01"), value: try energy(calorificValue))])
    #expect(try ask("usage gas", home).lines == [expected])
  }

  /// Calorific values change at local midnight, which in summer is 23:00 of UTC.
  @Test func calorificValuesChange() throws {
    var home = MemoryHome()
    let meter = home.addMeter("1900000000", .gas, unit: .m3)
    home.store([1_000_000, 1_000_000], from: try halfHour("2026-05-08T22:30"), of: meter)
    home.add([
      CalorificValue(from: try day("2026-05-01"), value: 39_500_000),
      CalorificValue(from: try day("2026-05-09"), value: 40_000_000),
    ])
    #expect(
      try ask("usage gas by day with volume", home).lines
        == ["2026-05-08,11.220633,1", "2026-05-09,11.362667,1"])
    // Nothing is guessed for the days before the first value.
    home.store([1_000_000], from: try halfHour("2026-04-01T12:00"), of: meter)
    #expect(try ask("usage gas", home).header.columns.map(\.name) == ["usage_m3"])
    #expect(try ask("usage gas from 2026-05-01", home).lines == ["22.5833"])
  }

  /// V6.
  @Test(arguments: [
    ("0.005", "0"), ("0.015", "0.02"), ("0.025", "0.02"), ("0.035", "0.04"), ("0.125", "0.12"),
    ("7.365", "7.36"),
  ])
  func halvesGoToTheEvenHundredth(read: String, counted: String) throws {
    let home = try oneDay([read], rate: "100", standing: "0")
    #expect(try ask("cost using guide", home).lines == ["\(counted),\(counted)"])
  }

  /// V7: the rate without VAT, taken out of the one with it.
  @Test(arguments: [
    ("24.6561", "0.23482"), ("30.72027", "0.292574"), ("51.38049", "0.489338"),
    ("47.492655", "0.452311"), ("7.49994", "0.071428"), ("27.274275", "0.259755"),
  ])
  func withoutVAT(included: String, excluded: String) throws {
    let home = try oneDay(["1"], rate: included, standing: "0")
    let lines = try ask("cost with vat", home).lines
    #expect(lines.first?.split(separator: ",")[2] == Substring(excluded))
  }

  /// V14: standing charges of real products, a day's with VAT and in whole pence without.
  @Test(arguments: [
    ("24.0135", "0.240135", "0.23"), ("25.0005", "0.250005", "0.24"),
    ("37.29243", "0.3729243", "0.36"), ("21", "0.21", "0.2"), ("46.956", "0.46956", "0.45"),
  ])
  func standingChargesOfADay(pence: String, pounds: String, billed: String) throws {
    let home = try oneDay(["1"], rate: "100", standing: pence)
    #expect(try ask("cost with standing", home).lines == ["1,1,\(pounds),1\(pounds.dropFirst())"])
    // 100p / 1.05 = 95.238p
    let line = try #require(try ask("cost with standing using bill", home).lines.first)
    #expect(line.hasPrefix("1,0.95,\(billed),"))
  }

  /// 1 kWh at 10p: 10/1.05 = 9.5238095238… p, to 8 places of a pound.
  @Test func whatCanNotBeExactHasEightPlaces() throws {
    let home = try oneDay(["1"], rate: "10", standing: "0")
    #expect(try ask("cost with vat", home).lines == ["1,0.1,0.0952381,0.0047619"])
  }

  /// Half a penny goes away from zero in both directions, export being income: 1 kWh at 12.5p.
  @Test func halfAPennyGoesAwayFromZero() throws {
    for (rate, expected) in [("12.5", "0.13"), ("-12.5", "-0.13"), ("-12.4", "-0.12")] {
      let home = try oneDay(["1"], rate: rate, standing: "0", unit: .electricityExportingKWh)
      #expect(try ask("cost export using bill", home).lines == ["1,\(expected)"])
    }
    // With VAT: 13.125p / 1.05 = 12.5p
    let home = try oneDay(["1"], rate: "-13.125", standing: "0")
    #expect(try ask("cost using bill", home).lines == ["1,-0.13"])
  }

  /// What two meters and two points use on one tariff is one line of a statement; each point has a
  /// statement of its own where they are told apart.
  @Test func aLineIsRoundedOnce() throws {
    var home = MemoryHome()
    let start = try halfHour("2026-05-08T23:00")
    for (number, serial) in [("1900000000001", "A"), ("1900000000001", "B")] {
      let meter = home.addMeter(number, serial: serial)
      home.store([1_000_000], from: start + (serial == "A" ? 0 : 5), of: meter)
    }
    // 2 * 1 kWh at 10.4p without VAT: 20.8p and not 2 * 10p.
    home.add(try tariff("flat", ["00:00-24:00": "10.92"]))
    #expect(try ask("cost using bill", home).lines == ["2,0.21"])
    let other = home.addMeter("1900000000002")
    home.store([1_000_000], from: start, of: other)
    // 31.2p, and 20.8p and 10.4p
    #expect(try ask("cost using bill", home).lines == ["3,0.31"])
    #expect(
      try ask("cost using bill by meter", home).lines
        == ["1900000000001,2,0.21", "1900000000002,1,0.1"])
  }

  @Test(arguments: [
    ("cost using bill by halfhour", "so it can't be combined with 'by halfhour'"),
    ("cost using bill by rate", "so it can't be combined with 'by rate'"),
    ("net using bill by day across band", "so it can't be combined with 'by band'"),
    ("readings using bill", "but 'readings' lists half-hours"),
    ("cost using bill where time 16:00-19:00", "but this chooses parts of days"),
    ("cost using bill where usage > 1", "but this chooses parts of days"),
  ])
  func billsAreOfWholeDays(text: String, expected: String) throws {
    let home = try oneDay(["1"], rate: "10", standing: "0")
    #expect(refusal(text, home) == "the policy 'bill' needs whole days, \(expected)")
  }
}
