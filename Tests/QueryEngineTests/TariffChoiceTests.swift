import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

private let allDay = "00:00-24:00"

/// 1 kWh in each half-hour of 1 to 4 January 2023.
private func home(_ tariffs: [Tariff]) throws -> MemoryHome {
  try oneMeter(Array(repeating: "1", count: 4 * 48), from: "2023-01-01T00:00", tariffs)
}

@Suite struct TariffChoiceTests {
  private let query = "cost 2023-01-01..2023-01-05 by day"

  @Test func theOnlyTariffOfTheFlowAndUnit() throws {
    let home = try home([
      tariff("mine", [allDay: "10"]),
      tariff("export", [allDay: "99"], unit: .electricityExportingKWh),
      tariff("gas", [allDay: "99"], unit: .gasImportingKWh),
    ])
    #expect(try ask(query, home).lines.last == "2023-01-04,48,4.8")
    let uses = try plan(query, home).prices.uses
    #expect(uses.map(\.tariff) == ["mine"])
    #expect(uses.map(\.reason) == [.onlyValidTariff])
    let halfHours = try halfHour("2023-01-01T00:00")..<halfHour("2023-01-05T00:00")
    #expect(uses.map(\.halfHours) == [halfHours])
  }

  /// One after another, from inclusive and until exclusive; a day that none holds is unpriced.
  @Test func tariffsFollowOneAnother() throws {
    let home = try home([
      tariff("late", [allDay: "30"], from: "2023-01-04"),
      tariff("early", [allDay: "10"], until: "2023-01-02"),
      tariff("middle", [allDay: "20"], from: "2023-01-02", until: "2023-01-03"),
    ])
    let table = try ask(query + " with coverage", home)
    #expect(
      table.lines == [
        "2023-01-01,48,4.8,48,48,0", "2023-01-02,48,9.6,48,48,0", "2023-01-03,48,,48,48,48",
        "2023-01-04,48,14.4,48,48,0",
      ])
    #expect(table.summary.tariffs == ["early", "middle", "late"])
  }

  @Test func twoCandidatesAreAnError() throws {
    let home = try home([
      tariff("fix 12", [allDay: "10"], until: "2023-01-03"),
      tariff("flex", [allDay: "20"], from: "2023-01-02"),
    ])
    #expect(
      refusal(query, home)
        == "two tariffs can price import on 2023-01-02: 'fix 12' and 'flex'; say which one applies: "
        + "assign \"fix 12\" to 1900000000001 from 2023-01-02")
    // Days that are not asked for don't matter, nor does a query without money.
    #expect(try ask("cost 2023-01-01", home).lines == ["48,4.8"])
    #expect(try ask("usage all", home).lines == ["192"])
  }

  @Test func agreementsWin() throws {
    var home = try home([tariff("a", [allDay: "10"]), tariff("b", [allDay: "20"])])
    let meter = home.catalog.meters[0].meter
    home.assign("b", to: meter, from: try day("2023-01-02"), until: try day("2023-01-03"))
    home.assign("a", to: meter, from: try day("2023-01-04"))
    let table = try ask(query, home)
    #expect(
      table.lines == ["2023-01-01,48,", "2023-01-02,48,9.6", "2023-01-03,48,", "2023-01-04,48,4.8"])
    #expect(table.summary.coverage?.unpriced == 96)
    #expect(try plan(query, home).prices.uses.map(\.reason) == [.agreement, .agreement])
  }

  /// Agreements that end on the day on which they begin, as suppliers have them.
  @Test func agreementsWithoutADayPriceNothing() throws {
    var home = try home([
      tariff("a", [allDay: "10"]), tariff("b", [allDay: "20"], from: "2023-02-01"),
    ])
    let meter = home.catalog.meters[0].meter
    home.assign("b", to: meter, from: try day("2023-01-02"), until: try day("2023-01-02"))
    // It is no agreement at all, so the one tariff that is valid holds: 96 kWh at 10p.
    #expect(try ask("cost from 2023-01-01 to 2023-01-03", home).lines == ["96,9.6"])
    home.assign("a", to: meter, from: try day("2023-01-01"), until: try day("2023-01-03"))
    #expect(try ask("cost from 2023-01-01 to 2023-01-03", home).lines == ["96,9.6"])
    #expect(try plan(query, home).prices.uses.map(\.reason) == [.agreement])
    let (empty, whole) = (home.catalog.agreements[0], home.catalog.agreements[1])
    #expect(empty.isEmpty && !whole.isEmpty)
    #expect(!empty.overlaps(whole) && !whole.overlaps(empty) && whole.overlaps(whole))
    #expect(whole.halfHours == (try halfHour("2023-01-01T00:00")..<halfHour("2023-01-03T00:00")))
  }

  @Test func overlappingAgreementsAreAnError() throws {
    var home = try home([tariff("a", [allDay: "10"]), tariff("b", [allDay: "20"])])
    let meter = home.catalog.meters[0].meter
    home.assign("a", to: meter, from: try day("2022-01-01"), until: try day("2023-01-03"))
    home.assign("b", to: meter, from: try day("2023-01-02"))
    #expect(
      refusal(query, home)
        == "two agreements of 1900000000001 overlap on 2023-01-02: 'a' and 'b'; "
        + "say which one applies: unassign 1900000000001 from 2023-01-02; "
        + "assign a to 1900000000001 from 2023-01-02")
  }

  /// An agreement says nothing for the days on which its tariff is not valid.
  @Test func anAgreementDoesNotStretchItsTariff() throws {
    var home = try home([tariff("a", [allDay: "10"], until: "2023-01-03")])
    home.assign("a", to: home.catalog.meters[0].meter, from: try day("2023-01-01"))
    #expect(try ask(query, home).summary.coverage?.unpriced == 96)
  }

  @Test func eachMeterPointHasItsOwn() throws {
    var home = try home([tariff("a", [allDay: "10"]), tariff("b", [allDay: "20"])])
    let second = home.addMeter("1900000000002", alias: "Garage")
    home.store([1_000_000], from: try halfHour("2023-01-01T00:00"), of: second)
    home.assign("b", to: second, from: try day("2023-01-01"))
    home.assign("a", to: home.catalog.meters[0].meter, from: try day("2023-01-01"))
    #expect(
      try ask("cost 2023-01-01 by meter", home).lines == ["1900000000001,48,4.8", "Garage,1,0.2"])
    #expect(try ask("cost 2023-01-01 meter gARAGE", home).lines == ["1,0.2"])
  }

  @Test func currenciesDoNotMix() throws {
    let home = try home([
      tariff("pounds", [allDay: "10"], until: "2023-01-03"),
      tariff("euros", [allDay: "20"], from: "2023-01-03", currency: "EUR"),
    ])
    #expect(
      refusal(query, home)
        == "'pounds' is in GBP and 'euros' in EUR; ask for a period with one currency")
    let table = try ask("cost 2023-01-03", home)
    #expect(table.header.columns.map(\.name) == ["usage_kwh", "cost_eur"])
    #expect(table.header.columns.map(\.title) == ["usage kWh", "cost €"])
    #expect(table.lines == ["48,9.6"])
  }

  @Test func vatIsAddedToRatesWithout() throws {
    let home = try home([tariff("t", [allDay: "10"], vat: .excluded)])
    #expect(try ask("cost 2023-01-01", home).lines == ["48,5.04"])
  }

  @Test func aHomeWithoutTariffs() throws {
    let table = try ask("cost 2023-01-01", try home([]))
    #expect(table.lines == ["48,"])
    #expect(table.summary.coverage?.unpriced == 48)
    #expect(try plan("cost 2023-01-01", home([])).explanation.contains("none: no tariff applies"))
  }
}
