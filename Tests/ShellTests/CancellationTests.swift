import EnergyModel
import Foundation
import Shell
import Synchronization
import TestSupport
import Testing

/// Statements that are cancelled sooner or later: what they do is done, or not done at all.
@Suite struct CancellationTests {
  /// Holds once it was asked a number of times, which is endless unless said.
  private final class Countdown: Sendable {
    private let left = Mutex(Int.max)

    func begin(_ questions: Int) { left.withLock { $0 = questions } }

    func isOver() -> Bool {
      left.withLock { left in
        left = max(left, 1) - 1
        return left == 0
      }
    }
  }

  private let countdown = Countdown()
  private let session: TestSession
  private let folder: TemporaryFolder

  init() throws {
    folder = try temporaryFolder()
    session = try TestSession(
      cancellation: Cancellation { [countdown] in countdown.isOver() })
    let home = "import examples/home/config.json examples/home/1*.json"
    #expect(try session.run(home).contains("0 refused"))
  }

  /// How often a statement was cancelled, later each time, before it came to its end.
  ///
  /// `check` looks at what each of them left behind.
  private func cancelledRuns(_ statement: String, _ check: () throws -> Void) throws -> Int {
    var runs = 0
    var questions = 1
    while true {
      countdown.begin(questions)
      let answer = try session.run(statement)
      countdown.begin(.max)
      guard answer.hasSuffix("interrupted\n") else { return runs }
      try check()
      runs += 1
      questions += 1 + questions / 4
    }
  }

  @Test(arguments: ["", "create meters as import", "replace"])
  func anImportIsDoneOrNotDone(options: String) throws {
    let lines = (0..<47).map { ReadingLines.july("0.5", slot: $0) }
    let name = "1000000000017_00A0000001_2023-07-01_2023-07-02.json"
    let file = try folder.write(lines.joined(separator: "\n") + "\n", to: name)
    let before = try saved()
    let runs = try cancelledRuns("import \(file) \(options)") { () throws in
      #expect(try saved() == before)
    }
    #expect(runs > 3)
    #expect(try saved() != before)
  }

  @Test(arguments: ["json", "csv"])
  func ratesAreInOrNotIn(form: String) throws {
    let stamps = (0..<48).map { slot in
      let start = ClockZone.utcStamp(Instant(halfHour: 19_539 * 48 + slot))
      return (start + "Z", ClockZone.utcStamp(Instant(halfHour: 19_539 * 48 + slot + 1)) + "Z")
    }
    let text =
      form == "csv"
      ? "value_inc_vat,valid_from,valid_to\n"
        + stamps.map { "21,\($0),\($1)\n" }.joined()
      : "["
        + stamps.map { #"{"value_inc_vat": 21, "valid_from": "\#($0)", "valid_to": "\#($1)"}"# }
        .joined(separator: ",") + "]"
    let file = try folder.write(text, to: "rates." + form)
    let statement = "import rates \(file) for agile as import"
    let runs = try cancelledRuns(statement) { () throws in
      #expect(try !session.run("show tariffs").contains("agile"))
    }
    #expect(runs > 5)
    #expect(try session.run("show tariffs").contains("48 until 2023-07-02"))
  }

  private func saved() throws -> String {
    let path = folder.path(of: "saved.json")
    #expect(try session.run("save readings into! \(path)").contains("4,033 readings"))
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test(arguments: [
    "cost import 2023-07 by day into FILE", "readings import, export all into FILE",
    "readings import all order by usage into FILE", "compare 2023-07 into FILE",
    "explain cost 2023-07-04 into FILE", "save readings into FILE", "gaps into FILE",
    "save readings into FILE/", "save readings with cost into FILE/",
  ])
  func aFileIsWholeOrNotThere(statement: String) throws {
    let place = folder.path(of: "results")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let runs = try cancelledRuns(statement.replacing("FILE", with: place + "/a.txt")) { () throws in
      #expect(try FileManager.default.contentsOfDirectory(atPath: place) == [])
    }
    #expect(runs > 3)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place) == ["a.txt"])
  }

  /// Of what is left of a line nothing more runs, and later statements are as before.
  @Test func theRestOfTheLineIsDropped() throws {
    countdown.begin(2)
    #expect(try session.run("help limit; let x = 1; help top").hasSuffix("interrupted\n"))
    countdown.begin(.max)
    #expect(try session.run("show variables").contains("0 rows"))
    #expect(session.session.status == .interrupted)
  }
}
