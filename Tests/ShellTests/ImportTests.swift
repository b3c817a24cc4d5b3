import Foundation
import TestSupport
import Testing

/// Imports that go well: what changes, what doesn't, and which files are meant.
@Suite struct ImportTests {
  private let octowatt: Program

  init() throws { octowatt = try Program() }

  @Test func importingTwiceChangesNothing() throws {
    try octowatt.importExamples()
    let before = try CacheFile(octowatt.cachePath).dump()
    #expect(before.count { $0.hasPrefix("reading_day") } == 88)
    let outcome = try octowatt(
      "import", "examples/home/1*.json", "examples/home/config.json", "create", "meters", "replace")
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("readings 0 new, 4033 same, 0 revised; meters 0 new, 2 same"))
    #expect(try CacheFile(octowatt.cachePath).dump() == before)
  }

  @Test func pretendSaysWhatWouldHappenAndWritesNothing() throws {
    #expect(try octowatt("usage").status == 0)
    let before = try CacheFile(octowatt.cachePath).dump()
    let config = try octowatt("import", "examples/home/config.json", "pretend")
    #expect(config.status == 0)
    #expect(config.errors.contains("meters 2 new, 0 same, 0 revised; tariffs 2 new"))
    let cache = try octowatt("import", "pretend", "examples/home/1*.json", "create", "meters")
    #expect(cache.status == 0)
    #expect(cache.errors.contains("would import 4 of 4 files: readings 4033 new"))
    #expect(try CacheFile(octowatt.cachePath).dump() == before)
  }

  @Test(arguments: [
    ["examples/home/*.json"],
    ["examples/home/config.json", "examples/home/1*.json"],
  ])
  func eachFileOfPretendSeesThoseBeforeIt(paths: [String]) throws {
    func outcome(_ options: String...) throws -> String {
      let outcome = try run(
        octowattExecutable(), ["import"] + paths + options, environment: octowatt.environment,
        in: Program.root)
      #expect(outcome.status == 0)
      let last = outcome.errors.split(separator: "\n").last ?? ""
      return String(last.replacing(#/, [0-9.]+ m?s$/#, with: ""))
    }
    let report =
      "5 of 5 files: readings 4033 new, 0 same, 0 revised; meters 2 new, 0 same, 0 revised; "
      + "tariffs 2 new, 0 same, 0 revised, 0 refused"
    #expect(try outcome("pretend") == "would import " + report)
    #expect(try octowatt("show meters as csv").lines.count == 1)
    #expect(try outcome() == "imported " + report)
  }

  @Test func aFileThatPretendRefusesLeavesNothingToTheNext() throws {
    let name = "1000000000017_S_2023-07-01_2023-07-02.json"
    let lines = [ReadingLines.july("0.25", slot: 0), "nonsense"]
    for folder in ["bad", "good"] {
      try FileManager.default.createDirectory(
        atPath: octowatt.folder.path(of: folder), withIntermediateDirectories: true)
    }
    let bad = try octowatt.folder.write(lines.joined(separator: "\n"), to: "bad/" + name)
    let good = try octowatt.folder.write(lines[0], to: "good/" + name)
    let outcome = try octowatt("import", bad, good, "create", "meters", "pretend")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains(
        "would import 1 of 2 files: readings 1 new, 0 same, 0 revised; meters 1 new, 0 same, "
          + "0 revised, 1 refused"))
    // The same twice is there the second time.
    let twice = try octowatt("import", good, good, "create", "meters", "pretend")
    #expect(twice.errors.contains("readings 1 new, 1 same, 0 revised"))
  }

  @Test func keysThatPretendWouldKeepAreKnownToTheNextFile() throws {
    func home(_ key: String, _ number: String) -> String {
      #"{"meters": [{"api_key": "\#(key)", "mpan": "\#(number)", "serial": "S", "unit": "#
        + #""electricity_importing_kwh"}]}"#
    }
    let first = try octowatt.folder.write(home("sk_live_aaaaaaaa", "1000000000017"), to: "a.json")
    let other = try octowatt.folder.write(home("sk_live_bbbbbbbb", "1000000000033"), to: "b.json")
    let outcome = try octowatt("import", first, other, first, "pretend")
    #expect(outcome.status == 0)
    #expect(outcome.errors.components(separatedBy: "would be kept as key default").count == 2)
    #expect(outcome.errors.contains("\(other): its API key differs from key default"))
    #expect(try octowatt("show keys as csv").lines.count == 1)
  }

  @Test func aRevisedReadingReplacesTheOldOneAndIsCounted() throws {
    let name = "1000000000017_S_2023-07-01_2023-07-02.json"
    let lines = [ReadingLines.july("0.25", slot: 0), ReadingLines.july("0.75", slot: 1)]
    let first = try octowatt.folder.write(lines.joined(separator: "\n"), to: name)
    #expect(try octowatt("import", first, "create", "meters").status == 0)
    let revised = [ReadingLines.july("0.5", slot: 0), ReadingLines.july("1", slot: 2)]
    try octowatt.folder.write(revised.joined(separator: "\n"), to: name)
    let outcome = try octowatt("import", first)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("readings 1 new, 0 same, 1 revised"))
    #expect(
      try octowatt("usage 2023-07-01 by slot limit 3 as csv").lines == [
        "slot,usage_kwh", "2023-07-01T00:00:00+01:00,0.5", "2023-07-01T00:30:00+01:00,0.75",
        "2023-07-01T01:00:00+01:00,1",
      ])
    let log = try CacheFile(octowatt.cachePath)
      .rows("SELECT starts_at, previous FROM reading_revision")
    // 2023-06-30T23:00Z, 0.25 kWh.
    #expect(log == ["1688166000|250000"])
  }

  @Test func tariffsAreSkippedOrReplaced() throws {
    func tariff(_ rate: String) -> String {
      """
      {"tariffs": {"Flat": {"unit": "electricity_importing_kwh",
        "rates": [{"interval_start": "00:00", "interval_end": "24:00", "rate": \(rate)}]}}}
      """
    }
    let file = try octowatt.folder.write(tariff("0.25"), to: "flat.json")
    #expect(try octowatt("import", file).status == 0)
    try octowatt.folder.write(
      tariff("0.5").replacingOccurrences(of: "Flat", with: "flat"), to: "flat.json")
    let skipped = try octowatt("import", file)
    #expect(skipped.status == 0)
    #expect(
      skipped.errors.contains(
        "note: \(file):1: tariff 'flat' was skipped: it exists with other terms; to overwrite "
          + "it, add: replace"))
    #expect(skipped.errors.contains("\(file): 1 tariff skipped"))
    let rates = "SELECT rate FROM tariff_band"
    #expect(try CacheFile(octowatt.cachePath).rows(rates) == ["25000000"])
    let replaced = try octowatt("import", file, "replace")
    #expect(replaced.errors.contains("tariffs 0 new, 0 same, 1 revised"))
    #expect(try CacheFile(octowatt.cachePath).rows(rates) == ["50000000"])
  }

  /// Two bands, the one over midnight first: importing them again changes nothing either.
  @Test func bandsMayStandInAnyOrder() throws {
    let file = try octowatt.folder.write(
      """
      {"tariffs": {"go": {"unit": "electricity_importing_kwh", "rates": [
        {"interval_start": "22:00", "interval_end": "06:00", "rate": 0.1},
        {"interval_start": "06:00", "interval_end": "22:00", "rate": 0.3}]}}}
      """, to: "go.json")
    #expect(try octowatt("import", file).errors.contains("tariffs 1 new, 0 same, 0 revised"))
    let again = try octowatt("import", file).errors
    #expect(again.contains("tariffs 0 new, 1 same, 0 revised"))
    #expect(!again.contains("note:"))
  }

  @Test func patternsTildesAndSpaces() throws {
    let empty = "{\"tariffs\": {}}"
    for name in ["home/a 1.json", "home/a 2.json", "home/b.json", "home/c[1].json"] {
      try octowatt.folder.write(empty, to: name)
    }
    func files(_ statement: String) throws -> [String] {
      let outcome = try octowatt(statement)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let home = octowatt.folder.path(of: "home/")
      return outcome.errors.split(separator: "\n")
        .filter { $0.hasPrefix(home) && $0.contains(": nothing in it") }.map {
          String($0.dropFirst(home.count).prefix { $0 != ":" })
        }
    }
    #expect(try files("import '~/a 1.json'") == ["a 1.json"])
    #expect(try files("import \"~/a *.json\"") == ["a 1.json", "a 2.json"])
    #expect(try files("import ~/?.json ~/c[1].json") == ["b.json", "c[1].json"])
    #expect(try files("import ~/b.json '~/a 2.json'") == ["b.json", "a 2.json"])
    let none = try octowatt("import ~/z*.json")
    #expect(none.status == 1)
    #expect(none.errors.hasSuffix("/z*.json: no such file or directory\n"))
  }

  @Test func aWordForcesTheKind() throws {
    let outcome = try octowatt("import", "cache", "examples/home/config.json")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("examples/home/config.json:1: "))
    #expect(try octowatt("import", "config", "examples/home/config.json").status == 0)
  }
}
