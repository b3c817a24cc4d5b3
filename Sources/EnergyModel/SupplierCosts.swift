/// A supplier's own costs in one half-hour, with VAT: its figures, which price nothing.
package struct SupplierCost: Hashable, Sendable {
  /// The decimals of a penny that are kept, so that amounts are in 10^-20 p.
  package static let decimals = 20
  /// The largest accepted amount, £10,000,000; over 10^9 of them can be added up in an `Int128`.
  package static let limit = Int128(1_000_000_000) * FixedPoint.power(decimals)

  /// The cost of the energy, in 10^-20 p; nil where it is not known.
  package var amount: Int128?
  /// The half-hour's share of the standing charge, in 10^-20 p; nil where it is not known.
  package var standing: Int128?

  package init(amount: Int128? = nil, standing: Int128? = nil) {
    self.amount = amount
    self.standing = standing
  }

  package var isEmpty: Bool { amount == nil && standing == nil }

  /// An amount in pence.
  package static func pence(_ amount: Int128) -> FixedPoint {
    // Few amounts have more than 8 decimals, and small numbers are written much faster.
    let (short, rest) = amount.quotientAndRemainder(dividingBy: 1_000_000_000_000)
    return rest == 0 ? FixedPoint(short, scale: 8) : FixedPoint(amount, scale: decimals)
  }

  /// An amount in pounds.
  package static func pounds(_ amount: Int128) -> FixedPoint {
    var pounds = pence(amount)
    pounds.scale += 2
    return pounds
  }
}

/// The supplier's costs in the 48 half-hours of one UTC day of one meter.
package struct SupplierCostDay: Hashable, Sendable {
  package static let blank = [SupplierCost](repeating: SupplierCost(), count: 48)

  /// The day, in days since 1970-01-01 UTC.
  package var day: Int
  /// 48 of them.
  package var costs: [SupplierCost]

  package init(day: Int, costs: [SupplierCost] = SupplierCostDay.blank) {
    self.day = day
    self.costs = costs
  }

  fileprivate var isEmpty: Bool { costs.allSatisfy(\.isEmpty) }
}

