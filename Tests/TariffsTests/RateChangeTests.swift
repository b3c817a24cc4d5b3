import EnergyModel
import Tariffs
import TestSupport
import Testing

/// Which prices of which times became others.
@Suite struct RateChangeTests {
  /// `0-4:20` from 0 until 4 o'clock on a day of 1970 at 20p, `-` open.
  private func row(_ text: String, _ payment: PaymentMethod? = nil) throws -> DatedRate {
    let parts = text.split(separator: ":").map(String.init)
    let bounds = parts[0].split(separator: "-", omittingEmptySubsequences: false)
    let times = bounds.map { Int64($0).map { Instant(seconds: $0 * 3600) } }
    let pence = try #require(Int64(parts[1]))
    return DatedRate(
      validFrom: times[0], validTo: times[1], paymentMethod: payment, excludingVAT: nil,
      includingVAT: Rate(micropence: pence * 1_000_000))
  }

  private func text(_ changes: [RateChange]) -> [String] {
    changes.map { change in
      func hour(_ instant: Instant?) -> String { instant.map { String($0.seconds / 3600) } ?? "" }
      func pence(_ rate: Rate?) -> String {
        rate.map { String($0.micropence / 1_000_000) } ?? "none"
      }
      return "\(hour(change.from))-\(hour(change.until)):\(pence(change.previous))>"
        + pence(change.new)
    }
  }

  @Test(arguments: [
    (["0-4:20"], ["0-4:20"], []),
    (["0-4:20"], ["0-4:21"], ["0-4:20>21"]),
    // A row that is cut in two says the same.
    (["0-4:20"], ["0-1:20", "1-4:20"], []),
    (["0-4:20"], ["0-1:20", "1-2:22", "2-4:20"], ["1-2:20>22"]),
    // What was not known is no change, and what is not known any more is one.
    (["2-4:20"], ["0-8:20"], []),
    (["0-4:20", "6-8:30"], ["1-3:20"], ["0-1:20>none", "3-4:20>none", "6-8:30>none"]),
    (["-:20"], ["-3:20", "3-:25"], ["3-:20>25"]),
    (["-2:20", "2-:30"], ["-:30"], ["-2:20>30"]),
    (["0-2:20", "2-4:30"], ["0-4:25"], ["0-2:20>25", "2-4:30>25"]),
  ])
  func rowsWithDates(old: [String], new: [String], expected: [String]) throws {
    let changes = DatedRate.changes(
      from: try old.map { try row($0) }, to: try new.reversed().map { try row($0) })
    #expect(text(changes) == expected)
  }

  /// Ways of paying have prices of their own.
  @Test func waysOfPayingAreApart() throws {
    let changes = DatedRate.changes(
      from: [try row("0-4:20", .directDebit), try row("0-4:22", .nonDirectDebit)],
      to: [try row("0-4:22", .nonDirectDebit), try row("0-4:21", .directDebit)])
    #expect(text(changes) == ["0-4:20>21"])
    #expect(changes.map(\.paymentMethod) == [.directDebit])
  }

  @Test func onlyThePastCounts() throws {
    let change = RateChange(
      from: Instant(seconds: 3600), until: nil, previous: Rate(micropence: 1), new: nil)
    #expect(change.before(Instant(seconds: 3600)) == nil)
    #expect(change.before(Instant(seconds: 7200))?.until == Instant(seconds: 7200))
    let over = try #require(change.before(Instant(seconds: 7200)))
    #expect(over.before(Instant(seconds: 9000)) == over)
  }

  private func bands(
    _ bands: [(Int, Int, Int64)], _ valid: (String?, String?) = (nil, nil), vat: VAT = .included
  ) throws -> Tariff {
    Tariff(
      name: "t", unit: .electricityImportingKWh, validFrom: valid.0.flatMap(LocalDay.init(iso:)),
      validUntil: valid.1.flatMap(LocalDay.init(iso:)),
      kind: .bands(
        try BandTariff(
          bands: bands.map {
            try Band(start: $0 * 60, end: $1 * 60, rate: Rate(micropence: $2 * 1_000_000))
          })), standingCharge: Rate(micropence: 50), vat: vat)
  }

  @Test func bandsOfTheClock() throws {
    let zone = londonZone()
    let old = try bands([(0, 7, 10), (7, 24, 30)])
    let new = try bands([(0, 5, 10), (5, 16, 30), (16, 24, 40)])
    let changes = old.rateChanges(to: new, zone: zone)
    #expect(text(changes) == ["-:10>30", "-:30>40"])
    #expect(changes.map(\.band) == ["05:00-07:00", "16:00-24:00"])
    #expect(old.standingChanges(to: new, zone: zone).isEmpty)
    #expect(old.rateChanges(to: old, zone: zone).isEmpty)
    // The same numbers, to which VAT comes.
    let taxed = try bands([(0, 7, 10), (7, 24, 30)], vat: .excluded)
    #expect(text(old.rateChanges(to: taxed, zone: zone)) == ["-:10>10", "-:30>30"])
    #expect(old.standingChanges(to: taxed, zone: zone).count == 1)
  }

  /// Days on which the tariff is no longer valid have no price any more, others that it is valid on
  /// now had none.
  @Test func validityCounts() throws {
    let old = try bands([(0, 24, 10)], ("2023-01-01", "2023-03-01"))
    let new = try bands([(0, 24, 10)], ("2023-01-02", "2023-05-01"))
    let changes = old.rateChanges(to: new, zone: londonZone())
    #expect(changes.map(\.new) == [nil])
    #expect(changes.map(\.from) == [londonZone().start(of: LocalDay(number: 19_358))])
    #expect(changes.map(\.until) == [londonZone().start(of: LocalDay(number: 19_359))])
  }
}
