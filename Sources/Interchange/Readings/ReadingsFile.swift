package import EnergyModel
import JSONText

/// A readings file: half-hourly readings, one flat JSON object a line.
package enum ReadingsFile {
  package struct MeterReadings: Hashable, Sendable {
    package var batch: ReadingBatch
    /// The first line with a reading of the meter.
    package var firstLine: Int
  }

  package struct Contents: Hashable, Sendable {
    /// In the order of their first lines.
    package var meters: [MeterReadings] = []
    /// Readings with more than 6 decimals, which were rounded half-even to millionths.
    package var roundedCount = 0
    package var notes: [ImportNote] = []
  }

  /// The readings of a whole file.
  ///
  /// `path` names the file in errors, and the meter where the lines don't. `progress` is called
  /// every 128 kB and at the end with the number of bytes read; an error it throws is passed on.
  package static func read(
    _ bytes: [UInt8], path: String, progress: (Int) throws -> Void = { _ in }
  ) throws -> Contents {
    do {
      return try contents(bytes, fileName: ReadingsFileName(path: path), progress: progress)
    } catch let error as FormatError {
      throw error.of(path)
    }
  }

  private static func contents(
    _ bytes: [UInt8], fileName: ReadingsFileName, progress: (Int) throws -> Void
  ) throws -> Contents {
    let span = bytes.span
    var meters = MeterCollector()
    var stamps = StampReader()
    // The meter of the latest line that was parsed in full, and how that line named it.
    var known: (naming: PlainLine.Naming, meter: Int)?
    var lines = LineWalk(bytes)
    while lines.begin() {
      let line = lines.line
      let plain = PlainLine(span, at: lines.position, stamps: &stamps)
      if let plain, let known, plain.naming.isSame(as: known.naming, in: span) {
        try meters.add(plain.reading, to: known.meter, line: line)
        lines.skip(to: plain.end)
      } else if let parsed = try ReadingsFileLine(lines.consume(), line: line, fileName: fileName) {
        let meter = try meters.index(of: parsed.meter, line: line)
        try meters.add(parsed.reading, to: meter, line: line)
        known = plain.map { ($0.naming, meter) } ?? known
      }
      if lines.isReportDue() { try progress(lines.position) }
    }
    try progress(bytes.count)
    return meters.contents
  }
}
