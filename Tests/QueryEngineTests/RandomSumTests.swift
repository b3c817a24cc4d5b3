import EnergyModel
import QueryEngine
import QueryLanguage
import TestSupport
import Testing

/// The figures of a row, added up one half-hour at a time.
private struct NaiveSum: Equatable {
  var quantity: Int128 = 0
  var money: Int128 = 0
  var present = 0
  var expected = 0
  var unpriced = 0

  mutating func take(_ reading: Int64?, rate: Int64?) {
    expected += 1
    guard let reading else { return }
    present += 1
    quantity += Int128(reading)
    if let rate { money += Int128(reading) * Int128(rate) } else { unpriced += 1 }
  }

  /// As the columns of `cost … with coverage` show it.
  var csv: String {
    let usage = present > 0 ? FixedPoint(quantity, scale: 6).text : ""
    let cost = present > unpriced ? FixedPoint(money, scale: 14).text : ""
    return "\(usage),\(cost),\(present),\(expected),\(unpriced)"
  }
}

/// Random homes, periods and keys against a computation that takes one half-hour at a time and
/// asks Foundation's calendar about it.
@Suite(.timeLimit(.minutes(15))) struct RandomSumTests {
  /// Those of clock, calendar and source; LabelSumTests has the others.
  private static let allKeys = GroupKey.allCases.filter {
    if case .label = $0 { false } else { true }
  }

  /// No key, each key, and each pair: 145 sets, spread over the homes.
  private static let keySets: [[GroupKey]] =
    [[]] + allKeys.map { [$0] }
    + allKeys.flatMap { first in allKeys.filter { $0 != first }.map { [first, $0] } }

  @Test func keySetsAreComplete() {
    #expect(RandomSumTests.keySets.count == 1 + 12 + 132)
  }

  @Test(arguments: 0..<24 as Range<UInt64>)
  func rowsAndTotalsAgreeWithTheNaiveSums(seed: UInt64) throws {
    let random = try RandomHome(seed: seed)
    let clocks = try naiveHalfHours(from: random.days.lowerBound, to: random.days.upperBound)
    let monday = try day("2023-07-03")
    let week = try naiveHalfHours(from: monday, to: monday + 7)
    // Every set comes up for three of the homes; some triples too.
    var sets = RandomSumTests.keySets.enumerated()
      .filter { $0.offset % 8 == Int(seed) % 8 }.map(\.element)
    var generator = SeededGenerator(seed: seed &+ 1000)
    for _ in 0..<3 { sets.append(generator.some(RandomSumTests.allKeys, most: 4)) }
    for keys in sets {
      let flows = generator.some(Flow.allCases, most: 3).sorted()
      try check(random, keys: keys, flows: flows, clocks: clocks, week: week)
    }
  }

  private func check(
    _ random: RandomHome, keys asked: [GroupKey], flows: [Flow], clocks: [NaiveClock],
    week: [NaiveClock]
  ) throws {
    var text = "cost \(flows.map(\.rawValue).joined(separator: ", ")) "
    text += "from \(random.days.lowerBound) to \(random.days.upperBound) "
    if !asked.isEmpty { text += "by \(asked.map(\.word).joined(separator: ", ")) " }
    let now = ClockZone.utcStamp(Instant(halfHour: random.now))
    let table = try ask(text + "with coverage", random.memory, now: now)

    // Several flows are told apart though nobody asked.
    let keys = flows.count > 1 && !asked.contains(.flow) ? [.flow] + asked : asked
    let meters = random.meters.filter { flows.contains($0.flow) }
    var sums: [[String]: NaiveSum] = [:]
    var total = NaiveSum()
    for info in meters {
      for clock in clocks where random.isExpected(info, clock.halfHour) {
        let labels = keys.map { key in
          key == .flow || key == .meter
            ? naiveSource(info.flow, info.number, key).label : clock.value(key).label
        }
        let rate = random.naiveRate(info.number, clock)
        sums[labels, default: NaiveSum()].take(info.readings[clock.halfHour], rate: rate)
        total.take(info.readings[clock.halfHour], rate: rate)
      }
    }
    var sources = meters.map { (flow: $0.flow, meter: $0.number) }
    if !keys.contains(.meter) { sources += flows.map { (flow: $0, meter: "") } }
    let labels = naiveRows(keys, sources: sources, clocks: clocks, aWeek: week)
      .map { $0.map(\.label) }
    let expected = labels.map { row in
      (row + [(sums[row] ?? NaiveSum()).csv]).joined(separator: ",")
    }
    #expect(Set(sums.keys).isSubset(of: Set(labels)), "\(text)")
    #expect(table.lines == (total.present == 0 ? [] : expected), "\(text)")
    let blanks = String(repeating: ",", count: keys.count)
    #expect(table.totalLine == (total.present == 0 ? nil : blanks + total.csv), "\(text)")
    #expect(
      table.summary.coverage
        == Coverage(
          expected: total.expected, present: total.present, unpriced: total.unpriced), "\(text)")
    for (row, label) in zip(table.rows, labels) {
      let sum = sums[label] ?? NaiveSum()
      #expect(row.isIncomplete == (sum.present < sum.expected || sum.unpriced > 0), "\(text)")
    }
  }
}
