import Foundation
import TestSupport
import Testing

/// What was typed is there again in the next session.
@Suite struct TerminalHistoryTests {
  private let octowatt: Program
  private let prompt = "octowatt> "
  private let up = "\u{1B}[A"

  init() throws { octowatt = try Program() }

  private func type(_ lines: [String], at options: String...) throws {
    let terminal = try octowatt.bashTerminal(
      "exec \"$octowatt\" " + options.joined(separator: " "))
    try terminal.expect(prompt)
    for line in lines {
      try terminal.send(line + "\r")
      try terminal.expect(line.hasSuffix(",") ? "     ...> " : prompt)
    }
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  /// The entries of the history file: what stands between the lines that tell the time.
  private func entries() throws -> [String] {
    let text = try String(contentsOfFile: octowatt.historyPath, encoding: .utf8)
    return "\n\(text)".split(separator: #/\n#\d+!?\n/#).map {
      $0.trimmingCharacters(in: .newlines)
    }
  }

  @Test func anEntryAStatement() throws {
    try type(["help limit", "", "usage import,", "export", "frobnicate", "   "])
    // What failed is there once more, until the next shell puts the file in order.
    #expect(
      try entries() == ["help limit", "usage import,\nexport", "frobnicate", "frobnicate"])
    try type(["help top"])
    #expect(
      try entries() == ["help limit", "usage import,\nexport", "frobnicate", "help top"])
  }

  @Test func theArrowBringsBackTheSessionBefore() throws {
    try type(["help limit", "help top"])
    let terminal = try octowatt.terminal()
    try terminal.expect(prompt)
    try terminal.send(up)
    try terminal.expect("help top")
    try terminal.send("\r")
    try terminal.expect("top N\r\n")
    try terminal.expect(prompt)
    try terminal.send(up + up + up)
    try terminal.send("\r")
    try terminal.expect("limit N\r\n")
  }

  @Test func aStatementOfTwoLinesComesBackWhole() throws {
    try octowatt.importExamples()
    try type(["usage import,", "export 2023-07 by month"])
    let terminal = try octowatt.terminal()
    try terminal.expect(prompt)
    try terminal.send(up)
    try terminal.expect("by month")
    try terminal.send("\r")
    let answer = try terminal.expect(prompt)
    #expect(answer.contains("import  2023-07") && answer.contains("export  2023-07"))
  }

  @Test func theHistoryIsElsewhereOrNowhere() throws {
    let other = octowatt.folder.path(of: "other-history")
    try type(["help top"], at: "--history", other)
    #expect(try String(contentsOfFile: other, encoding: .utf8).hasSuffix("\nhelp top\n"))
    let attributes = try FileManager.default.attributesOfItem(atPath: other)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    try type(["help top"], at: "--history", "none")
    #expect(!FileManager.default.fileExists(atPath: octowatt.historyPath))
    #expect(!FileManager.default.fileExists(atPath: "none"))
  }

  @Test func statementsOfScriptsAreNotRemembered() throws {
    #expect(try octowatt("-c", "help top").status == 0)
    #expect(try octowatt(input: .text("help top\n")).status == 0)
    #expect(!FileManager.default.fileExists(atPath: octowatt.historyPath))
  }
}
