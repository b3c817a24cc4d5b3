import TestSupport
import Testing

/// `save readings`: what is written, and that `import` reads it again.
@Suite struct SaveReadingsTests {
  private let folder: TemporaryFolder
  private let saving: Saving
  /// Import with a change of meters, export and gas in m³; zeros, 6 decimals, change days, a gap.
  private let lines = [
    line("0.25", "import", "2023-03-26T00:30:00+00:00", "2023-03-26T02:00:00+01:00", "A1"),
    line("0", "import", "2023-03-26T02:00:00+01:00", "2023-03-26T02:30:00+01:00", "A1"),
    line("12.000001", "import", "2023-03-26T04:00:00+01:00", "2023-03-26T04:30:00+01:00", "A1"),
    line("0.5", "import", "2023-03-26T04:30:00+01:00", "2023-03-26T05:00:00+01:00", "A \\\"2\\\""),
    line("1", "import", "2023-10-29T01:30:00+01:00", "2023-10-29T01:00:00+00:00", "A \\\"2\\\""),
    line("2", "import", "2023-10-29T01:00:00+00:00", "2023-10-29T01:30:00+00:00", "A \\\"2\\\""),
    line("0.000001", "export", "2023-07-01T00:00:00+01:00", "2023-07-01T00:30:00+01:00", "B1"),
    line("3.25", "gas", "2023-07-01T00:00:00+01:00", "2023-07-01T00:30:00+01:00", "G1"),
    line("100000", "gas", "2023-07-02T23:30:00+01:00", "2023-07-03T00:00:00+01:00", "G1"),
  ]

  init() throws {
    folder = try temporaryFolder()
    saving = Saving(folder)
  }

  private static func line(
    _ consumption: String, _ flow: String, _ start: String, _ end: String, _ serial: String
  ) -> String {
    let (unit, number) =
      switch flow {
      case "import": ("electricity_importing_kwh", "1000000000017")
      case "export": ("electricity_exporting_kwh", "1000000000025")
      default: ("gas_importing_m3", "7000000001")
      }
    return "{\"consumption\": \(consumption), \"unit\": \"\(unit)\", "
      + "\"interval_start\": \"\(start)\", \"interval_end\": \"\(end)\", \"mpan\": \"\(number)\", \"serial\": \"\(serial)\"}"
  }

  private var text: String { lines.joined(separator: "\n") + "\n" }

  /// A session whose cache has `lines`, which came in another order and another form.
  private func catalog() throws -> TestSession {
    let mixed = (lines[0...3] + lines[4...].reversed()).joined(separator: "\r\n")
      .replacing("0.5,", with: "5E-1,")
    let session = try TestSession()
    let report = try session.run(
      "import \(try folder.write(mixed, to: "mixed.json")) create meters")
    #expect(report.contains("readings 9 new, 0 same, 0 revised; meters 4 new"), "\(report)")
    return session
  }

  @Test func aRoundTripKeepsEveryByte() throws {
    let first = try saving.save("readings", from: try catalog(), to: "first.json")
    #expect(first.report.hasPrefix("wrote \(first.path): 9 readings of 4 meters\nnote: "))
    #expect(first.text == text)
    let session = try TestSession()
    let report = try session.run("import \(first.path) create meters")
    #expect(report.contains("readings 9 new, 0 same, 0 revised; meters 4 new"), "\(report)")
    #expect(try saving.save("readings all", from: session, to: "second.jsonl").text == text)
  }

  @Test func theBundledHomeComesBackWhole() throws {
    let session = try TestSession()
    let files = "import examples/home/config.json examples/home/1*.json"
    #expect(try session.run(files).contains("0 refused"))
    let readings = try saving.save("readings", from: session, to: "readings.json")
    #expect(readings.report.contains(": 4,033 readings of 2 meters\n"))
    let other = try TestSession()
    #expect(try other.run("import \(readings.path) create meters").contains("4033 new"))
    #expect(try saving.save("readings", from: other, to: "again.json").text == readings.text)
    let query = "readings import, export as csv"
    _ = try other.run("import examples/home/config.json")
    #expect(try other.run(query) == session.run(query))
  }

  @Test func flowsMetersAndPeriodsNarrow() throws {
    let session = try catalog()
    func saved(_ selection: String) throws -> [String] {
      try saving.save("readings \(selection)", from: session, to: "narrow.json").text
        .split(separator: "\n").map(String.init)
    }
    #expect(try saved("gas, export") == Array(lines[6...8]))
    #expect(try saved("meter 7000000001, 1000000000025") == Array(lines[6...8]))
    #expect(try saved("import 2023-10") == Array(lines[4...5]))
    #expect(try saved("from 2023-03-26 through 2023-07-01") == Array(lines[0...3] + lines[6...7]))
    #expect(try saved("2023-07-02 gas meter 7000000001") == [lines[8]])
    let note = try saving.save(
      "readings from 2023-07-01 to 2023-07-31", from: session, to: "narrow.json")
    #expect(note.report.contains("note: 'to' is exclusive"), "\(note.report)")
  }

