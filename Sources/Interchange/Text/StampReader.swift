import EnergyModel
import JSONText

/// Reads RFC 3339 stamps, such as `2023-07-01T00:00:00+01:00`, from bytes.
///
/// Seconds are optional, a fraction must be all zeros, the offset is `Z`, `+01:00`, `+0100` or
/// `+01`, and a space is accepted for the `T`.
struct StampReader {
  /// The flaws of a stamp; in a message the raw value follows the stamp.
  enum Flaw: String, Error {
    case form = "is not of the form 2023-07-01T00:00:00+01:00"
    case noSuchTime = "is a time that does not exist"
    case noOffset = "has no offset from UTC"
  }

  // The latest stamp of 25 bytes: mostly only the clock time of the next one differs.
  private var latest = (date: UInt64.max, day: UInt64.max, end: UInt64.max, midnight: Int64.max)

  /// Consumes a stamp; returns its time in seconds since 1970-01-01T00:00:00Z.
  mutating func seconds(_ bytes: Span<UInt8>, at position: inout Int) throws(Flaw) -> Int64 {
    let start = position
    if let seconds = similarSeconds(bytes, at: &position) { return seconds }
    let seconds = try differentSeconds(bytes, at: &position)
    if position - start == 25 { remember(bytes, at: start, seconds) }
    return seconds
  }

  /// The time of a stamp that differs from the latest one in hours and minutes alone; nil for
  /// others.
  @inline(__always)
  private func similarSeconds(_ bytes: Span<UInt8>, at position: inout Int) -> Int64? {
    guard bytes.count - position >= 25 else { return nil }
    let words = StampReader.words(bytes, at: position)
    guard words.date == latest.date, words.day == latest.day, words.end == latest.end else {
      return nil
    }
    var end = position + 11
    guard let hour = bytes.number(digits: 2, at: &end), bytes.consume(":", at: &end),
      let minute = bytes.number(digits: 2, at: &end), bytes.consume(":", at: &end),
      hour < 24, minute < 60
    else { return nil }
    let seconds = latest.midnight + Int64(hour * 3600 + minute * 60)
    guard Instant.writable.contains(Instant(seconds: seconds)) else { return nil }
    position += 25
    return seconds
  }

  private mutating func remember(_ bytes: Span<UInt8>, at start: Int, _ seconds: Int64) {
    var position = start + 11
    guard let hour = bytes.number(digits: 2, at: &position), bytes.consume(":", at: &position),
      let minute = bytes.number(digits: 2, at: &position)
    else { return }
    let words = StampReader.words(bytes, at: start)
    latest = (words.date, words.day, words.end, seconds - Int64(hour * 3600 + minute * 60))
  }

  /// The parts of a stamp of 25 bytes around its hours and minutes: `2023-07-`, `01T`, and from
  /// `:00+01:00` all but the colon.
  @inline(__always)
  private static func words(
    _ bytes: Span<UInt8>, at position: Int
  ) -> (date: UInt64, day: UInt64, end: UInt64) {
    let raw = bytes.bytes
    func word(_ offset: Int) -> UInt64 {
      raw.unsafeLoadUnaligned(fromByteOffset: position + offset, as: UInt64.self)
    }
    return (word(0), word(8).littleEndian & 0xff_ffff, word(17))
  }

  private func differentSeconds(
    _ bytes: Span<UInt8>, at position: inout Int
  ) throws(Flaw) -> Int64 {
    guard let year = bytes.number(digits: 4, at: &position), bytes.consume("-", at: &position),
      let month = bytes.number(digits: 2, at: &position), bytes.consume("-", at: &position),
      let day = bytes.number(digits: 2, at: &position),
      bytes.consume("T", at: &position) || bytes.consume(" ", at: &position),
      let hour = bytes.number(digits: 2, at: &position), bytes.consume(":", at: &position),
      let minute = bytes.number(digits: 2, at: &position)
    else { throw .form }
    let second = try StampReader.second(bytes, at: &position)
    let offset = try StampReader.offset(bytes, at: &position)
    guard hour < 24, minute < 60, second < 60 else { throw .noSuchTime }
    guard let date = LocalDay(year: year, month: month, day: day) else { throw .noSuchTime }
    let seconds = Int64(date.number * 86_400 + hour * 3600 + minute * 60 + second - offset)
    guard Instant.writable.contains(Instant(seconds: seconds)) else { throw .noSuchTime }
    return seconds
  }

  /// Consumes the seconds and their fraction, if any; returns the seconds.
  @inline(__always)
  private static func second(_ bytes: Span<UInt8>, at position: inout Int) throws(Flaw) -> Int {
    guard bytes.consume(":", at: &position) else { return 0 }
    guard let second = bytes.number(digits: 2, at: &position) else { throw .form }
    if bytes.consume(".", at: &position) {
      guard bytes.consume("0", at: &position) else { throw .form }
      while bytes.consume("0", at: &position) {}
    }
    return second
  }

  /// Consumes the offset; returns the seconds that it is ahead of UTC.
  @inline(__always)
  private static func offset(_ bytes: Span<UInt8>, at position: inout Int) throws(Flaw) -> Int {
    if bytes.consume("Z", at: &position) { return 0 }
    let isBehind = bytes.consume("-", at: &position)
    guard isBehind || bytes.consume("+", at: &position) else { throw .noOffset }
    guard let hours = bytes.number(digits: 2, at: &position) else { throw .form }
    let hasColon = bytes.consume(":", at: &position)
    let minutes = bytes.number(digits: 2, at: &position)
    guard minutes != nil || !hasColon else { throw .form }
    guard hours < 24, minutes ?? 0 < 60 else { throw .noSuchTime }
    return (hours * 60 + (minutes ?? 0)) * (isBehind ? -60 : 60)
  }
}

/// A stamp as in a file, with its time.
struct Stamp {
  var text: String
  /// Seconds since 1970-01-01T00:00:00Z.
  var seconds: Int64

  /// Parses the whole of `text`; errors call it `name`.
  init(_ text: String, name: String, line: Int) throws(FormatError) {
    let bytes = Array(text.utf8)
    var stamps = StampReader()
    var end = 0
    do throws(StampReader.Flaw) {
      seconds = try stamps.seconds(bytes.span, at: &end)
      guard end == bytes.count else { throw .form }
    } catch {
      throw FormatError(line: line, message: "\(name) \(quoted(text)) \(error.rawValue)")
    }
    self.text = text
  }
}
