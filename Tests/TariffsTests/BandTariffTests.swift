import EnergyModel
import Tariffs
import Testing

private func band(_ start: Int, _ end: Int, _ micropence: Int64 = 1) throws -> Band {
  try Band(start: start, end: end, rate: Rate(micropence: micropence))
}

@Suite struct BandTests {
  /// Minutes, label and the slots that the band holds, counted by hand.
  @Test(arguments: [
    (0, 1440, "all day", Array(0...47)),
    (0, 0, "all day", Array(0...47)),
    (120, 300, "02:00-05:00", [4, 5, 6, 7, 8, 9]),
    (0, 30, "00:00-00:30", [0]),
    (1410, 1440, "23:30-24:00", [47]),
    (1410, 0, "23:30-24:00", [47]),
    (1410, 330, "23:30-05:30", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 47]),
    (1350, 60, "22:30-01:00", [0, 1, 45, 46, 47]),
  ])
  func slots(start: Int, end: Int, label: String, slots: [Int]) throws {
    let band = try band(start, end)
    #expect(band.label == label)
    #expect(band.slots == slots)
  }

  @Test(arguments: [
    (15, 60, "00:15 is not on the half-hour"),
    (30, 61, "01:01 is not on the half-hour"),
    (90, 90, "a band from 01:30 to 01:30 has no length"),
    (1440, 30, "a band can't begin or end at 24:00"),
    (0, 1470, "a band can't begin or end at 24:30"),
    (-30, 60, "a band can't begin or end before 00:00"),
    (60, -30, "a band can't begin or end before 00:00"),
  ])
  func timesThatMakeNoBand(start: Int, end: Int, message: String) {
    let error = #expect(throws: TariffError.self) { try band(start, end) }
    #expect(error?.description == message)
  }
}

@Suite struct BandTariffTests {
  /// Intelligent Octopus Go: cheap from 23:30 to 05:30, over midnight.
  @Test func bandsOverMidnight() throws {
    let tariff = try BandTariff(bands: [band(1410, 330, 7), band(330, 1410, 27)])
    let rates = tariff.rateOfSlot.map { $0?.micropence }
    #expect(rates == (0..<48).map { $0 < 11 || $0 == 47 ? 7 : 27 })
    #expect(tariff.openHours.isEmpty)
    #expect(tariff.bandOfSlot == (0..<48).map { $0 < 11 || $0 == 47 ? 1 : 0 })
    // The order in which they are stated makes no other tariff.
    #expect(try BandTariff(bands: [band(330, 1410, 27), band(1410, 330, 7)]) == tariff)
  }

  @Test(arguments: [
    ([(0, 60), (30, 90)], "the bands 00:00-01:00 and 00:30-01:30 overlap"),
    ([(0, 1440), (1410, 30)], "the bands all day and 23:30-00:30 overlap"),
    ([(1410, 330), (300, 600)], "the bands 23:30-05:30 and 05:00-10:00 overlap"),
    ([(1320, 60), (1380, 120)], "the bands 22:00-01:00 and 23:00-02:00 overlap"),
    ([(60, 90), (60, 90)], "the bands 01:00-01:30 and 01:00-01:30 overlap"),
  ])
  func overlapsAreRefused(times: [(Int, Int)], message: String) throws {
    let bands = try times.map { try band($0.0, $0.1) }
    let error = #expect(throws: TariffError.self) { try BandTariff(bands: bands) }
    #expect(error?.description == message)
  }

  @Test func bandsThatMeetDoNotOverlap() throws {
    let tariff = try BandTariff(bands: [band(0, 60), band(60, 1440)])
    #expect(tariff.openHours.isEmpty)
  }

  @Test(
    arguments: [
      ([], ["00:00-24:00"]),
      ([(120, 300)], ["00:00-02:00", "05:00-24:00"]),
      ([(0, 420), (1320, 1440)], ["07:00-22:00"]),
      ([(1410, 330)], ["05:30-23:30"]),
      ([(0, 30), (60, 90), (1380, 1410)], ["00:30-01:00", "01:30-23:00", "23:30-24:00"]),
      ([(0, 1440)], []),
    ] as [([(Int, Int)], [String])])
  func openHours(times: [(Int, Int)], expected: [String]) throws {
    let tariff = try BandTariff(bands: times.map { try band($0.0, $0.1) })
    #expect(tariff.openHours == expected)
    #expect(tariff.rateOfSlot.contains { $0 == nil } == !expected.isEmpty)
  }

  @Test func theDefaultRateCoversOpenHours() throws {
    let tariff = try BandTariff(bands: [band(120, 300, 9)], defaultRate: Rate(micropence: 5))
    #expect(tariff.openHours.isEmpty)
    #expect(
      tariff.rateOfSlot.map { $0?.micropence } == (0..<48).map { (4...9).contains($0) ? 9 : 5 })
    #expect(tariff.bandOfSlot[3] == nil)
  }
}