  @Test func aCSVIsReadAgainForItsMeter() throws {
    let session = try catalog()
    let export = try saving.save("readings export", from: session, to: "export.csv")
    let header = "Consumption (kWh), Start, End\n"
    #expect(
      export.text == header
        + "0.000001, 2023-07-01T00:00:00+01:00, 2023-07-01T00:30:00+01:00\n")
    let clocks = try saving.save("readings import 2023-10", from: session, to: "clocks.CSV").text
    #expect(
      clocks == header + "1, 2023-10-29T01:30:00+01:00, 2023-10-29T01:00:00+00:00\n"
        + "2, 2023-10-29T01:00:00+00:00, 2023-10-29T01:30:00+00:00\n")
    let gas = try saving.save("readings meter 7000000001", from: session, to: "gas.csv")
    // They are two days, of which the first and the last half-hour have one.
    #expect(
      gas.report == "wrote \(gas.path): 2 readings of 1 meter\n"
        + "note: 94 of 96 half-hours have no reading\n")
    #expect(gas.text.hasPrefix("Consumption (m³), Start, End\n3.25, 2023-07-01T00:00:00+01:00, "))

    let other = try TestSession()
    let report = try other.run("import \(gas.path) for 7000000001 as gas create meters")
    #expect(report.contains("readings 2 new, 0 same, 0 revised; meters 1 new"), "\(report)")
    #expect(try saving.save("readings", from: other, to: "again.csv").text == gas.text)
  }

  @Test func whatCannotBeSavedIsRefused() throws {
    let session = try catalog()
    let path = try folder.write("precious", to: "a.csv")
    func refusal(_ statement: String) throws -> String {
      let answer = try session.run(statement)
      #expect(try folder.text("a.csv") == "precious")
      return answer
    }
    #expect(
      try refusal("save readings export into \(path)")
        == "error: \(path) exists; to replace it: into! \(path)\n")
    #expect(
      try refusal("save readings import into! \(path)")
        == "error: a CSV names no meter, and 1000000000017 has readings of two: A1 and A \"2\"; "
        + "choose a period with only one, or write to a .json\n")
    #expect(
      try refusal("save readings 2023-07 into! \(path)")
        == "error: a CSV names no meter, and there are readings of 1000000000025 and 7000000001; "
        + "choose one, as in 'meter 1000000000025', or write to a .json\n")
    #expect(
      try refusal("save readings import 2023-07 into! \(path)")
        == "error: there are no readings to save from 2023-07-01 to 2023-08-01; see 'show meters'\n"
    )
    #expect(
      try refusal("save readings meter 7000000002 into! \(path)")
        .hasSuffix("unknown meter '7000000002'. Did you mean '7000000001'?\n"))
    #expect(
      try refusal("save readings gas meter 1000000000025 into! \(path)")
        .hasSuffix("1000000000025 is a meter for export\n"))
    #expect(
      try refusal("save readings gas").hasSuffix("expected 'into' and a file\n"))
    #expect(
      try TestSession().run("save readings into \(folder.path(of: "b.json"))")
        == "error: there are no readings to save; see 'show meters'\n")
    #expect(try folder.names == ["a.csv", "mixed.json"])
  }

  @Test func slipsInTheStatementAreShown() throws {
    let session = try TestSession()
    let slips = [
      ("save", "expected 'readings' or 'config'"),
      ("save raedings into x", "unknown word 'raedings'. Did you mean 'readings'?"),
      ("save readings imoprt into x", "unknown word 'imoprt'. Did you mean 'import'?"),
      ("save readings import, gsa into x", "unknown flow 'gsa'. Did you mean 'gas'?"),
      (
        "save readings as csv into x",
        "'save' takes no 'as'; a file name that ends in .csv makes a CSV"
      ),
      ("save readings 2023 2024 into x", "the period is repeated"),
      ("save readings gas 2023 gas into x", "the flows are repeated"),
      ("save readings meter a meter b into x", "'meter' is repeated"),
      ("save readings into x into y", "'into' is repeated"),
      ("save readings 2023-02-30 into x", "February 2023 has 28 days"),
      ("save config 2023 into x", "expected 'into' and a file, found '2023'"),
      ("save config", "expected 'into' and a file"),
    ]
    for (statement, message) in slips {
      let answer = try session.run(statement)
      #expect(answer.contains("^ ") && answer.contains(message), "\(statement): \(answer)")
    }
  }
}
