import Foundation
import TestSupport
import Testing

/// `reconcile billed from` a PDF, whose text a program of that name takes out of it: here scripts.
@Suite struct StatementPDFTests {
  private var octowatt: Program
  private let pdf: String

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
    pdf = octowatt.folder.path(of: "bill.pdf")
    try "%PDF-1.7\n".write(toFile: pdf, atomically: true, encoding: .utf8)
    octowatt.environment["PATH"] = octowatt.folder.path(of: "programs") + ":/usr/bin:/bin"
  }

  /// Makes a program `pdftotext` of lines of the shell.
  private func install(_ lines: String) throws {
    let folder = octowatt.folder.path(of: "programs")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let program = folder + "/pdftotext"
    try "#!/bin/sh\n\(lines)\n".write(toFile: program, atomically: true, encoding: .utf8)
    #expect(chmod(program, 0o755) == 0)
  }

  private func refusal(_ arguments: String...) throws -> String {
    let outcome = try run(
      octowattExecutable(), arguments + ["-c", "reconcile billed from '\(pdf)'"],
      environment: octowatt.environment, in: Program.root)
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    return outcome.errors
  }

  private let typing =
    "type its figures: reconcile import 2023-07 billed usage 312.4 kWh, total £94.68\n"

  @Test(arguments: ["bill.pdf", "-it's a bill.pdf"])
  func theTextIsCompared(name: String) throws {
    let statement = Program.root + "/Tests/ShellTests/Fixtures/reconcile/july.txt"
    // Its arguments: the layout, the file as a path that is no option, and its own output.
    try install(
      #"[ "$1 $3 $#" = "-layout - 3" ] && [ -f "$2" ] && case $2 in -*) false; esac && "#
        + "cat '\(statement)'")
    let place = octowatt.folder.path(of: "home")
    try FileManager.default.copyItem(atPath: pdf, toPath: "\(place)/\(name)")
    let outcome = try octowatt(
      "-c", "reconcile billed from \"\(name)\" as csv", in: place)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("\nimport,total,GBP,127.67,127.67,0,"))
  }

  @Test func whatHasNoTextIsAScan() throws {
    try install(#"printf '\f\n\f'"#)
    #expect(
      try refusal()
        == "error: \(pdf): its pages are pictures without text, as a scan's are; \(typing)")
  }

  @Test func whatItCantReadIsRefused() throws {
    try install("echo part of a bill; echo 'Syntax Error' >&2; exit 1")
    #expect(try refusal() == "error: \(pdf): pdftotext can't read it; \(typing)")
    try "%PDF-1.7\ntrailer << /Encrypt 5 0 R >>\n".write(
      toFile: pdf, atomically: true, encoding: .utf8)
    #expect(
      try refusal()
        == "error: \(pdf): pdftotext can't read it, as a password protects it; save a copy without "
        + "one, or \(typing)")
  }

  @Test func moreTextThanAStatementHasIsRefused() throws {
    try install("yes bill")
    #expect(try refusal() == "error: \(pdf): has over 10 MB of text; \(typing)")
  }

  @Test mutating func withoutTheProgramTheWayIsSaid() throws {
    octowatt.environment["PATH"] = octowatt.folder.path(of: "nothing")
    #expect(
      try refusal()
        == "error: \(pdf): is a PDF, and pdftotext, which reads its text, is not installed; on Debian "
        + "and Ubuntu: sudo apt install poppler-utils; or \(typing)")
  }

  @Test func safeRunsNoProgram() throws {
    let trap = octowatt.folder.path(of: "started")
    try install("touch '\(trap)'")
    #expect(
      try refusal("--safe")
        == "error: --safe does not allow running other programs, as for the text of a PDF\n")
    #expect(!FileManager.default.fileExists(atPath: trap))
  }

  @Test func aPipeIsNoFile() throws {
    try install("cat")
    let outcome = try octowatt.bash(
      "cat '\(pdf)' | $octowatt -c 'reconcile billed from /dev/stdin'")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.hasPrefix("error: /dev/stdin: is a PDF, which can't be read from a pipe;"))
  }

  /// Even where the program itself would not end.
  @Test func ctrlCEndsIt() throws {
    try install("trap '' INT; echo started $$. >/dev/tty; while :; do :; done")
    let terminal = try octowatt.terminal()
    try terminal.expect("octowatt> ")
    try terminal.send("reconcile billed from '\(pdf)'\r")
    try terminal.expect("started ")
    let child = try #require(pid_t(try terminal.expect(".").dropLast()))
    try terminal.send("\u{3}")
    try terminal.expect("\r\ninterrupted\r\n")
    try terminal.expect("octowatt> ")
    #expect(kill(child, 0) != 0 && errno == ESRCH)
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
  }

  /// Whether the program still writes, or goes on without its output.
  @Test(arguments: [SIGTERM, SIGHUP], ["", "exec >/dev/null; "])
  func whatEndsOctowattEndsIt(number: Int32, output: String) throws {
    try install("trap '' TERM HUP; echo started $$. >/dev/tty; \(output)while :; do :; done")
    let terminal = try octowatt.terminal("reconcile billed from '\(pdf)'")
    try terminal.expect("started ")
    let child = try #require(pid_t(try terminal.expect(".").dropLast()))
    terminal.signal(number)
    #expect(try terminal.waitForExit() == 128 + number)
    #expect(kill(child, 0) != 0 && errno == ESRCH)
  }
}
