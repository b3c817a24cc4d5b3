import EnergyModel
import Foundation
import QueryEngine
import QueryLanguage
import TestSupport
import Testing

/// Random homes under each policy, against a computation that takes one half-hour at a time; and
/// groups that add up to the whole.
@Suite(.timeLimit(.minutes(15))) struct PolicySumTests {
  /// What one local day of a meter point comes to.
  private struct Day {
    /// 10^-6 kWh, each half-hour rounded half-even to 10^4 of them.
    var rounded = Decimal(0)
    /// 10^-14 pounds, of the rounded quantities.
    var guide = Decimal(0)
    /// 21sts of 10^-14 pounds without VAT, unrounded, by line of a statement.
    var lines: [String: Decimal] = [:]
    var isPriced = false
  }

  /// By day and then by meter point.
  private func days(_ random: RandomHome, _ flow: Flow) throws -> [String: [String: Day]] {
    var days: [String: [String: Day]] = [:]
    for clock in try naiveHalfHours(from: random.days.lowerBound, to: random.days.upperBound) {
      for info in random.meters where info.flow == flow {
        guard let reading = info.readings[clock.halfHour] else { continue }
        var exact = Decimal(reading) / 10_000
        var hundredths = Decimal()
        NSDecimalRound(&hundredths, &exact, 0, .bankers)
        var day = days[clock.iso]?[info.number] ?? Day()
        day.rounded += hundredths * 10_000
        if let rate = random.naiveRate(info.number, clock),
          let stated = random.statedRate(info.number, clock)
        {
          day.isPriced = true
          day.guide += hundredths * 10_000 * Decimal(rate)
          let hasVAT = flow != .export && !stated.addsVAT
          day.lines[stated.line, default: 0] +=
            Decimal(reading) * Decimal(stated.micropence) * (hasVAT ? 20 : 21)
        }
        days[clock.iso, default: [:]][info.number] = day
      }
    }
    return days
  }

  /// Whole pence, half away from zero.
  private func pence(_ parts: Decimal) -> Decimal {
    var pence = abs(parts) / 21 / 1_000_000_000_000
    var rounded = Decimal()
    NSDecimalRound(&rounded, &pence, 0, .plain)
    return parts < 0 ? -rounded : rounded
  }

  @Test(arguments: 0..<24 as Range<UInt64>)
  func daysAgreeWithTheNaiveSums(seed: UInt64) throws {
    let random = try RandomHome(seed: seed)
    let now = ClockZone.utcStamp(Instant(halfHour: random.now))
    for flow in Flow.allCases {
      let period = "\(flow.rawValue) from \(random.days.lowerBound) to \(random.days.upperBound)"
      let naive = try days(random, flow)
      for (policy, expected) in [
        ("guide", { (day: Day) in day.guide / 100_000_000_000_000 }),
        ("bill", { (day: Day) in day.lines.values.map(pence).reduce(0, +) / 100 }),
      ] {
        let table = try ask("cost \(period) by day using \(policy)", random.memory, now: now)
        #expect(table.rows.isEmpty == naive.isEmpty)
        for row in table.rows {
          let points = (naive[row.cells[0].csv] ?? [:]).values
          let cost = points.filter(\.isPriced).map(expected)
          let sum = cost.isEmpty ? "" : "\(cost.reduce(0, +))"
          #expect(row.cells[2].csv == sum, "\(policy) \(period): \(row)")
          if policy == "guide", !points.isEmpty {
            let usage = points.map(\.rounded).reduce(0, +) / 1_000_000
            #expect(row.cells[1].csv == "\(usage)")
          }
        }
      }
    }
  }

  /// Sums over any grouping equal the total; for `bill`, whose rows and total are statements of their
  /// own, a note says where they don't.
  @Test(arguments: 0..<12 as Range<UInt64>)
  func groupsAddUp(seed: UInt64) throws {
    let random = try RandomHome(seed: seed)
    let now = ClockZone.utcStamp(Instant(halfHour: random.now))
    let period = "import from \(random.days.lowerBound) to \(random.days.upperBound)"
    for policy in Policy.allCases {
      let whole = try ask("cost \(period) using \(policy.word)", random.memory, now: now)
      for key in GroupKey.allCases {
        let isOfDays = ![.halfhour, .hour, .slot, .rate, .band].contains(key)
        guard policy != .bill || isOfDays else { continue }
        let text = "cost \(period) by \(key.word) using \(policy.word)"
        let table = try ask(text, random.memory, now: now)
        #expect(table.header.policy == policy.word)
        for column in [1, 2] {
          let sum = table.rows.compactMap { $0.cells[column].number }.reduce(FixedPoint(0), +)
          let total = whole.rows.first?.cells[column - 1].number
          if policy != .bill || column == 1 {
            #expect(sum == total ?? FixedPoint(0), "\(text)")
          } else {
            let isNoted = table.summary.notes.contains { $0.contains("as one statement") }
            #expect(isNoted == (sum != total ?? FixedPoint(0)), "\(text)")
          }
          let shown = table.summary.totals.first?.cells[column].number
          #expect(shown == total, "\(text)")
        }
      }
    }
  }

  /// The lines of a bill add up to its totals as they are printed, under each policy; unrounded they
  /// come to what `cost … with standing` says.
  @Test(arguments: 0..<24 as Range<UInt64>)
  func linesAddUp(seed: UInt64) throws {
    let random = try RandomHome(seed: seed)
    let now = ClockZone.utcStamp(Instant(halfHour: random.now))
    let period = "from \(random.days.lowerBound) to \(random.days.upperBound)"
    for policy in Policy.allCases {
      let table = try ask("bill \(period) using \(policy.word)", random.memory, now: now)
      var net = FixedPoint(0)
      let flows = Dictionary(grouping: table.rows) { $0.cells[0].csv }
      #expect(flows.keys.contains { !$0.isEmpty }, "\(policy)")
      for (flow, rows) in flows where !flow.isEmpty {
        let amounts = Dictionary(grouping: rows) { $0.cells[1].csv }.mapValues { rows in
          rows.compactMap { $0.cells[5].number }.reduce(FixedPoint(0), +)
        }
        let lines = amounts.filter { $0.key.hasPrefix("energy") || $0.key == "standing charge" }
        let subtotal = lines.values.reduce(FixedPoint(0), +)
        #expect(subtotal == amounts["subtotal"], "\(policy) \(flow)")
        let total = subtotal + (amounts["VAT 5%"] ?? FixedPoint(0))
        #expect(total == amounts["total"], "\(policy) \(flow)")
        net = net + total
        guard policy != .bill else { continue }
        let cost = try ask(
          "cost \(flow) \(period) with standing using \(policy.word)", random.memory, now: now)
        let exact = cost.rows.first?.cells[3].number ?? FixedPoint(0)
        // Export without VAT is exact to the last digit; with VAT so are the totals.
        #expect(total == (flow == "export" ? -exact : exact), "\(policy) \(flow)")
      }
      let last = table.rows.last
      if last?.cells[1] == .text("net total"), last?.cells[5] != .missing {
        #expect(last?.cells[5].number == net, "\(policy)")
      }
    }
  }
}

extension Cell {
  fileprivate var number: FixedPoint? {
    if case .number(let number) = self { return number }
    return nil
  }
}
