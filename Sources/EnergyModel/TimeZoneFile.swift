/// The changes of a clock that a time zone file of the system tells (TZif, RFC 9636): those that are
/// listed, and those of the rule for the years behind them.
struct TimeZoneFile {
  private(set) var transitions: [ClockZone.Transition] = []
  /// The rule for changes after the last one listed; nil where no change follows.
  private var rule: ClockRule?

  /// Nil for bytes that are no such file of version 2 or later, or whose rule is not understood.
  init?(_ bytes: [UInt8]) {
    guard let first = Header(bytes, at: 0), first.version >= UInt8(ascii: "2") else { return nil }
    // The first part is for readers of 32 bits.
    let start = Header.size + first.length(timeSize: 4)
    guard let header = Header(bytes, at: start) else { return nil }
    let data = start + Header.size
    let end = data + header.length(timeSize: 8)
    guard header.types > 0, bytes.count > end, bytes[end] == UInt8(ascii: "\n"),
      let rest = bytes[(end + 1)...].firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    let types = data + header.times * 9
    func offset(_ type: Int) -> Int64? {
      type < header.types ? Int64(bytes.int32(types + type * 6)) : nil
    }
    guard let earliest = offset(0) else { return nil }
    transitions = [ClockZone.Transition(start: .distantPast, offset: earliest)]
    for index in 0..<header.times {
      guard let offset = offset(Int(bytes[data + header.times * 8 + index])) else { return nil }
      let start = Instant(seconds: bytes.int64(data + index * 8))
      transitions.append(ClockZone.Transition(start: start, offset: offset))
    }
    let text = bytes[(end + 1)..<rest]
    if text.contains(UInt8(ascii: ",")) {
      guard let rule = ClockRule(text) else { return nil }
      self.rule = rule
    }
  }

  /// The changes of offset in some years, behind the offset at their beginning.
  func transitions(in years: ClosedRange<Int>) -> [ClockZone.Transition] {
    let start = Instant(startOf: years.lowerBound)
    let end = Instant(startOf: years.upperBound + 1)
    let listed = transitions.last?.start ?? .distantPast
    let ruled = years.flatMap { rule?.transitions(in: $0) ?? [] }.filter { $0.start > listed }
    var result: [ClockZone.Transition] = []
    for change in transitions + ruled where change.start < end {
      if change.start <= start {
        result = [ClockZone.Transition(start: .distantPast, offset: change.offset)]
      } else if change.offset != result.last?.offset {
        result.append(change)
      }
    }
    return result
  }

  /// The counts at the beginning of a part of the file.
  private struct Header {
    static let size = 44

    let version: UInt8
    let times: Int
    let types: Int
    private let others: (standard: Int, ut: Int, leaps: Int, letters: Int)

    init?(_ bytes: [UInt8], at start: Int) {
      guard bytes.count >= start + Header.size,
        bytes[start..<start + 4].elementsEqual("TZif".utf8)
      else { return nil }
      let counts = (0..<6).map { Int(bytes.int32(start + 20 + $0 * 4)) }
      guard counts.allSatisfy({ (0...bytes.count).contains($0) }) else { return nil }
      version = bytes[start + 4]
      (times, types) = (counts[3], counts[4])
      others = (counts[1], counts[0], counts[2], counts[5])
    }

    /// The bytes of the part behind it.
    func length(timeSize: Int) -> Int {
      times * (timeSize + 1) + types * 6 + others.letters + others.leaps * (timeSize + 4)
        + others.standard + others.ut
    }
  }
}

/// When a clock goes forward and back in each year, as `GMT0BST,M3.5.0/1,M10.5.0` says (POSIX `TZ`).
private struct ClockRule {
  private let standard: Int64
  private let summer: Int64
  private let forward: Change
  private let back: Change

  /// A weekday of a month, and the local time of the change on it.
  private struct Change {
    let month: Int
    /// 1 to 5; 5 is the last.
    let week: Int
    /// 0 for Sunday.
    let weekday: Int
    /// Seconds of the clock that is in force before it.
    var time: Int64

