package import EnergyModel
import JSONText

/// An answer of the API with readings of one meter, kept as a file, or a bare list of its rows.
package enum ConsumptionAnswer {
  /// The readings of a whole file, which names neither its meter nor their unit.
  ///
  /// `path` names the file in errors. `progress` is called every row and at the end with the
  /// number of bytes read; an error it throws is passed on.
  ///
  /// - Throws: an ``ImportError``.
  package static func read(
    _ bytes: [UInt8], path: String, unit: MeterUnit, progress: (Int) throws -> Void = { _ in }
  ) throws -> ConsumptionCSV.Contents {
    do {
      return try contents(bytes, unit, progress: progress)
    } catch let error as FormatError {
      throw error.of(path)
    }
  }

  private static func contents(
    _ bytes: [UInt8], _ unit: MeterUnit, progress: (Int) throws -> Void
  ) throws -> ConsumptionCSV.Contents {
    var reader = JSONReader(bytes[...])
    var readings = ReadingDays(unit: unit)
    var notes: [ImportNote] = []
    let line = reader.line
    var hasResults = reader.consumeStart("[")
    if hasResults {
      try addRows(in: &reader, to: &readings, progress: progress)
    } else if reader.consumeStart("{") {
      var keys: [String: Int] = [:]
      while try reader.hasElement(before: "}", isFirst: keys.isEmpty) {
        let key = try reader.key(noneOf: &keys)
        if key == "results", reader.consumeStart("[") {
          try addRows(in: &reader, to: &readings, progress: progress)
          hasResults = true
        } else if case let value = try reader.value(), key == "next", value.content != .null {
          notes.append(
            ImportNote(
              line: value.line, text: "the answer has a next page, whose readings are not here",
              isWarning: true))
        }
      }
    }
    guard hasResults else {
      throw FormatError(line: line, message: "no results, expected the readings of an answer")
    }
    try reader.finish()
    try progress(bytes.count)
    return ConsumptionCSV.Contents(
      days: readings.consumeDays(), unit: unit, roundedCount: readings.roundedCount,
      notes: notes + [readings.unitWarning].compactMap(\.self), firstLine: line)
  }

  /// Adds the rows of a list whose opening bracket is already consumed.
  private static func addRows(
    in reader: inout JSONReader, to readings: inout ReadingDays, progress: (Int) throws -> Void
  ) throws {
    var isFirst = true
    while try reader.hasElement(before: "]", isFirst: isFirst) {
      let row = try reader.value().object("an entry of results")
      guard let value = row.value("consumption") else {
        throw FormatError(line: row.line, message: "a row without consumption")
      }
      let reading = try Reading(
        consumption: try value.text("consumption"), start: try Stamp("interval_start", of: row),
        end: try Stamp("interval_end", of: row), unit: readings.unit, line: row.line)
      try readings.add(reading, line: row.line)
      isFirst = false
      try progress(reader.position)
    }
  }
}

extension Stamp {
  /// The time under a key of a row.
  init(_ name: String, of row: JSONObject) throws(FormatError) {
    guard let value = row.value(name) else {
      throw FormatError(line: row.line, message: "a row without \(name)")
    }
    try self.init(try value.string(name), name: name, line: row.line)
  }
}
