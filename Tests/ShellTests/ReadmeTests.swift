import Foundation
import TestSupport
import Testing

/// What the README promises, and the scripts that it points at.
@Suite struct ReadmeTests {
  private let octowatt: Program

  init() throws { octowatt = try Program() }

  /// The fenced `sh` blocks of a section, without the fences.
  private func commands(under heading: String) throws -> [String] {
    let text = try String(contentsOfFile: Program.root + "/README.md", encoding: .utf8)
    let sections = text.components(separatedBy: "\n## ")
    let section = try #require(sections.first { $0.hasPrefix(heading + "\n") })
    return section.components(separatedBy: "```sh\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
  }

  @Test func quickStartNamesFilesThatExist() throws {
    let commands = try commands(under: "Quick start")
    #expect(commands.count == 2)
    let files = commands.joined(separator: " ").split(separator: " ").filter { $0.contains("/") }
    #expect(files == [".ci/setup", "examples/july.octowatt", ".ci/setup", ".ci/test"])
    for file in files {
      #expect(access("\(Program.root)/\(file)", R_OK) == 0, "\(file)")
      if file.hasPrefix(".ci/") { #expect(access("\(Program.root)/\(file)", X_OK) == 0, "\(file)") }
    }
  }

  /// What is shown behind a prompt is what the program answers.
  @Test(arguments: ["README.md", "Sources/Shell/Shell.docc/Manual.md"])
  func answersAreTrue(file: String) throws {
    let text = try String(contentsOfFile: "\(Program.root)/\(file)", encoding: .utf8)
    let blocks = text.components(separatedBy: "```\n").filter { $0.hasPrefix("octowatt> ") }
    try #require(!blocks.isEmpty)
    for block in blocks {
      let statement = try #require(block.split(separator: "\n").first).dropFirst(10)
      let outcome = try octowatt(
        "--db", ":memory:", "--quiet", "--today", "2023-11-02", "--width", "120",
        "-c", "import examples/home/*.json",
        "-c", "import configs/others-2023.json for comparison",
        "-c", ".timing off", "-c", String(statement))
      #expect(outcome.status == 0)
      #expect("octowatt> \(statement)\n\(outcome.output)" == block)
    }
  }

  @Test func everyExampleIsTriedHere() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Program.root + "/examples")
    let scripts = names.filter { $0.hasSuffix(".octowatt") }.sorted()
    #expect(
      scripts == [
        "bill.octowatt", "clock-change.octowatt", "july.octowatt", "pictures.octowatt",
        "solar.octowatt",
      ])
  }

  @Test func picturesDrawsFour() throws {
    let outcome = try octowatt("--db", ":memory:", "-f", "examples/pictures.octowatt")
    #expect(outcome.status == 0)
    let results = outcome.output.components(separatedBy: "\n\n")
    try #require(results.count == 4)
    #expect(results.allSatisfy { $0.contains(", July 2023") || $0.contains("Tue 4 Jul 2023") })
    #expect(results[0].contains("import cost £114.74, export income £81.70"))
    #expect(results[3].contains("cheapest 3 h 18.432p"))
  }

  @Test func julyHasARowForEachHalfHourOfTheClock() throws {
    let outcome = try octowatt("--db", ":memory:", "-f", "examples/july.octowatt")
    #expect(outcome.status == 0)
    let rows = outcome.lines.filter { $0.wholeMatch(of: #/\d\d:[03]0 .*/#) != nil }
    #expect(rows.map { String($0.prefix(5)) } == halfHours)
    #expect(try #require(rows.first).hasSuffix(" 1.2217"))
    #expect(outcome.output.contains("total       495.601  114.7378\n"))
  }

  /// The figures are those that Fixtures/check_money.py computes.
  @Test func theBillOfJulyAndItsComparison() throws {
    let script = "examples/bill.octowatt"
    let outcome = try octowatt("--db", ":memory:", "--today", "2023-11-02", "-f", script)
    #expect(outcome.status == 0)
    let results = outcome.output.components(separatedBy: "\n\n")
    let total = results[0].split(separator: "\n").last { $0.contains("net total") }
    #expect(try #require(total).hasSuffix("  47.90"))
    let names = results[1].split(separator: "\n").dropFirst(2).map { $0.prefix { $0 != " " } }
    #expect(names.first == "night_2023+outgoing_2023" && names.contains("current"))
    #expect(
      outcome.output.contains("  fixed_2023 against current\n    price level        -£17.08\n"))
    #expect(outcome.output.contains("2023-07-02      5.177            1.50\n"))
    #expect(
      outcome.errors.contains(
        "note: cheapest: night_2023+outgoing_2023, £8.44 less than current\n"))
  }

  @Test func theClockChangeShowsBothOnes() throws {
    let script = "examples/clock-change.octowatt"
    let outcome = try octowatt("--db", ":memory:", "--today", "2023-11-02", "-f", script)
    #expect(outcome.status == 0)
    // The day of 50 half-hours, and the one on which three were lost.
    #expect(outcome.lines.contains { $0.wholeMatch(of: #/2023-10-29 .* 50 +50/#) != nil })
    #expect(outcome.lines.contains { $0.wholeMatch(of: #/2023-10-25 .* 45 +48 +\*/#) != nil })
    for slot in ["2023-10-29 01:00+01:00", "2023-10-29 01:00+00:00"] {
      #expect(outcome.lines.count { $0.hasPrefix(slot) } == 1, "\(slot)")
    }
  }

  @Test func solarShowsBothFlowsAndTheBestHours() throws {
    let script = "examples/solar.octowatt"
    let outcome = try octowatt("--db", ":memory:", "--today", "2023-11-02", "-f", script)
    #expect(outcome.status == 0)
    let results = outcome.output.components(separatedBy: "\n\n")
    try #require(results.count == 3)
    #expect(results[0].contains("\nimport ") && results[0].contains("\nexport "))
    let clockTimes = results[1].split(separator: "\n").filter { $0.contains(#/^\d\d:[03]0/#) }
    #expect(clockTimes.count == 10)
    let days = results[2].split(separator: "\n").filter { $0.contains(#/^2023-07-\d\d /#) }
    #expect(days.count == 5)
  }

  @Test func thePrototypesExampleImportsAsItIs() throws {
    let file = try octowatt.folder.write(prototypeConfiguration, to: "config.json")
    let outcome = try octowatt("import", file)
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    let skipped = outcome.errors.split(separator: "\n").filter { $0.contains("meter skipped") }
    #expect(skipped.count == 2)
    #expect(outcome.errors.contains("tariffs 2 new, 0 same, 0 revised"))
    let tariffs = try octowatt("show", "tariffs", "as", "csv")
    #expect(
      tariffs.lines == [
        "tariff,flow,valid_from,valid_until,holds,rates,standing_charge",
        "flux_import_2023-07,import,,,today,\"0.18432, 0.3072, 0.43008\",",
        "flux_export_2023-07,export,,,today,\"0.07432, 0.1972, 0.32008\",",
      ])
    #expect(try octowatt("show", "meters", "as", "csv").lines.count == 1)
  }

  /// `00:00` … `23:30`.
  private var halfHours: [String] {
    (0..<24).flatMap { hour in
      ["00", "30"].map { (hour < 10 ? "0\(hour)" : "\(hour)") + ":" + $0 }
    }
  }
}

/// The example of the prototype's README, letter by letter but for the white space.
private let prototypeConfiguration = """
  {
    "meters": {
      "api_key": "<api key>",
      "serial": "<meter serial>",
      "meters": [
        { "mpan": "<exporting mpan>", "unit": "electricity_exporting_kwh" },
        { "mpan": "<importing mpan>", "unit": "electricity_importing_kwh" }
      ]
    },
    "tariffs": {
      "flux_export_2023-07": {
        "unit": "electricity_exporting_kwh",
        "currency": "GBP",
        "rates": [
          { "interval_start": "00:00", "interval_end": "02:00", "rate": 0.1972 },
          { "interval_start": "02:00", "interval_end": "05:00", "rate": 0.07432 },
          { "interval_start": "05:00", "interval_end": "16:00", "rate": 0.1972 },
          { "interval_start": "16:00", "interval_end": "19:00", "rate": 0.32008 },
          { "interval_start": "19:00", "interval_end": "24:00", "rate": 0.1972 }
        ]
      },
      "flux_import_2023-07": {
        "unit": "electricity_importing_kwh",
        "currency": "GBP",
        "rates": [
          { "interval_start": "00:00", "interval_end": "02:00", "rate": 0.30720 },
          { "interval_start": "02:00", "interval_end": "05:00", "rate": 0.18432 },
          { "interval_start": "05:00", "interval_end": "16:00", "rate": 0.30720 },
          { "interval_start": "16:00", "interval_end": "19:00", "rate": 0.43008 },
          { "interval_start": "19:00", "interval_end": "24:00", "rate": 0.30720 }
        ]
      }
    }
  }
  """
