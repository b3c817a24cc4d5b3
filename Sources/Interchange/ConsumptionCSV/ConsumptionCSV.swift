package import EnergyModel
import JSONText

/// The half-hourly readings of one meter as Octopus lets its customers download them.
package enum ConsumptionCSV {
  package struct Contents: Hashable, Sendable {
    /// UTC days in ascending order.
    package var days: [DayReadings] = []
    /// What the header says that the readings count.
    package var unit: MeterUnit
    /// Readings with more than 6 decimals, which were rounded half-even to millionths.
    package var roundedCount = 0
    package var notes: [ImportNote] = []
    /// That of the header, which is the first to say anything.
    package var firstLine: Int
  }

  /// The readings of a whole file, which does not say of which meter they are.
  ///
  /// `path` names the file in errors. `progress` is told now and then, and at the end, how many
  /// bytes are done; what it throws ends the reading.
  ///
  /// - Throws: an ``ImportError``.
  package static func read(
    _ bytes: [UInt8], path: String, progress: (Int) throws -> Void = { _ in }
  ) throws -> Contents {
    do {
      return try contents(bytes, progress: progress)
    } catch let error as Refusal {
      throw error.of(path)
    }
  }

  private static func contents(
    _ bytes: [UInt8], progress: (Int) throws -> Void
  ) throws -> Contents {
    var lines = LineWalk(bytes)
    guard let names = try lines.nextFields() else {
      throw Refusal(line: 1, message: "the file is empty, expected a header")
    }
    let header = try CSVHeader(names, line: lines.line, column: ConsumptionColumn.init)
    var readings = ReadingDays(unit: try ConsumptionColumn.unit(in: header))
    let span = bytes.span
    var stamps = StampReader()
    while lines.begin() {
      let line = lines.line
      if let plain = PlainRow(span, at: lines.position, of: header.columns, stamps: &stamps) {
        try readings.add(plain.reading, line: line)
        lines.leave(for: plain.end)
      } else if let fields = try csvFields(lines.take(), line: line) {
        let row = try header.assign(fields, line: line)
        try readings.add(try Reading(row, unit: readings.unit, line: line), line: line)
      }
      if lines.isReportDue() { try progress(lines.position) }
    }
    try progress(bytes.count)
    return Contents(
      days: readings.days, unit: readings.unit, roundedCount: readings.roundedCount,
      notes: readings.unitWarning.map { [$0] } ?? [], firstLine: header.line)
  }
}

extension Reading {
  /// The reading of a row read with care: all forms that are accepted, all refusals in words.
  fileprivate init(
    _ row: [ConsumptionColumn: String], unit: MeterUnit, line: Int
  ) throws(Refusal) {
    try self.init(
      consumption: row[.consumption] ?? "",
      start: try Stamp(row[.start] ?? "", name: "Start", line: line),
      end: try Stamp(row[.end] ?? "", name: "End", line: line),
      unit: unit, line: line)
  }
}

/// A row in the form in which Octopus writes it, read without making a value of any part.
///
/// Whatever is unusual, let alone wrong, makes it nil, and the row is read with care.
private struct PlainRow {
  let reading: Reading
  /// Where the next line begins.
  let end: Int

  init?(
    _ bytes: Span<UInt8>, at start: Int, of columns: [ConsumptionColumn?],
    stamps: inout StampReader
  ) {
    var position = start
    var quantity: Int64?
    var first: Int64?
    var last: Int64?
    for index in columns.indices {
      guard index == 0 || bytes.takes(",", at: &position) else { return nil }
      bytes.skipSpaces(at: &position)
      switch columns[index] {
      case .consumption: quantity = bytes.millionths(at: &position)
      case .start: first = try? stamps.seconds(bytes, at: &position)
      case .end: last = try? stamps.seconds(bytes, at: &position)
      case nil: bytes.skipPlainField(at: &position)
      }
      bytes.skipSpaces(at: &position)
    }
    guard bytes.takesLineEnd(at: &position), let quantity, let first, let last,
      last == first + 1800, first % 1800 == 0
    else { return nil }
    reading = Reading(halfHour: Int(first / 1800), quantity: quantity)
    end = position
  }
}

extension Span<UInt8> {
  /// Steps over what has nothing to do with quotes and is ASCII, up to a comma or the line's end.
  fileprivate func skipPlainField(at position: inout Int) {
    while position < count {
      switch self[position] {
      case UInt8(ascii: ","), UInt8(ascii: "\""), 0..<0x20, 0x80...: return
      default: position += 1
      }
    }
  }
}
