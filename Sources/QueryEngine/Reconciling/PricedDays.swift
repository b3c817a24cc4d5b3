import EnergyModel
import QueryLanguage
import Tariffs

/// What readings come to on each local day under one pricing, from which those of any days are added
/// up at once.
struct PricedDays {
  let days: Range<LocalDay>
  /// Running sums, one more than there are days.
  private var usage: [Int128]
  private var payable: [Int128]
  private var unpriced: [Int128]
  private var missing: [Int]
  private var lines: [Line] = []
  private var standing: [Standing] = []

  /// A line of a statement at one rate of VAT.
  private struct Line {
    let line: BillSum.Line
    var quantity: [Int128]
    var net: [Int128]
    var pence: [Int128]
  }

  /// The standing charges at one rate of VAT.
  private struct Standing {
    let vat: VATRate
    var days: [Int]
    var net: [Int128]
    var payable: [Int128]
  }

  /// `source`: one whose readings count as they do in the plan.
  init(_ plan: Plan, _ aggregate: Aggregate, source: some ReadingSource) throws {
    let first = plan.period.days.lowerBound
    days = plan.period.days
    let count = days.upperBound.number - first.number
    let zeros = [Int128](repeating: 0, count: count + 1)
    (usage, payable, unpriced) = (zeros, zeros, zeros)
    missing = Array(repeating: 0, count: count + 1)
    let sums = try GroupSums(plan, aggregate, source: source)
    for group in sums.groups {
      let day = aggregate.grouping.unitIndex(group) + 1
      let figures = try sums.figures(group)
      usage[day] += figures.sums[0].quantity
      unpriced[day] += figures.sums[0].unpricedQuantity
      missing[day] += figures.sums[0].missing
      payable[day] = try Figures.adding(payable[day], sums.unrounded(group))
      for (line, quantity, dues) in try sums.lines([group]) {
        for (vat, due) in dues {
          let index = index(of: BillSum.Line(line: line, vat: vat), zeros)
          lines[index].quantity[day] += quantity
          lines[index].net[day] = try Figures.adding(lines[index].net[day], due.net)
          lines[index].pence[day] = try Figures.adding(lines[index].pence[day], due.pence)
        }
      }
      for (vat, due) in figures.standing?.dues ?? [:] {
        let index = index(ofStandingAt: vat, zeros)
        standing[index].days[day] += figures.standing?.days[vat] ?? 0
        standing[index].net[day] += due.net
        standing[index].payable[day] += due.payable
      }
    }
    try accumulate()
  }

  private mutating func index(of line: BillSum.Line, _ zeros: [Int128]) -> Int {
    if let index = lines.firstIndex(where: { $0.line == line }) { return index }
    lines.append(Line(line: line, quantity: zeros, net: zeros, pence: zeros))
    return lines.count - 1
  }

  private mutating func index(ofStandingAt vat: VATRate, _ zeros: [Int128]) -> Int {
    if let index = standing.firstIndex(where: { $0.vat == vat }) { return index }
    standing.append(
      Standing(vat: vat, days: zeros.map { Int($0) }, net: zeros, payable: zeros))
    return standing.count - 1
  }

  /// Turns the figures of the days into running sums.
  private mutating func accumulate() throws(QueryError) {
    func run(_ numbers: inout [Int128]) throws(QueryError) {
      for index in numbers.indices.dropFirst() {
        numbers[index] = try Figures.adding(numbers[index], numbers[index - 1])
      }
    }
    func count(_ numbers: inout [Int]) {
      for index in numbers.indices.dropFirst() { numbers[index] += numbers[index - 1] }
    }
    try run(&usage)
    try run(&payable)
    try run(&unpriced)
    count(&missing)
    for index in lines.indices {
      try run(&lines[index].quantity)
      try run(&lines[index].net)
      try run(&lines[index].pence)
    }
    for index in standing.indices {
      count(&standing[index].days)
      try run(&standing[index].net)
      try run(&standing[index].payable)
    }
  }

  /// Adds some of the days to a sum.
  func add(_ part: Range<LocalDay>, to sum: inout BillSum) {
    let first = part.lowerBound.number - days.lowerBound.number
    let end = part.upperBound.number - days.lowerBound.number
    guard first < end else { return }
    func over<Number: AdditiveArithmetic>(_ numbers: [Number]) -> Number {
      numbers[end] - numbers[first]
    }
    sum.usage += over(usage)
    sum.payable += over(payable)
    sum.unpriced += over(unpriced)
    sum.missing += over(missing)
    for line in lines {
      sum.add(
        BillSum.Energy(
          line: line.line, quantity: over(line.quantity), net: over(line.net),
          dailyPence: over(line.pence)))
    }
    for charge in standing {
      sum.add(
        BillSum.Standing(
          vat: charge.vat, days: over(charge.days), net: over(charge.net),
          payable: over(charge.payable)))
    }
  }
}
