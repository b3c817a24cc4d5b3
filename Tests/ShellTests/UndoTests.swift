import Commands
import Foundation
import Shell
import TestSupport
import Testing

/// `undo` with other shells, programs and servers about.
@Suite struct UndoTests {
  private let octowatt: Program

  init() throws { octowatt = try Program() }

  /// A session over the program's cache, under the name of another process.
  private func session(_ process: String) throws -> TestSession {
    let settings = Settings()
    settings.run.process = process
    settings.run.assumesYes = true
    return try TestSession(cachePath: octowatt.cachePath, settings: settings)
  }

  @Test func anotherShellsChangeIsNamedAndStopsItOnce() throws {
    let (mine, other) = (try session("1@here"), try session("2@there"))
    _ = try mine.run("show changes")
    _ = try other.run("show changes")
    _ = try mine.run("define a = usage")
    _ = try other.run("define b = cost # theirs")
    let refusal =
      "error: nothing was taken back: another program made a change since this one began: "
      + "define b = cost, made 2023-11-02 by 2@there; to take it back all the same, type that again\n"
    #expect(try mine.run("undo 2") == refusal)
    #expect(
      try mine.run("show changes as csv") == """
        change,made_at,by,statement,rows
        1,2023-11-02T00:00:00+00:00,1@here,define a = usage,1
        2,2023-11-02T00:00:00+00:00,2@there,define b = cost,1

        """)
    #expect(
      try mine.run("undo")
        == "taken back: define b = cost (1 saved query), made 2023-11-02 by 2@there\n"
    )
    #expect(
      try mine.run("undo") == "taken back: define a = usage (1 saved query), made 2023-11-02\n")
    #expect(try other.run("undo") == "error: there is no change to take back\n")
    #expect(try other.run("show queries as csv") == "name,parameters,query\n")
  }

  /// The bands of the term stay as they are, though their rate outside does not.
  @Test func aTermThatIsChangedComesBack() throws {
    let session = try session("1@here")
    _ = try session.run("add tariff go as import rate 30p from 00:30 to 05:30 rate 9p")
    let terms = try ["28p", "29p standing 40p"].map { change in
      let answer = try session.run("change tariff go from 2023-10-01 rate \(change)")
      #expect(!answer.contains("error"), "\(answer)")
      return try session.run("describe go as csv")
    }
    #expect(terms[0] != terms[1])
    #expect(try session.run("undo").hasPrefix("taken back: change tariff go"))
    #expect(try session.run("describe go as csv") == terms[0])
    #expect(try session.run("undo").hasPrefix("taken back: change tariff go"))
    #expect(try session.run("undo").hasPrefix("taken back: add tariff go"))
  }

  /// A number that a session knows as its own is not given again where a copy is put back.
  @Test func numbersGoOnBehindARestore() throws {
    let (mine, other) = (try session("1@here"), try session("2@there"))
    let copy = octowatt.folder.path(of: "copy.sqlite")
    #expect(try mine.run("backup into \(copy)").hasPrefix("wrote "))
    _ = try mine.run("define a = usage")
    #expect(try other.run("restore \(copy)").contains("restored"))
    _ = try other.run("define b = cost")
    #expect(try mine.run("undo").hasPrefix("error: nothing was taken back: another program"))
    #expect(try mine.run("show changes as csv").contains("\n2,2023-11-02T00:00:00+00:00,2@there,"))
  }

  /// What is one's own comes back without a question, though others wrote before it.
  @Test func onlyWhatIsTakenBackCounts() throws {
    let (mine, other) = (try session("1@here"), try session("2@there"))
    _ = try mine.run("show changes")
    _ = try other.run("define b = cost")
    _ = try mine.run("define a = usage")
    #expect(try mine.run("undo").hasPrefix("taken back: define a"))
    #expect(try mine.run("undo").hasPrefix("error: nothing was taken back: another program"))
    #expect(try mine.run("undo").hasPrefix("taken back: define b"))
  }

  /// A program that begins takes back the newest change, whoever made it.
  @Test func aNewProgramTakesBackTheNewest() throws {
    #expect(try octowatt("define a = usage").status == 0)
    let outcome = try octowatt("undo")
    #expect(outcome.status == 0)
    let made = #/taken back: define a = usage \(1 saved query\), made [-0-9: ]+ by [0-9]+@\S+\n/#
    #expect(outcome.errors.wholeMatch(of: made) != nil, "\(outcome.errors)")
    let again = try octowatt("undo")
    #expect(again.status == 1)
    #expect(again.errors == "error: there is no change to take back\n")
  }

  @Test func eachStatementOfAScriptIsAChange() throws {
    let script = try octowatt.folder.write(
      "let d = 2023-07-01\ndefine a = usage\nset vat gas 6\n  from $d\n", to: "two.octowatt")
    let session = try session("1@here")
    _ = try session.run("run \(script)")
    #expect(
      try session.run("show changes as csv").split(separator: "\n").map {
        $0.split(separator: ",")[3]
      }
        == ["statement", "define a = usage", "set vat gas 6 from $d"])
  }

  @Test func aFetchOfManyPagesIsOneChange() throws {
    var contents = FakeOctopus.Contents()
    contents.pageLimit = 20
    contents.readings[FetchingHome.meter] = FakeReading.series(
      from: "2023-07-01T00:00", values(96))
    let home = try FetchingHome(contents)
    try home.addMeter()
    #expect(try home("fetch readings 2023-07").status == 0)
    #expect(try home.readings().count == 96)
    #expect(try home.octowatt("undo").status == 0)
    #expect(try home.readings() == [])
    #expect(try home.rows("SELECT count(*) FROM import_log") == ["0"])
    #expect(
      try home.rows("SELECT statement FROM change")
        == ["add meter 1000000000017 serial 00A0000001 as import"])
  }

  @Test func aKeyIsNotKeptWithAChange() throws {
    let session = try session("1@here")
    _ = try session.run("define api_key = usage")
    #expect(
      try session.run("show changes as csv").split(separator: "\n").last
        == "1,2023-11-02T00:00:00+00:00,1@here,define …,1")
  }

  @Test func pretendTakesNothingBack() throws {
    let session = try session("1@here")
    _ = try session.run("define a = usage; define b = cost")
    #expect(
      try session.run("undo 2 pretend") == """
        would take back: define b = cost (1 saved query), made 2023-11-02
        would take back: define a = usage (1 saved query), made 2023-11-02
        nothing was written, because of 'pretend'

        """)
    #expect(
      try session.run("undo 3")
        == "error: there are only 2 changes to take back; see 'show changes'\n")
    #expect(try session.run("show queries as csv").split(separator: "\n").count == 3)
  }

  /// What is asked about a home is answered from it as it now is, in the same session too.
  @Test func answersFollow() throws {
    let session = try session("1@here")
    _ = try session.run("import examples/home/config.json examples/home/1*.json")
    let (usage, status) = (
      try session.run("usage by month as csv"), try session.run("status as csv")
    )
    _ = try session.run("add tariff go as import rate 30p; assign go to house from 2023-07-01")
    let cost = try session.run("cost import by tariff as csv")
    _ = try session.run(
      "set vat electricity 10 from 2023-07-01; drop tariff go; define a = usage")
    _ = try session.run("undo")
    #expect(try session.run("cost import by tariff as csv") != cost)
    #expect(try session.run("undo").hasPrefix("taken back: drop tariff go (1 tariff, 1 agreement)"))
    #expect(try session.run("cost import by tariff as csv") == cost)
    #expect(try session.run("undo 3").hasPrefix("taken back: set vat"))
    #expect(try session.run("usage by month as csv") == usage)
    #expect(try session.run("status as csv") == status)
    _ = try session.run("undo")
    #expect(try session.run("show imports as csv") == "at,source,new,same,revised\n")
  }

  @Test func itWaitsForOtherWriters() throws {
    let session = try session("1@here")
    _ = try session.run("define a = usage")
    let other = try CacheFile(octowatt.cachePath)
    try other.execute("BEGIN IMMEDIATE")
    session.session.settings.run.wait = .zero
    #expect(try session.run("undo").contains("has it locked"))
    try other.execute("COMMIT")
    #expect(try session.run("undo").hasPrefix("taken back: "))
  }

  @Test func aKilledUndoTakesBackAllOrNothing() throws {
    for serial in ["A", "B", "C"] {
      let file = try octowatt.folder.write(
        ReadingLines.year, to: "1000000000017_\(serial)_2022-01-01_2023-01-01.json")
      #expect(try octowatt("import", file, "create", "meters").status == 0)
    }
    #expect(try octowatt("--yes", "drop meter 1000000000017").status == 0)
    let file = try CacheFile(octowatt.cachePath)
    var generator = SeededGenerator(seed: 20_230_704)
    var kills = 0
    for round in 0..<6 {
      let terminal = try octowatt.terminal("undo 4")
      // The first at once, as on a busy machine the others may come after the end.
      usleep(round == 0 ? 0 : UInt32.random(in: 0...120_000, using: &generator))
      terminal.signal(SIGKILL)
      let isKilled = try terminal.waitForExit() != 0
      kills += isKilled ? 1 : 0
      #expect(try file.integrity == "ok")
      let rows = try file.rows("SELECT (SELECT count(*) FROM change), count(*) FROM meter_point")
      #expect(["4|0", "0|0"].contains(rows[0]), "\(rows)")
      guard rows == ["4|0"] else { break }
      // An undo of one brings back all that was dropped, or none of it.
      #expect(try octowatt("undo").status == 0)
      #expect(try file.rows("SELECT count(*) FROM reading") == ["52560"])
      #expect(try octowatt("--yes", "drop meter 1000000000017").status == 0)
    }
    #expect(kills > 0)
  }
}
