import Foundation
import TestSupport
import Testing

/// `save readings into DIR/`: a file for each meter and month, and that `import` reads them again.
@Suite struct SaveFolderTests {
  private let folder: TemporaryFolder
  private let session: TestSession

  init() throws {
    folder = try temporaryFolder()
    session = try TestSession()
  }

  private func importHome() throws {
    let home = "import examples/home/config.json examples/home/1*.json"
    #expect(try session.run(home).contains("0 refused"))
  }

  /// The files in a folder, by path.
  private func files(_ name: String) throws -> [String: String] {
    var files: [String: String] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path(of: name))
    where path.hasSuffix(".csv") {
      files[path] = try folder.text("\(name)/\(path)")
    }
    return files
  }

  private func saved(_ selection: String, to name: String = "out") throws -> [String: String] {
    let path = folder.path(of: name) + "/"
    let report = try session.run("save readings \(selection) into \(path)")
    #expect(report.hasPrefix("wrote \(path): "), "\(report)")
    return try files(name)
  }

  private func rows(_ text: String?) throws -> [[String]] {
    try #require(text).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func everyMeterAndMonthHasAFile() throws {
    try importHome()
    let files = try saved("")
    let months = ["2023-07", "2023-10", "2023-11"]
    #expect(
      files.keys.sorted()
        == ["house", "solar"].flatMap { meter in
          months.map { "meter=\(meter)/month=\($0)/00A0000001.csv" }
        })
    let july = try rows(files["meter=house/month=2023-07/00A0000001.csv"])
    #expect(july[0] == ["mpan", "serial", "flow", "start", "end", "usage_kwh"])
    #expect(july.count == 1489)
    #expect(
      july[1] == [
        "1000000000017", "00A0000001", "import", "2023-07-01T00:00:00+01:00",
        "2023-07-01T00:30:00+01:00", "0.144",
      ])
    #expect(july[1488][3...4] == ["2023-07-31T23:30:00+01:00", "2023-08-01T00:00:00+01:00"])
    // The day on which the clocks go back has 50 half-hours.
    let october = try rows(files["meter=solar/month=2023-10/00A0000001.csv"])
    #expect(october.count { $0[3].hasPrefix("2023-10-29") } == 50)
    #expect(october.map { $0[3] }.contains("2023-10-29T01:30:00+01:00"))
    #expect(october.map { $0[3] }.contains("2023-10-29T01:30:00+00:00"))
    let note = try session.run("save readings 2023-07-01 into \(folder.path(of: "one/"))")
    #expect(note.hasSuffix(": 96 readings of 2 meters\n"))
  }

  @Test func onlyItsOwnerCanReadIt() throws {
    try importHome()
    _ = try saved("export 2023-07")
    for (name, mode) in [
      ("out", 0o700), ("out/meter=solar", 0o700), ("out/meter=solar/month=2023-07", 0o700),
      ("out/meter=solar/month=2023-07/00A0000001.csv", 0o600),
    ] {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.path(of: name))
      #expect((attributes[.posixPermissions] as? Int) == mode, "\(name)")
    }
  }

  /// Those of July are in the README, to 4 places.
  @Test func costsAddUpToThoseOfAQuery() throws {
    try importHome()
    for (path, text) in try saved("with cost") {
      let rows = try rows(text).dropFirst()
      #expect(rows.allSatisfy { $0.count == 8 })
      let parts = path.split(separator: "/").map { $0.split(separator: "=").last.map(String.init) }
      let (meter, month) = (try #require(parts[0]), try #require(parts[1]))
      let flow = meter == "house" ? "import" : "export"
      var (usage, cost) = (Decimal(0), Decimal(0))
      for row in rows {
        let (kWh, pence) = (
          try #require(Decimal(string: row[5])), try #require(Decimal(string: row[6]))
        )
        #expect(try #require(Decimal(string: row[7])) == kWh * pence / 100)
        usage += kWh
        cost += kWh * pence / 100
      }
      let answer = try session.run("cost \(flow) \(month) as csv").split(separator: "\n")
      let figures = answer[1].split(separator: ",").map { Decimal(string: String($0)) }
      #expect(figures == [usage, cost], "\(path)")
      if (meter, month) == ("house", "2023-07") {
        #expect(usage == Decimal(string: "495.601"))
        let printed = try #require(Decimal(string: "114.7378"))
        #expect(abs(cost - printed) * 20_000 <= 1)
      }
    }
  }

  @Test func whatHasNoRateHasAnEmptyField() throws {
    let text = ["0.25", "0"].enumerated().map { ReadingLines.july($0.element, slot: $0.offset) }
    let file = try folder.write(
      text.joined(separator: "\n"), to: "1000000000017_A1_2023-07-01_2023-07-02.json")
    _ = try session.run("import '\(file)' create meters")
    let path = folder.path(of: "out/")
    #expect(
      try session.run("save readings with cost into \(path)")
        == "wrote \(path): 2 readings of 1 meter\nnote: 46 of 48 half-hours have no reading\n"
        + "note: 1000000000017: 2 half-hours have no rate: no tariff of import holds; add a tariff\n"
    )
    let rows = try rows(files("out").values.first)
    #expect(rows.dropFirst().map { $0[5...] } == [["0.25", "", ""], ["0", "", ""]])
    _ = try session.run(
      "add tariff t as import rate 7p from 00:30 to 04:30 rate 8.5p valid from 2023-07-01")
    let priced = try self.rows(saved("with cost", to: "priced").values.first)
    #expect(priced.dropFirst().map { $0[5...] } == [["0.25", "7", "0.0175"], ["0", "8.5", "0"]])
    // What is missing then is not a tariff.
    _ = try session.run("assign t to 1000000000017 from 2023-07-02")
    let other = folder.path(of: "assigned/")
    #expect(
      try session.run("save readings with cost into \(other)")
        == "wrote \(other): 2 readings of 1 meter\nnote: 46 of 48 half-hours have no reading\n"
        + "note: 1000000000017: 2 half-hours have no rate: no tariff of import holds; assign "
        + "1000000000017 a tariff from 2023-07-01: see 'help assign'\n")
  }

  /// The readings of July end with it, and those of October come next: a day of 48 half-hours is missing.
  @Test func whatIsMissingIsSaid() throws {
    let octowatt = try Program()
    try octowatt.importExamples()
    let period = "export from 2023-07-31 to 2023-08-02"
    for name in ["out/", "out.csv", "out.json"] {
      let path = octowatt.folder.path(of: name)
      let outcome = try octowatt("--strict", "save readings \(period) into \(path)")
      #expect(outcome.status == 3)
      #expect(
        outcome.errors == "wrote \(path): 48 readings of 1 meter\n"
          + "note: 48 of 96 half-hours have no reading\n")
    }
    #expect(try octowatt("--strict", "readings \(period)").status == 3)
    let whole = octowatt.folder.path(of: "whole/")
    #expect(try octowatt("--strict", "save readings 2023-07 into \(whole)").status == 0)
  }

  @Test func aNameThatIsTooLongIsNamed() throws {
    try importHome()
    let alias = String(repeating: "a", count: 300)
    #expect(try session.run("alias solar '\(alias)'").contains("error") == false)
    let path = folder.path(of: "out")
    #expect(
      try session.run("save readings export into \(path)/")
        == "error: cannot write \(path)/meter=\(alias): file name too long\n")
    #expect(try folder.names == [])
  }

  @Test func aWholeFleetComesBack() throws {
    try importHome()
    for selection in ["", "with cost"] {
      let name = selection.isEmpty ? "plain" : "priced"
      _ = try saved(selection, to: name)
      let other = try TestSession()
      let report = try other.run("import '\(folder.path(of: name))/*/*/*.csv' create meters")
      #expect(report.contains("imported 6 of 6 files: readings 4033 new"), "\(report)")
      #expect(report.contains("meters 2 new"))
      let saving = Saving(folder)
      #expect(
        try saving.save("readings", from: other, to: "b.json").text
          == saving.save("readings", from: session, to: "a.json").text)
      // 'for' may say the same again, and nothing else.
      let file = folder.path(of: "\(name)/meter=solar/month=2023-07/00A0000001.csv")
      #expect(try session.run("import '\(file)' for solar").contains("1488 same"))
      #expect(
        try session.run("import '\(file)' for house")
          == "\(file):1: its readings are of 1000000000025, which contradicts 'for house'\n")
      #expect(try session.run("import '\(file)' as gas").contains("contradicts 'as gas'"))
    }
    let file = folder.path(of: "plain/meter=solar/month=2023-07/00A0000001.csv")
    #expect(try TestSession().run("import '\(file)'").contains("is not in the cache"))
  }

  /// 0.25 m³ at 39.5 MJ/m³ are 2.805158 kWh, which cost 20.7581692 p at 7.4 p.
  @Test func gasComesBackInCubicMetres() throws {
    let fixtures = "Tests/ShellTests/Fixtures"
    let file = "\(fixtures)/managing/7000000009_G1_2023-07-01_2023-07-02.json"
    _ = try session.run("import '\(file)' create meters")
    // Days without readings between have no files.
    let later = try folder.write(
      ReadingLines.line(
        "4", unit: "gas_importing_m3", from: "2023-09-10T12:00:00Z", to: "2023-09-10T12:30:00Z"),
      to: "7000000009_G1_2023-09-10_2023-09-11.json")
    _ = try session.run("import \(later)")
    let plain = try rows(saved("gas 2023-07", to: "plain").values.first)
    #expect(plain[0].last == "usage_m3" && plain[1].last == "0.25")
    #expect(plain.count == 49)
    let refusal = try session.run("save readings gas with cost into \(folder.path(of: "out/"))")
    #expect(refusal.contains("no calorific value is known on 2023-07-01"), "\(refusal)")
    #expect(try !folder.names.contains("out"))
    _ = try session.run(
      "set calorific value 39.5 from 2023-07-01; import \(fixtures)/money/gas.json")
    let report = try session.run("save readings gas 2023-07-01 into \(folder.path(of: "m3/"))")
    #expect(report == "wrote \(folder.path(of: "m3/")): 48 readings of 1 meter\n")
    let files = try saved("with cost")
    let names = ["2023-07", "2023-09"].map { "meter=7000000009/month=\($0)/G1.csv" }
    #expect(files.keys.sorted() == names)
    #expect(try rows(files[names[1]]).count == 2)
    let priced = try rows(files[names[0]])
    #expect(priced[0][5...] == ["usage_m3", "usage_kwh", "rate_p_per_kwh", "cost_gbp"])
    #expect(priced.count == 49 && priced[48][5...] == ["0.25", "2.805158", "7.4", "0.207581692"])
    for name in ["plain", "out"] {
      let other = try TestSession()
      let report = try other.run(
        "import '\(folder.path(of: name))/meter=7000000009/month=2023-07/G1.csv' create meters")
      #expect(report.contains("readings 48 new"), "\(report)")
      #expect(try other.run("usage gas as csv") == "usage_m3\n12\n")
    }
  }

  @Test func theSuppliersCostsComeBack() throws {
    let costs = "Tests/ShellTests/Fixtures/supplier/costs.csv"
    _ = try session.run("import \(costs) for house number 1900000000001 as import create meters")
    let csv = try Saving(folder).save("readings", from: session, to: "a.csv").text
    let text = try #require(saved("").values.first)
    let header = try #require(text.split(separator: "\n").first)
    #expect(header.hasSuffix("usage_kwh,Estimated Cost Inc. Tax (p),Standing Charge Inc. Tax (p)"))
    let other = try TestSession()
    let file = folder.path(of: "out/meter=house/month=2023-10/unknown.csv")
    #expect(try other.run("import '\(file)' create meters").contains("supplier's costs 50 new"))
    #expect(try Saving(folder).save("readings", from: other, to: "b.csv").text == csv)
  }

  /// Two meters of one meter point, one after the other within a month, and names that need care.
  @Test func metersOfOnePointHaveFilesOfTheirOwn() throws {
    let lines = ["A/1", "A=2"].enumerated().map { index, serial in
      ReadingLines.july("1", slot: index).dropLast()
        + ", \"mpan\": \"1000000000017\", \"serial\": \"\(serial)\"}"
    }
    let file = try folder.write(lines.joined(separator: "\n"), to: "a.json")
    _ = try session.run("import '\(file)' create meters; alias 1000000000017 'up/down 100%'")
    let files = try saved("")
    let place = "meter=up%2Fdown 100%25/month=2023-07"
    #expect(files.keys.sorted() == ["\(place)/A%2F1.csv", "\(place)/A%3D2.csv"])
    #expect(try rows(files["\(place)/A%2F1.csv"]).map { $0[1] } == ["serial", "A/1"])
  }

  @Test func whatIsThereIsNeverReplaced() throws {
    try importHome()
    func refusal(_ path: String, into: String = "into") throws -> String {
      try session.run("save readings export \(into) \(path)")
    }
    let file = try folder.write("precious", to: "file")
    let full = folder.path(of: "full")
    try FileManager.default.createDirectory(atPath: full, withIntermediateDirectories: true)
    try folder.write("precious", to: "full/file")
    for (path, into) in [(full, "into"), (full + "/", "into"), (full + "//", "into!")] {
      #expect(
        try refusal(path, into: into)
          == "error: \(full)/ exists and is not empty; choose another name, or delete it first: "
          + "only an empty folder is replaced\n")
    }
    #expect(
      try refusal(file + "/")
        == "error: \(file) exists and is not a folder; choose another name\n")
    #expect(
      try refusal(folder.path(of: "no/where/"))
        == "error: cannot write \(folder.path(of: "no/where"))/: no such file or directory\n")
    #expect(
      try session.run("save readings with cost into \(folder.path(of: "a.csv"))")
        == "error: a file takes no 'with cost'; save into a folder: into DIR/\n")
    let nothing = try session.run("save readings gas into \(folder.path(of: "nothing/"))")
    #expect(nothing == "error: there are no readings to save; see 'show meters'\n")
    #expect(try folder.names == ["file", "full"])
    #expect(try folder.text("full/file") == "precious")
  }

  /// Nothing is written for a folder whose place can't be taken.
  @Test func aFolderThatStaysIsSaid() throws {
    try importHome()
    #expect(
      try session.run("save readings export into /proc/")
        == "error: /proc is a mount point, which can't be replaced; choose a new folder in it, as "
        + "/proc/readings/\n")
    let octowatt = try Program()
    let user = geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : ""
    let outcome = try octowatt.bash(
      """
      cd '\(folder.path)'; chmod 755 .; mkdir -m 755 fixed; mkdir -m 777 fixed/own; chmod 555 fixed
      \(user) $octowatt --db :memory: -c 'save readings into fixed/own/'
      status=$?; chmod 755 fixed; ls fixed/own; exit $status
      """)
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(
      outcome.errors
        == "error: fixed/own can't be replaced: nothing can be written to the folder that it lies in; "
        + "choose a new folder in it, as fixed/own/readings/\n")
  }

  /// An empty folder is filled, by its own name and through a link.
  @Test func anEmptyFolderIsFilled() throws {
    try importHome()
    for name in ["empty", "linked"] {
      try FileManager.default.createDirectory(
        atPath: folder.path(of: name), withIntermediateDirectories: true)
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(of: "link"), withDestinationPath: "linked")
    for name in ["empty", "link"] {
      let path = folder.path(of: name)
      #expect(
        try session.run("save readings export 2023-07 into \(path)")
          == "wrote \(path): 1,488 readings of 1 meter\n")
    }
    #expect(try folder.names == ["empty", "link", "linked"])
    #expect(try files("linked") == files("empty"))
  }
}
