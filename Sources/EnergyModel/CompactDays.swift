/// The readings of one meter by UTC day, in ascending order and in little memory: a reading takes
/// two bytes or so, as ten thousand days of many meters are held on their way from a file into the
/// cache.
package struct CompactDays: RandomAccessCollection, ExpressibleByArrayLiteral, Hashable, Sendable {
  private struct Entry: Hashable {
    var day: Int
    var values: CompactDay
  }

  private var entries: [Entry]

  /// - Parameter days: each day once, in any order, with its values.
  package init(_ days: some Sequence<(key: Int, value: CompactDay)>) {
    entries = days.map { Entry(day: $0.key, values: $0.value) }.sorted { $0.day < $1.day }
  }

  package init(arrayLiteral days: DayReadings...) {
    self.init(days.map { (key: $0.day, value: CompactDay($0.values)) })
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { entries.count }

  package subscript(index: Int) -> DayReadings {
    DayReadings(day: entries[index].day, values: entries[index].values.values)
  }
}

/// The 48 values of one day of one meter, each as a number of variable length.
package struct CompactDay: Hashable, Sendable {
  // The first is the number that all values are multiples of, 1000 or 1 (as 1 or 0); then each is
  // its multiple plus one, with 0 for none.
  private var bytes: [UInt8]

  /// - Parameter values: 48 of them, as those of ``DayReadings``.
  package init(_ values: [Int64]) {
    let areWhole = values.allSatisfy { $0 == DayReadings.missing || $0 % 1000 == 0 }
    let unit: Int64 = areWhole ? 1000 : 1
    bytes = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 + 48 * 10) { buffer in
      buffer[0] = areWhole ? 1 : 0
      var count = 1
      for value in values {
        var rest = value == DayReadings.missing ? 0 : UInt64(value / unit) + 1
        while rest >= 0x80 {
          buffer[count] = UInt8(truncatingIfNeeded: rest) | 0x80
          rest >>= 7
          count += 1
        }
        buffer[count] = UInt8(rest)
        count += 1
      }
      return Array(buffer[..<count])
    }
  }

  package var values: [Int64] {
    let unit: Int64 = bytes[0] == 1 ? 1000 : 1
    var next = 1
    return (0..<48).map { _ in
      var number: UInt64 = 0
      var shift: UInt64 = 0
      while bytes[next] >= 0x80 {
        number |= UInt64(bytes[next] & 0x7f) << shift
        shift += 7
        next += 1
      }
      number |= UInt64(bytes[next]) << shift
      next += 1
      return number == 0 ? DayReadings.missing : Int64(number - 1) * unit
    }
  }
}
