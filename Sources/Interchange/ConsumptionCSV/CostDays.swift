import EnergyModel
import JSONText

/// The supplier's own costs of a file so far, by UTC day; only the day of the latest is at hand.
struct CostDays {
  /// Costs with more than 20 decimals.
  private(set) var roundedCount = 0
  private var openDay: Int?
  private var open = SupplierCostDay.blank
  private var closed: [Int: CompactCostDay] = [:]

  /// Adds what a row says of a half-hour's costs.
  mutating func add(
    _ row: [ConsumptionColumn: String], at halfHour: Int, line: Int
  ) throws(FormatError) {
    try add(
      SupplierCost(
        amount: try amount(row[.cost], "estimated cost", line: line),
        standing: try amount(row[.standing], "standing charge", line: line)),
      at: halfHour, line: line)
  }

  mutating func add(_ cost: SupplierCost, at halfHour: Int, line: Int) throws(FormatError) {
    if cost.isEmpty { return }
    let day = halfHour.flooredDivision(by: 48)
    if day != openDay {
      close()
      openDay = day
      open = closed[day]?.costs ?? SupplierCostDay.blank
    }
    let slot = halfHour - day * 48
    func merged(_ known: Int128?, _ new: Int128?, _ noun: String) throws(FormatError) -> Int128? {
      if let known, let new, known != new {
        let stamp = ClockZone.utcStamp(Instant(halfHour: halfHour))
        throw FormatError(
          line: line,
          message: "the half-hour from \(stamp)Z has \(noun) of \(SupplierCost.pence(new).text) p "
            + "here and \(SupplierCost.pence(known).text) p on an earlier line")
      }
      return new ?? known
    }
    let known = open[slot]
    open[slot].amount = try merged(known.amount, cost.amount, "an estimated cost")
    open[slot].standing = try merged(known.standing, cost.standing, "a standing charge")
  }

  /// All days, and none is left.
  mutating func consumeDays() -> SupplierCosts {
    close()
    defer { (openDay, closed) = (nil, [:]) }
    return SupplierCosts(closed.lazy.map { (key: $0.key, value: $0.value) })
  }

  private mutating func close() {
    if let openDay { closed[openDay] = CompactCostDay(open) }
  }

  /// The amount of a field in 10^-20 p; nil for an empty or absent one.
  private mutating func amount(
    _ text: String?, _ noun: String, line: Int
  ) throws(FormatError) -> Int128? {
    guard let text, !text.isEmpty else { return nil }
    guard let number = DecimalText.digits(of: text.utf8, scale: SupplierCost.decimals),
      number.value.magnitude <= SupplierCost.limit.magnitude
    else {
      throw FormatError(
        line: line,
        message: "\(noun) is \(quoted(text)), expected a number of pence up to 1000000000")
    }
    if !number.isExact { roundedCount += 1 }
    return number.value
  }
}

/// Powers of ten up to that of the decimals that are kept.
private let powers = (0...SupplierCost.decimals).map { FixedPoint.power($0) }

extension Span<UInt8> {
  /// Reads a field of pence, such as `-7.5600`, in 10^-20 p; an empty field leaves `amount` as it is.
  ///
  /// Returns false for numbers of more than 18 digits, but for zeros at the end, and unusual forms.
  func readPence(to amount: inout Int128?, at position: inout Int) -> Bool {
    if position == count || self[position] == UInt8(ascii: ",") { return true }
    if self[position] == UInt8(ascii: "\r") || self[position] == UInt8(ascii: "\n") { return true }
    let isNegative = consume("-", at: &position)
    let start = position
    var point: Int?
    var value: Int64 = 0
    var (digits, decimals, zeros) = (0, 0, 0)
    while position < count {
      let digit = Int64(self[position]) - 48
      if point != nil, digit == 0 {
        zeros += 1
      } else if digit >= 0, digit <= 9 {
        digits += zeros + 1
        guard digits <= 18 else { return false }
        for _ in 0..<zeros { value *= 10 }
        value = value * 10 + digit
        decimals += point == nil ? 0 : zeros + 1
        zeros = 0
      } else if self[position] == UInt8(ascii: "."), point == nil, position > start {
        point = position
      } else {
        break
      }
      position += 1
    }
    guard position > start, point != position - 1, decimals <= SupplierCost.decimals,
      self[start] != UInt8(ascii: "0") || position == start + 1 || point == start + 1
    else { return false }
    if value == 0, consume("E", at: &position) || consume("e", at: &position) {
      _ = consume("-", at: &position)
      guard number(digits: 2, at: &position) != nil else { return false }
    }
    let number = Int128(value) * powers[SupplierCost.decimals - decimals]
    guard number <= SupplierCost.limit else { return false }
    amount = isNegative ? -number : number
    return true
  }
}
