import TestSupport
import Testing

/// The Tab key, as a person at a terminal sees what it does.
@Suite struct TabTests {
  private let prompter: Prompter

  init() throws { prompter = try Prompter() }

  /// What becomes of a line when Tab has only one way to go on.
  @Test(
    arguments: [
      ("cos", "cost"), ("cost imp", "cost import"), ("cost import by halfh", "halfhour"),
      ("cost on flux_i", "cost on flux_import_2023-07"), ("usage meter h", "usage meter house"),
      ("cost 2023-0", "cost 2023-0"), ("cost from 2023-12", "cost from 2023-12"),
      (".high", ".highlight"), (".mode js", ".mode json"), ("show tar", "show tariffs"),
      ("import examples/home/con", "import examples/home/config.json"),
      ("import 'examples/home/con", "import 'examples/home/config.json'"),
      ("import exam", "import examples/"), ("run examples/jul", "run examples/july.octowatt"),
      ("COST IMP", "COST import"),
    ])
  func goesOn(typed: String, expected: String) throws {
    let terminal = try prompter.start()
    try terminal.send(typed + "\t")
    try terminal.waitForScreen(expected) { $0.cursorLine.hasSuffix(expected) }
  }

  @Test func aSpaceFollowsAWordThatIsWhole() throws {
    let terminal = try prompter.start()
    try terminal.send("cos\timp\t2023-07 by mon\tas cs\t\r")
    try terminal.waitForScreen("answer") {
      $0.lines.contains { $0.hasPrefix("2023-07,495.601,114.73") }
    }
  }

  @Test func candidatesSayWhatTheyAre() throws {
    let terminal = try prompter.start()
    try terminal.send("cost using ")
    try terminal.send("\t")
    try terminal.waitForLast(
      "octowatt> cost using",
      "exact  unrounded kWh times the rate with VAT; rounded only for display",
      "guide  each half-hour's kWh rounded half-even to 0.01 first",
      "bill   without VAT, rounded to pence where a bill is",
      "octowatt> cost using")
    // The line is whole, and in colours again.
    try terminal.waitForScreen("colours") { $0.style(of: "using") == "36" }
    try terminal.send("g\t2023-07 as csv\r")
    try terminal.waitForScreen("answer") { $0.lines.contains("usage_kwh,cost_gbp") }
  }

  @Test func aNarrowTerminalIsNotOverrun() throws {
    let terminal = try prompter.start(columns: 40)
    try terminal.send("cost 2023-07 using \t")
    try terminal.waitForLast(
      "exact  unrounded kWh times the rate wi…", "guide  each half-hour's kWh rounded ha…",
      "bill   without VAT, rounded to pence w…", "octowatt> cost 2023-07 using")
    // Below a line of two rows.
    try terminal.send("exact meter house by weekday with s\t")
    try terminal.waitForLast(
      "octowatt> cost 2023-07 using exact meter", " house by weekday with s",
      "standing  the standing charge, and the…", "share     the share of the period's to…",
      "spread    the smallest, the median and…", "supplier  the supplier's own cost from…",
      "spark     small bars: of a month its d…",
      "octowatt> cost 2023-07 using exact meter", " house by weekday with s")
  }

  @Test func manyCandidatesStandInColumns() throws {
    let terminal = try prompter.start(rows: 12)
    try terminal.send("\t")
    try terminal.waitForScreen("columns") { screen in
      screen.lines.contains { $0.hasPrefix("usage      cost       net ") }
        && screen.lines.last == "octowatt>"
    }
  }

  /// An answer to a question is no statement.
  @Test func questionsHaveNoCandidates() throws {
    let terminal = try prompter.start()
    try terminal.send("drop meter house\r")
    try terminal.waitForScreen("question") { $0.cursorLine.hasSuffix("? [y/N]") }
    try terminal.send("cost\t imp\t")
    try terminal.waitForScreen("what was typed") { $0.cursorLine.hasSuffix("[y/N] cost imp") }
    #expect(terminal.screen.style(of: "cost") == "")
    try terminal.send("\r")
    try terminal.waitForLast("octowatt>")
  }

  @Test func theSecondLineOfAStatementIsCompletedToo() throws {
    let terminal = try prompter.start()
    try terminal.send("usage import,\r")
    try terminal.waitForLast("     ...>")
    try terminal.send("ex\t2023-07 by mon\tas cs\t\r")
    try terminal.waitForLast(
      "flow,month,usage_kwh", "import,2023-07,495.601", "export,2023-07,382.581", "octowatt>")
  }
}
