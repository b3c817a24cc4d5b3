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

  /// The memory that they take, in bytes.
  package var size: Int {
    entries.reduce(0) { $0 + MemoryLayout<Entry>.stride + $1.costs.size }
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

  /// Half the last digits of a day's amounts and standing charges, in 10^-21 p.
  fileprivate func halfDigits(_ index: Int) -> (amount: Int128, standing: Int128) {
    let costs = entries[index].costs
    func half(_ decimals: UInt8?) -> Int128 {
      decimals.map { CompactCostDay.unit($0) * 5 } ?? 0
    }
    return (half(costs.amountDecimals), half(costs.standingDecimals))
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
  private var halfDigits: (amount: Int128, standing: Int128) = (0, 0)

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
    enter(halfHour)
    return halfDigits.amount
  }

  /// The same for the shares of the standing charge.
  package mutating func halfStandingDigit(at halfHour: Int) -> Int128 {
    enter(halfHour)
    return halfDigits.standing
  }

  private mutating func enter(_ halfHour: Int) {
    let wanted = halfHour.flooredDivision(by: 48)
    guard wanted != day else { return }
    day = wanted
    guard let index = costs.index(ofDay: wanted) else {
      (current, halfDigits) = ([], (0, 0))
      return
    }
    current = costs[index].costs
    halfDigits = costs.halfDigits(index)
  }
}

/// The costs of one day, each as a number of variable length.
package struct CompactCostDay: Hashable, Sendable {
  // The amounts, then the standing charges, in their last decimals: zigzag coded plus one, with 0 for
  // none.
  private var bytes: [UInt8] = []
  /// The most decimals of a penny that one of the amounts has; nil where all are 0, which does not
  /// show its own.
  fileprivate let amountDecimals: UInt8?
  /// The most decimals of a penny that one of the standing charges has, likewise.
  fileprivate let standingDecimals: UInt8?

  fileprivate var size: Int { bytes.capacity }

  /// - Parameter costs: 48 of them.
  package init(_ costs: [SupplierCost]) {
    self.init(amounts: costs.map(\.amount), standing: costs.map(\.standing))
  }

  /// - Parameters:
  ///   - amounts: 48 of them, in 10^-20 p.
  ///   - standing: 48 of them, likewise.
  package init(amounts: [Int128?], standing: [Int128?]) {
    amountDecimals = CompactCostDay.decimals(of: amounts)
    standingDecimals = CompactCostDay.decimals(of: standing)
    for (values, decimals) in [(amounts, amountDecimals), (standing, standingDecimals)] {
      let unit = CompactCostDay.unit(decimals)
      for value in values {
        var rest = value.map { CompactCostDay.zigzag($0 / unit) + 1 } ?? 0
        while rest >= 0x80 {
          bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
          rest >>= 7
        }
        bytes.append(UInt8(rest))
      }
    }
  }

  package var costs: [SupplierCost] {
    var next = 0
    func value(_ unit: Int128) -> Int128? {
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
    let unit = CompactCostDay.unit(amountDecimals)
    for slot in 0..<48 { costs[slot].amount = value(unit) }
    let standingUnit = CompactCostDay.unit(standingDecimals)
    for slot in 0..<48 { costs[slot].standing = value(standingUnit) }
    return costs
  }

  private static func decimals(of values: [Int128?]) -> UInt8? {
    var decimals = 0
    var unit = unit(0)
    var isShown = false
    for case let value? in values where value != 0 {
      isShown = true
      // A multiple of a power of ten is one of that power of two, which is much faster to see.
      while value.trailingZeroBitCount < unit.trailingZeroBitCount || value % unit != 0 {
        decimals += 1
        unit /= 10
      }
    }
    return isShown ? UInt8(decimals) : nil
  }

  /// The last of so many decimals in 10^-20 p.
  fileprivate static func unit(_ decimals: UInt8?) -> Int128 {
    FixedPoint.power(SupplierCost.decimals - Int(decimals ?? 0))
  }

  private static func zigzag(_ number: Int128) -> UInt128 {
    number.magnitude << 1 - (number < 0 ? 1 : 0)
  }

  private static func signed(_ number: UInt128) -> Int128 {
    number & 1 == 0 ? Int128(number >> 1) : -Int128(number >> 1) - 1
  }
}
