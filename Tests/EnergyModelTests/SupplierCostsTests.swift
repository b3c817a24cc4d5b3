import EnergyModel
import Testing

/// Costs as numbers, and days of them in little memory.
@Suite struct SupplierCostsTests {
  /// £0.07 in 10^-20 p, and others; the last two are the bounds.
  private let amounts: [Int128] = [
    7 * FixedPoint.power(20), 0, 1, -1, -645 * FixedPoint.power(18),
    7_560_378 * FixedPoint.power(13),
    SupplierCost.limit, -SupplierCost.limit,
  ]

  @Test func daysComeBackWhole() {
    for count in 1...amounts.count {
      var day = SupplierCostDay(day: 19_659)
      for (slot, amount) in amounts.prefix(count).enumerated() {
        day.costs[slot].amount = amount
        day.costs[47 - slot].standing = amount
      }
      let costs = SupplierCosts([day.day: CompactCostDay(day.costs)])
      #expect(Array(costs) == [day])
      #expect(costs.halfHours == 19_659 * 48...19_659 * 48 + 47)
    }
  }

  @Test func blankDaysHaveNoExtent() {
    let blank = CompactCostDay(SupplierCostDay.blank)
    #expect(SupplierCosts([3: blank]).halfHours == nil)
    var costs = SupplierCostDay.blank
    costs[5].standing = 1
    let days = SupplierCosts([7: blank, 5: CompactCostDay(costs), 3: blank])
    #expect(days.map(\.day) == [3, 5, 7])
    #expect(days.halfHours == 245...245)
  }

  @Test func halfHoursAreFoundInAnyOrder() {
    var costs = SupplierCostDay.blank
    costs[47].amount = 5
    let day = CompactCostDay(costs)
    var reader = SupplierCostReader(SupplierCosts([-1: day, 2: day]))
    #expect(reader.cost(at: 143).amount == 5)
    #expect(reader.cost(at: 142).isEmpty)
    #expect(reader.cost(at: -1).amount == 5)
    #expect(reader.cost(at: 95).isEmpty)
    #expect(reader.cost(at: 1000).isEmpty)
  }

  @Test func textsHaveTheDigits() {
    #expect(
      amounts.map { SupplierCost.pence($0).text } == [
        "7", "0", "0.00000000000000000001", "-0.00000000000000000001", "-6.45", "0.7560378",
        "1000000000", "-1000000000",
      ])
    #expect(SupplierCost.pounds(amounts[5]).text == "0.007560378")
    #expect(SupplierCost.pounds(amounts[2]).text == "0.0000000000000000000001")
  }

  @Test(arguments: [
    ("6.45", 645 * FixedPoint.power(18), true), ("-1E9", -SupplierCost.limit, true),
    ("0E-20", 0, true), ("0.000000000000000000005", 0, false),
    ("0.000000000000000000015", 2, false), ("1.2e-19", 12, true),
  ])
  func longNumbersAreRead(_ text: String, _ value: Int128, _ isExact: Bool) throws {
    let number = try #require(DecimalText.digits(of: text.utf8, scale: 20))
    #expect(number.value == value)
    #expect(number.isExact == isExact)
  }

  @Test func whatDoesNotFitIsNoNumber() {
    #expect(DecimalText.digits(of: "1e19".utf8, scale: 20) == nil)
    #expect(DecimalText.digits(of: "1e18".utf8, scale: 20)?.value == FixedPoint.power(38))
    #expect(DecimalText.digits(of: "x".utf8, scale: 20) == nil)
  }

  /// Numbers of very different scales are compared without being written out.
  @Test func scalesFarApartCompare() {
    let large = FixedPoint(FixedPoint.power(30), scale: 0)
    let small = FixedPoint(-FixedPoint.power(38), scale: 22)
    #expect(small < large)
    #expect(!(large < small))
    #expect(-large < small)
    #expect(!(small < -large))
    #expect(FixedPoint(1, scale: 22) < FixedPoint(1, scale: 2))
  }
}
