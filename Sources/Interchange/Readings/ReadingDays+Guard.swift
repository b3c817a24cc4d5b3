import EnergyModel

extension ReadingDays {
  /// A half-hour over this, in millionths of a kWh, is no home's: 100 kW all the time.
  private static let highest: Int64 = 50_000_000
  /// Nor is it a home's when most half-hours are over this: 40 kW.
  private static let highestMedian: Int64 = 20_000_000

  /// A warning when the readings look like Wh given as kWh; at the first line that does.
  ///
  /// A car charger of 22 kW makes half-hours of 11 kWh, a boiler of 40 kW makes some of 20 kWh.
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
      text: "\(flaw), usual are 0 to 12 kWh and at most \(text(ReadingDays.highest))",
      isWarning: true)
  }

  /// The first line of the file that has more than `limit`, and what it has.
  private func first(over limit: Int64) -> (line: Int, quantity: Int64)? {
    var first: (line: Int, quantity: Int64)?
    for (place, value) in values.enumerated() where value > limit {
      if lines[place] < first?.line ?? .max { first = (lines[place], value) }
    }
    return first
  }
}
