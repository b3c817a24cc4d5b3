import EnergyModel
import QueryEngine
import TestSupport
import Testing

/// What does not fit the memory is refused before it is tried, and what fits is not held.
@Suite struct CeilingTests {
  /// A reading in 2014 and one in 2023, of each of `meters`.
  private func home(meters: Int) throws -> MemoryHome {
    var home = MemoryHome()
    for number in 0..<meters {
      let meter = home.addMeter("190000000000\(number)")
      home.store([1_000_000], from: try halfHour("2014-01-01T00:00"), of: meter)
      home.store([2_000_000], from: try halfHour("2023-12-31T12:00"), of: meter)
    }
    return home
  }

  /// From 2014 through 2023 are 3,652 days of 48 half-hours: the clock changes take none away.
  @Test func moreThanAThousandColumnsAreRefused() throws {
    let home = try home(meters: 2)
    #expect(
      refusal("usage all by day across slot", home)
        == "'across slot' would make 175,296 columns, and at most 1,000 are made; put slot into "
        + "'by', or ask for a shorter period")
    #expect(refusal("usage all by halfhour across day", home).contains("would make 3,652 columns"))
    #expect(try ask("usage all by halfhour across week", home).header.columns.count == 523)
  }

  /// With what is paid now there is one more than is named.
  @Test func tooManyAlternativesAreRefused() throws {
    let rates = (1...2_000).map { "\($0)p" }.joined(separator: ", ")
    #expect(
      refusal("compare all on \(rates)", try home(meters: 1))
        == "the query would make 2,001 alternatives, and at most 2,000 are priced; name fewer behind "
        + "'on'")
  }

  /// 2,279,138 half-hours of 1970, which begins in summer time, through 2099, of three meters.
  @Test(arguments: ["across meter", ", meter top 5", ", meter order by usage limit 5"])
  func moreThanCanBeHeldIsRefused(clause: String) throws {
    let text = "usage from 1970 through 2099 by slot "
    let message = refusal(text + clause, try home(meters: 3))
    #expect(message.contains("the result has over 5,000,000 cells, and "))
  }

  /// Six million groups, of which two rows are made.
  @Test func aLimitEndsALongResult() throws {
    let table = try ask(
      "usage from 1970 through 2099 by slot, meter limit 2", home(meters: 3),
      now: "2024-01-02T00:00")
    #expect(table.rows.count == 2 && table.summary.rowsInAll == 6_837_414)
    #expect(table.summary.totals.first?.cells.last?.csv == "9")
  }

  @Test func ctrlCEndsWhatIsMadeOfColumns() throws {
    var home = try home(meters: 2)
    home.cancellation = Cancellation { true }
    #expect(throws: Cancelled.self) {
      try ask("usage all by day across halfhour", home)
    }
  }
}
