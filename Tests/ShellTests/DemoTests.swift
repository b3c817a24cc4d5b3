import TestSupport
import Testing

/// The made-up home that shows a newcomer what there is, and touches nothing.
@Suite struct DemoTests {
  private let octowatt: Program

  init() throws { octowatt = try Program() }

  /// July's figures are those of `Fixtures/example-home.json`, which a Python script computed.
  @Test func itShowsAMonthABillAndAComparison() throws {
    let outcome = try octowatt("demo", in: octowatt.folder.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    let statements = ["cost import, export 2023-07 by week", "bill 2023-07", "compare 2023-07"]
    #expect(lines.filter(statements.contains) == statements)
    #expect(lines.contains { $0.hasPrefix("total import") && $0.hasSuffix("114.74") })
    #expect(!outcome.errors.contains("^"))
    #expect(!octowatt.hasCache)
  }

  @Test func aTerminalGoesOnWithIt() throws {
    let terminal = try octowatt.terminal("demo")
    _ = try terminal.expect("octowatt> ")
    try terminal.send("usage import 2023-07 as csv\r")
    _ = try terminal.expect("495.601")
    // The script's echo has ended with it: the statement stands there once, as it was typed.
    let rest = try terminal.expect("octowatt> ")
    #expect(!rest.contains("usage import"))
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
    #expect(!octowatt.hasCache)
  }

  /// Nothing is written over the user's own cache, though the demo does not use it.
  @Test func theOwnCacheStaysReserved() throws {
    try octowatt.importExamples()
    let before = try octowatt.dump()
    let outcome = try octowatt("-c", "demo", "-c", "cost as csv into! \(octowatt.cachePath)")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("it is the open cache"), "\(outcome.errors)")
    #expect(try octowatt.dump() == before)
  }

  /// A program that was moved away from its files says where they belong.
  @Test func itSaysWhereItsFilesBelong() throws {
    let copy = octowatt.folder.path(of: "bin/octowatt")
    let outcome = try octowatt.bash(
      "mkdir -p '\(octowatt.folder.path)/bin' && cp $octowatt '\(copy)' && '\(copy)' demo")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("the files of the demo are not beside the program"))
    #expect(outcome.errors.contains("\(octowatt.folder.path)/share/octowatt"), "\(outcome.errors)")
  }

  /// An installed program finds them in `share/octowatt` beside its `bin`.
  @Test func anInstalledProgramHasThem() throws {
    let outcome = try octowatt.bash(
      """
      cd '\(octowatt.folder.path)' && mkdir -p usr/bin usr/share/octowatt && cp $octowatt usr/bin \
      && cp -R '\(Program.root)/examples' '\(Program.root)/configs' usr/share/octowatt \
      && usr/bin/octowatt --quiet demo
      """)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("cost import, export 2023-07 by week\n"))
  }
}
