/// An instant as a local clock shows it.
package struct LocalTime: Hashable, Sendable {
  package let instant: Instant
  /// The seconds by which the clock is ahead of UTC.
  package let offset: Int64
  /// Whether the clock shows the same time at another instant too, as in the hours on both sides
  /// of the end of summer time.
  package let isRepeated: Bool

  private var local: Int64 { instant.seconds + offset }

  package var day: LocalDay { LocalDay(number: Int(local.flooredDivision(by: 86_400))) }

  /// The time in ISO 8601 with a numeric offset: `2023-07-01T00:00:00+01:00`.
  ///
  /// It is written digit by digit into a single allocation, as long results have one or two in each
  /// row.
  package var stamp: String {
    String(unsafeUninitializedCapacity: 25) { buffer in
      var digits = DigitWriter(buffer)
      digits.write(day)
      digits.write("T")
      digits.write(clock: local, sign: ":")
      digits.write(local.flooredRemainder(by: 60), width: 2)
      digits.write(offset: offset)
      return digits.count
    }
  }

  /// The time as tables show it: `2023-07-01 00:30`.
  ///
  /// A repeated time carries its offset, `2023-10-29 01:30+01:00`, as nothing else tells the two
  /// apart.
  package var tableText: String { "\(day) \(clockText)" }

  /// The clock time without the day: `00:30`, with the offset where it is repeated.
  package var clockText: String {
    String(unsafeUninitializedCapacity: 11) { buffer in
      var digits = DigitWriter(buffer)
      digits.write(clock: local)
      if isRepeated { digits.write(offset: offset) }
      return digits.count
    }
  }
}

/// Writes the parts of a stamp into a buffer large enough for them; years have four digits.
struct DigitWriter {
  private let buffer: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

  mutating func write(_ letter: Unicode.Scalar) {
    buffer[count] = UInt8(ascii: letter)
    count += 1
  }

  mutating func write(_ number: Int64, width: Int) {
    var rest = number
    for place in (count..<count + width).reversed() {
      buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
    count += width
  }

  mutating func write(_ day: LocalDay) {
    let (year, month, day) = day.civil
    write(Int64(year), width: 4)
    write("-")
    write(Int64(month), width: 2)
    write("-")
    write(Int64(day), width: 2)
  }

  /// Writes hours and minutes, then `sign` if there is one.
  mutating func write(clock seconds: Int64, sign: Unicode.Scalar? = nil) {
    let minute = seconds.flooredRemainder(by: 86_400) / 60
    write(minute / 60, width: 2)
    write(":")
    write(minute % 60, width: 2)
    if let sign { write(sign) }
  }

  /// Writes an offset such as `+01:00`, from seconds ahead of UTC.
  mutating func write(offset: Int64) {
    write(offset < 0 ? "-" : "+")
    write(abs(offset) / 3600, width: 2)
    write(":")
    write(abs(offset) / 60 % 60, width: 2)
  }
}
