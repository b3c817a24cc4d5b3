import TestSupport
import Testing

/// What `status` says of a home whose last half-hour ends at the start of 2 November 2023.
@Suite struct StatusTests {
  private let octowatt: Program

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
  }

  /// Stale is more than two days old.
  @Test(arguments: [
    ("2023-11-02", "gaps; see: gaps meter solar"), ("2023-11-04", "gaps; see: gaps meter solar"),
    ("2023-11-05", "stale for 3 days: import newer readings or add key"),
  ])
  func whenReadingsAreStale(today: String, advice: String) throws {
    let lines = try octowatt("--today", today, "status as csv").output.split(separator: "\n")
    #expect(lines.last?.hasPrefix("solar,export,") == true)
    #expect(lines.last?.hasSuffix(",flux_export_2023-07,,\(advice)") == true)
  }

  /// What is advised can be typed.
  @Test func theAdviceShowsTheGaps() throws {
    #expect(
      try octowatt("gaps meter solar as csv").output
        == "meter,flow,start,end,halfhours\n"
        + "solar,export,2023-08-01T00:00:00+01:00,2023-10-22T00:00:00+01:00,3936\n")
  }

  /// Prices that can't be read are not taken for none.
  @Test(arguments: ["status", "report 2023-07"])
  func damageIsSaid(statement: String) throws {
    let made = try octowatt(
      "-c", "import Tests/ShellTests/Fixtures/dated/agile.csv for agile as import",
      "-c", "assign agile to house from 2023-07-01")
    #expect(made.status == 0, "\(made.errors)")
    try CacheFile(octowatt.cachePath).execute(
      "UPDATE dated_rate SET valid_from = valid_from - 7200 WHERE id = 2")
    let outcome = try octowatt(statement)
    #expect(outcome.status == 1)
    let reason = "error: the cache is damaged: dated_rate "
    #expect(outcome.errors.hasPrefix(reason), "\(outcome.errors)")
  }
}
