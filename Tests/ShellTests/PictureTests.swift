import Foundation
import TestSupport
import Testing

/// Pictures as files, and at a terminal.
@Suite struct PictureTests {
  private let octowatt: Program

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: octowatt.folder.path(of: name), encoding: .utf8)
  }

  /// The picture in the README is what the program draws today.
  @Test func theReadmesPictureIsDrawnByTheProgram() throws {
    let path = Program.root + "/examples/july.svg"
    let drawn = try octowatt("net 2023-07 by halfhour as svg")
    #expect(drawn.status == 0)
    #expect(try drawn.output == String(contentsOfFile: path, encoding: .utf8))
    let readme = try String(contentsOfFile: Program.root + "/README.md", encoding: .utf8)
    #expect(readme.contains("(examples/july.svg)"))
  }

  @Test func theExtensionSaysThePicturesForm() throws {
    let query = "cost import 2023-07 by halfhour chart"
    for (name, opening) in [
      ("a.svg", "<svg "), ("b.html", "<!DOCTYPE html>"), ("c.txt", "Import cost by half-hour"),
    ] {
      let path = octowatt.folder.path(of: name)
      #expect(try octowatt("\(query) into \(path)").status == 0)
      #expect(try text(name).hasPrefix(opening))
    }
    #expect(try text("b.html").contains("<svg"))
    // Without the clause a page holds the table alone, and svg is a picture all the same.
    let (page, image) = (octowatt.folder.path(of: "d.html"), octowatt.folder.path(of: "e.svg"))
    #expect(try octowatt("usage 2023-07 by day into \(page)").status == 0)
    #expect(try !text("d.html").contains("<svg"))
    #expect(try octowatt("-o", image, "usage 2023-07 by day").status == 0)
    #expect(try text("e.svg").hasPrefix("<svg "))
    #expect(try octowatt("--format", "svg", "usage 2023-07").status == 1)
  }

  /// A picture that can't be drawn leaves no file.
  @Test func whatHasNoPictureLeavesNoFile() throws {
    let path = octowatt.folder.path(of: "none.svg")
    for query in ["cost 2023-07 chart", "cost 2023-07 by day chart heatmap", "show meters as svg"] {
      #expect(try octowatt("\(query) into \(path)").status == 1)
      #expect(!FileManager.default.fileExists(atPath: path))
    }
    #expect(try octowatt("cost 2023-07 by day chart into \(path) as csv").status == 1)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func aReportIsOnePage() throws {
    let path = octowatt.folder.path(of: "july.html")
    #expect(try octowatt("report 2023-07 into \(path)").status == 0)
    let page = try text("july.html")
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.utf8.count < 2_000_000)
    for title in [
      "Import cost and export income by half-hour, July 2023", "Import cost by day and band",
      "Import usage by day and half-hour", "Export usage by day and half-hour",
      "Import and export bill by line", "Dearest days of import", "Cheapest days of import",
    ] {
      #expect(page.contains("<h2>\(title)"), "\(title)")
    }
    #expect(page.contains("policy exact, for the bill: bill"))
    for other in [
      "half-hours missing", "without a rate", "Mean rate", "<desc></desc>", "<h2></h2>",
    ] {
      #expect(!page.contains(other), "\(other)")
    }
    for part in ["<script", "http:", "https:", "<link", "@import"] {
      #expect(!page.replacing("http://www.w3.org/2000/svg", with: "").contains(part), "\(part)")
    }
    // Again, byte by byte; and October says what is missing.
    #expect(try octowatt("report 2023-07 into! \(path)").status == 0)
    #expect(try text("july.html") == page)
    #expect(try octowatt("report 2023-10").output.contains("half-hours missing, October 2023"))
    #expect(try octowatt("--strict", "report 2023-10").status == 3)
    #expect(try octowatt("report 2023-07 into \(octowatt.folder.path(of: "a.svg"))").status == 1)
  }

  /// A page with another period: its figures in the headings and in each tooltip, by the cache's own
  /// numbers, and the same bytes again.
  @Test func aReportCanHaveAnotherPeriodBehind() throws {
    let path = octowatt.folder.path(of: "weeks.html")
    let statement = "report from 2023-07-25 through 2023-07-31 versus previous into! \(path)"
    #expect(try octowatt(statement).status == 0)
    let page = try text("weeks.html")
    #expect(page.contains("<h1>Import and export, 25–31 July 2023 versus 18–24 July 2023</h1>"))
    for title in [
      "Net cost by day", "Import cost by half-hour", "Import cost by day", "Export income by day",
    ] {
      #expect(page.contains("<h2>\(title), 25–31 July 2023 versus 18–24 July 2023"), "\(title)")
    }
    #expect(page.contains("<h2>Import cost by day and band, 25–31 July 2023</h2>"))
    #expect(page.utf8.count < 2_000_000)
    #expect(try octowatt(statement).status == 0)
    #expect(try text("weeks.html") == page)
    // Each sum asked for by itself.
    func total(_ days: String) throws -> String {
      let rows = try octowatt("--format", "csv", "cost import \(days)").output.split(
        separator: "\n")
      let cost = try #require(rows.last?.split(separator: ",").last.flatMap { Double($0) })
      return String(format: "£%.2f", cost)
    }
    let now = try total("from 2023-07-25 through 2023-07-31")
    let was = try total("from 2023-07-18 through 2023-07-24")
    #expect(page.contains("total \(now), was \(was), change "))
    let first = try total("2023-07-25")
    let tip = page.firstMatch(
      of: /<title>Tue 25 Jul 2023: (£[0-9.]+), [0-9.]+ kWh; was (£[0-9.]+),/)
    #expect(try tip?.output.1 == first[...] && tip?.output.2 == total("2023-07-18")[...])
  }

  /// July without the first 24 days of June or of the year before.
  @Test func whatCantBeComparedIsSaid() throws {
    let earlier = try octowatt("report 2023-07 versus year earlier")
    #expect(earlier.status == 0)
    #expect(earlier.output.contains("import is not compared: it has no readings from 2022-07-01"))
    #expect(earlier.output.contains("Import cost and export income by day, July 2023 "))
    // October has ten days and a half, and is not told apart from a month by its sums.
    let october = try octowatt("report 2023-07 versus 2023-10")
    #expect(october.output.contains("was £50.37 (incomplete)"))
    #expect(october.output.contains("October 2023: no reading or rate for 21 days"))
    #expect(try octowatt("--strict", "report 2023-07 versus 2023-10").status == 3)
  }

  /// Two tariffs, four days before the first, and gas, which at first has no tariff.
  @Test func aReportShowsWhatThePeriodHas() throws {
    let gas = try octowatt.folder.write(
      """
      Consumption (kWh), Start, End
      2, 2023-07-01T12:00:00+01:00, 2023-07-01T12:30:00+01:00

      """, to: "gas.csv")
    for statement in [
      "add tariff later as import rate 40p",
      "assign flux_import_2023-07 to house from 2023-07-05 until 2023-07-20",
      "assign later to house from 2023-07-20", "add meter 3900001 serial G1 as gas",
      "import csv '\(gas)' for 3900001",
    ] {
      #expect(try octowatt(statement).status == 0, "\(statement)")
    }
    let report = try octowatt("report 2023-07").output
    for title in [
      "Mean rate of import by day, July 2023", "Cheapest complete days of import, July 2023",
      "Gas usage by day, July 2023", "Half-hours without a rate, July 2023",
      "Import, export and gas half-hours missing, July 2023",
    ] {
      #expect(report.contains(title), "\(title)")
    }
    // Four days of 48 half-hours, said once.
    #expect(report.ranges(of: "192 half-hours have no rate").count == 1)
    #expect(try octowatt("--strict", "report 2023-07").status == 3)
    #expect(try octowatt("add tariff heat as gas rate 7p standing 28p").status == 0)
    let priced = try octowatt("report 2023-07").output
    #expect(priced.contains("Gas cost by day, July 2023"))
    #expect(priced.contains("Import, export and gas bill by line, July 2023"))
  }

  /// Without a tariff there are no costs, and it does not say so of every half-hour.
  @Test func aReportWithoutTariffsIsAboutEnergy() throws {
    let home = try Program()
    #expect(try home("import", "cache", "examples/home/1*.json", "create", "meters").status == 0)
    let report = try home("report 2023-07").output
    for title in ["Import usage by half-hour, July 2023", "Export usage by day, July 2023"] {
      #expect(report.contains(title), "\(title)")
    }
    #expect(!report.contains("cost") && !report.contains("bill") && !report.contains("rate"))
  }

  @Test func anythingButAColouredTerminalGetsNoEscapes() throws {
    let query = "cost import 2023-07 by day, rate chart"
    #expect(try !octowatt(query).output.contains("\u{1b}"))
    #expect(try octowatt("--color", "always", query).output.contains("\u{1b}[3"))
    for variables in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
      var plain = octowatt
      plain.environment.merge(variables) { $1 }
      let screen = try plain.terminal(query)
      #expect(try !screen.expect("policy exact").contains("\u{1b}[3"))
      #expect(try screen.waitForExit() == 0)
    }
  }

  @Test func narrowTerminalsAndASCIIGetTheirOwn() throws {
    var plain = octowatt
    plain.environment["LANG"] = "C"
    let query = "cost import 2023-07 by halfhour chart"
    let screen = try plain.terminal("--color", "never", query, columns: 60)
    let text = try screen.expect("policy exact")
    #expect(text.contains("######") && !text.contains("█"))
    #expect(text.split(whereSeparator: \.isNewline).allSatisfy { $0.count <= 60 })
    #expect(try screen.waitForExit() == 0)
  }
}
