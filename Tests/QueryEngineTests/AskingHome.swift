import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// The made-up home of three years that `Fixtures/make_asking.py` has too: two meters of import and one
/// of export, gaps, and tariffs that change.
func askingHome() throws -> MemoryHome {
  var home = MemoryHome()
  let end = try halfHour("2024-11-20T23:00")
  func read(
    _ number: String, _ flow: Flow, _ alias: String, from utc: String, _ value: (Int) -> Int?
  ) throws -> Meter {
    let meter = home.addMeter(number, flow, alias: alias)
    let start = try halfHour(utc)
    home.store((start..<end).map { value($0).map { Int64($0) } }, from: start, of: meter)
    return meter
  }
  let gaps = [
    try halfHour("2023-02-10T07:00")..<halfHour("2023-02-12T15:30"),
    try halfHour("2024-07-05T09:00")..<halfHour("2024-07-05T10:00"),
  ]
  let house = try read("1900000000001", .import, "house", from: "2021-11-15T10:00") { n in
    guard n % 2003 != 11, !gaps.contains(where: { $0.contains(n) }) else { return nil }
    return ((n * n * 37 + n * 1009) % 1201 + (n % 5 == 0 ? 1500 * (n % 3) : 0)) * 1000 + n % 7
  }
  let garage = try read("1900000000002", .import, "garage", from: "2023-05-05T14:00") { n in
    n % 3001 == 7 ? nil : (n * n * 13 + 5 * n) % 701 * 1000
  }
  let roof = try read("1900000000003", .export, "roof", from: "2022-06-01T00:00") { n in
    n % 4001 == 3 ? nil : (14..<38).contains(n % 48) ? n * n * 11 % 503 * 1000 : 0
  }
  var early = try tariff(
    "early",
    [
      "00:00-07:00": "12.345678", "07:00-16:00": "30.72", "16:00-19:00": "43.008",
      "19:00-24:00": "30.72",
    ])
  early.standingCharge = Rate(micropence: 47_930_000)
  var late = try tariff(
    "late", ["00:00-00:30": "28.123456", "00:30-04:30": "9.5", "04:30-24:00": "28.123456"])
  late.standingCharge = Rate(micropence: 60_100_000)
  for tariff in [
    early, late, try tariff("out", ["00:00-24:00": "15"], unit: .electricityExportingKWh),
  ] { home.add(tariff) }
  home.assign("early", to: house, from: try day("2022-01-01"), until: try day("2023-07-01"))
  home.assign("late", to: house, from: try day("2023-07-01"))
  home.assign("late", to: garage, from: try day("2023-05-01"))
  home.assign("out", to: roof, from: try day("2022-06-01"))
  return home
}
