import Foundation
import TestSupport
import Testing

/// One stream is a terminal and another a pipe or a file.
@Suite struct MixedTerminalTests {
  private let octowatt: Program

  init() throws { octowatt = try Program() }

  @Test func statementsFromAPipeHaveNoPrompt() throws {
    let terminal = try octowatt.bashTerminal("echo 'help limit' | \"$octowatt\"")
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.transcript.hasPrefix("limit N\r\n"))
    #expect(!terminal.transcript.contains("octowatt>"))
    #expect(!terminal.transcript.contains("\u{1B}"))
  }

  @Test func resultsIntoAPipeAreResultsAlone() throws {
    try octowatt.importExamples()
    let file = octowatt.folder.path(of: "out.csv")
    let terminal = try octowatt.bashTerminal(
      "\"$octowatt\" --format csv | cat > '\(file)'; exit ${PIPESTATUS[0]}")
    try terminal.expect("octowatt> ")
    try terminal.send("usage import 2023-07-04 by month\r")
    try terminal.expect("octowatt> ")
    try terminal.send("cost imoprt\r")
    try terminal.expect("unknown word 'imoprt'")
    try terminal.expect("octowatt> ")
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.wholeMatch(of: #/month,usage_kwh\n2023-07,[0-9.]+\n/#) != nil, "\(text)")
  }

  @Test func withoutATerminalToShowItThereIsNoPrompt() throws {
    let file = octowatt.folder.path(of: "out.txt")
    let errors = octowatt.folder.path(of: "errors.txt")
    let terminal = try octowatt.bashTerminal(
      "echo ready; \"$octowatt\" > '\(file)' 2> '\(errors)'")
    try terminal.expect("ready\r\n")
    try terminal.send("help limit\r\u{4}")
    #expect(try terminal.waitForExit() == 0)
    #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("limit N\n"))
    #expect(try String(contentsOfFile: errors, encoding: .utf8).isEmpty)
  }

  @Test func errorsIntoAFileHaveNoEscapes() throws {
    let file = octowatt.folder.path(of: "errors.txt")
    let terminal = try octowatt.bashTerminal("\"$octowatt\" frobnicate 2> '\(file)'")
    #expect(try terminal.waitForExit() == 1)
    #expect(
      try String(contentsOfFile: file, encoding: .utf8)
        == "frobnicate\n^^^^^^^^^^ unknown word 'frobnicate'; see 'help'\n")
  }

  /// A bar comes after half a second, which an import is made to take by a pipe whose writer waits
  /// that long once the import has opened it.
  @Test func aLongImportDrawsABarAtATerminalAlone() throws {
    let source = try octowatt.folder.write(ReadingLines.year, to: "year.json")
    let pipe = octowatt.folder.path(of: "1000000000017_A_2022-01-01_2023-01-01.json")
    func line(_ option: String = "", setting variable: String = "LINES=24") -> String {
      "rm -f '\(pipe)'; mkfifo '\(pipe)'; { sleep 0.7; cat '\(source)'; } > '\(pipe)' & "
        + "export \(variable); exec \"$octowatt\" --db :memory: \(option) import '\(pipe)' create meters"
    }
    let piped = try octowatt.bash(line())
    #expect(piped.status == 0)
    #expect(!piped.errors.contains("%") && !piped.errors.contains("\r") && !piped.hasEscapes)
    let terminal = try octowatt.bashTerminal(line())
    try terminal.expect("░ ")
    try terminal.expect("file 1 of 1")
    #expect(try terminal.waitForExit(timeout: .seconds(30)) == 0)
    // It is gone when the report stands there.
    let last = try #require(terminal.transcript.components(separatedBy: "\u{1B}[K").last)
    #expect(!last.contains("%") && last.contains("readings 17520 new"))
    let quiet = try octowatt.bashTerminal(line("--quiet"))
    #expect(try quiet.waitForExit(timeout: .seconds(30)) == 0)
    #expect(quiet.transcript.isEmpty)
    // Whoever wants no colours has a bar all the same; a terminal that knows no escapes has none.
    let plain = try octowatt.bashTerminal(line(setting: "NO_COLOR=1"))
    #expect(try plain.waitForExit(timeout: .seconds(30)) == 0)
    #expect(plain.transcript.contains("░ ") && plain.transcript.contains("\u{1B}[K"))
    #expect(!plain.transcript.contains(#/\x1B\[[0-9;]*m/#))
    let dumb = try octowatt.bashTerminal(line(setting: "TERM=dumb"))
    #expect(try dumb.waitForExit(timeout: .seconds(30)) == 0)
    #expect(!dumb.transcript.contains("\u{1B}") && dumb.transcript.contains("readings 17520 new"))
  }
}
