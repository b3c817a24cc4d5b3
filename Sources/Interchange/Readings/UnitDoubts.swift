import EnergyModel

/// What of a meter's readings looks like Wh given as kWh.
struct UnitDoubts {
  /// The most, in millionths of a kWh, that a home can use in a half-hour: 100 kW throughout.
  private static let highest: Int64 = 50_000_000
  /// The most that a home can use in most of its half-hours: 40 kW throughout.
  private static let highestMedian: Int64 = 20_000_000

  /// The number of readings over zero.
  private var used = 0
  /// The number of readings over ``highestMedian``.
  private var high = 0
  private var firstOverHighest: (line: Int, quantity: Int64)?
  private var firstOverMedian: (line: Int, quantity: Int64)?

  /// Adds the reading of another half-hour, in the order of the file's lines.
  mutating func add(_ quantity: Int64, line: Int) {
    used += quantity > 0 ? 1 : 0
    guard quantity > UnitDoubts.highestMedian else { return }
    high += 1
    firstOverMedian = firstOverMedian ?? (line, quantity)
    guard quantity > UnitDoubts.highest else { return }
    firstOverHighest = firstOverHighest ?? (line, quantity)
  }
}

extension ReadingDays {
  /// A warning when the readings look like Wh given as kWh, at the first line that does.
  ///
  /// A 22 kW car charger uses 11 kWh in a half-hour, a 40 kW boiler 20 kWh.
  var unitWarning: ImportNote? {
    unit == .kWh ? doubts.warning { text($0) } : nil
  }
}

extension UnitDoubts {
  /// `text` writes a quantity with its unit.
  fileprivate func warning(_ text: (Int64) -> String) -> ImportNote? {
    func note(_ flaw: String, line: Int) -> ImportNote {
      ImportNote(
        line: line,
        text: "\(flaw); typical values are 0 to 12 kWh, and at most \(text(UnitDoubts.highest))",
        isWarning: true)
    }
    if let (line, quantity) = firstOverHighest {
      return note("\(text(quantity)) in half an hour looks like Wh given as kWh", line: line)
    }
    guard high * 2 > used, let (line, quantity) = firstOverMedian else { return nil }
    let most = "most half-hours are over \(text(UnitDoubts.highestMedian))"
    return note(
      "\(text(quantity)) in half an hour, and \(most): looks like Wh given as kWh", line: line)
  }
}
