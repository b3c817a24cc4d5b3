import EnergyModel
import Foundation
import QueryLanguage
import TestSupport
import Testing

@testable import QueryEngine

/// What a period will come to, against answers that `Fixtures/make_projected.py` computed, and against
/// a home that has read what is projected.
@Suite struct ProjectedTests {
  private static let now = "2024-11-21T08:00"
  private static let home = Result { try projectedHome() }

  @Test func theAnswersAreThoseOfTheScript() throws {
    let home = try ProjectedTests.home.get()
    let answers = try JSONDecoder().decode(
      [String: [String]].self, from: Data(try fixture("Fixtures/projected.json").utf8))
    #expect(answers.count > 12)
    for (statement, expected) in answers {
      let lines = try answer(statement, home)
      #expect(lines.count == expected.count, "\(statement)")
      for (line, expected) in zip(lines, expected) { #expect(line == expected, "\(statement)") }
    }
  }

  /// The rows, or of an explanation what it says about the projection.
  private func answer(_ statement: String, _ home: MemoryHome) throws -> [String] {
    guard statement.hasPrefix("explain") else {
      return try ask(statement, home, now: ProjectedTests.now).lines
    }
    let text = try Explanation(try plan(statement, home, now: ProjectedTests.now)).text(
      source: home)
    return text.split(separator: "\n").drop { $0 != "projection" }.map(String.init)
  }

  /// With the projected half-hours as readings, the same question without `projected` has the
  /// projected figure; and what was measured is what it answers as things are.
  @Test(arguments: [
    "usage import 2024-11 by day, meter", "usage import, export 2024-11 by week",
    "usage import 2024-11 by weekday where time 16:00-19:00",
    "net 2024-11 by week meter garage, roof",
    "cost import 2024-11 by halfhour meter garage", "cost import 2024-11 by tariff meter garage",
    "cost export 2024-11 by month using guide", "bill 2024-11 meter roof",
  ])
  func theSameAsIfItHadBeenRead(question: String) throws {
    let home = try ProjectedTests.home.get()
    let plan = try plan("\(question) projected", home, now: ProjectedTests.now)
    guard case .projected(let projected) = plan.report else {
      Issue.record("nothing is projected")
      return
    }
    var later = home
    for scan in plan.scans {
      guard let forecast = scan.forecast else { continue }
      later.store(forecast.quantities, from: forecast.halfHours.lowerBound, of: scan.meter)
    }
    // The tariff of the garage goes on, as it is taken to do.
    if let garage = home.catalog.meters.first(where: { $0.meter.id == 3 })?.meter {
      later.assign("flat", to: garage, from: try day("2024-11-25"))
    }
    let answer = try ask("\(question) projected", home, now: ProjectedTests.now)
    let measured = try ask(question, home, now: ProjectedTests.now)
    let whole = try ask(question, later, now: "2024-11-30T23:30")
    let count = projected.keyCount
    #expect(column(count, of: answer) == figures(projected, of: measured, like: answer))
    #expect(column(count + 1, of: answer) == figures(projected, of: whole, like: answer))
  }

  private func column(_ index: Int, of table: ResultTable) -> [String] {
    (table.rows.map(\.cells) + table.summary.totals.map(\.cells)).map { $0[index].csv }
  }

  /// The figures of a plain answer, in the order of the projected rows.
  private func figures(
    _ projected: Report.Projected, of table: ResultTable, like answer: ResultTable
  ) -> [String] {
    let rows = answer.rows.map { row in
      let keys = row.cells.prefix(projected.keyCount)
      return table.rows.first { $0.cells.prefix(projected.keyCount) == keys }?
        .cells[projected.figure].csv ?? ""
    }
    let totals = answer.summary.totals.map { total -> String in
      let own = table.summary.totals.first { $0.part == total.part }
      return own?.cells[projected.figure].csv ?? ""
    }
    return rows + totals
  }

  /// What is missing stays missing: the half-hour that nothing was read in is in no figure.
  @Test func gapsAreSaid() throws {
    let home = try ProjectedTests.home.get()
    let plain = try ask("usage import 2024-11", home, now: "2024-11-20T23:00")
    let projected = try ask("usage import 2024-11 projected", home, now: ProjectedTests.now)
    #expect(projected.summary.coverage == plain.summary.coverage)
    #expect(projected.summary.coverage?.isComplete == false)
    #expect(projected.rows.map(\.isIncomplete) == [true])
  }

  @Test func theNotesSayWhatItIsFrom() throws {
    let home = try ProjectedTests.home.get()
    let notes = try ask("cost import 2024-11 projected", home, now: ProjectedTests.now).summary
      .notes
    #expect(
      notes.contains {
        $0.hasPrefix(
          "house is projected from 2024-11-20 23:00 on by its last 28 complete days (2024-10-")
      })
    #expect(notes.contains("flat ends by 2024-11-25; it is taken to go on"))
    #expect(
      notes.contains {
        $0.hasPrefix(
          "434 half-hours to come of house have no rate yet, and the price is the mean rate")
      })
  }

  @Test(arguments: [
    (
      "usage import 2024-10 projected",
      "nothing of the period is to come, as the newest reading is of 2024-11-20 22:30; "
        + "ask for one that is not over, as this month"
    ),
    (
      "usage export from 2024-11-10 to 2024-12-20 by rate projected",
      "what is projected can't be given by rate, as rates to come may be means"
    ),
    (
      "usage import 2026 projected",
      "a projection reaches a year beyond the newest reading, which is of 2024-11-20 22:30"
    ),
    (
      "cost import 2024-11 where usage > 0.5 projected",
      "half-hours to come are means, so 'projected' can't be combined with a condition on usage"
    ),
    ("cost import 2024-11 with price projected", "'projected' takes no 'with price'"),
    ("usage 2024-11 per day projected", "'projected' and 'per' can't be combined"),
    ("usage 2024-11 projected across day", "'projected' and 'across' can't be combined"),
    ("compare projected", "'compare' takes no 'projected'"),
  ])
  func refused(question: String, message: String) throws {
    let home = try ProjectedTests.home.get()
    do {
      _ = try ask(question, home, now: ProjectedTests.now)
      Issue.record("not refused")
    } catch let error as QueryError {
      #expect(error.message == message)
    }
  }

  /// Thirteen complete days are too few; fourteen make a projection, but no range.
  @Test func daysNeeded() throws {
    func home(_ days: Int) throws -> MemoryHome {
      try oneMeter(Array(repeating: "0.5", count: days * 48), from: "2024-01-01T00:00")
    }
    #expect(
      throws: QueryError(
        "a projection needs 14 complete days of readings; 1900000000001 has 13", at: 0..<5)
    ) {
      _ = try ask("usage 2024-01 projected", try home(13), now: "2024-01-20T12:00")
    }
    let answer = try ask("usage 2024-01 projected", home(14), now: "2024-01-20T12:00")
    #expect(answer.lines == ["336,744,,"])
    // The month is over, but not read.
    #expect(try ask("usage 2024-01 projected", home(14)).lines == answer.lines)
    #expect(
      answer.summary.notes.last
        == "no range: no past period of import can be compared, and 6 are needed")
  }

  /// The end of the period is read by one meter, and to come of the other: 16 of 20 days of 24 kWh, and
  /// all 20 of 48.
  @Test func oneMeterLags() throws {
    var home = MemoryHome()
    let (first, second) = (home.addMeter("1900000000001"), home.addMeter("1900000000002"))
    let start = try halfHour("2024-01-01T00:00")
    home.store(Array(repeating: 500_000, count: 16 * 48), from: start, of: first)
    home.store(Array(repeating: 1_000_000, count: 30 * 48), from: start, of: second)
    let answer = try ask("usage from 2024-01-01 to 2024-01-21 projected", home)
    #expect(answer.lines == ["1344,1440,,"])
    #expect(
      refusal("usage from 2024-01-01 to 2024-01-15 projected", home)
        == "nothing of the period is to come, as the newest reading is of 2024-01-30 23:30; "
        + "ask for one that is not over, as this month")
  }
}
