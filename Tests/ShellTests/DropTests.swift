import Shell
import TestSupport
import Testing

/// `drop`: what goes, what stays, and who is asked.
@Suite struct DropTests {
  private let octowatt: Program

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
  }

  private func cache() throws -> CacheFile { try CacheFile(octowatt.cachePath) }

  private func count(_ table: String) throws -> String {
    try cache().rows("SELECT COUNT(*) FROM \(table)")[0]
  }

  @Test func withoutATerminalItNeedsYes() throws {
    let before = try octowatt.dump()
    let refused = try octowatt("drop", "tariff", "flux_import_2023-07")
    #expect(refused.status == 1 && refused.output.isEmpty)
    #expect(
      refused.errors == "error: cannot ask whether to drop flux_import_2023-07 with "
        + "5 rates, 1 standing charge (no terminal); to do it, run octowatt with --yes\n")
    #expect(try octowatt.dump() == before)
    let done = try octowatt("--yes", "drop", "tariff", "flux_import_2023-07")
    #expect(done.status == 0 && done.errors == "dropped flux_import_2023-07\n")
    #expect(try cache().rows("SELECT name FROM tariff") == ["flux_export_2023-07"])
    #expect(try count("tariff_band") == "5")
  }

  /// The readings of the other meter stay, and so does every tariff.
  @Test func aMeterGoesWithItsReadings() throws {
    let assigned = try octowatt("assign flux_import_2023-07 to house from 2023-07-01")
    #expect(assigned.status == 0)
    // 1488 half-hours in July and 527 from 2023-10-22 to 2023-11-02, as the example's maker says.
    let refused = try octowatt("drop meter 1000000000017")
    #expect(
      refused.errors.contains("drop house with 1 meter, 2,015 readings, 1 agreement (no terminal);")
    )
    let others = "SELECT COUNT(*) FROM reading WHERE number = '1000000000025'"
    let before = try cache().rows(others)
    #expect(try octowatt("--yes", "drop meter HOUSE").errors == "dropped house\n")
    #expect(try cache().rows("SELECT number FROM meter_point") == ["1000000000025"])
    #expect(try cache().rows(others) == before && before == ["2018"])
    #expect(try count("reading") == "2018")
    #expect(try count("agreement") == "0" && count("tariff") == "2")
    #expect(try cache().integrity == "ok")
    #expect(try cache().rows("PRAGMA foreign_key_check").isEmpty)
  }

  @Test func datedRatesGoWithTheirTariff() throws {
    let file = try octowatt.folder.write(
      """
      value_inc_vat,valid_from,valid_to
      20,2023-07-01T00:00:00Z,2023-07-02T00:00:00Z
      30,2023-07-02T00:00:00Z,
      """, to: "rates.csv")
    let made = try octowatt(
      "-c", "import \(file) for t as import", "-c", "import standing \(file) for t")
    #expect(made.status == 0)
    #expect(try count("rate") == "4")
    #expect(
      try octowatt("drop tariff t").errors.contains(
        "with 2 rates, 2 standing charges (no terminal);"))
    #expect(try octowatt("--yes", "--quiet", "drop tariff T").errors.isEmpty)
    #expect(try count("rate") == "0")
  }

  @Test(arguments: [("y", true), ("YES", true), ("n", false), ("", false), ("drop", false)])
  func aPersonIsAskedAtThePrompt(answer: String, isDropped: Bool) throws {
    let terminal = try octowatt.terminal()
    try terminal.expect("octowatt> ")
    try terminal.send("assign flux_import_2023-07 to house from 2023-07-01\r")
    try terminal.expect("octowatt> ")
    try terminal.send("drop tariff flux_import_2023-07\r")
    try terminal.expect("note: flux_import_2023-07 prices house from 2023-07-01")
    try terminal.expect("with 5 rates, 1 standing charge, 1 agreement? [y/N] ")
    try terminal.send(answer + "\r")
    try terminal.expect(isDropped ? "dropped flux_import_2023-07" : "nothing was dropped")
    try terminal.expect("octowatt> ")
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
    #expect(try count("tariff") == (isDropped ? "1" : "2"))
  }

  /// Ctrl-C at the question is no answer, and the shell goes on.
  @Test func interruptingTheQuestionDropsNothing() throws {
    let terminal = try octowatt.terminal()
    try terminal.expect("octowatt> ")
    try terminal.send("drop meter house\r")
    try terminal.expect("? [y/N] ")
    try terminal.send("y\u{3}")
    try terminal.expect("nothing was dropped")
    try terminal.expect("octowatt> ")
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
    #expect(try count("meter_point") == "2")
  }

  /// One statement on the command line of a person is asked about too.
  @Test(arguments: [("y\r", "1"), ("\r", "2"), ("\u{4}", "2")])
  func aPersonIsAskedBehindOneStatement(answer: String, left: String) throws {
    let terminal = try octowatt.terminal("drop meter house")
    try terminal.expect("drop house with 1 meter, 2,015 readings? [y/N] ")
    try terminal.send(answer)
    #expect(try terminal.waitForExit() == 0)
    #expect(try count("meter_point") == left)
  }

  @Test func yesAnswersAtATerminalToo() throws {
    let terminal = try octowatt.terminal("--yes", "drop meter house")
    #expect(try terminal.waitForExit() == 0)
    #expect(!terminal.transcript.contains("[y/N]"))
    #expect(try count("meter_point") == "1")
  }
}
