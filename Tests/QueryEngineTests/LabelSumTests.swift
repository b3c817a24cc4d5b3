import EnergyModel
import QueryEngine
import QueryLanguage
import Testing

/// Random homes grouped by what rates say: the rows add up, and each cost is its rate's product.
@Suite struct LabelSumTests {
  private static let keySets: [[GroupKey]] =
    [[.rate], [.band], [.tariff], [.rate, .tariff], [.band, .rate]]
    + [GroupKey.day, .halfhour, .weekday, .flow, .meter, .month, .slot].flatMap {
      [[$0, .rate], [.rate, $0], [$0, .tariff], [.band, $0]]
    }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func rowsAddUpToTheTotal(seed: UInt64) throws {
    let random = try RandomHome(seed: seed)
    let now = ClockZone.utcStamp(Instant(halfHour: random.now))
    for keys in LabelSumTests.keySets {
      let text =
        "cost import from \(random.days.lowerBound) to \(random.days.upperBound) by "
        + "\(keys.map(\.word).joined(separator: ", ")) with coverage"
      let table = try ask(text, random.memory, now: now)
      let plain = try ask(
        "cost import from \(random.days.lowerBound) to \(random.days.upperBound) with coverage",
        random.memory, now: now)
      let figures = table.rows.map { Array($0.cells.dropFirst(keys.count)) }
      #expect(sum(figures) == sum(plain.rows.map(\.cells)), "\(text)")
      if let position = keys.firstIndex(of: .rate) {
        for row in table.rows { try checkProduct(row, rate: position, keys: keys.count, text) }
      }
    }
  }

  /// The columns' sums as text, by value.
  private func sum(_ rows: [[Cell]]) -> [String] {
    guard let width = rows.first?.count else { return [] }
    return (0..<width).map { column in
      rows.reduce(FixedPoint(0)) { sum, row in
        guard case .number(let number) = row[column] else { return sum }
        return sum + number
      }.text
    }
  }

  private func checkProduct(
    _ row: ResultRow, rate position: Int, keys: Int, _ text: String
  ) throws {
    guard case .number(let rate) = row.cells[position], case .number(let usage) = row.cells[keys]
    else {
      #expect(row.cells[keys + 1] == .missing, "\(text)")
      return
    }
    let product = FixedPoint(usage.digits * rate.digits, scale: usage.scale + rate.scale)
    #expect(row.cells[keys + 1] == .number(product), "\(text)")
  }
}
