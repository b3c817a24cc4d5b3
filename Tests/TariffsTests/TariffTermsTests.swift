import EnergyModel
import TestSupport
import Testing

@testable import Tariffs

/// Tariffs whose bands and standing charge change on some days.
struct TariffTermsTests {
  private let zone = londonZone()

  private func day(_ text: String) throws -> LocalDay { try #require(LocalDay(iso: text)) }

  private func terms(_ from: String?, _ pence: Int64, charge: Int64? = nil) throws -> TariffTerms {
    TariffTerms(
      from: try from.map(day), bands: BandTariff(flat: Rate(micropence: pence * 1_000_000)),
      standingCharge: charge.map { Rate(micropence: $0 * 1_000_000) })
  }

  /// 20p until July, 30p until October, 25p from then on.
  private func cap(from: String? = nil) throws -> Tariff {
    var cap = Tariff(
      name: "cap", unit: .electricityImportingKWh, validFrom: try from.map(day),
      kind: .bands(BandTariff(flat: Rate(micropence: 20_000_000))),
      standingCharge: Rate(micropence: 50_000_000))
    cap.setTerms(try terms("2023-10-01", 25))
    cap.setTerms(try terms("2023-07-01", 30, charge: 60))
    return cap
  }

  @Test(arguments: [
    ("2022-01-01", 20, 50), ("2023-06-30", 20, 50), ("2023-07-01", 30, 60), ("2023-09-30", 30, 60),
    ("2023-10-01", 25, nil), ("2030-01-01", 25, nil),
  ])
  func theTermsOfADay(text: String, pence: Int64, charge: Int64?) throws {
    for cap in [try cap(), try cap(from: "2023-01-01")] {
      let day = try day(text)
      #expect(cap.terms(on: day)?.bands.defaultRate == Rate(micropence: pence * 1_000_000))
      #expect(
        cap.standingCharge(on: day) == charge.map { Rate(micropence: $0 * 1_000_000) })
    }
  }

  @Test func theEndsOfTerms() throws {
    var cap = try cap(from: "2023-01-01")
    #expect(
      cap.terms.map(\.from) == [
        try day("2023-01-01"), try day("2023-07-01"), try day("2023-10-01"),
      ])
    #expect(
      cap.terms.map { cap.end(of: $0) } == [try day("2023-07-01"), try day("2023-10-01"), nil])
    cap.end(before: try day("2023-09-01"))
    #expect(cap.terms.map { cap.end(of: $0) } == [try day("2023-07-01"), try day("2023-09-01")])
  }

  /// Those of the same day are replaced, those of the first day by being the tariff's own.
  @Test func termsAreReplaced() throws {
    var cap = try cap(from: "2023-01-01")
    cap.setTerms(try terms("2023-07-01", 31))
    cap.setTerms(try terms("2023-01-01", 21))
    #expect(
      cap.terms.map { $0.bands.defaultRate?.micropence } == [21_000_000, 31_000_000, 25_000_000])
    #expect(cap.standingCharge == nil && cap.laterTerms.count == 2)
  }

  /// A local day of the clock change has 46 or 50 half-hours, and the terms begin at its midnight.
  @Test func segmentsBeginAtLocalMidnight() throws {
    var cap = try cap()
    cap.setTerms(try terms("2023-03-26", 22))
    cap.setTerms(try terms("2023-03-27", 23))
    cap.setTerms(try terms("2023-10-29", 26))
    cap.setTerms(try terms("2023-10-30", 27))
    let year = zone.range(from: try day("2023-01-01"), to: try day("2024-01-01")).halfHours
    let lengths = cap.termSegments(year, zone: zone).map(\.halfHours.count)
    // Days from 1 January: 84, 1, 96, 92, 28, 1, 63.
    #expect(lengths == [84 * 48, 46, 96 * 48, 92 * 48, 28 * 48, 50, 63 * 48])
  }

  /// From July to October 3p more, from August on for a day less: what changed is told term by term.
  @Test func changesAreOfTheTermsOfTheDay() throws {
    let old = try cap()
    var new = old
    new.setTerms(try terms("2023-09-29", 33, charge: 60))
    let changes = old.rateChanges(to: new, zone: zone)
    #expect(changes.count == 1)
    #expect(changes.first?.from == zone.start(of: try day("2023-09-29")))
    #expect(changes.first?.until == zone.start(of: try day("2023-10-01")))
    #expect(changes.first?.previous.micropence == 30_000_000)
    #expect(changes.first?.new?.micropence == 33_000_000)
    #expect(old.standingChanges(to: new, zone: zone).isEmpty)
  }
}
