import EnergyModel
import OctopusAPI
import TestSupport

/// The program with a cache of its own, beside an Octopus on this machine.
struct FetchingHome {
  static let number = "1000000000017"
  static let serial = "00A0000001"
  static let meter = "\(number)/\(serial)"

  let octowatt: Program
  let octopus: FakeOctopus

  /// With `key` as the environment's.
  init(
    _ contents: FakeOctopus.Contents = FakeOctopus.Contents(), key: String? = FakeOctopus.key
  ) throws {
    octopus = try FakeOctopus(contents)
    octowatt = try Program(key.map { ["OCTOPUS_API_KEY": $0] } ?? [:])
  }

  /// With a meter of import, in the cache and at Octopus, that has these readings.
  init(readings: [FakeReading], key: String? = FakeOctopus.key) throws {
    var contents = FakeOctopus.Contents()
    contents.readings[FetchingHome.meter] = readings
    try self.init(contents, key: key)
    try addMeter()
  }

  /// With a tariff at Octopus whose list of unit rates is `rates`, and of standing charges `charges`.
  init(
    _ code: String, product: String, _ rates: [FakePrice], charges: [FakePrice] = []
  ) throws {
    var contents = FakeOctopus.Contents()
    contents.prices["\(product)/\(code)/standard-unit-rates"] = rates
    contents.prices["\(product)/\(code)/standing-charges"] = charges
    try self.init(contents)
  }

  func addMeter(_ number: String = number, _ serial: String = serial, _ rest: String = "as import")
    throws
  {
    let outcome = try octowatt("add meter \(number) serial \(serial) \(rest)")
    guard outcome.status == 0 else { throw ProgramError(outcome.errors) }
  }

  /// Runs statements as if `today` began just now.
  func callAsFunction(
    _ statement: String, today: String = "2023-08-01"
  ) throws -> ProcessOutcome {
    try octowatt("--api-base", octopus.base, "--today", today, "-c", statement)
  }

  /// `2023-07-01 00:00:00|0.25` for each reading of a meter, in UTC and in order.
  func readings(of serial: String = serial) throws -> [String] {
    try CacheFile(octowatt.cachePath).rows(
      """
      SELECT datetime(starts_at, 'unixepoch'), quantity FROM reading
      WHERE serial = '\(serial)' ORDER BY 1
      """)
  }

  /// Rows of a query on the cache.
  func rows(_ sql: String) throws -> [String] { try CacheFile(octowatt.cachePath).rows(sql) }
}

/// `0.001`, `0.002` and so on: as many different values as that.
func values(_ count: Int) -> [String] {
  (1...count).map { FixedPoint(Int128($0), scale: 3).text }
}
