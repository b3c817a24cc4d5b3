import Foundation
import TestSupport
import Testing

/// The file of what was typed: whole whatever happens, and shared by shells.
@Suite struct HistoryFileTests {
  private let prompter: Prompter
  private var octowatt: Program { prompter.octowatt }
  private let up = "\u{1B}[A"

  init() throws { prompter = try Prompter() }

  private func write(_ text: String) throws {
    let folder = (octowatt.historyPath as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try text.write(toFile: octowatt.historyPath, atomically: true, encoding: .utf8)
  }

  /// The file without its times.
  private func statements() throws -> [String] {
    try String(contentsOfFile: octowatt.historyPath, encoding: .utf8).split(separator: "\n")
      .filter { $0.wholeMatch(of: #/#\d+!?/#) == nil }.map(String.init)
  }

  @Test func twoShellsAtATime() throws {
    let (one, two) = (try prompter.start(), try prompter.start())
    try one.answer("help limit")
    try two.answer("help top")
    try one.answer("help bottom")
    #expect(try statements() == ["help limit", "help top", "help bottom"])
    // Each walks through its own; a third has them all.
    try two.send(up)
    try two.waitForLast("octowatt> help top")
    let three = try prompter.start()
    for line in ["help bottom", "help top", "help limit"] {
      try three.send(up)
      try three.waitForScreen(line) { $0.cursorLine == "octowatt> \(line)" }
    }
  }

  @Test func aKilledShellHasLostNothing() throws {
    let terminal = try prompter.start()
    try terminal.answer("help limit")
    // Not even what runs, in which there is a pipe that nobody writes to.
    let pipe = octowatt.folder.path(of: "pipe.csv")
    #expect(mkfifo(pipe, 0o600) == 0)
    try terminal.send("import '\(pipe)'\r")
    let deadline = ContinuousClock.now + .seconds(60)
    while try statements().count < 2, ContinuousClock.now < deadline { usleep(10_000) }
    terminal.signal(SIGKILL)
    #expect(try terminal.waitForExit() == 128 + SIGKILL)
    #expect(try statements() == ["help limit", "import '\(pipe)'"])
    let next = try prompter.start()
    try next.send(up + up)
    try next.waitForLast("octowatt> help limit")
  }

  /// A file that is linked to is written in its own place, and an old draft is in nobody's way.
  @Test func aLinkStaysALink() throws {
    let target = try octowatt.folder.write("#1\nhelp top\n#2\nhelp top\n", to: "target")
    let link = octowatt.folder.path(of: "link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    let draft = "echo old > '\(target)'.part; exec $octowatt --history '\(link)'"
    let terminal = try octowatt.bashTerminal(draft)
    try terminal.expect("octowatt> ")
    try terminal.send("help limit\r")
    try terminal.expect("octowatt> ")
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
    let text = try String(contentsOfFile: target, encoding: .utf8)
    #expect(text.hasPrefix("#2\nhelp top\n#") && text.hasSuffix("\nhelp limit\n"))
    #expect(!FileManager.default.fileExists(atPath: target + ".part"))
    let attributes = try FileManager.default.attributesOfItem(atPath: target)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func whatIsNotKept() throws {
    let terminal = try prompter.start()
    for line in ["help limit", " help top", "help top # sk_live_0123", "help limit", "edit 9"] {
      try terminal.answer(line)
    }
    #expect(try statements() == ["help limit"])
  }

  @Test func aTextIsKeptOnce() throws {
    let terminal = try prompter.start()
    for line in ["help limit", "help top", "help limit"] { try terminal.answer(line) }
    for line in ["help limit", "help top", "help top"] {
      try terminal.send(up)
      try terminal.waitForScreen(line) { $0.cursorLine == "octowatt> \(line)" }
    }
    #expect(
      try octowatt("show", "history", "as", "csv").lines.map { $0.split(separator: ",").last }
        == ["statement", "help top", "help limit"])
    _ = try prompter.start()
    #expect(try statements() == ["help top", "help limit"])
  }

  @Test func tenThousandEntriesAreKept() throws {
    // The last one of two lines, the second of which looks like the time of another.
    let old = (1...10_004).map { "#\(1_600_000_000 + $0)\nhelp \($0)\n" }.joined()
    try write(old + "#1700000000\nusage import,\n #1700000001\nexport 2023-07\n")
    let terminal = try prompter.start()
    let kept = try statements()
    #expect(kept.count == 10_002)
    #expect(kept.first == "help 6" && kept.last == "export 2023-07")
    try terminal.send(up)
    try terminal.waitForLast("octowatt> usage import,", " #1700000001", "export 2023-07")
    let attributes = try FileManager.default.attributesOfItem(atPath: octowatt.historyPath)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func aFileThatCannotBeReadIsAWarning() throws {
    try FileManager.default.createDirectory(
      atPath: octowatt.historyPath, withIntermediateDirectories: true)
    let terminal = try octowatt.terminal("--color", "never")
    try terminal.waitForScreen("prompt") { $0.lines.last == "octowatt>" }
    #expect(
      terminal.screen.lines.joined().contains(
        "/state/octowatt/history can't be read: is a directory"))
    try terminal.answer("help limit")
    #expect(terminal.screen.lines.contains("limit N"))
    // It is said once, and the history of the session itself is there.
    #expect(terminal.transcript.ranges(of: "warning:").count == 1)
    try terminal.send(up)
    try terminal.waitForLast("octowatt> help limit")
  }

  /// A file of a gigabyte that takes no room on the disk.
  @Test func aFileThatIsTooLargeIsAWarning() throws {
    let path = octowatt.historyPath
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    #expect(truncate(path, 1 << 30) == 0)
    let terminal = try octowatt.terminal("--color", "never")
    try terminal.waitForScreen("prompt") { $0.lines.last == "octowatt>" }
    #expect(terminal.screen.lines.joined().contains("can't be read: is over 64 MB"))
  }

  @Test func editOpensAStatementAndRunsWhatComesBack() throws {
    let editor = try octowatt.folder.write(
      "#!/bin/sh\ncat \"$2\" >> '\(octowatt.folder.path)/seen'\nsed -i \"s/$1/\" \"$2\"\n", to: "ed"
    )
    #expect(chmod(editor, 0o700) == 0)
    let terminal = try prompter.start(["VISUAL": "", "EDITOR": "'\(editor)' limit/top"])
    try terminal.answer("help limit")
    try terminal.answer("help bottom")
    try terminal.answer("edit 1")
    try terminal.waitForScreen("what came back") { screen in
      screen.lines.contains("octowatt> help top") && screen.lines.contains("top N")
    }
    #expect(
      try String(contentsOfFile: octowatt.folder.path(of: "seen"), encoding: .utf8)
        == "help limit\n")
    #expect(try statements() == ["help limit", "help bottom", "help top"])
    try terminal.answer("edit")
    #expect(
      try String(contentsOfFile: octowatt.folder.path(of: "seen"), encoding: .utf8)
        == "help limit\nhelp top\n")
    try terminal.answer("edit 7")
    #expect(
      terminal.screen.lines.contains(
        "error: there is no statement 7 in the history; see 'show history'"))
  }

  @Test func anEditorThatIsLeftWithoutSavingRunsNothing() throws {
    let terminal = try prompter.start(["VISUAL": "true"])
    try terminal.answer("help limit")
    try terminal.answer("edit")
    #expect(terminal.screen.lines.contains("not saved, so nothing was run"))
    #expect(terminal.screen.lines.filter { $0 == "limit N" }.count == 1)
  }

  /// What is saved is run, changed or not.
  @Test func anEditorThatSavesRunsTheSame() throws {
    let terminal = try prompter.start(["VISUAL": "touch"])
    try terminal.answer("help limit")
    try terminal.answer("edit")
    #expect(terminal.screen.lines.filter { $0 == "limit N" }.count == 2)
  }

  @Test func theNewestStatementsAreListedLast() throws {
    let terminal = try prompter.start(columns: 100)
    for line in ["help limit", "help top", "help bottom"] { try terminal.answer(line) }
    try terminal.answer("show history limit 2 as csv")
    let rows = terminal.screen.lines.filter { $0.contains(#/^\d+,/#) }
    #expect(
      rows.map { $0.split(separator: ",").last } == ["help bottom", "show history limit 2 as csv"])
    #expect(rows.map { $0.prefix(2) } == ["3,", "4,"])
  }

  @Test func anEditorThatFailsRunsNothing() throws {
    let terminal = try prompter.start(["VISUAL": "false"])
    try terminal.answer("edit")
    #expect(terminal.screen.lines.contains("error: there is no statement yet"))
    try terminal.answer("help limit")
    try terminal.answer("edit")
    #expect(
      terminal.screen.lines.contains("error: the editor 'false' failed, so nothing was run"))
    #expect(terminal.screen.lines.filter { $0 == "limit N" }.count == 1)
  }
}
