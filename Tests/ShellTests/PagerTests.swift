import Foundation
import TestSupport
import Testing

/// What is more than a screen goes to another program, at the prompt alone.
@Suite struct PagerTests {
  private let prompt = "octowatt> "
  private var octowatt: Program

  init() throws {
    octowatt = try Program()
    octowatt.environment["OCTOWATT_PAGER"] = nil
    try octowatt.importExamples()
  }

  private func terminal(_ pager: String?, _ arguments: String..., columns: Int = 120) throws
    -> PseudoTerminal
  {
    var environment = octowatt.environment
    environment["OCTOWATT_PAGER"] = pager
    let terminal = try PseudoTerminal(
      octowattExecutable(), arguments, environment: environment, columns: columns)
    try terminal.expect(prompt)
    return terminal
  }

  /// 48 rows, and so more than a screen.
  private let long = "usage import 2023-07 by halfhour\r"
  private let marked = "sed 's/^/> /'"

  @Test func whatIsTallerOrWiderGoesThere() throws {
    let terminal = try terminal(marked)
    try terminal.send(long)
    try terminal.expect("> 23:30")
    try terminal.expect(prompt)
    try terminal.send("usage import 2023-07\r")
    #expect(!(try terminal.expect(prompt)).contains("> usage kWh"))
    try terminal.send("help cost\r")
    #expect(!(try terminal.expect(prompt)).contains("\r\n> "))
    try terminal.send("explain cost import 2023-07-04\r")
    try terminal.expect("> period")
    try terminal.expect(prompt)
    try terminal.send("let x = \(String(repeating: "x", count: 150))\r")
    try terminal.expect(prompt)
    try terminal.send("show variables as csv\r")
    try terminal.expect("> x,xxx")
    try terminal.expect(prompt)
    // With -o the file is where results go, however long.
    let kept = octowatt.folder.path(of: "kept.txt")
    let other = try self.terminal(marked, "-o", kept)
    try other.send(long)
    try other.expect(prompt)
    #expect(try String(contentsOfFile: kept, encoding: .utf8).contains("\n23:30 "))
    // What goes to a file does not go there, nor what a single run prints.
    let file = octowatt.folder.path(of: "out.txt")
    try terminal.send("usage import 2023-07 by halfhour into '\(file)'\r")
    try terminal.expect("wrote ")
    #expect(!(try String(contentsOfFile: file, encoding: .utf8)).contains("> "))
    let single = try PseudoTerminal(
      octowattExecutable(), ["usage import 2023-07 by halfhour"],
      environment: octowatt.environment.merging(["PAGER": marked]) { $1 })
    #expect(try single.waitForExit() == 0)
    #expect(!single.transcript.contains("> "))
  }

  /// With a pager a wide table stays a table; without one it is shown as records.
  @Test func aWideTableIsAWideTableThere() throws {
    let wide = "cost import 2023-07 by hour across day\r"
    let paged = try terminal(marked, columns: 60)
    try paged.send(wide)
    try paged.expect(
      "> 00:00        0.0774        0.0998        0.0799        0.0814        0.0501        0.0498")
    try paged.expect("wider than 60 columns: Right and Left scroll sideways, q")
    let plain = try terminal("", columns: 60)
    try plain.send(wide)
    try plain.expect("hour         = 00:00\r\n2023-07-01 £ = ")
  }

  /// A heatmap of a month is taller than a screen, a profile is not; a report goes there whole.
  @Test func soDoPictures() throws {
    let terminal = try terminal(marked)
    try terminal.send("usage import 2023-07 by day, halfhour chart\r")
    try terminal.expect("> Mon 31 Jul")
    try terminal.expect(prompt)
    try terminal.send("usage import 2023-07 by halfhour chart\r")
    #expect(!(try terminal.expect(prompt)).contains("\r\n> "))
    try terminal.send("last chart bar as html\r")
    try terminal.expect("> <!DOCTYPE html>")
    try terminal.expect(prompt)
    try terminal.send("report 2023-07\r")
    try terminal.expect("> \u{1B}[1mImport and export bill")
    try terminal.expect(prompt)
  }

  @Test func theEnvironmentNamesIt() throws {
    var environment = octowatt.environment
    environment["PAGER"] = "sed 's/^/p /'"
    let second = try PseudoTerminal(octowattExecutable(), [], environment: environment)
    try second.send(long)
    try second.expect("p 23:30")
    environment["OCTOWATT_PAGER"] = "sed 's/^/o /'"
    let first = try PseudoTerminal(octowattExecutable(), [], environment: environment)
    try first.send(long)
    try first.expect("o 23:30")
    // Empty means none, and so does --safe.
    for (pager, arguments) in [("", [String]()), (marked, ["--safe"])] {
      environment["OCTOWATT_PAGER"] = pager
      let none = try PseudoTerminal(octowattExecutable(), arguments, environment: environment)
      try none.send(long + ".pager\r")
      let answer = try none.expect("off\r\n")
      #expect(answer.contains("\r\n23:30") && !answer.contains("> 23:30"))
    }
  }

