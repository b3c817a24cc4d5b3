package import EnergyModel
import JSONText

/// A cache file: half-hourly readings, one flat JSON object a line.
package enum ReadingsFile {
  package struct MeterReadings: Hashable, Sendable {
    package var batch: ReadingBatch
    /// The first line that speaks of the meter.
    package var firstLine: Int
  }

  package struct Contents: Hashable, Sendable {
    /// By their first lines.
    package var meters: [MeterReadings] = []
    /// Readings with more than 6 decimals, which were rounded half-even to millionths.
    package var roundedCount = 0
    package var notes: [ImportNote] = []
  }

  /// The readings of a whole file.
  ///
  /// `path` names the file in errors, and the meter where the lines don't. `progress` is told now
  /// and then, and at the end, how many bytes are done; what it throws ends the reading.
  package static func read(
    _ bytes: [UInt8], path: String, progress: (Int) throws -> Void = { _ in }
  ) throws -> Contents {
    do {
      return try contents(bytes, fileName: ReadingsFileName(path: path), progress: progress)
    } catch let error as Refusal {
      throw error.of(path)
    }
  }

  private static func contents(
    _ bytes: [UInt8], fileName: ReadingsFileName, progress: (Int) throws -> Void
  ) throws -> Contents {
    let span = bytes.span
    var meters = MeterCollector()
    var stamps = StampReader()
    // The meter of the latest line that was read with care, and how that line named it.
    var known: (naming: PlainLine.Naming, meter: Int)?
    var lines = LineWalk(bytes)
    while lines.begin() {
      let line = lines.line
      let plain = PlainLine(span, at: lines.position, stamps: &stamps)
      if let plain, let known, plain.naming.isSame(as: known.naming, in: span) {
        try meters.add(plain.reading, to: known.meter, line: line)
        lines.leave(for: plain.end)
      } else if let careful = try ReadingsFileLine(lines.take(), line: line, fileName: fileName) {
        let meter = try meters.index(of: careful.meter, line: line)
        try meters.add(careful.reading, to: meter, line: line)
        known = plain.map { ($0.naming, meter) } ?? known
      }
      if lines.isReportDue() { try progress(lines.position) }
    }
    try progress(bytes.count)
    return meters.contents
  }
}
