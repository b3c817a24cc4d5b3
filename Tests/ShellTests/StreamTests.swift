import Foundation
import TestSupport
import Testing

/// What goes to standard output, what to standard error, and what to neither.
@Suite struct StreamTests {
  private let octowatt: Program

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
  }

  private let gap = "usage import 2023-10-25 as csv"

  @Test func resultsGoToOutputAndAllElseToErrors() throws {
    for result in [gap, "show tariffs", "status", "help", "explain usage", "cost export all"] {
      let outcome = try octowatt("--today", "2023-11-02", "--quiet", result)
      #expect(!outcome.output.isEmpty && outcome.errors.isEmpty, "\(result)")
    }
    let file = "examples/home/config.json"
    let assign = "assign flux_import_2023-07 to house from 2023-07-01"
    for report in ["import \(file)", "import pretend \(file)", assign, "frobnicate"] {
      let outcome = try octowatt(report)
      #expect(outcome.output.isEmpty && !outcome.errors.isEmpty, "\(report)")
    }
    let noted = try octowatt("--today", "2023-11-02", gap)
    #expect(noted.errors == "note: 3 of 48 half-hours have no reading\n")
  }

  @Test func quietLeavesErrors() throws {
    let outcome = try octowatt(
      "--quiet", "--keep-going", "--today", "2023-11-02", "-c", gap,
      "-c", "import examples/home/config.json", "-c", "cost imoprt", "-c", "import nowhere.json")
    #expect(
      outcome.errors == """
        cost imoprt
             ^^^^^^ unknown word 'imoprt'. Did you mean 'import'?
        nowhere.json: no such file or directory

        """)
    #expect(outcome.lines.count == 2)
  }

  @Test func blocksOfCSVAreAnEmptyLineApart() throws {
    let statement = "usage import 2023-07-04; frobnicate; usage export 2023-07-04"
    for (format, head) in [("csv", "usage_kwh\n"), ("tsv", "usage_kwh\n")] {
      let outcome = try octowatt("--keep-going", "--format", format, statement)
      let blocks = outcome.output.components(separatedBy: "\n\n")
      #expect(blocks.count == 2)
      #expect(blocks.allSatisfy { $0.hasPrefix(head) })
      #expect(outcome.output.hasSuffix("\n") && !outcome.output.hasSuffix("\n\n"))
    }
  }

  /// A program that reads them one by one is not stopped by the text of a plan.
  @Test func aPlanIsAnObjectToo() throws {
    let statements = ["usage import 2023-07-04", "explain usage 2023-07"]
    let outcome = try octowatt(
      "--format", "json", statements.joined(separator: "; ") + "; last as csv")
    let lines = outcome.lines
    #expect(lines.count == 4 && lines.suffix(2) == ["usage_kwh", "25.336"])
    let objects = try lines.prefix(2).map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects.map { $0["statement"] as? String } == statements)
    let rows = try #require(objects[1]["rows"] as? [[String: String]])
    #expect(rows.contains(["text": "Emit: usage_kwh"]))
    #expect(
      try octowatt("--format", "jsonl", "explain usage 2023-07").lines.first
        == #"{"text":"usage 2023-07"}"#)
  }

  @Test func jsonIsAnObjectALine() throws {
    let outcome = try octowatt(
      "--format", "json", "-c", "usage import 2023-07-04; usage export 2023-07-04 by hour")
    #expect(outcome.lines.count == 2)
    for line in outcome.lines {
      #expect(line.hasPrefix("{\"statement\":") && line.hasSuffix("}"))
    }
    let rows = try octowatt(
      "--format", "jsonl", "-c", "usage import from 2023-07-04 to 2023-07-06 by day")
    #expect(rows.lines.count == 2)
    #expect(rows.lines.first?.hasPrefix("{\"day\":\"2023-07-04\",\"usage_kwh\":") == true)
  }

  @Test func aPipeGetsNoEscapes() throws {
    for variables in [[:], ["NO_COLOR": "1"], ["TERM": "dumb"], ["TERM": ""]] {
      var octowatt = octowatt
      octowatt.environment.merge(variables) { $1 }
      let outcome = try octowatt("--keep-going", "-c", "usage all by month", "-c", "cost imoprt")
      #expect(outcome.status == 1)
      #expect(!outcome.hasEscapes)
    }
  }

  @Test func colourCanBeAskedFor() throws {
    let always = try octowatt("--color", "always", "usage all by month")
    #expect(always.output.contains("\u{1B}["))
    #expect(try !octowatt("--color", "never", "usage all by month").hasEscapes)
    for format in ["csv", "tsv", "json", "jsonl", "html", "markdown", "plain"] {
      let outcome = try octowatt("--color", "always", "--format", format, "usage all by month")
      #expect(!outcome.hasEscapes, "\(format)")
    }
  }

  @Test func aReaderThatGoesAwayEndsTheRunQuietly() throws {
    // 1,440 rows a query, two hundred times: far more than a pipe holds.
    let script = Array(repeating: "usage import 2023-07 by slot as csv", count: 200)
      .joined(separator: "\n")
    let file = try octowatt.folder.write(script, to: "long.octowatt")
    let start = ContinuousClock.now
    let outcome = try octowatt.bash(
      "\"$octowatt\" -f '\(file)' | head -n 1; echo \"${PIPESTATUS[0]}\"")
    #expect(outcome.output == "slot,usage_kwh\n0\n")
    #expect(outcome.errors.isEmpty)
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  /// A file does not get the number of a stream that is closed, with all that goes to the stream.
  @Test(arguments: ["0", "2", "0<&- 2"])
  func closedStreamsAreNotTheFilesThatAreWritten(closed: String) throws {
    let path = octowatt.folder.path(of: "a.csv")
    let outcome = try octowatt.bash(
      "\"$octowatt\" --today 2023-11-02 -o '\(path)' '\(gap)' \(closed)>&-; echo $?")
    #expect(outcome.output == "0\n")
    let plain = try octowatt("--today", "2023-11-02", gap)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == plain.output)
    let log = octowatt.folder.path(of: "log")
    _ = try octowatt.bash("\"$octowatt\" -c '.log \(log)' -c 'usage' >&- 2>&-")
    #expect(try !String(contentsOfFile: log, encoding: .utf8).contains("kWh"))
    #expect(try CacheFile(octowatt.cachePath).integrity == "ok")
  }

  @Test func closedStreamsDoNoHarm() throws {
    let outcome = try octowatt.bash("\"$octowatt\" import nowhere.json 2>&-; echo $?")
    #expect(outcome.output == "1\n")
    let other = try octowatt.bash("\"$octowatt\" usage >&-; echo $?")
    #expect(other.output == "1\n")
    #expect(try octowatt("show meters as csv").lines.count == 3)
  }
}