    init?(_ text: Substring) {
      let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      let numbers = parts[0].dropFirst().split(separator: ".").compactMap { Int($0) }
      guard text.hasPrefix("M"), numbers.count == 3, (1...12).contains(numbers[0]),
        (1...5).contains(numbers[1]), (0...6).contains(numbers[2])
      else { return nil }
      (month, week, weekday) = (numbers[0], numbers[1], numbers[2])
      time = 7200
      if parts.count > 1 {
        guard let seconds = ClockRule.seconds(parts[1]) else { return nil }
        time = seconds
      }
    }

    func day(in year: Int) -> Int {
      let first = LocalDay(firstOfMonth: month, year: year)
      // Weekdays of days count from Monday.
      let ahead = (weekday + 6 - first.weekday).flooredRemainder(by: 7)
      let length = LocalDay.length(ofMonth: month, year: year)
      var day = ahead + (week - 1) * 7
      if day >= length { day -= 7 }
      return first.number + day
    }
  }

  init?(_ bytes: some Sequence<UInt8>) {
    let parts = String(decoding: Array(bytes), as: UTF8.self).split(separator: ",")
    guard parts.count == 3, let forward = Change(parts[1]), let back = Change(parts[2]) else {
      return nil
    }
    // Names are letters; offsets count westwards, and summer is an hour ahead unless told.
    var rest = parts[0].drop { $0.isLetter }
    let first = rest.prefix { !$0.isLetter }
    rest = rest.dropFirst(first.count).drop { $0.isLetter }
    guard let west = ClockRule.seconds(first) else { return nil }
    standard = -west
    if rest.isEmpty {
      summer = standard + 3600
    } else {
      guard let west = ClockRule.seconds(rest) else { return nil }
      summer = -west
    }
    (self.forward, self.back) = (forward, back)
  }

  /// Both changes of a year, in order.
  func transitions(in year: Int) -> [ClockZone.Transition] {
    func change(_ change: Change, from before: Int64, to after: Int64) -> ClockZone.Transition {
      let seconds = Int64(change.day(in: year)) * 86_400 + change.time - before
      return ClockZone.Transition(start: Instant(seconds: seconds), offset: after)
    }
    return [
      change(forward, from: standard, to: summer), change(back, from: summer, to: standard),
    ].sorted { $0.start < $1.start }
  }

  /// `1`, `-2:30`: hours, and minutes and seconds where there are any.
  private static func seconds(_ text: Substring) -> Int64? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative || text.hasPrefix("+") ? text.dropFirst() : text
    let parts = digits.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
    guard (1...3).contains(parts.count) else { return nil }
    var sum: Int64 = 0
    for (part, weight) in zip(parts, [3600, 60, 1] as [Int64]) {
      guard let part, (0...167).contains(part) else { return nil }
      sum += part * weight
    }
    return isNegative ? -sum : sum
  }
}

extension ClockZone {
  /// The clock that the bytes of a time zone file tell, in some years.
  ///
  /// Nil for bytes that are no such file, and for a clock with offsets or changes off the half-hour
  /// grid in these years.
  package init?(name: String, years: ClosedRange<Int>, file bytes: [UInt8]) {
    guard let transitions = TimeZoneFile(bytes)?.transitions(in: years), !transitions.isEmpty,
      transitions.allSatisfy({ $0.offset % 1800 == 0 && $0.start.seconds % 1800 == 0 })
    else { return nil }
    self.init(name: name, years: years, transitions: transitions)
  }
}

extension Instant {
  /// Where the first entry of a ``ClockZone`` stands.
  fileprivate static let distantPast = Instant(startOf: 1)

  fileprivate init(startOf year: Int) {
    self.init(seconds: Int64(LocalDay(firstOfMonth: 1, year: year).number) * 86_400)
  }
}

extension [UInt8] {
  fileprivate func int32(_ start: Int) -> Int32 {
    Int32(bitPattern: self[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) })
  }

  fileprivate func int64(_ start: Int) -> Int64 {
    Int64(bitPattern: self[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) })
  }
}
