import EnergyModel
import JSONText

/// The readings of a file so far, by meter and UTC day.
struct MeterCollector {
  /// A physical meter, whose readings must all have the same unit.
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

  /// The index of `key` among the meters, added if it is new.
  mutating func index(of key: MeterKey, line: Int) throws(FormatError) -> Int {
    let device = Device(number: key.number, serial: key.serial)
    guard let index = positions[device] else {
      positions[device] = meters.count
      let readings = ReadingDays(unit: key.unit.unit)
      meters.append(Meter(key: key, firstLine: line, readings: readings))
      return meters.count - 1
    }
    let earlier = meters[index]
    guard earlier.key.unit == key.unit else {
      throw FormatError(
        line: line,
        message:
          "unit \(key.unit.rawValue) of meter \(key.number) \(quoted(key.serial)), which has "
          + "\(earlier.key.unit.rawValue) on line \(earlier.firstLine)")
    }
    return index
  }

  mutating func add(_ reading: Reading, to meter: Int, line: Int) throws(FormatError) {
    try meters[meter].readings.add(reading, line: line)
  }

  /// All that was read, and nothing is left.
  mutating func consumeContents() -> ReadingsFile.Contents {
    let warnings = meters.compactMap(\.readings.unitWarning)
    let first = warnings.min { $0.line ?? 0 < $1.line ?? 0 }
    return ReadingsFile.Contents(
      meters: meters.indices.map { index in
        ReadingsFile.MeterReadings(
          batch: ReadingBatch(
            meter: meters[index].key, days: meters[index].readings.consumeDays()),
          firstLine: meters[index].firstLine)
      },
      roundedCount: meters.reduce(0) { $0 + $1.readings.roundedCount },
      notes: first.map { [$0] } ?? [])
  }
}
