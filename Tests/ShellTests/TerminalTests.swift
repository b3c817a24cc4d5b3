import Foundation
import TestSupport
import Testing

/// The prompt, as a person at a terminal meets it.
@Suite struct TerminalTests {
  private let octowatt: Program
  private let prompt = "octowatt> "

  init() throws { octowatt = try Program() }

  /// Types a line; what the program answers, up to the next prompt.
  private func answer(_ line: String, _ terminal: PseudoTerminal) throws -> String {
    try terminal.send(line + "\r")
    try terminal.expect("\r\n")
    return String(withoutPasteMarks(try terminal.expect(prompt)).dropLast(prompt.count))
  }

  /// Readline tells the terminal when text may be pasted.
  private func withoutPasteMarks(_ text: String) -> String {
    text.replacing("\u{1B}[?2004h", with: "").replacing("\u{1B}[?2004l\r", with: "")
  }

  @Test func fromAnEmptyCacheToTheSampleQuery() throws {
    let terminal = try octowatt.terminal()
    try terminal.expect(prompt)
    let home = Program.root + "/examples/home"
    let config = try answer("import \(home)/config.json", terminal)
    #expect(config.contains("meters 2 new, 0 same, 0 revised; tariffs 2 new"))
    let cache = try answer("import \(home)/1*.json", terminal)
    #expect(cache.contains("imported 4 of 4 files: readings 4033 new"))
    let query = "cost import from 2023-07-01 to 2023-08-01 by halfhour"
    let lines = try answer(query, terminal).components(separatedBy: "\r\n")
    let rows = lines.filter { $0.contains(#/^\d\d:[03]0 +[0-9.]+ +[0-9.]+$/#) }
    #expect(rows.count == 48)
    #expect(rows.first?.hasPrefix("00:00 ") == true && rows.last?.hasPrefix("23:30 ") == true)
    #expect(rows.first?.hasSuffix(" 1.2217") == true)
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
  }

  /// A statement that was copied with the prompt before it; it stands once more above its answer.
  @Test func aPromptInAStatementIsNoPartOfIt() throws {
    let terminal = try octowatt.terminal()
    try terminal.expect(prompt)
    #expect(try answer(prompt + "help limit", terminal).contains("limit N\r\n"))
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
    let history = try String(contentsOfFile: octowatt.historyPath, encoding: .utf8)
    #expect(history.contains("\nhelp limit\n") && !history.contains(prompt))
  }

  @Test func caretsStandUnderTheWord() throws {
    var octowatt = octowatt
    octowatt.environment["NO_COLOR"] = "1"
    let terminal = try octowatt.terminal()
    try terminal.expect(prompt)
    let margin = String(repeating: " ", count: prompt.count)
    #expect(
      try answer("cost imoprt 2023-07 by halfour", terminal).components(separatedBy: "\r\n") == [
        margin + "     ^^^^^^ unknown word 'imoprt'. Did you mean 'import'?",
        margin + "                       ^^^^^^^ unknown key 'halfour'. Did you mean 'halfhour'?",
        "",
      ])
    #expect(
      try answer("usage meter 'café £' x", terminal)
        == margin + "                     ^ unknown word 'x'; see 'help usage'\r\n")
  }

  @Test func errorsAreRedUnlessColoursAreUnwanted() throws {
    let red = "\u{1B}[31m^^^^^^^^^^ unknown word 'frobnicate'"
    let colourful = try octowatt.terminal()
    try colourful.expect(prompt)
    #expect(try answer("frobnicate", colourful).contains(red))
    let plain = try octowatt.terminal("--color", "never")
    try plain.expect(prompt)
    #expect(try answer("frobnicate", plain).contains("          ^^^^^^^^^^ unknown word"))
  }

