import EnergyModel
import JSONText

/// Gathers the readings of a file by meter and UTC day.
struct MeterCollector {
  /// What is the same for all readings of a device.
  private struct Device: Hashable {
    var number: String
    var serial: String
  }

  private struct Meter {
    let key: MeterKey
    let firstLine: Int
    var readings: ReadingDays
  }

  private var meters: [Meter] = []
  private var positions: [Device: Int] = [:]

  /// The position of `key` among the meters; a new one if need be.
  mutating func index(of key: MeterKey, line: Int) throws(Refusal) -> Int {
    let device = Device(number: key.number, serial: key.serial)
    guard let index = positions[device] else {
      positions[device] = meters.count
      let readings = ReadingDays(unit: key.unit.unit)
      meters.append(Meter(key: key, firstLine: line, readings: readings))
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

  mutating func add(_ reading: Reading, to meter: Int, line: Int) throws(Refusal) {
    try meters[meter].readings.add(reading, line: line)
  }

  var contents: ReadingsFile.Contents {
    let warnings = meters.compactMap(\.readings.unitWarning)
    let first = warnings.min { $0.line ?? 0 < $1.line ?? 0 }
    return ReadingsFile.Contents(
      meters: meters.map { meter in
        ReadingsFile.MeterReadings(
          batch: ReadingBatch(meter: meter.key, days: meter.readings.days),
          firstLine: meter.firstLine)
      },
      roundedCount: meters.reduce(0) { $0 + $1.readings.roundedCount },
      notes: first.map { [$0] } ?? [])
  }
}
