import EnergyModel

/// Gathers the readings of a file by meter and UTC day.
struct MeterCollector {
  /// What is the same for all readings of a device.
  private struct Device: Hashable {
    var number: String
    var serial: String
  }

  private var meters: [MeterDays] = []
  private var positions: [Device: Int] = [:]
  private var roundedCount = 0

  /// The position of `key` among the meters; a new one if need be.
  mutating func index(of key: MeterKey, line: Int) throws(Refusal) -> Int {
    let device = Device(number: key.number, serial: key.serial)
    guard let index = positions[device] else {
      positions[device] = meters.count
      meters.append(MeterDays(key: key, firstLine: line))
      return meters.count - 1
    }
    let earlier = meters[index]
    guard earlier.key.unit == key.unit else {
      throw Refusal(
        line: line,
        message:
          "unit \(key.unit.rawValue) of meter \(key.number) \(quoted(key.serial)), which has "
          + "\(earlier.key.unit.rawValue) on line \(earlier.firstLine)")
    }
    return index
  }

  mutating func add(_ reading: CacheReading, to meter: Int, line: Int) throws(Refusal) {
    try meters[meter].add(reading, line: line)
    if reading.isRounded { roundedCount += 1 }
  }

  var contents: CacheFile.Contents {
    CacheFile.Contents(
      meters: meters.map { CacheFile.MeterReadings(batch: $0.batch, firstLine: $0.firstLine) },
      roundedCount: roundedCount)
  }
}

/// The readings of one meter so far, and the line that each came from.
private struct MeterDays {
  let key: MeterKey
  let firstLine: Int

  // 48 a day, days in the order in which they turned up: two arrays in all, not two a day.
  private var values: [Int64] = []
  private var lines: [Int] = []
  private var starts: [Int: Int] = [:]
  // Readings mostly come in order, so the day of one is that of the next.
  private var latest = (halfHours: 0..<0, start: 0)

  init(key: MeterKey, firstLine: Int) {
    self.key = key
    self.firstLine = firstLine
  }

  mutating func add(_ reading: CacheReading, line: Int) throws(Refusal) {
    if !latest.halfHours.contains(reading.halfHour) {
      let day = reading.halfHour.flooredDivision(by: 48)
      latest = (day * 48..<(day + 1) * 48, start(of: day))
    }
    let place = latest.start + reading.halfHour - latest.halfHours.lowerBound
    if values[place] == DayReadings.missing {
      values[place] = reading.quantity
      lines[place] = line
    } else if values[place] != reading.quantity {
      let stamp = ClockZone.utcStamp(Instant(halfHour: reading.halfHour))
      throw Refusal(
        line: line,
        message: "the half-hour from \(stamp)Z has \(text(reading.quantity)) here and "
          + "\(text(values[place])) on line \(lines[place])")
    }
  }

  private mutating func start(of day: Int) -> Int {
    if let start = starts[day] { return start }
    let start = values.count
    starts[day] = start
    values += DayReadings.blank
    lines += repeatElement(0, count: 48)
    return start
  }

  private func text(_ quantity: Int64) -> String {
    FixedPoint(Int128(quantity), scale: 6).text + " \(key.unit.unit)"
  }

  var batch: ReadingBatch {
    let days = starts.sorted { $0.key < $1.key }.map { day, start in
      DayReadings(day: day, values: Array(values[start..<start + 48]))
    }
    return ReadingBatch(meter: key, days: days)
  }
}