  @Test func controlCDropsTheLineAndTheShellLivesOn() throws {
    let terminal = try octowatt.terminal()
    try terminal.expect(prompt)
    for _ in 0..<4 {
      try terminal.send("frobnicate all of it")
      try terminal.expect("all of it")
      try terminal.send("\u{3}")
      try terminal.expect(prompt)
      try terminal.send("\u{3}")
      try terminal.expect(prompt)
    }
    try terminal.send("usage import,\r")
    try terminal.expect("     ...> ")
    try terminal.send("exprot\u{3}")
    try terminal.expect(prompt)
    #expect(try answer("help limit", terminal).hasPrefix("limit N\r\n"))
    #expect(!terminal.transcript.contains("unknown"))
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test(arguments: ["\u{4}", "quit\r", "exit\r", "QUIT;\r"])
  func leaving(keys: String) throws {
    let terminal = try octowatt.terminal()
    try terminal.expect(prompt)
    // What went wrong before does not count.
    #expect(try answer("frobnicate", terminal).contains("unknown word"))
    try terminal.send(keys)
    #expect(try terminal.waitForExit() == 0)
    #expect(withoutPasteMarks(terminal.transcript).hasSuffix("\r\n"))
  }

  @Test func openStatementsGetAPromptOfTheirOwn() throws {
    let terminal = try octowatt.terminal()
    try terminal.expect(prompt)
    for opening in ["usage import,", "usage (", "usage \\"] {
      try terminal.send(opening + "\r")
      try terminal.expect("     ...> ")
      try terminal.send("\u{3}")
      try terminal.expect(prompt)
    }
    try terminal.send("help \\\r")
    try terminal.expect("     ...> ")
    #expect(try answer("limit", terminal).hasPrefix("limit N\r\n"))
    try terminal.send("usage import,\r")
    try terminal.expect("     ...> ")
    let error = try answer("exprot", terminal)
    #expect(error.hasPrefix("exprot\r\n") && error.contains("unknown flow 'exprot'"))
    // Without an open end a statement is over with its line, and an empty line is none.
    #expect(try answer("", terminal).isEmpty)
  }

  @Test func aDumbTerminalGetsNoEscapes() throws {
    var octowatt = octowatt
    octowatt.environment["TERM"] = "dumb"
    let terminal = try octowatt.terminal()
    try terminal.expect(prompt)
    #expect(try answer("frobnicate", terminal).contains("          ^^^^^^^^^^ unknown word"))
    _ = try answer("usage", terminal)
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
    #expect(!terminal.transcript.contains("\u{1B}"))
  }

  @Test func aNarrowTerminalIsNotOverrun() throws {
    try octowatt.importExamples()
    var octowatt = octowatt
    octowatt.environment["NO_COLOR"] = "1"
    let terminal = try octowatt.terminal("--today", "2023-11-02", columns: 40)
    try terminal.expect(prompt)
    let lines = try answer("cost all by week", terminal).components(separatedBy: "\r\n")
    let table = lines.prefix { !$0.hasPrefix("from ") }
    #expect(table.count == 23)
    for line in table { #expect(line.count <= 40, "\(line)") }
    // What two meters have in common is said below, and so is what to do about them.
    let status = try answer("status", terminal)
    #expect(status.contains("house  import    3,939  flux_import_202…\r\n"))
    #expect(status.contains("\nhouse: gaps; see: gaps meter house\r\n"))
    #expect(status.contains("in every row: first 2023-07-01, last\r\n2023-11-01, unpriced 0, "))
    for line in status.components(separatedBy: "\r\n") { #expect(line.count <= 40, "\(line)") }
    // What can't be made to fit has a line a value, and says why.
    let net = try answer("net 2023-07 by week", terminal)
    #expect(net.contains("import kWh      = 31.739\r\n"))
    #expect(net.contains("too wide for 40 columns: shown as one\r\nvalue a line\r\n"))
  }

  @Test(arguments: ["C.UTF-8", nil])
  func textBeyondASCIICanBeTyped(locale: String?) throws {
    var octowatt = octowatt
    octowatt.environment["LANG"] = locale
    let terminal = try octowatt.terminal("--color", "never")
    try terminal.expect(prompt)
    // The backspace takes away one letter of two bytes.
    let answer = try answer("usage meter 'café £é\u{7F}'", terminal)
    #expect(answer.contains("            ^^^^^^^^ unknown meter 'café £'"), "\(answer)")
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
    let history = try String(contentsOfFile: octowatt.historyPath, encoding: .utf8)
    #expect(history.hasSuffix("usage meter 'café £'\n"))
  }

  @Test func quietHasNoGreeting() throws {
    let terminal = try octowatt.terminal("--quiet", "--color", "never")
    try terminal.expect(prompt)
    #expect(!terminal.transcript.contains("ask your meter"))
    #expect(try answer("usage", terminal).hasPrefix("usage kWh\r\n"))
    #expect(!terminal.transcript.contains("note:"))
  }
}
