import Commands
import Foundation
import QueryLanguage
import TestSupport
import Testing

@testable import Shell

/// What a person meets before the first prompt: two lines of greeting, and the start-up file.
@Suite struct StartTests {
  private let prompt = "octowatt> "
  private let octowatt: Program

  init() throws { octowatt = try Program() }

  /// What stands before the first prompt.
  private func start(_ arguments: String...) throws -> String {
    let terminal = try PseudoTerminal(
      octowattExecutable(), arguments, environment: octowatt.environment, columns: 200)
    return try terminal.expect(prompt).replacing("\u{1B}[?2004h", with: "")
  }

  private func writeStartUpFile(_ text: String) throws -> String {
    let place = octowatt.folder.path(of: "config/octowatt")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let path = place + "/init.octowatt"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test func theGreetingSaysWhatIsThere() throws {
    let path = octowatt.cachePath
    #expect(
      try start() == """
        octowatt: \(path). Type 'help', or 'quit' to leave.\r
        The cache is empty. Three ways to begin, each a line to type:\r
          import ~/Downloads/consumption*.csv  half-hours downloaded from your account\r
          add key                              then fetch account A-…, fetch readings\r
          demo                                 a made-up home to look around in\r
        \(prompt)
        """)
    #expect(try octowatt("import", "examples/home/config.json").status == 0)
    #expect(
      try start().contains("\nThere are meters, but no readings yet. Three ways to begin, each "))
    try octowatt.importExamples()
    let days = "\nreadings from 2023-07-01 through 2023-11-01; "
    #expect(try start("--today", "2023-11-02").contains(days + "up to date\r\n"))
    #expect(try start("--today", "2023-11-20").contains(days + "stale: house, solar\r\n"))
    #expect(try start("--db", ":memory:").contains("a cache in memory, lost at the end. "))
    let home = octowatt.folder.path(of: "home") + "/a.sqlite"
    #expect(try start("--db", home).hasPrefix("octowatt: ~/a.sqlite. "))
    #expect(try start("--quiet") == prompt)
  }

  /// The ways to begin are statements as they stand; each fits a narrow screen.
  @Test func theWaysToBeginCanBeTyped() throws {
    let session = try TestSession().session
    for (statement, _) in Help.waysToBegin {
      let tokens = Lexer.lex(statement).tokens
      let analysis = session.analyse(tokens[...], end: statement.utf8.count)
      #expect(analysis.errors.isEmpty, "\(statement)")
    }
    #expect(Help.waysToBeginLines(columns: 50).allSatisfy { $0.count <= 50 })
    #expect(Help.waysToBeginLines(columns: 80).allSatisfy { $0.count <= 80 && $0.count > 50 })
  }

  @Test func aCacheThatCannotBeOpenedIsNamed() throws {
    let path = try octowatt.folder.write("no database at all", to: "a.sqlite")
    let text = try start("--db", path, "--color", "never")
    #expect(text == "error: \(path) is not an octowatt cache; it is left as it is\r\n" + prompt)
  }

  @Test func theStartUpFileRuns() throws {
    let path = try writeStartUpFile(
      "let p = 2023-07\ncost imoprt\n.mode csv\nimport nowhere.json\nshow variables\n")
    let text = try start("--color", "never")
    #expect(text.contains("\n\(path):2:6: unknown word 'imoprt'. Did you mean 'import'?\r\n"))
    #expect(text.contains("\nnowhere.json: no such file or directory\r\n"))
    #expect(text.hasSuffix("name,value\r\np,2023-07\r\n" + prompt))
    #expect(!(try start("--no-init")).contains("imoprt"))
    let other = try octowatt.folder.write("let q = 2\nshow variables as csv\n", to: "q.octowatt")
    #expect(try start("--init", other).hasSuffix("name,value\r\nq,2\r\n" + prompt))
    #expect(try start("--init", "nowhere.octowatt").contains("cannot open the script nowhere"))
    // It is for the prompt alone.
    #expect(try octowatt("show", "variables", "as", "csv").output == "name,value\n")
  }

  @Test func theStartUpFileMayLeave() throws {
    _ = try writeStartUpFile("quit\n")
    let terminal = try octowatt.terminal()
    #expect(try terminal.waitForExit() == 0)
    #expect(!terminal.transcript.contains(prompt))
  }

  @Test func aScriptMayHaveOneThatIsNamed() throws {
    let path = try octowatt.folder.write("let q = 2\n.mode csv\n", to: "q.octowatt")
    #expect(try octowatt("--init", path, "show", "variables").output == "name,value\nq,2\n")
    let bad = try octowatt.folder.write("nonsense\n", to: "bad.octowatt")
    let outcome = try octowatt("--init", bad, "help limit")
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(try octowatt("--init", bad, "--keep-going", "help limit").output.hasPrefix("limit N"))
    #expect(try octowatt("--init", "nowhere.octowatt", "help limit").status == 2)
  }

  @Test(arguments: [
    "! true", "usage into FILE", "save config into FILE", ".once FILE", ".output FILE",
    ".log FILE", ".pager less",
  ])
  func safeModeWritesNoFilesAndRunsNoPrograms(statement: String) throws {
    try octowatt.importExamples()
    let path = octowatt.folder.path(of: "out.txt")
    let line = statement.replacing("FILE", with: path)
    let outcome = try octowatt("--safe", "show meters as csv" + "; " + line)
    #expect(outcome.status == 1)
    #expect(outcome.output.hasPrefix("meter,number"))
    let what = statement.contains("FILE") ? "writing files" : "running other programs"
    #expect(outcome.errors == "error: --safe does not allow \(what)\n")
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(try octowatt(line).status == 0)
  }
}
