import EnergyModel
import TestSupport
import Testing

@testable import Rendering

@Suite struct TicksTests {
  private func ticks(_ low: (Int128, Int), _ high: (Int128, Int), most: Int) -> [String] {
    Ticks(
      from: FixedPoint(low.0, scale: low.1), to: FixedPoint(high.0, scale: high.1), most: most
    ).values.map(\.text)
  }

  @Test func stepsAreOneTwoTwoAndAHalfOrFive() {
    #expect(ticks((0, 0), (1027, 2), most: 3) == ["0", "5", "10"])
    #expect(ticks((0, 0), (1027, 2), most: 5) == ["0", "2.5", "5", "7.5", "10"])
    #expect(ticks((0, 0), (1027, 2), most: 6) == ["0", "2", "4", "6", "8", "10"])
    #expect(ticks((-594, 2), (1027, 2), most: 4) == ["-5", "0", "5", "10"])
    #expect(ticks((0, 0), (25, 5), most: 3) == ["0", "0.0001", "0.0002"])
    #expect(ticks((0, 0), (123_456, 0), most: 3) == ["0", "50000", "100000"])
  }

  @Test func nothingToShowHasOneTick() {
    #expect(ticks((0, 0), (0, 0), most: 5) == ["0"])
  }

  @Test func ticksHaveTheDigitsThatTheyNeed() {
    let money = FigureText(unit: .money("GBP"), kind: .money(places: 2))
    let price = FigureText(unit: .moneyPerKWh("GBP"), kind: .rate)
    let energy = FigureText(unit: .energy, kind: .energy)
    func text(_ figures: FigureText, _ value: (Int128, Int), step: (Int128, Int)) -> String {
      figures.tickText(
        FixedPoint(value.0, scale: value.1), step: FixedPoint(step.0, scale: step.1), hasUnit: true)
    }
    #expect(text(money, (75, 1), step: (25, 1)) == "£7.50")
    #expect(text(money, (-1000, 0), step: (500, 0)) == "-£1,000")
    #expect(text(money, (25, 3), step: (25, 3)) == "£0.025")
    #expect(text(price, (25, 2), step: (5, 2)) == "25p")
    #expect(text(price, (75, 4), step: (25, 4)) == "0.75p")
    #expect(text(energy, (75, 1), step: (25, 1)) == "7.5 kWh")
  }

  @Test func ticksLieWithinAndAreNoMoreThanAsked() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<500 {
      let scale = Int.random(in: 0...14, using: &random)
      let low = -Int128(Int64.random(in: 0...1_000_000_000, using: &random)) / 7
      let high = Int128(Int64.random(in: 1...1_000_000_000, using: &random))
      let most = Int.random(in: 2...12, using: &random)
      let extent = (FixedPoint(low, scale: scale), FixedPoint(high, scale: scale))
      let ticks = Ticks(from: extent.0, to: extent.1, most: most)
      #expect((1...most).contains(ticks.values.count))
      #expect(ticks.values.allSatisfy { $0 >= extent.0 && $0 <= extent.1 })
      #expect(ticks.values.contains(FixedPoint(0)))
    }
  }

  @Test func rowsHoldTheExtentAndTicksFallOnTheirEdges() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<300 {
      let low = FixedPoint(-Int128(Int64.random(in: 0...90_000, using: &random)), scale: 2)
      let high = FixedPoint(Int128(Int64.random(in: 1...90_000, using: &random)), scale: 2)
      let height = Int.random(in: 3...24, using: &random)
      let scale = RowScale((low, high), height: height)
      #expect(scale.up + scale.down <= height)
      #expect(scale.parts(high, perRow: 8) <= 8 * scale.up)
      #expect(scale.parts(low, perRow: 8) >= -8 * scale.down)
      // A scale that is half as fine would have done with half the rows.
      #expect(2 * (scale.up + scale.down) >= height - 2)
      #expect(scale.parts(scale.step, perRow: 8) == 8 * scale.rowsPerStep)
    }
  }
}