  @Test func theSettingSaysItFromThenOn() throws {
    let terminal = try terminal("")
    try terminal.send(".pager \"\(marked)\"\r" + long)
    try terminal.expect("> 23:30")
    try terminal.send(".pager off\r" + long)
    try terminal.expect("\r\n23:30")
    try terminal.send(".pager on\r.pager\r")
    try terminal.expect("\"less -FSRX\"")
  }

  /// `less` itself: Ctrl-C there is its own, and the terminal is as before when it is left.
  @Test func controlCInThePagerIsThePagers() throws {
    // Its own prompt then is a word that nothing else says.
    let terminal = try terminal("less -FSRX -P ready")
    try terminal.send(long)
    try terminal.expect("ready")
    // It has no use for it, and beeps once.
    try terminal.send("\u{3}")
    try terminal.expect("\u{7}")
    // What is typed before it has drawn its screen again is lost on it.
    try terminal.expect("ready")
    try terminal.send("G")
    try terminal.expect("495.601")
    try terminal.send("q")
    try terminal.expect(prompt)
    try terminal.send("help limit\r")
    try terminal.expect("help limit")
    try terminal.expect("limit N\r\n")
    // Typed before the editor has the terminal, a Ctrl-D would reach it as a zero byte.
    try terminal.expect(prompt)
    #expect(!terminal.transcript.contains("interrupted"))
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func onePagerThatLeavesEarlyAndOneThatIsNotThere() throws {
    let early = try terminal("head -n 1")
    // More than a pipe holds, so that writing it fails.
    try early.send("readings import, export all as csv\r")
    try early.expect("start,end,meter")
    let answer = try early.expect(prompt)
    #expect(!answer.contains("error") && !answer.contains("2023-07-01T00:00"))
    let missing = try terminal("no-such-pager")
    try missing.send(long)
    try missing.expect("warning: the pager 'no-such-pager' can't be run; see 'help .pager'")
    try missing.expect("\r\n23:30")
    try missing.expect(prompt)
  }

  /// A script of three long results.
  private func script() throws -> String {
    let path = octowatt.folder.path(of: "long.octowatt")
    let text = (1...3).map { "usage import 2023-07-0\($0) by halfhour\n" }.joined()
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test func aScriptIsLeftByQuittingTwiceWithinASecond() throws {
    let terminal = try terminal("less -FSRX -P ready")
    // Typed ahead, so that not even a slow machine takes a second between the two.
    try terminal.send("run '\(try script())'\rqq")
    try terminal.expect("interrupted: the pager was quit twice within a second")
    try terminal.expect(prompt)
    // Quitting the only one of a statement is nothing else than that.
    try terminal.send(long + "q")
    try terminal.expect("ready")
    try terminal.expect(prompt)
    try terminal.send(long + "q")
    try terminal.expect("ready")
    #expect(!(try terminal.expect(prompt)).contains("interrupted"))
  }

  @Test func aScriptIsLeftByCtrlCInThePager() throws {
    let terminal = try terminal("less -FSRX -P ready")
    try terminal.send("run '\(try script())'\r")
    try terminal.expect("ready")
    try terminal.send("\u{3}")
    try terminal.expect("\u{7}")
    // What is typed before it has drawn its screen again is lost on it.
    try terminal.expect("ready")
    try terminal.send("q")
    try terminal.expect("interrupted")
    try terminal.expect(prompt)
    #expect(!terminal.transcript.contains("from 2023-07-02"))
  }

  /// What ends by itself was not quit, however fast.
  @Test func aScriptGoesOnBehindAPagerThatEndsByItself() throws {
    let terminal = try terminal(marked)
    try terminal.send("run '\(try script())'\r")
    for day in 1...3 { try terminal.expect("from 2023-07-0\(day) to ") }
    #expect(!(try terminal.expect(prompt)).contains("interrupted"))
  }

  /// As `cat` does at the end of a slow line.
  @Test func whatTakesNoKeysWasNotQuitHoweverSlow() throws {
    let terminal = try terminal("\(marked); sleep 0.3")
    try terminal.send("run '\(try script())'\r")
    for day in 1...3 { try terminal.expect("from 2023-07-0\(day) to ") }
    #expect(!(try terminal.expect(prompt)).contains("interrupted"))
  }
}
