/// A calendar day, without a zone: days since 1970-01-01 in the proleptic Gregorian calendar.
///
/// The conversions are Howard Hinnant's `days_from_civil` and `civil_from_days`: integer
/// arithmetic, a few nanoseconds each.
package struct LocalDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  package var number: Int

  package init(number: Int) { self.number = number }

  /// The years accepted in dates: they have at most four digits.
  package static let years = 1...9999

  /// Returns nil when there is no such day, as with 30 February, or the year is not in ``years``.
  package init?(year: Int, month: Int, day: Int) {
    guard LocalDay.years.contains(year), (1...12).contains(month), day >= 1,
      day <= LocalDay.length(ofMonth: month, year: year)
    else { return nil }
    self.init(firstOfMonth: month, year: year)
    number += day - 1
  }

  /// Reads `2023-07-01`, in exactly this form; returns nil for anything else.
  package init?(iso text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else {
      return nil
    }
    guard let year = Int(digits: bytes[..<4]), let month = Int(digits: bytes[5..<7]),
      let day = Int(digits: bytes[8...])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The first day of a month; months below 1 and above 12 run on into the years before and after.
  package init(firstOfMonth month: Int, year: Int) {
    let months = year * 12 + month - 1
    let (year, month) = (months.flooredDivision(by: 12), months.flooredRemainder(by: 12) + 1)
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted.flooredDivision(by: 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  /// The day as year, month 1…12 and day of the month 1…31.
  package var civil: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = shifted.flooredDivision(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// The day of the week, 0 for Monday … 6 for Sunday. (1970-01-01 was a Thursday.)
  package var weekday: Int { (number + 3).flooredRemainder(by: 7) }

  package var monday: LocalDay { self - weekday }
  package var firstOfMonth: LocalDay {
    let (year, month, _) = civil
    return LocalDay(firstOfMonth: month, year: year)
  }
  package var firstOfQuarter: LocalDay {
    let (year, month, _) = civil
    return LocalDay(firstOfMonth: (month - 1) / 3 * 3 + 1, year: year)
  }
  package var firstOfYear: LocalDay { LocalDay(firstOfMonth: 1, year: civil.year) }

  /// The ISO 8601 week, whose year is the one that holds the week's Thursday.
  package var isoWeek: (year: Int, week: Int) {
    let thursday = monday + 3
    let year = thursday.civil.year
    return (year, (thursday.number - LocalDay(firstOfMonth: 1, year: year).number) / 7 + 1)
  }

  /// The day in ISO 8601: `2023-07-01`.
  package var description: String {
    let (year, month, day) = civil
    if LocalDay.years.contains(year) {
      return String(unsafeUninitializedCapacity: 10) { buffer in
        var digits = DigitWriter(buffer)
        digits.write(self)
        return digits.count
      }
    }
    return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }

  package static func length(ofMonth month: Int, year: Int) -> Int {
    LocalDay(firstOfMonth: month + 1, year: year).number
      - LocalDay(firstOfMonth: month, year: year).number
  }

  package static func < (left: LocalDay, right: LocalDay) -> Bool { left.number < right.number }
  package static func + (day: LocalDay, days: Int) -> LocalDay {
    LocalDay(number: day.number + days)
  }
  package static func - (day: LocalDay, days: Int) -> LocalDay {
    LocalDay(number: day.number - days)
  }
}

/// A non-negative `value` in decimal, with leading zeros up to `width` digits.
package func padded(_ value: Int, to width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

extension Int {
  /// Reads ASCII digits as a number; returns nil when anything else is among them.
  ///
  /// Callers pass at most a few digits, so it can't overflow.
  init?(digits: ArraySlice<UInt8>) {
    self = 0
    for byte in digits {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      self = self * 10 + Int(digit)
    }
  }
}
