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

  // The latest day: it mostly comes again, and finding its number is most of the work.
  private var civil = (year: 1970, month: 1, day: 1)
  private var dayNumber = 0

  /// Consumes a stamp; returns its time in seconds since 1970-01-01T00:00:00Z.
  mutating func seconds(_ bytes: Span<UInt8>, at position: inout Int) throws(Flaw) -> Int64 {
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
    if (year, month, day) != civil {
      guard let found = LocalDay(year: year, month: month, day: day) else { throw .noSuchTime }
      civil = (year, month, day)
      dayNumber = found.number
    }
    let seconds = Int64(dayNumber * 86_400 + hour * 3600 + minute * 60 + second - offset)
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
