import Foundation
import QueryLanguage
import TestSupport
import Testing

@testable import Commands

/// `--safe`, command by command: nothing is written but the cache, and no program runs.
@Suite struct SafeTests {
  /// What would write a file; FILE stands for one in a folder of its own.
  private static let writing = [
    "usage into FILE.csv", "cost 2023-07 by day into! FILE.json", "net 2023-07 into FILE.html",
    "readings 2023-07-04 as csv into FILE.csv", "rates import 2023-07-04 into FILE.csv",
    "gaps into FILE.csv", "cheapest 2h import 2023-07-04 into FILE.csv",
    "dearest 2h import 2023-07-04 into FILE.csv", "bill 2023-07 into FILE.csv",
    "compare 2023-07 into FILE.csv",
    "reconcile import 2023-07 billed total £1 into FILE.csv",
    "explain cost 2023-07-04 into FILE.csv",
    "usage 2023-07 by day chart into FILE.svg", "report 2023-07 into FILE.html",
    "last into FILE.csv", "last chart into FILE.svg", "status into FILE.csv",
    "describe house into FILE.csv", "check into FILE.csv", "sql select 1 into FILE.csv",
    "save config into FILE.json", "save readings into FILE.json",
    "save readings with cost into FILE/",
    "backup into FILE.sqlite",
    "add key", "drop key default", ".output FILE", ".once FILE", ".log FILE",
  ]
  /// Each list of `show` but the history, of which there is none outside a terminal.
  private static let lists = ShowTopic.allCases.filter { $0 != .history }
    .map { "show \($0.rawValue) into FILE.csv" }
  /// What would run another program.
  private static let running = [
    "! touch FILE", "edit", "edit 1", ".pager 'touch FILE'", "usage into FILE.html open",
    "report 2023-07 into FILE.html open", "report 2023-07 open",
  ]
  /// What stays allowed, as it changes nothing or the cache alone; some of it fails without a network.
  private static let allowed = [
    "usage 2023-07 as csv", "import examples/home/config.json",
    "fetch account A-1234ABCD pretend", "fetch readings",
    "add meter 1900000000001 as import", "add tariff mine as import rate 27p standing 50p",
    "change tariff mine from 2023-10-01 rate 28p", "assign mine to 1900000000001 from 2023-10-01",
    "unassign 1900000000001 from 2023-10-05", "alias house villa", "rename tariff mine to yours",
    "set vat gas 5 from 2030-01-01", "define q = usage 2023-07", "run q", "forget q", "undo",
    "drop tariff yours", "let x = 1", "status", "check", "show changes",
    "sql select count(*) from tariff", "report 2023-07 as html", "describe villa", "last as csv",
    "help import", ".mode csv", ".output off", ".once off", ".null -", ".formulas text",
    ".width 100", ".color never", ".highlight off", ".chart height 20", ".prompt '>'", ".pager off",
    ".timing off", ".policy exact", ".payment direct_debit", ".strict off", ".echo off", ".log off",
    ".settings",
    ".read examples/july.octowatt", "restore COPY", "demo", "quit",
  ]

  private let octowatt: Program

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
    #expect(try octowatt("add", "key", input: .text("sk_live_0123456789")).status == 0)
  }

  /// All files in the program's world but the cache and what SQLite keeps beside it, with their sizes.
  private func files() throws -> [String: Int] {
    var files: [String: Int] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: octowatt.folder.path)
    where !path.hasPrefix("data/octowatt/") {
      files[path] = FileManager.default.contents(atPath: octowatt.folder.path(of: path))?.count
    }
    return files
  }

  /// Runs statements, in an environment in which a program that is started leaves a file.
  private func safely(_ statements: [String]) throws -> ProcessOutcome {
    var octowatt = octowatt
    let trap = "touch '\(octowatt.folder.path(of: "started"))'; :"
    for name in ["VISUAL", "EDITOR", "BROWSER", "OCTOWATT_PAGER", "PAGER"] {
      octowatt.environment[name] = trap
    }
    var arguments = ["--safe", "--yes", "--offline", "--keep-going"]
    // The first leaves a result for 'last'.
    for statement in ["usage import 2023-07 by day as csv"] + statements {
      let place = octowatt.folder.path(of: "out")
      arguments += [
        "-c",
        statement.replacing("FILE", with: place)
          .replacing("COPY", with: octowatt.folder.path(of: "copy.sqlite")),
      ]
    }
    return try run(
      octowattExecutable(), arguments, environment: octowatt.environment, in: Program.root)
  }

  @Test func whatWritesIsRefused() throws {
    let before = try files()
    let statements = SafeTests.writing + SafeTests.lists
    let outcome = try safely(statements)
    let refusal = "error: --safe does not allow writing files"
    let refusals = outcome.errors.split(separator: "\n").map(String.init)
    #expect(refusals == Array(repeating: refusal, count: statements.count), "\(outcome.errors)")
    #expect(try files() == before)
  }

  @Test func aFileForResultsIsRefused() throws {
    let before = try files()
    let outcome = try octowatt("--safe", "-o", octowatt.folder.path(of: "out.csv"), "usage")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("out.csv: --safe does not allow writing files."))
    #expect(try files() == before)
  }

  @Test func whatRunsProgramsIsRefused() throws {
    let before = try files()
    let outcome = try safely(SafeTests.running)
    let refusal = "error: --safe does not allow running other programs"
    let refusals = outcome.errors.split(separator: "\n").map(String.init)
    #expect(
      refusals == Array(repeating: refusal, count: SafeTests.running.count), "\(outcome.errors)")
    #expect(try files() == before)
  }

  @Test func allElseWritesTheCacheAlone() throws {
    #expect(try octowatt("backup", "into", octowatt.folder.path(of: "copy.sqlite")).status == 0)
    let before = try files()
    let outcome = try safely(SafeTests.allowed)
    #expect(!outcome.errors.contains("--safe"), "\(outcome.errors)")
    #expect(!outcome.errors.contains("^"), "\(outcome.errors)")
    // Without a network nothing is fetched; all else is done.
    let errors = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("error: ") }
    #expect(errors.allSatisfy { $0.contains("--offline") }, "\(errors)")
    #expect(try files() == before)
  }

  /// Nothing that a version adds is forgotten here.
  @Test func eachCommandAndSettingIsTried() {
    let statements =
      SafeTests.writing + SafeTests.lists + SafeTests.running + SafeTests.allowed
    let openings = CommandTable.all.map(\.name) + SettingTable.all.map(\.name) + Measure.words
    for opening in openings {
      #expect(
        statements.contains { $0 == opening || $0.hasPrefix(opening + " ") }, "\(opening)")
    }
    for member in CommandTable.all.flatMap(\.members) {
      let usage = member.form.usage.joined(separator: " ")
      guard usage.contains("into") else { continue }
      let words = member.form.words.joined(separator: " ")
      #expect(
        (SafeTests.writing + SafeTests.lists).contains {
          $0.hasPrefix(words) && $0.contains(" into")
        }, "\(words)")
    }
  }
}
