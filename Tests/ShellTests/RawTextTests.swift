import Foundation
import TestSupport
import Testing

/// Names that would steer a terminal never reach one, whatever shows them; files get their bytes.
@Suite struct RawTextTests {
  private let octowatt: Program
  private let name = "go\u{1B}]0;x\u{7}\u{9B}31m\u{202E}\u{200E}"

  init() throws {
    octowatt = try Program(["NO_COLOR": "1"])
    try octowatt.importExamples()
    #expect(try octowatt("-c", "add tariff go as import rate 30p").status == 0)
    // As an older version, or another program, may have named it.
    let cache = try CacheFile(octowatt.cachePath)
    try cache.execute("UPDATE tariff SET name = '\(name)' WHERE name = 'go'")
  }

  @Test(arguments: [
    "show tariffs as csv", "show tariffs as tsv", "show tariffs as json", "show tariffs as line",
    "show tariffs", "show tariffs as html", "describe 'NAME'", "explain cost 2023-07-01 on 'NAME'",
    ".echo on; describe 'NAME'", ".null 'NAME'; show tariffs as csv; .null",
    "let x = 'NAME'; show variables as csv", ".output /dev/tty; show tariffs as csv",
    "define q = cost 2023-07-01 on 'NAME'; show queries as tsv; describe q; run q",
  ])
  func noneReachesATerminal(statement: String) throws {
    let terminal = try octowatt.terminal("-c", statement.replacing("NAME", with: name))
    _ = try terminal.waitForExit()
    let text = terminal.transcript
    #expect(text.contains(#"go\"#), "\(text)")
    for raw in ["\u{1B}", "\u{7}", "\u{9B}", "\u{202E}", "\u{200E}"] {
      #expect(!text.unicodeScalars.contains { String($0) == raw }, "\(text.debugDescription)")
    }
  }

  @Test(arguments: ["--format", "--today", "--api-base", "--set"])
  func norDoesTheValueOfAnOption(option: String) throws {
    let terminal = try octowatt.terminal(option, name, "status")
    #expect(try terminal.waitForExit() == 2)
    #expect(terminal.transcript.contains(#"go\u{1B}]0;x"#), "\(terminal.transcript)")
  }

  @Test func pipesAndFilesGetTheBytes() throws {
    #expect(try octowatt("show tariffs as csv").output.contains("\n\(name),import"))
    #expect(try octowatt("show tariffs as tsv").output.contains("\n\(name)\timport"))
    let path = octowatt.folder.path(of: "t.csv")
    #expect(try octowatt("-c", "show tariffs into '\(path)'").status == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains(name))
  }
}
