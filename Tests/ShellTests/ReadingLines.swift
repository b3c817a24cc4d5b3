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
    return "2023-07-01T\(padded(hour)):\(slot % 2 == 0 ? "00" : "30"):00+01:00"
  }

  /// Half-hours of UTC through all of 2022: 17,520 lines.
  static let year: String = {
    let clock = (0..<48).map { "T\(padded($0 / 2)):\($0 % 2 == 0 ? "00" : "30"):00Z" }
    // The last half-hour of a day ends at 24:00, which only another offset can say.
    let ends = Array(clock.dropFirst()) + ["T23:00:00-01:00"]
    var lines: [String] = []
    for (month, days) in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
      for day in 1...days {
        let date = "2022-\(padded(month + 1))-\(padded(day))"
        lines += zip(clock, ends).map { line("0.125", from: date + $0, to: date + $1) }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
