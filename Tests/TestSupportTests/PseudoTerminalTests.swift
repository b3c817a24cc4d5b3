import Glibc
import TestSupport
import Testing

@Suite struct PseudoTerminalTests {
  private func shell(_ script: String, columns: Int = 80, rows: Int = 24) throws -> PseudoTerminal {
    try PseudoTerminal(
      "/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin", "WORD": "amber"],
      columns: columns, rows: rows)
  }

  @Test func talksAndEnds() throws {
    let terminal = try shell("printf 'name? '; read name; echo \"hello $name of $WORD\"; exit 7")
    #expect(try terminal.expect("name? ") == "name? ")
    try terminal.send("ada\r")
    #expect(try terminal.expect("amber") == "ada\r\nhello ada of amber")
    #expect(try terminal.waitForExit() == 7)
    #expect(terminal.transcript == "name? ada\r\nhello ada of amber\r\n")
  }

  @Test func hasTheTerminalAsItsControllingOne() throws {
    let terminal = try shell("tty <&2; : </dev/tty && echo mine")
    try terminal.expect("/dev/pts/")
    try terminal.expect("mine")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func controlCInterrupts() throws {
    let terminal = try shell("trap 'echo caught; exit 9' INT; echo ready; read line")
    try terminal.expect("ready")
    try terminal.send("\u{3}")
    try terminal.expect("caught")
    #expect(try terminal.waitForExit() == 9)
  }

  @Test func hasASizeThatChanges() throws {
    let terminal = try shell(
      "stty size; trap 'stty size; exit' WINCH; echo ready; while :; do sleep 0.05; done",
      columns: 91, rows: 17)
    try terminal.expect("17 91")
    try terminal.expect("ready")
    try terminal.resize(columns: 50, rows: 12)
    try terminal.expect("12 50")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func signalsAreStatuses() throws {
    let terminal = try shell("echo ready; exec sleep 60")
    try terminal.expect("ready")
    terminal.signal(SIGTERM)
    #expect(try terminal.waitForExit() == 128 + SIGTERM)
  }

  @Test func aTimeoutShowsTheScreen() throws {
    let terminal = try shell("echo visible; exec sleep 60")
    try terminal.expect("visible")
    let error = #expect(throws: ChildProcessError.self) {
      try terminal.expect("invisible", timeout: .milliseconds(300))
    }
    #expect(error?.description.contains("\nvisible\r\n") == true)
  }

  @Test func anEndedProgramIsNotWaitedFor() throws {
    let terminal = try shell("echo over")
    let start = ContinuousClock.now
    #expect(throws: ChildProcessError.self) { try terminal.expect("more") }
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func takesMoreThanItsBuffersHold() throws {
    let terminal = try shell("stty -echo; echo ready; cat")
    try terminal.expect("ready")
    let line = String(repeating: "x", count: 99) + "\n"
    try terminal.send(String(repeating: line, count: 2000) + "end\n\u{4}")
    try terminal.expect("end")
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.transcript.count { $0 == "x" } == 198_000)
  }

  @Test func killsWhatItLeavesBehind() throws {
    var number: pid_t = 0
    do {
      let terminal = try shell("echo \"<$$>\"; trap '' HUP; while :; do sleep 1; done")
      let text = try terminal.expect(">")
      number = try #require(pid_t(text.dropFirst().dropLast()))
      #expect(kill(number, 0) == 0)
    }
    #expect(kill(number, 0) == -1)
  }

  @Test func aMissingProgramIsAnError() {
    #expect(throws: ChildProcessError.self) {
      try PseudoTerminal("/nowhere/at-all", [], environment: [:])
    }
  }
}