/// The supplier's costs of one meter by UTC day, in ascending order and in little memory: an amount
/// of two decimals takes two bytes or so.
package struct SupplierCosts: RandomAccessCollection, Hashable, Sendable {
  private struct Entry: Hashable {
    var day: Int
    var costs: CompactCostDay
  }

  private var entries: [Entry]

  /// - Parameter days: each day once, in any order.
  package init(_ days: some Sequence<(key: Int, value: CompactCostDay)> = [:]) {
    entries = days.map { Entry(day: $0.key, costs: $0.value) }.sorted { $0.day < $1.day }
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { entries.count }

  package subscript(index: Int) -> SupplierCostDay {
    SupplierCostDay(day: entries[index].day, costs: entries[index].costs.costs)
  }

  /// The half-hours from the first to the last with a cost; nil without any.
  package var halfHours: ClosedRange<Int>? {
    guard let first = first(where: { !$0.isEmpty }), let last = last(where: { !$0.isEmpty }),
      let start = first.costs.firstIndex(where: { !$0.isEmpty }),
      let end = last.costs.lastIndex(where: { !$0.isEmpty })
    else { return nil }
    return first.day * 48 + start...last.day * 48 + end
  }

  /// The position of a UTC day; nil where nothing is known of it.
  fileprivate func index(ofDay day: Int) -> Int? {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].day < day { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && entries[low].day == day ? low : nil
  }
}

/// Looks costs up half-hour by half-hour; those of one day are decoded together.
package struct SupplierCostReader {
  private let costs: SupplierCosts
  private var day = Int.min
  private var current: [SupplierCost] = []
  /// Half the last digits of the day's amounts and standing charges, once somebody asks.
  private var halfDigits: (amount: Int128, standing: Int128)?

  package init(_ costs: SupplierCosts) { self.costs = costs }

  /// `halfHour`: counted from 1970-01-01T00:00Z.
  package mutating func cost(at halfHour: Int) -> SupplierCost {
    enter(halfHour)
    return current.isEmpty ? SupplierCost() : current[halfHour - day * 48]
  }

  /// The costs of the whole UTC day of a half-hour: 48, or none where nothing is known of it.
  package mutating func day(of halfHour: Int) -> [SupplierCost] {
    enter(halfHour)
    return current
  }

  /// Half the last digit with which the costs of the UTC day are printed, in 10^-21 p: the most
  /// decimals that one of them has.
  package mutating func halfDigit(at halfHour: Int) -> Int128 {
    halfDigits(at: halfHour).amount
  }

  /// The same for the shares of the standing charge.
  package mutating func halfStandingDigit(at halfHour: Int) -> Int128 {
    halfDigits(at: halfHour).standing
  }

  private mutating func enter(_ halfHour: Int) {
    let wanted = halfHour.flooredDivision(by: 48)
    guard wanted != day else { return }
    day = wanted
    current = costs.index(ofDay: wanted).map { costs[$0].costs } ?? []
    halfDigits = nil
  }

  private mutating func halfDigits(at halfHour: Int) -> (amount: Int128, standing: Int128) {
    enter(halfHour)
    if let halfDigits { return halfDigits }
    let found = (
      SupplierCostReader.halfDigit(of: current.lazy.compactMap(\.amount)),
      SupplierCostReader.halfDigit(of: current.lazy.compactMap(\.standing))
    )
    halfDigits = found
    return found
  }

  /// Nothing is rounded where there is no amount, as 0 does not show its digits.
  private static func halfDigit(of amounts: some Sequence<Int128>) -> Int128 {
    var unit = FixedPoint.power(SupplierCost.decimals)
    var isShown = false
    for amount in amounts where amount != 0 {
      isShown = true
      while unit > 1, amount % unit != 0 { unit /= 10 }
    }
    return isShown ? unit * 5 : 0
  }
}

/// The costs of one day, each as a number of variable length.
package struct CompactCostDay: Hashable, Sendable {
  // The first is the number of decimals, one of `scales`, that all amounts can be written with; then
  // come the amounts and the standing charges, zigzag coded plus one, with 0 for none.
  private var bytes: [UInt8]

  private static let scales = [2, 8, SupplierCost.decimals]

  /// - Parameter costs: 48 of them.
  package init(_ costs: [SupplierCost]) {
    let values = costs.map(\.amount) + costs.map(\.standing)
    let scale =
      CompactCostDay.scales.first { scale in
        let unit = CompactCostDay.unit(scale)
        return values.allSatisfy { ($0 ?? 0) % unit == 0 }
      } ?? SupplierCost.decimals
    let unit = CompactCostDay.unit(scale)
    bytes = [UInt8(scale)]
    for value in values {
      var rest = value.map { CompactCostDay.zigzag($0 / unit) + 1 } ?? 0
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
  }

  package var costs: [SupplierCost] {
    let unit = CompactCostDay.unit(Int(bytes[0]))
    var next = 1
    func value() -> Int128? {
      var number: UInt128 = 0
      var shift = 0
      while bytes[next] >= 0x80 {
        number |= UInt128(bytes[next] & 0x7f) << shift
        shift += 7
        next += 1
      }
      number |= UInt128(bytes[next]) << shift
      next += 1
      return number == 0 ? nil : CompactCostDay.signed(number - 1) * unit
    }
    var costs = SupplierCostDay.blank
    for slot in 0..<48 { costs[slot].amount = value() }
    for slot in 0..<48 { costs[slot].standing = value() }
    return costs
  }

  /// The last decimal of `scale` in 10^-20 p.
  private static func unit(_ scale: Int) -> Int128 {
    FixedPoint.power(SupplierCost.decimals - scale)
  }

  private static func zigzag(_ number: Int128) -> UInt128 {
    number.magnitude << 1 - (number < 0 ? 1 : 0)
  }

  private static func signed(_ number: UInt128) -> Int128 {
    number & 1 == 0 ? Int128(number >> 1) : -Int128(number >> 1) - 1
  }
}
