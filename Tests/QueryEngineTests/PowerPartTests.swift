import EnergyModel
import QueryEngine
import TestSupport
import Testing

/// `above` and `below` part each half-hour's energy; `spread` and `power` look at it alone.
@Suite struct PowerPartTests {
  private static let flat = ["00:00-24:00": "20"]

  /// 300 W is 0.15 kWh in half an hour.
  @Test func ofEachHalfHour() throws {
    let home = try oneMeter(
      ["0.1", "0.15", "0.4", nil, "0"], from: "2024-01-10T12:00",
      [tariff("in", PowerPartTests.flat)])
    #expect(try ask("cost above 300W", home).lines == ["0.25,0.05"])
    #expect(try ask("cost below 0.3kW", home).lines == ["0.4,0.08"])
    #expect(try ask("cost above 300W with share", home).lines == ["0.25,0.05,0.38461538"])
  }

  /// 12p and twice 6p without VAT are 11.43p and 5.71p; at 20p 19.05p and 9.52p.
  @Test func statementsOfPartsThatDoNotAddUp() throws {
    func notes(_ rate: String, _ query: String) throws -> [String] {
      let home = try oneMeter(
        ["1"], from: "2024-01-10T12:00", [tariff("in", ["00:00-24:00": rate])])
      return try ask("cost 2024-01-10 \(query) using bill", home, now: "2024-01-10T12:30").summary
        .notes
    }
    let note =
      "what is above 1000W and what is below it are each rounded as a statement: "
      + "together £0.12, as one statement £0.11"
    #expect(try notes("12", "above 1kW") == [note])
    #expect(try notes("12", "below 1kW") == [note])
    #expect(try notes("10.5", "above 1kW") == [])
    #expect(try notes("12", "") == [])
  }

  /// Random homes, with changes of the clock, gaps and half-hours without a rate.
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func togetherTheyAreTheWhole(seed: UInt64) throws {
    let home = try RandomHome(seed: seed)
    let query = "from \(home.days.lowerBound) to \(home.days.upperBound)"
    for keys in ["", "by day", "by hour, flow", "by rate", "by meter, daytype"] {
      for power in ["1W", "1.5kW", "2999.998W", "7kW"] {
        let parts = try ["", "above \(power)", "below \(power)"].map {
          try ask("cost import, export, gas \(query) \(keys) \($0)", home.memory)
        }
        for (whole, (above, below)) in zip(parts[0].rows, zip(parts[1].rows, parts[2].rows)) {
          for column in whole.cells.indices.suffix(2) {
            let cells = [above, below].map { $0.cells[column] }
            let sum = cells.compactMap(\.number).reduce(FixedPoint(0), +)
            #expect(whole.cells[column].number ?? FixedPoint(0) == sum, "\(keys) \(power)")
            #expect(cells.allSatisfy { ($0 == .missing) == (whole.cells[column] == .missing) })
          }
        }
        #expect(parts.allSatisfy { $0.rows.count == parts[0].rows.count && !$0.rows.isEmpty })
      }
    }
  }

  /// Of an even number of half-hours the median lies half-way, to the last digit.
  @Test func theMedianIsExact() throws {
    let home = try oneMeter(["0.000001", "0.000004", "3", nil, "0"], from: "2024-01-10T12:00")
    #expect(try ask("usage with spread, power", home).lines == ["3.000005,0,0.0000025,3,1.5000025"])
    #expect(
      try ask("usage by halfhour where time 13:00-15:00 with spread, power", home).lines
        .filter { !$0.hasSuffix(",,,,,") } == ["13:00,3,3,3,3,6", "14:00,0,0,0,0,0"])
  }

  /// Two meters are one home: half-hours that one of them lacks say nothing about it.
  @Test func metersAreAddedUp() throws {
    var home = try oneMeter(["1", "2", "3"], from: "2024-01-10T12:00")
    let other = home.addMeter("1900000000002")
    home.store([500_000, nil, 700_000], from: try halfHour("2024-01-10T12:00"), of: other)
    #expect(
      try ask("usage from 2024-01-10 12:00 to 2024-01-10 13:30 with spread, power", home).lines
        == ["7.2,1.5,2.6,3.7,5.2"])
    #expect(
      try ask("usage by meter with spread", home).lines
        == ["1900000000001,6,1,2,3", "1900000000002,1.2,0.5,0.6,0.7"])
  }

  @Test func refusals() throws {
    var home = try oneMeter(["1"], from: "2024-01-10T12:00", [tariff("in", PowerPartTests.flat)])
    let gas = home.addMeter("3900001", .gas, unit: .m3)
    home.store([1_000_000], from: try halfHour("2024-01-10T12:00"), of: gas)
    #expect(
      refusal("cost above 300W with standing", home)
        == "a standing charge can't be combined with 'above'")
    #expect(
      refusal("usage below 300W where usage > 1", home)
        == "'below' counts parts of half-hours, so it can't be combined with a condition on usage")
    for part in ["above 1kW", "with power"] {
      #expect(
        refusal("usage gas \(part)", home)
          == "without a calorific value gas is in m³, which has no power; see 'help set'")
    }
    #expect(try ask("cost above 300W where rate < 30p and weekday", home).lines == ["0.85,0.17"])
  }

  /// A mean of rows needs all of them.
  @Test func meansOfRows() throws {
    let home = try oneMeter(["1", "2", nil, "4", "5", "7"], from: "2024-01-10T12:00")
    let query = "usage from 2024-01-10 12:00 to 2024-01-10 15:00 by slot with rolling"
    func means(_ count: String) throws -> [String] {
      try ask("\(query) \(count)", home).rows.map { $0.cells[2].csv }
    }
    #expect(try means("1") == ["1", "2", "", "4", "5", "7"])
    #expect(try means("2") == ["", "1.5", "", "", "4.5", "6"])
    #expect(try means("3") == ["", "", "", "", "", "5.33333333"])
    for count in 1...2 { #expect(try ask("\(query) \(count)", home).totalLine == ",19,") }
  }
}
