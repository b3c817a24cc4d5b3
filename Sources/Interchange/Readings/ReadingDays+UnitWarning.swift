import EnergyModel

extension ReadingDays {
  /// The most, in millionths of a kWh, that a home can use in a half-hour: 100 kW throughout.
  private static let highest: Int64 = 50_000_000
  /// The most that a home can use in most of its half-hours: 40 kW throughout.
  private static let highestMedian: Int64 = 20_000_000

  /// A warning when the readings look like Wh given as kWh, at the first line that does.
  ///
  /// A 22 kW car charger uses 11 kWh in a half-hour, a 40 kW boiler 20 kWh.
  var unitWarning: ImportNote? {
    guard unit == .kWh else { return nil }
    if let (line, quantity) = first(over: ReadingDays.highest) {
      return warning("\(text(quantity)) in half an hour looks like Wh given as kWh", line: line)
    }
    let used = values.count { $0 > 0 }
    let high = values.count { $0 > ReadingDays.highestMedian }
    guard high * 2 > used, let (line, quantity) = first(over: ReadingDays.highestMedian) else {
      return nil
    }
    let most = "most half-hours are over \(text(ReadingDays.highestMedian))"
    return warning(
      "\(text(quantity)) in half an hour, and \(most): looks like Wh given as kWh", line: line)
  }

  private func warning(_ flaw: String, line: Int) -> ImportNote {
    ImportNote(
      line: line,
      text: "\(flaw); typical values are 0 to 12 kWh, and at most \(text(ReadingDays.highest))",
      isWarning: true)
  }

  /// The first line of the file with a quantity over `limit`, and that quantity.
  private func first(over limit: Int64) -> (line: Int, quantity: Int64)? {
    var first: (line: Int, quantity: Int64)?
    for (place, value) in values.enumerated() where value > limit {
      if lines[place] < first?.line ?? .max { first = (lines[place], value) }
    }
    return first
  }
}
