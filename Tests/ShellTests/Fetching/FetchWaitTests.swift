import Commands
import Foundation
import OctopusAPI
import Shell
import TestSupport
import Testing

/// What a person sees while Octopus lets wait.
@Suite struct FetchWaitTests {
  private func home(wait: Int, answers: Int) throws -> FetchingHome {
    let home = try FetchingHome(readings: FakeReading.series(from: "2023-07-30T23:00", ["1"]))
    home.octopus.change { contents in
      contents.quirk = { _, earlier in
        earlier < answers
          ? .answer(ServerAnswer(429, "", headers: ["Retry-After": String(wait)])) : nil
      }
    }
    return home
  }

  private func terminal(
    _ home: FetchingHome, _ environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      octowattExecutable(), ["--api-base", home.octopus.base, "--today", "2023-08-01"],
      environment: home.octowatt.environment.merging(environment) { $1 }, columns: 100)
    try terminal.expect("octowatt> ")
    try terminal.send("fetch readings\r")
    return terminal
  }

  @Test func theReasonAndTheTimeLeftShow() throws {
    let home = try home(wait: 2, answers: 1)
    let terminal = try terminal(home)
    try terminal.expect("Octopus asks to wait (429): 2 seconds; asking again in ")
    // It goes before the report takes its place.
    try terminal.expect("\r\u{1B}[K")
    try terminal.expect("readings 1 new, 0 same, 0 revised")
    try terminal.expect("octowatt> ")
    #expect(terminal.screen.lines.filter { $0.contains("asking again") }.isEmpty)
  }

  @Test func controlCEndsTheWait() throws {
    let home = try home(wait: 50, answers: .max)
    let terminal = try terminal(home)
    try terminal.expect("asking again in ")
    let start = Date()
    try terminal.send("\u{3}")
    try terminal.expect("interrupted\r\n")
    try terminal.expect("octowatt> ")
    #expect(Date().timeIntervalSince(start) < 20)
    #expect(home.octopus.requests.count == 1)
    #expect(terminal.screen.lines.filter { $0.contains("asking again") }.isEmpty)
  }

  /// There a line can't be taken back, and so none is written.
  @Test func aDumbTerminalSeesNoBar() throws {
    let home = try home(wait: 1, answers: 1)
    let terminal = try terminal(home, ["TERM": "dumb"])
    try terminal.expect("readings 1 new, 0 same, 0 revised")
    #expect(!terminal.transcript.contains("asking again"))
    #expect(!terminal.transcript.contains("\u{1B}"))
  }

  /// A minute of waiting is for all meter points together.
  @Test func meterPointsShareThePatience() throws {
    let octopus = try FakeOctopus()
    octopus.change { $0.quirk = { _, _ in .answer(ServerAnswer(200, "nonsense")) } }
    let test = try TestSession(today: "2023-08-01")
    let clock = FakeClock()
    test.session.workspace.network.isOffline = false
    test.session.workspace.network.base = try APIBase(octopus.base)
    test.session.workspace.network.keys = KeyRing(environmentKey: FakeOctopus.key)
    test.session.workspace.network.policy = clock.policy()
    for number in 1...3 {
      _ = try test.run("add meter 100000000000\(number) serial S\(number) as import")
    }
    let printed = try test.run("fetch readings")
    #expect(printed.split(separator: "\n").count { $0.contains("can't be read") } == 3)
    // 31 seconds, of the 29 that are left 15, and of 14 seven, as 8 more are too many.
    #expect(clock.slept == [1, 2, 4, 8, 16, 1, 2, 4, 8, 1, 2, 4].map { .seconds($0) })
  }
}
