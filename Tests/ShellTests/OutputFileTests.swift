import Foundation
import TestSupport
import Testing

/// `as`, `into` and `-o`.
@Suite struct OutputFileTests {
  private let octowatt: Program
  private let query = "usage import 2023-07-04 by day"
  private let csv: String

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
    csv = try octowatt(query + " as csv").output
    guard csv.hasPrefix("day,usage_kwh\n2023-07-04,") else { throw ProgramError(csv) }
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: octowatt.folder.path(of: name), encoding: .utf8)
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: octowatt.folder.path).sorted()
  }

  @Test func theExtensionDecidesTheFormat() throws {
    let openings = [
      "a.csv": "day,usage_kwh\n", "a.tsv": "day\tusage_kwh\n", "a.json": "{\"statement\":",
      "a.jsonl": "{\"day\":", "a.md": "| day", "a.html": "<!DOCTYPE html>", "a.txt": "day ",
      "a": "day ",
    ]
    for (name, opening) in openings {
      let path = octowatt.folder.path(of: name)
      let outcome = try octowatt("\(query) into \(path)")
      #expect(outcome.status == 0)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors == "wrote \(path)\n")
      #expect(try text(name).hasPrefix(opening), "\(name)")
    }
  }

  @Test func asOverrulesTheExtensionAndTheExtensionTheOption() throws {
    let path = octowatt.folder.path(of: "a.json")
    #expect(try octowatt("--format", "html", "\(query) as csv into \(path)").status == 0)
    #expect(try text("a.json") == csv)
    let other = octowatt.folder.path(of: "b.csv")
    #expect(try octowatt("--format", "html", "\(query) into \(other)").status == 0)
    #expect(try text("b.csv") == csv)
  }

  @Test(arguments: ["t.xlsx", "t.png", "t.csv.gz"])
  func anExtensionThatIsNoFormatIsRefused(name: String) throws {
    let path = octowatt.folder.path(of: name)
    let refused = try octowatt("\(query) into \(path)")
    #expect(refused.status == 1)
    #expect(
      refused.errors.contains(
        "^ no format has the extension '.\(name.split(separator: ".").last ?? "")'; use one "
          + "of .txt, .md, .markdown, .csv, .tsv, .json, .jsonl, .ndjson, .html, .htm, .svg, or name "
          + "the format with 'as'"))
    #expect(try octowatt("show meters into \(path)").status == 1)
    #expect(try octowatt("explain \(query) into \(path)").status == 1)
    let option = try octowatt("-o", path, query)
    #expect(option.status == 2)
    #expect(option.errors.contains("or name the format with --format"))
    #expect(try !names().contains(name))
    // Named, the format is what counts.
    #expect(try octowatt("\(query) as csv into \(path)").status == 0)
    #expect(try text(name) == csv)
    #expect(try octowatt("-o", path, "--format", "csv", query).status == 0)
    #expect(try text(name) == csv)
  }

  @Test(arguments: [".hidden", "dots./plain"])
  func aNameWithoutExtensionIsATable(name: String) throws {
    try FileManager.default.createDirectory(
      atPath: octowatt.folder.path(of: "dots."), withIntermediateDirectories: true)
    #expect(try octowatt("\(query) into \(octowatt.folder.path(of: name))").status == 0)
    #expect(try text(name).hasPrefix("day "))
  }

  /// What has a text and rows has rows in a file of data, whichever way that is named.
  @Test func causesAreRowsInAFile() throws {
    let statement = "explain reconcile import 2023-07 billed usage 495.6 kWh"
    let rows = try octowatt(statement + " as csv").output
    #expect(rows.hasPrefix("flow,cause,with_cause,"))
    #expect(try octowatt("-o", octowatt.folder.path(of: "a.csv"), statement).status == 0)
    #expect(try octowatt("\(statement) into '\(octowatt.folder.path(of: "b.csv"))'").status == 0)
    #expect(try text("a.csv") == rows)
    #expect(try text("b.csv") == rows)
    #expect(try octowatt(statement).output.contains("\nperiod "))
  }

  @Test func aFileThatExistsIsKeptUnlessToldOtherwise() throws {
    let path = try octowatt.folder.write("precious", to: "a.csv")
    let refused = try octowatt("\(query) into \(path)")
    #expect(refused.status == 1)
    #expect(refused.errors == "error: \(path) exists; to replace it: into! \(path)\n")
    #expect(try text("a.csv") == "precious")
    #expect(try octowatt("\(query) into! \(path)").status == 0)
    #expect(try text("a.csv") == csv)
  }

  @Test func anErrorLeavesNoFile() throws {
    let before = try names()
    let path = octowatt.folder.path(of: "a.csv")
    #expect(try octowatt("usage meter garage into \(path)").status == 1)
    #expect(try octowatt("usage imoprt into \(path)").status == 1)
    #expect(try octowatt("\(query) into \(octowatt.folder.path(of: "no/where.csv"))").status == 1)
    #expect(try names() == before)
  }

  @Test func anErrorWhileRowsAreWrittenLeavesTheOldFile() throws {
    // A reading that is none, behind the program's back: found only when rows are made.
    try CacheFile(octowatt.cachePath)
      .execute("UPDATE reading_day SET readings = '[]' WHERE day = '2023-07-04'")
    let path = try octowatt.folder.write("precious", to: "a.csv")
    let before = try names()
    let outcome = try octowatt("usage import 2023-07 by slot into! \(path)")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("reading_day of meter_id"))
    #expect(outcome.errors.contains("2023-07-04"))
    #expect(try text("a.csv") == "precious")
    #expect(try names() == before)
  }

  @Test func outputTakesAllResultsAndOverwrites() throws {
    let path = try octowatt.folder.write("old and long, long, long, long, long", to: "all.csv")
    let outcome = try octowatt("-o", path, "-c", query, "-c", "frobnicate", "-c", query)
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(try text("all.csv") == csv)
    #expect(try octowatt("-o", path, "-c", query, "-c", query).status == 0)
    #expect(try text("all.csv") == csv + "\n" + csv)
    #expect(try octowatt("-o", path, "--format", "tsv", query).status == 0)
    #expect(try text("all.csv") == csv.replacingOccurrences(of: ",", with: "\t"))
    #expect(try octowatt("-o", octowatt.folder.path(of: "no/where.csv"), query).status == 2)
  }

  @Test func aTildeIsHomeAndNamesMayHaveSpaces() throws {
    #expect(try octowatt("\(query) into '~/my days.csv'").status == 0)
    #expect(try text("home/my days.csv") == csv)
    #expect(try octowatt("-o", "~/other.csv", query).status == 0)
    #expect(try text("home/other.csv") == csv)
  }

  @Test func listsCanGoToFilesToo() throws {
    let path = octowatt.folder.path(of: "meters.csv")
    #expect(try octowatt("show meters into \(path)").status == 0)
    #expect(try text("meters.csv").split(separator: "\n").count == 3)
    let plan = octowatt.folder.path(of: "plan.txt")
    #expect(try octowatt("explain \(query) into \(plan)").status == 0)
    #expect(try text("plan.txt").contains("└─ Scan"))
  }
}
