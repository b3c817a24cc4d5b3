import EnergyModel
import Tariffs
import TestSupport
import Testing

private func tariff(
  _ rates: [Int64], unit: ReadingUnit = .electricityImportingKWh, vat: VAT = .included,
  name: String = "t"
) throws -> Tariff {
  let length = 1440 / rates.count
  let bands = try rates.enumerated().map { index, rate in
    try Band(start: index * length, end: (index + 1) * length, rate: Rate(micropence: rate))
  }
  return Tariff(name: name, unit: unit, kind: .bands(try BandTariff(bands: bands)), vat: vat)
}

@Suite struct TariffTests {
  /// Pairs captured from the Octopus API, in pence without and with VAT: research V7.
  @Test(
    arguments: [
      (23_482_000, 24_656_100), (29_257_400, 30_720_270), (48_933_800, 51_380_490),
      (45_231_100, 47_492_655), (7_142_800, 7_499_940), (25_975_500, 27_274_275),
    ] as [(Int64, Int64)])
  func vatIsAdded(excluded: Int64, included: Int64) throws {
    let without = try tariff([excluded], vat: .excluded)
    #expect(without.price(Rate(micropence: excluded), vat: .usual).payable.micropence == included)
    let with = try tariff([included])
    #expect(with.price(Rate(micropence: included), vat: .usual).payable.micropence == included)
  }

  /// 105 % of 10, 30 and 50 micropence end in a half, which goes to the even neighbour.
  @Test(
    arguments: [
      (10, 10), (30, 32), (50, 52), (70, 74), (-10, -10), (-30, -32), (1, 1), (9, 9), (11, 12),
      (0, 0),
    ] as [(Int64, Int64)])
  func halvesGoToTheEvenNeighbour(excluded: Int64, included: Int64) throws {
    let tariff = try tariff([excluded], vat: .excluded)
    #expect(tariff.price(Rate(micropence: excluded), vat: .usual).payable.micropence == included)
  }

  @Test func exportCarriesNoVAT() throws {
    let export = try tariff([15_000_000], unit: .electricityExportingKWh, vat: .excluded)
    let vat = export.vat(on: LocalDay(number: 0), by: VATTable())
    #expect(export.price(Rate(micropence: 15_000_000), vat: vat).payable.micropence == 15_000_000)
    let gas = try tariff([10_000_000], unit: .gasImportingKWh, vat: .excluded)
    #expect(gas.price(Rate(micropence: 10_000_000), vat: .usual).payable.micropence == 10_500_000)
  }

  @Test func theLargestRateStaysExact() throws {
    let tariff = try tariff([Rate.limit], vat: .excluded)
    #expect(
      tariff.price(Rate(micropence: Rate.limit), vat: .usual).payable.micropence
        == 105_000_000_000_000)
    #expect(
      tariff.price(Rate(micropence: -Rate.limit), vat: .usual).payable.micropence
        == -105_000_000_000_000)
  }

  @Test func validityIsHalfOpen() throws {
    var tariff = try tariff([1])
    let day = LocalDay(firstOfMonth: 7, year: 2023)
    #expect(tariff.isValid(on: day))
    tariff.validFrom = day
    tariff.validUntil = day + 2
    #expect([day - 1, day, day + 1, day + 2].map(tariff.isValid) == [false, true, true, false])
  }
}

@Suite struct RateTimelineTests {
  @Test func spansHoldPayableRatesBySlot() throws {
    var timeline = RateTimeline()
    let first = try tariff([10_000_000, 20_000_000], vat: .excluded, name: "day and night")
    let second = Tariff(
      name: "half open", unit: .electricityImportingKWh,
      kind: .bands(
        try BandTariff(bands: [Band(start: 0, end: 30, rate: Rate(micropence: -5))])))
    timeline.append(first, in: 100..<148, vat: VATTable(), zone: londonZone())
    timeline.append(second, in: 148..<200, vat: VATTable(), zone: londonZone())
    #expect(timeline.rates.spans.map(\.halfHours) == [100..<148, 148..<200])
    #expect(timeline.rows.map(\.tariff) == ["day and night", "day and night", "half open"])
    #expect(timeline.rows.map(\.band) == ["00:00-12:00", "12:00-24:00", "00:00-00:30"])
    #expect(
      timeline.rates.spans.map { Array(timeline.rates.numbers[$0.position..<$0.position + 48]) }
        == [
          Array(repeating: 10_500_000, count: 24) + Array(repeating: 21_000_000, count: 24),
          [-5] + Array(repeating: HalfHourNumbers.none, count: 47),
        ])
  }

  /// Each half-hour at its own number in pence, asked for in part, by one tariff or two.
  @Test(arguments: [101..<104, 102..<110, 100..<110])
  func halfHoursKeepTheirRatesAndRows(part: Range<Int>) throws {
    var rates = HalfHourRates(start: 100)
    let numbers = (100..<110).map { Int64($0) * 1_000_000 }
    rates.append(excludingVAT: numbers[...], includingVAT: numbers[...], source: "a file")
    let agile = Tariff(name: "agile", unit: .electricityImportingKWh, kind: .dated)
    var timeline = RateTimeline()
    timeline.append(
      agile, dated: DatedRates(rows: [], halfHours: [rates]), in: part, vat: VATTable(),
      zone: londonZone())
    timeline.append(
      try tariff([7], name: "flat"), in: 110..<158, vat: VATTable(), zone: londonZone())
    #expect(timeline.rates.spans.map(\.halfHours) == [part, 110..<158])
    for halfHour in part {
      let position = try #require(timeline.rates.position(at: halfHour, slot: 0))
      #expect(timeline.rates.numbers[position] == Int64(halfHour) * 1_000_000)
      #expect(timeline.row(at: position)?.dates?.validFrom == Instant(halfHour: halfHour))
    }
    let flat = try #require(timeline.rates.position(at: 120, slot: 11))
    #expect(timeline.row(at: flat)?.tariff == "flat")
    #expect(timeline.rates.numbers[flat] == 7)
    #expect(timeline.rows.count == part.count + 1)
  }

  @Test func stretchesWithoutATariffAreNoSpans() throws {
    var timeline = RateTimeline()
    timeline.append(try tariff([1]), in: -48..<0, vat: VATTable(), zone: londonZone())
    timeline.append(try tariff([2]), in: 96..<144, vat: VATTable(), zone: londonZone())
    #expect(timeline.rates.spans.map(\.halfHours) == [-48..<0, 96..<144])
  }
}
