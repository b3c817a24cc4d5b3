import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// The made-up home of three years that `Fixtures/make_projected.py` has too: import with a meter that
/// was exchanged and one with a tariff that ends, export, and gas in m³; seasons, weekends and gaps; half-hourly
/// rates that are known for a day.
func projectedHome() throws -> MemoryHome {
  var home = MemoryHome()
  func read(
    _ meter: Meter, from start: String, to end: String, _ value: (Int) -> Int?
  ) throws {
    let start = try halfHour(start)
    home.store(
      try (start..<halfHour(end)).map { value($0).map { Int64($0) } }, from: start, of: meter)
  }
  func season(_ n: Int) -> Int { abs((n / 48 + 10) % 365 - 182) }
  let gap = try halfHour("2023-01-05T07:00")..<halfHour("2023-02-12T15:30")
  func house(_ n: Int) -> Int? {
    guard n % 2003 != 11, !gap.contains(n) else { return nil }
    let weekend = (n / 48 + 3) % 7 > 4 ? 100_000 : 0
    return (50 + 4 * season(n)) * ((n * n * 37 + n * 1009) % 1201) + weekend + n % 7
  }
  let first = home.addMeter("1900000000001", .import, serial: "S1", alias: "house")
  let second = home.addMeter("1900000000001", .import, serial: "S2")
  let garage = home.addMeter("1900000000002", .import, alias: "garage")
  let roof = home.addMeter("1900000000003", .export, alias: "roof")
  try read(first, from: "2021-11-15T10:00", to: "2023-08-03T09:00", house)
  try read(second, from: "2023-08-03T11:00", to: "2024-11-20T23:00", house)
  try read(garage, from: "2023-05-05T14:00", to: "2024-11-20T23:00") { n in
    n % 3001 == 7 ? nil : (n * n * 13 + 5 * n) % 701 * 100
  }
  try read(roof, from: "2022-06-01T00:00", to: "2024-11-19T12:00") { n in
    guard n % 4001 != 3 else { return nil }
    return (14..<38).contains(n % 48) ? (183 - season(n)) * (n * n * 11 % 503) * 10 : 0
  }
  let boiler = home.addMeter("3900000004", .gas, unit: .m3, alias: "boiler")
  try read(boiler, from: "2023-01-09T00:00", to: "2024-11-20T23:00") { n in
    n % 2501 == 5 ? nil : (20 + season(n)) * ((n * n * 7 + n) % 101)
  }
  home.add([
    CalorificValue(from: try day("2022-01-01"), value: 39_500_000),
    CalorificValue(from: try day("2024-10-31"), value: 38_900_000),
  ])
  home.add(try tariff("heat", ["00:00-24:00": "6.21"], unit: .gasImportingKWh))
  try addTariffs(to: &home, house: first, garage, roof)
  return home
}

private func addTariffs(
  to home: inout MemoryHome, house: Meter, _ garage: Meter, _ roof: Meter
) throws {
  var early = try tariff(
    "early",
    [
      "00:00-07:00": "12.345678", "07:00-16:00": "30.72", "16:00-19:00": "43.008",
      "19:00-24:00": "30.72",
    ])
  early.standingCharge = Rate(micropence: 60_100_000)
  var flat = try tariff("flat", ["00:00-24:00": "25"])
  flat.standingCharge = Rate(micropence: 20_000_000)
  let agile = Tariff(
    name: "agile", unit: .electricityImportingKWh, kind: .dated,
    standingCharge: Rate(micropence: 60_100_000), vat: .included)
  for tariff in [
    early, flat, agile, try tariff("out", ["00:00-24:00": "15"], unit: .electricityExportingKWh),
  ] { home.add(tariff) }
  home.add(
    try (halfHour("2024-08-31T23:00")..<halfHour("2024-11-21T23:00")).map { n in
      DatedRate(
        validFrom: Instant(halfHour: n), validTo: Instant(halfHour: n + 1), paymentMethod: nil,
        excludingVAT: nil,
        includingVAT: Rate(micropence: Int64(15_000_000 + (n * n * 13 + n * 7) % 20_000_001)))
    }, .unit, to: "agile")
  home.assign("early", to: house, from: try day("2021-11-01"), until: try day("2024-09-01"))
  home.assign("agile", to: house, from: try day("2024-09-01"))
  home.assign("flat", to: garage, from: try day("2023-05-01"), until: try day("2024-11-25"))
  home.assign("out", to: roof, from: try day("2022-06-01"))
}
