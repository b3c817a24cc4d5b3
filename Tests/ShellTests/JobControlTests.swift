import TestSupport
import Testing

/// Ctrl-Z and `fg`, in a bash with jobs.
@Suite struct JobControlTests {
  private let octowatt: Program
  private let prompt = "octowatt> "

  init() throws { octowatt = try Program() }

  /// A shell at a terminal, in which `octowatt` has been started.
  private func started() throws -> PseudoTerminal {
    var environment = octowatt.environment
    environment["PS1"] = "bash> "
    let terminal = try PseudoTerminal("/bin/bash", ["--norc", "-i"], environment: environment)
    try terminal.expect("bash> ")
    try terminal.send("'\(octowattExecutable())'\r")
    try terminal.expect(prompt)
    return terminal
  }

  private func stopAndGoOn(_ terminal: PseudoTerminal) throws {
    try terminal.send("\u{1A}")
    try terminal.expect("Stopped")
    try terminal.expect("bash> ")
    try terminal.send("fg\r")
    try terminal.expect("fg")
  }

  @Test func atThePromptTheLineGoesOn() throws {
    let terminal = try started()
    for _ in 0..<2 {
      try terminal.send("help li")
      try terminal.expect("help li")
      try stopAndGoOn(terminal)
      try terminal.send("mit\r")
      try terminal.expect("limit N\r\n")
      try terminal.expect(prompt)
    }
  }

  @Test func aStatementThatRunsGoesOn() throws {
    let terminal = try started()
    let file = try NamedPipe("1000000000017_A_2023-07-01_2023-07-02.json", in: octowatt.folder)
    try terminal.send("import \(file.path) create meters\r")
    try file.feed(ReadingLines.july("1", slot: 0) + "\n")
    try stopAndGoOn(terminal)
    try file.feed(ReadingLines.july("1", slot: 1) + "\n")
    file.end()
    try terminal.expect("readings 2 new")
    try terminal.expect(prompt)
  }
}
