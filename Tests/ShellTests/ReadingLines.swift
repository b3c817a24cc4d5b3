/// Makes the text of cache files.
enum ReadingLines {
  static let importing = "electricity_importing_kwh"
  static let exporting = "electricity_exporting_kwh"

  /// One line; the stamps as they are to stand there.
  static func line(
    _ consumption: String, unit: String = importing, from start: String, to end: String
  ) -> String {
    "{\"consumption\": \(consumption), \"unit\": \"\(unit)\", \"interval_start\": \"\(start)\", "
      + "\"interval_end\": \"\(end)\"}"
  }

  /// A line for the half-hour of 1 July 2023 that begins at `slot` halves past midnight.
  static func july(_ consumption: String, slot: Int, unit: String = importing) -> String {
    line(consumption, unit: unit, from: stamp(slot), to: stamp(slot + 1))
  }

  private static func stamp(_ slot: Int) -> String {
    let hour = slot / 2
    return "2023-07-01T\(hour < 10 ? "0" : "")\(hour):\(slot % 2 == 0 ? "00" : "30"):00+01:00"
  }
}
