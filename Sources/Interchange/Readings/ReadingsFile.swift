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

  /// The readings of a whole file, of which only a window and the readings are held in memory.
  ///
  /// `path` names the file in errors, and the meter where the lines don't. `progress` is called
  /// every 128 kB and at the end with the number of bytes read; an error it throws is passed on, as
  /// is one from reading the file.
  package static func read(
    _ file: consuming FileWindow, path: String, progress: (Int) throws -> Void = { _ in }
  ) throws -> Contents {
    do {
      return try contents(file, fileName: ReadingsFileName(path: path), progress: progress)
    } catch let error as FormatError {
      throw error.of(path)
    }
  }

  private static func contents(
    _ file: consuming FileWindow, fileName: ReadingsFileName, progress: (Int) throws -> Void
  ) throws -> Contents {
    var meters = MeterCollector()
    var stamps = StampReader()
    // The meter of the latest line that was parsed in full, and how that line named it.
    var known: KnownMeter?
    var lines = LineWalk(file)
    while try lines.begin() {
      let line = lines.line
      let plain = PlainLine(
        lines.window.bytes.span.extracting(..<lines.window.linesEnd), at: lines.position,
        stamps: &stamps)
      let meter: Int? =
        if let plain { known?.index(of: plain.naming, in: lines.window.bytes.span) } else { nil }
      if let plain, let meter {
        try meters.add(plain.reading, to: meter, line: line)
        lines.skip(to: plain.end)
      } else if let parsed = try ReadingsFileLine(lines.consume(), line: line, fileName: fileName) {
        let meter = try meters.index(of: parsed.meter, line: line)
        try meters.add(parsed.reading, to: meter, line: line)
        if let plain {
          known = KnownMeter(index: meter, naming: plain.naming, in: lines.window.bytes)
        }
      }
      if lines.isReportDue() { try progress(lines.consumedCount) }
    }
    try progress(lines.consumedCount)
    return meters.consumeContents()
  }
}

/// A meter, and how a line named it: the values themselves, which stay when the window moves on.
private struct KnownMeter {
  private let index: Int
  private let unit: [UInt8]
  private let number: [UInt8]
  private let serial: [UInt8]

  init(index: Int, naming: PlainLine.Naming, in bytes: [UInt8]) {
    self.index = index
    unit = Array(bytes[naming.unit])
    number = Array(bytes[naming.number])
    serial = Array(bytes[naming.serial])
  }

  /// The index of the meter if it is named in the same way; else nil.
  func index(of naming: PlainLine.Naming, in bytes: Span<UInt8>) -> Int? {
    bytes.holds(unit, at: naming.unit) && bytes.holds(number, at: naming.number)
      && bytes.holds(serial, at: naming.serial) ? index : nil
  }
}
