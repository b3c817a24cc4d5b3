import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs
import TestSupport
import Testing

/// Random homes: what is chosen and what is left add up to the whole.
@Suite struct ChoiceSumTests {
  private let number = "1000000000000"

  /// The columns' sums as text; those of no number are zero.
  private func sums(_ tables: [ResultTable], _ columns: [Int]) -> [String] {
    columns.map { column in
      tables.flatMap(\.rows).reduce(FixedPoint(0)) { sum, row in
        guard case .number(let number) = row.cells[column] else { return sum }
        return sum + number
      }.text
    }
  }

  @Test(arguments: 0..<18 as Range<UInt64>)
  func partsAddUp(seed: UInt64) throws {
    let random = try RandomHome(seed: seed)
    let now = ClockZone.utcStamp(Instant(halfHour: random.now))
    let period = "import from \(random.days.lowerBound) to \(random.days.upperBound)"
    func answer(_ text: String) throws -> ResultTable { try ask(text, random.memory, now: now) }
    let whole = try answer("cost \(period) with coverage")
    for (one, other) in [
      ("weekday", "weekend"), ("day in (mon, thu, sun)", "day in (tue, wed, fri, sat)"),
      ("time 16:00-19:00", "time 19:00-16:00"), ("time 23:30-05:30", "time 05:30-23:30"),
    ] {
      let parts = try [one, other].map { try answer("cost \(period) where \($0) with coverage") }
      // A part without any reading has no row that could say what was expected.
      let isWhole = parts.allSatisfy { !$0.rows.isEmpty }
      let columns = isWhole ? [0, 1, 2, 3, 4] : [0, 1, 2, 4]
      #expect(sums(parts, columns) == sums([whole], columns), "\(period) where \(one)")
    }
    let values = try ["<", ">="].map { try answer("cost \(period) where usage \($0) 1.5") }
    #expect(sums(values, [0, 1]) == sums([whole], [0, 1]))
    // A half-hour without a rate passes no condition on what rates say.
    let priced = try answer("cost \(period) where rate > -1000")
    #expect(sums([priced], [1]) == sums([whole], [1]))
    for condition in ["rate BOUND 25p", "rate BOUND 0", "cost BOUND 40p", "cost BOUND -1p"] {
      let parts = try ["<=", ">"].map {
        try answer("cost \(period) by day where \(condition.replacing("BOUND", with: $0))")
      }
      #expect(sums(parts, [1, 2]) == sums([priced], [0, 1]), "\(period) where \(condition)")
    }
    let names = random.memory.catalog.tariffs.filter { $0.unit.flow == .import }.map(\.name)
    let own = try names.map { try answer("cost \(period) by halfhour where tariff = \"\($0)\"") }
    #expect(sums(own, [1, 2]) == sums([priced], [0, 1]))
    let limits = try ["<", ">="].map { try answer("cost \(period) by slot having usage \($0) 1.5") }
    #expect(sums(limits, [1, 2]) == sums([whole], [0, 1]))
    let readings = try answer("readings \(period)")
    #expect(sums([readings], [4, 7]) == sums([whole], [0, 1]))
    let current = try answer("cost \(period) on current by day")
    #expect(try current.lines == answer("cost \(period) by day").lines)
    let missing = try answer("gaps \(period)")
    let read = try #require(Int(sums([whole], [2])[0]))
    let expected = try #require(Int(sums([whole], [3])[0]))
    #expect(sums([missing], [4]) == ["\(expected - read)"])
  }

  /// Against every stretch of three hours, by Foundation's clock; the earliest of equals.
  @Test(
    arguments: 0..<18 as Range<UInt64>,
    [("", 0..<24), (" where time 07:00-23:00", 7..<23), (" where time 05:00-08:30", 5..<8)])
  func bestStretches(seed: UInt64, choice: (clause: String, hours: Range<Int>)) throws {
    let random = try RandomHome(seed: seed)
    let clocks = try naiveHalfHours(from: random.days.lowerBound, to: random.days.upperBound)
    let rates = clocks.map { clock in
      let isHalfPast8 = choice.hours.upperBound == 8 && clock.hour == 8 && clock.minute == 0
      let passes = choice.hours.contains(clock.hour) || isHalfPast8
      return passes ? random.naiveRate(number, clock) : nil
    }
    let means = clocks.indices.dropLast(5).compactMap { start -> (start: Int, sum: Int64)? in
      let stretch = rates[start..<start + 6].compactMap { $0 }
      return stretch.count == 6 ? (start, stretch.reduce(0, +)) : nil
    }
    for (word, best) in [("cheapest", means.map(\.sum).min()), ("dearest", means.map(\.sum).max())]
    {
      let first = means.first { $0.sum == best }.map { clocks[$0.start].value(.slot).label }
      let text =
        "\(word) 3h from \(random.days.lowerBound) to \(random.days.upperBound) meter \(number)"
        + choice.clause
      #expect(try ask(text, random.memory).rows.first?.cells.first?.csv == first, "\(text)")
    }
  }
}
