import EnergyModel
import Interchange
import Testing

private func warning(_ line: Int, _ text: String) -> ImportNote {
  ImportNote(line: line, text: text, isWarning: true)
}

/// A download of half-hours one after another.
private func download(_ values: [String], unit: String = "kWh") -> String {
  let rows = values.enumerated().map { index, value in
    let start = ClockZone.utcStamp(Instant(halfHour: 900_000 + index))
    let end = ClockZone.utcStamp(Instant(halfHour: 900_001 + index))
    return "\n\(value), \(start)Z, \(end)Z"
  }
  return "Consumption (\(unit)), Start, End" + rows.joined()
}

struct UnitGuardTests {
  // MARK: Readings

  private static let usual = "typical values are 0 to 12 kWh, and at most 50 kWh"
  private static let most =
    "in half an hour, and most half-hours are over 20 kWh: looks like Wh given as kWh"

  @Test(arguments: [
    // A car charger of 22 kW all night, and a boiler of 40 kW.
    (["11.5", "12", "11.9"], nil), (["20", "20", "0"], nil), (["0.2", "50"], nil), ([], nil),
    (["21", "25", "0.3", "0.1"], nil), (["0", "0"], nil),
    (
      ["0.2", "51.5", "320"],
      warning(3, "51.5 kWh in half an hour looks like Wh given as kWh; \(usual)")
    ),
    (["0", "0", "5", "25", "31"], warning(5, "25 kWh \(most); \(usual)")),
  ])
  func readings(_ values: [String], _ note: ImportNote?) throws {
    #expect(try readCSV(download(values)).notes == [note].compactMap(\.self))
  }

  @Test func cubicMetresAreLeftAlone() throws {
    #expect(try readCSV(download(["320"], unit: "m³")).notes == [])
  }

  @Test func lineIsTheFirstOfTheFileAlsoOutOfOrder() throws {
    let contents = try read(
      line("60", from: "2023-07-02T00:00:00Z", to: "2023-07-02T00:30:00Z"),
      line("70", from: "2023-07-01T00:00:00Z", to: "2023-07-01T00:30:00Z"),
      line(
        "80", from: "2023-07-01T00:00:00Z", to: "2023-07-01T00:30:00Z",
        more: #", "mpan": "1098765432109", "serial": "B""#))
    #expect(
      contents.notes == [
        warning(1, "60 kWh in half an hour looks like Wh given as kWh; \(Self.usual)")
      ])
    #expect(try read(line("0.5")).notes == [])
  }

  // MARK: Prices of a configuration

  @Test(arguments: [
    (#""default_rate": 3"#, nil), (#""default_rate": -3"#, nil), (#""default_rate": 0.005"#, nil),
    (#""default_rate": 0, "standing_charge": 0"#, nil),
    (#""default_rate": 0.3, "standing_charge": 5"#, nil),
    (#""default_rate": 0.3, "standing_charge": 0.05"#, nil),
    (#""currency": "SEK", "default_rate": 3.5"#, nil),
    (
      #""default_rate": 30.72"#,
      "default_rate is 3072 p per kWh, which looks like pence given as pounds; "
        + "typical values are 1 to 100 p per kWh"
    ),
    (
      #""default_rate": -0.004"#,
      "default_rate is -0.4 p per kWh, which looks a hundred times too small; "
        + "typical values are 1 to 100 p per kWh"
    ),
    (
      #""default_rate": 0.3, "standing_charge": 47.85"#,
      "standing_charge is 4785 p a day, which looks like pence given as pounds; "
        + "typical values are 5 to 150 p a day"
    ),
    (
      #""default_rate": 0.3, "standing_charge": 0.0048"#,
      "standing_charge is 0.48 p a day, which looks a hundred times too small; "
        + "typical values are 5 to 150 p a day"
    ),
  ])
  func configuredPrices(_ fields: String, _ text: String?) throws {
    let contents = try configuration(
      "{\"tariffs\": {\"t\":\n{\"unit\": \"electricity_importing_kwh\", \(fields)}}}")
    #expect(contents.notes == [text].compactMap { $0.map { warning(2, "tariff 't': " + $0) } })
  }

  @Test func oneWarningOfAKindIsEnough() throws {
    let contents = try configuration(
      """
      {"tariffs": {
      "a": {"unit": "gas_importing_kwh", "rates": [
      {"interval_start": "00:00", "interval_end": "12:00", "rate": 7.5},
      {"interval_start": "12:00", "interval_end": "24:00", "rate": 8.5}]},
      "b": {"unit": "gas_importing_kwh", "default_rate": 9,
      "standing_charge": 30}}}
      """)
    #expect(contents.notes.map(\.line) == [3, 6])
  }

  // MARK: Prices of a rates file

  @Test(arguments: [
    (PriceKind.unit, ["0.5", "300"], nil), (.unit, ["0.3", "20", "0"], nil),
    (.unit, ["0.4", "20"], nil), (.unit, ["0", "0"], nil), (.unit, ["900", "20"], nil),
    (.standing, ["2"], nil), (.standing, ["500"], nil), (.standing, ["0"], nil),
    (
      .unit, ["20", "-0.3", "0.2"],
      warning(
        3,
        "the price is -0.3 p per kWh, which looks like pounds given as pence; "
          + "typical values are 1 to 100 p per kWh")
    ),
    (
      .unit, ["2472.1", "0"],
      warning(
        2,
        "the price is 2472.1 p per kWh, which looks a hundred times too large; "
          + "typical values are 1 to 100 p per kWh")
    ),
    (
      .standing, ["0.55"],
      warning(
        2,
        "the price is 0.55 p a day, which looks like pounds given as pence; "
          + "typical values are 5 to 150 p a day")
    ),
    (
      .standing, ["5223"],
      warning(
        2,
        "the price is 5223 p a day, which looks a hundred times too large; "
          + "typical values are 5 to 150 p a day")
    ),
  ])
  func filedPrices(_ kind: PriceKind, _ prices: [String], _ note: ImportNote?) throws {
    let rows = prices.enumerated().map { row($1, from: $0, to: $0 + 1) }
    let contents = try rates("[\n" + rows.joined(separator: ",\n") + "]", kind: kind)
    #expect(contents.notes == [note].compactMap(\.self))
  }
}
