import Foundation
import TestSupport
import Testing

/// Ctrl-C in statements that run: they end, nothing is half done, and the shell lives on.
@Suite struct InterruptTests {
  private let octowatt: Program
  private let prompt = "octowatt> "

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
  }

  /// A cache file that never comes to its end.
  private func endlessFile() throws -> NamedPipe {
    try NamedPipe("1000000000017_00A0000001_2023-07-01_2023-07-02.json", in: octowatt.folder)
  }

  private func readings() throws -> String {
    let path = octowatt.folder.path(of: "saved.json")
    let outcome = try octowatt("save", "readings", "into!", path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func atThePromptAnImportEndsHoweverOften() throws {
    let before = try readings()
    // So wide that a report with the path of a file is on one line.
    let terminal = try octowatt.terminal(columns: 250)
    try terminal.expect(prompt)
    let year = try octowatt.folder.write(
      ReadingLines.year, to: "1000000000017_00A0000001_2022-01-01_2023-01-01.json")
    for round in 0..<4 {
      let file = try endlessFile()
      try terminal.send("import \(file.path)\r")
      try file.feed(ReadingLines.july("9", slot: 0) + "\n")
      // At once: a later Ctrl-C makes the terminal forget what it has not shown yet.
      try terminal.send(round % 2 == 1 ? "\u{3}\u{3}\u{3}" : "\u{3}")
      try terminal.expect("\r\ninterrupted\r\n")
      try terminal.expect(prompt)
      try FileManager.default.removeItem(atPath: file.path)
    }
    #expect(try readings() == before)
    // Of several files those that are in stay in.
    let file = try endlessFile()
    try terminal.send("import \(year) \(file.path)\r")
    try terminal.expect("readings 17520 new")
    try file.feed("{")
    try terminal.send("\u{3}")
    try terminal.expect("\r\ninterrupted\r\n")
    try terminal.expect(prompt)
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
    let after = try readings()
    #expect(after.hasSuffix(before) && after.count > before.count)
    #expect(try CacheFile(octowatt.cachePath).integrity == "ok")
  }

  @Test func inAScriptItEndsTheRun() throws {
    let before = try octowatt.dump()
    let file = try endlessFile()
    let script = try octowatt.folder.write("import '\(file.path)'\nhelp limit\n", to: "a.octowatt")
    for arguments in [["-f", script], ["--keep-going", "-f", script, "-f", script]] {
      let terminal = try PseudoTerminal(
        octowattExecutable(), arguments, environment: octowatt.environment)
      try file.feed(ReadingLines.july("9", slot: 0) + "\n")
      try terminal.send("\u{3}")
      #expect(try terminal.waitForExit() == 130)
      #expect(terminal.transcript.hasSuffix("\r\ninterrupted\r\n"), "\(terminal.transcript)")
      #expect(terminal.transcript.ranges(of: "interrupted").count == 1)
      file.end()
    }
    #expect(try octowatt.dump() == before)
  }

  @Test func whatNobodyReadsIsNotWaitedFor() throws {
    let pipe = try NamedPipe("out.csv", in: octowatt.folder)
    try pipe.hold()
    let terminal = try octowatt.terminal("-o", pipe.path, "readings import, export all")
    try pipe.waitUntilFull()
    try terminal.send("\u{3}")
    #expect(try terminal.waitForExit() == 130)
    #expect(terminal.transcript == "^C\r\ninterrupted\r\n")
  }

  /// A picture that nobody reads, and one whose file is then not there.
  @Test(arguments: ["readings import, export all chart as html", "report all as html"])
  func picturesEndToo(statement: String) throws {
    let pipe = try NamedPipe("out.html", in: octowatt.folder)
    try pipe.hold()
    let terminal = try octowatt.terminal("-o", pipe.path, statement)
    try pipe.waitUntilFull()
    try terminal.send("\u{3}")
    #expect(try terminal.waitForExit() == 130)
    #expect(terminal.transcript.hasSuffix("^C\r\ninterrupted\r\n"))
  }

  @Test func waitingForAnotherProgramEnds() throws {
    let other = try CacheFile(octowatt.cachePath)
    try other.execute("BEGIN IMMEDIATE")
    let terminal = try octowatt.terminal("let x = 1; alias solar roof")
    // Nothing shows that it waits: pressed too early, Ctrl-C ends it all the same.
    try wait("the writer to wait") {
      try FileManager.default.attributesOfItem(atPath: octowatt.cachePath + "-shm").isEmpty == false
    }
    try terminal.send("\u{3}")
    #expect(try terminal.waitForExit() == 130)
    try other.execute("ROLLBACK")
    #expect(try octowatt("show", "meters").output.contains("solar"))
  }

  /// What was to run behind the program is not run, and the shell goes on.
  @Test func aProgramThatIsInterruptedEndsThePaste() throws {
    let terminal = try octowatt.terminal()
    try terminal.expect(prompt)
    try terminal.send("\u{1B}[200~! echo re''ady; read line\rhelp top\u{1B}[201~\r")
    try terminal.expect("ready\r\n")
    try terminal.send("\u{3}")
    let rest = try terminal.expect(prompt)
    #expect(rest.contains("interrupted\r\n") && !rest.contains("top N"))
    try terminal.send("help limit\r")
    try terminal.expect("limit N\r\n")
  }

  @Test func aProgramThatIsToldToEndLeavesNoDraft() throws {
    let year = try octowatt.folder.write(
      ReadingLines.year, to: "1000000000017_00A0000001_2022-01-01_2023-01-01.json")
    #expect(try octowatt("import", year).status == 0)
    let place = octowatt.folder.path(of: "saved")
    for number in [SIGTERM, SIGHUP] {
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      let terminal = try octowatt.terminal("save readings into '\(place)/all.json'")
      try wait("a draft") { try FileManager.default.contentsOfDirectory(atPath: place).count == 1 }
      terminal.signal(number)
      #expect(try terminal.waitForExit() == 128 + number)
      #expect(try FileManager.default.contentsOfDirectory(atPath: place) == [])
    }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func aFolderThatIsNotWholeIsDeleted(number: Int32) throws {
    for serial in ["A", "B", "C"] {
      let year = try octowatt.folder.write(
        ReadingLines.year, to: "1000000000017_\(serial)_2022-01-01_2023-01-01.json")
      #expect(try octowatt("import", year, "create", "meters").status == 0)
    }
    let place = octowatt.folder.path(of: "saved")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let terminal = try octowatt.terminal("save readings with cost into '\(place)/all/'")
    try wait("a draft with a file") {
      try FileManager.default.subpathsOfDirectory(atPath: place).contains { $0.hasSuffix(".csv") }
    }
    terminal.signal(number)
    #expect(try terminal.waitForExit() == 128 + number)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place) == [])
  }
}
