package import EnergyModel
import JSONText

/// The half-hourly readings of one meter: a consumption download, as Octopus offers them, or a file of
/// a folder of readings, whose rows name the meter.
package enum ConsumptionCSV {
  package struct Contents: Hashable, Sendable {
    /// UTC days in ascending order.
    package var days = CompactDays()
    /// The meter that the rows name; nil in a file that does not name its meter.
    package var meter: MeterKey?
    /// The unit that the header names.
    package var unit: MeterUnit
    /// Readings with more than 6 decimals, which were rounded half-even to millionths.
    package var roundedCount = 0
    package var notes: [ImportNote] = []
    /// The supplier's own costs of the half-hours; empty in a file without such columns.
    package var costs = SupplierCosts()
    /// Costs with more than 20 decimals, which were rounded half-even.
    package var roundedCostCount = 0
    /// The line of the header.
    package var firstLine: Int
  }

  /// The readings of a whole file; only a window of it and the readings are held in memory.
  ///
  /// `path` names the file in errors. `progress` is called every 128 kB and at the end with the
  /// number of bytes read; an error it throws is passed on, as is one from reading the file.
  ///
  /// - Throws: an ``ImportError``.
  package static func read(
    _ file: consuming FileWindow, path: String, progress: (Int) throws -> Void = { _ in }
  ) throws -> Contents {
    do {
      return try contents(file, progress: progress)
    } catch let error as FormatError {
      throw error.of(path)
    }
  }

  private static func contents(
    _ file: consuming FileWindow, progress: (Int) throws -> Void
  ) throws -> Contents {
    var lines = LineWalk(file)
    guard let names = try lines.nextFields() else {
      throw FormatError(line: 1, message: "the file is empty, expected a header")
    }
    let header = try CSVHeader(
      names, line: lines.line, columns: ConsumptionColumn.columns(names))
    var readings = ReadingDays(unit: try ConsumptionColumn.unit(in: header))
    var meter = RowMeter(header.columns, unit: readings.unit)
    var costs = CostDays()
    var stamps = StampReader()
    while try lines.begin() {
      let line = lines.line
      let plain = PlainRow(
        lines.window.bytes.span.extracting(..<lines.window.linesEnd), at: lines.position,
        behind: meter.head, of: meter.columns, stamps: &stamps)
      if let plain {
        try readings.add(plain.reading, line: line)
        try costs.add(plain.cost, at: plain.reading.halfHour, line: line)
        lines.skip(to: plain.end)
      } else if let fields = try csvFields(lines.consume(), line: line) {
        let row = try header.assign(fields, line: line)
        try meter.check(row, line: line)
        let reading = try Reading(row, unit: readings.unit, line: line)
        try readings.add(reading, line: line)
        try costs.add(row, at: reading.halfHour, line: line)
      }
      if lines.isReportDue() { try progress(lines.consumedCount) }
    }
    try progress(lines.consumedCount)
    return Contents(
      days: readings.consumeDays(), meter: meter.key, unit: readings.unit,
      roundedCount: readings.roundedCount,
      notes: readings.unitWarning.map { [$0] } ?? [], costs: costs.consumeDays(),
      roundedCostCount: costs.roundedCount, firstLine: header.line)
  }
}

extension Reading {
  /// The reading of a row in any accepted form; this is the slow path, with the errors.
  fileprivate init(
    _ row: [ConsumptionColumn: String], unit: MeterUnit, line: Int
  ) throws(FormatError) {
    try self.init(
      consumption: row[.consumption] ?? "",
      start: try Stamp(row[.start] ?? "", name: "Start", line: line),
      end: try Stamp(row[.end] ?? "", name: "End", line: line),
      unit: unit, line: line)
  }
}

/// A row in the form that Octopus writes, scanned without allocating: the fast path.
///
/// Nil for a row in any other form, which is then parsed field by field.
private struct PlainRow {
  let reading: Reading
  private(set) var cost = SupplierCost()
  /// The position of the next line.
  let end: Int

  /// `head`: how the row has to begin, before the fields of `columns`.
  init?(
    _ bytes: Span<UInt8>, at start: Int, behind head: [UInt8]?, of columns: [ConsumptionColumn?],
    stamps: inout StampReader
  ) {
    guard let head, start + head.count <= bytes.count else { return nil }
    var position = start
    for byte in head {
      guard bytes[position] == byte else { return nil }
      position += 1
    }
    var quantity: Int64?
    var first: Int64?
    var last: Int64?
    for index in columns.indices {
      guard index == 0 || bytes.consume(",", at: &position) else { return nil }
      bytes.skipSpaces(at: &position)
      switch columns[index] {
      case .consumption: quantity = bytes.millionths(at: &position)
      case .start: first = try? stamps.seconds(bytes, at: &position)
      case .end: last = try? stamps.seconds(bytes, at: &position)
      case .cost: guard bytes.readPence(to: &cost.amount, at: &position) else { return nil }
      case .standing: guard bytes.readPence(to: &cost.standing, at: &position) else { return nil }
      case .number, .serial, .flow, nil: bytes.skipPlainField(at: &position)
      }
      bytes.skipSpaces(at: &position)
    }
    guard bytes.consumeLineEnd(at: &position), let quantity, let first, let last,
      last == first + 1800, first % 1800 == 0
    else { return nil }
    reading = Reading(halfHour: Int(first / 1800), quantity: quantity)
    end = position
  }
}

extension Span<UInt8> {
  /// Skips an unquoted ASCII field, up to the comma or the end of the line.
  fileprivate func skipPlainField(at position: inout Int) {
    while position < count {
      switch self[position] {
      case UInt8(ascii: ","), UInt8(ascii: "\""), 0..<0x20, 0x80...: return
      default: position += 1
      }
    }
  }
}
