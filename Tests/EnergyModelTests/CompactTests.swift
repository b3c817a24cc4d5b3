import EnergyModel
import TestSupport
import Testing

/// What is held compactly comes back as it was.
@Suite struct CompactTests {
  private let zone = londonZone()

  private func randomNumber(_ generator: inout SeededGenerator) -> FixedPoint {
    let digits =
      Int128(truncatingIfNeeded: generator.next()) << Int.random(in: 0...64, using: &generator)
    let shift = Int.random(in: 0...127, using: &generator)
    return FixedPoint(digits >> shift, scale: Int.random(in: 0...20, using: &generator))
  }

  private func randomCell(_ generator: inout SeededGenerator) -> Cell {
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return .missing
    case 1: return .text(["", "import", "a tariff", "é"].randomElement(using: &generator) ?? "")
    case 2: return .day(LocalDay(number: Int.random(in: -800_000...3_000_000, using: &generator)))
    case 3, 4:
      // From the evening before the clocks go back, with a time that comes twice.
      return .time(
        zone.localTime(Instant(halfHour: 943_624 + Int.random(in: 0...20, using: &generator))))
    default: return .number(randomNumber(&generator))
    }
  }

  @Test func rowsComeBackAsTheyWere() {
    var generator = SeededGenerator(seed: 1)
    var row: [Cell] = []
    var rows: [ResultRow] = []
    for _ in 0..<20_000 {
      if row.isEmpty || generator.oneIn(500) {
        let count = [1, 8, 127, 128, 300].randomElement(using: &generator) ?? 1
        row = (0..<count).map { _ in randomCell(&generator) }
      }
      for index in row.indices where generator.oneIn(4) {
        if case .time(let time) = row[index] {
          row[index] = .time(zone.localTime(Instant(seconds: time.instant.seconds + 1800)))
        } else if generator.oneIn(4) {
          row[index] = randomCell(&generator)
        }
      }
      rows.append(ResultRow(cells: row, isIncomplete: generator.oneIn(9)))
    }
    let compact = CompactRows(rows)
    #expect(compact.count == rows.count)
    #expect(compact.elementsEqual(rows))
    #expect(compact.first == rows.first)
    // Equal numbers may have different digits, which come back too.
    let digits = [FixedPoint(10, scale: 1), FixedPoint(1, scale: 0), FixedPoint(.min, scale: 38)]
    let again = CompactRows(digits.map { ResultRow(cells: [.number($0)]) })
    #expect(
      again.map { $0.cells[0] }.compactMap { cell in
        if case .number(let number) = cell { "\(number.digits) \(number.scale)" } else { nil }
      } == ["10 1", "1 0", "\(Int128.min) 38"])
    #expect(CompactRows().isEmpty && CompactRows().first == nil)
  }

  @Test func daysComeBackAsTheyWere() {
    var generator = SeededGenerator(seed: 2)
    let days = (0..<500).map { number in
      let unit: Int64 = generator.oneIn(2) ? 1000 : 1
      return DayReadings(
        day: number * 3 - 700,
        values: (0..<48).map { _ -> Int64 in
          if generator.oneIn(5) { return DayReadings.missing }
          let most: Int64 =
            [0, 127, 16_384, DayReadings.limit].randomElement(using: &generator) ?? 0
          return Int64.random(in: 0...most, using: &generator) / unit * unit
        })
    }
    let compact = CompactDays(days.shuffled().map { ($0.day, CompactDay($0.values)) })
    #expect(Array(compact) == days)
    #expect(compact.first == days.first && compact.last == days.last)
  }

  /// The text of a number, put together from the digits of its integer.
  private func slowText(_ number: FixedPoint) -> String {
    var digits = String(number.digits.magnitude)
    while digits.count <= number.scale { digits = "0" + digits }
    let whole = digits.dropLast(number.scale)
    var decimals = digits.suffix(number.scale)
    while decimals.last == "0" { decimals.removeLast() }
    return (number.digits < 0 ? "-" : "") + whole + (decimals.isEmpty ? "" : "." + decimals)
  }

  @Test func smallAndLargeNumbersAreWrittenAlike() {
    var generator = SeededGenerator(seed: 3)
    let limits = [Int128(Int64.max), Int128(Int64.min), Int128(UInt64.max), .max, .min, 0, -1]
    let numbers =
      limits.flatMap { limit in [0, 1, 20, 21, 38].map { FixedPoint(limit, scale: $0) } }
      + (0..<5000).map { _ in randomNumber(&generator) }
    for number in numbers { #expect(number.text == slowText(number)) }
  }
}
