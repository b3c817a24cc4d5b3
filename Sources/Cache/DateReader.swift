import EnergyModel

/// A parser of dates of the form `2023-07-01`, which is fast for dates in ascending order.
struct DateReader {
  /// The bytes `2023-07-` of the current month, the number of its first day, and its length.
  private var month: (text: UInt64, first: Int, length: Int) = (0, 0, 0)

  /// The number of the day; nil for anything that is not a date in this form.
  mutating func day(_ text: UnsafePointer<UInt8>, count: Int) -> Int? {
    guard count == 10 else { return nil }
    let head = UnsafeRawPointer(text).loadUnaligned(as: UInt64.self)
    if head != month.text {
      let bytes = UnsafeBufferPointer(start: text, count: 8)
      guard let first = LocalDay(iso: String(decoding: bytes, as: UTF8.self) + "01") else {
        return nil
      }
      let (year, number, _) = first.civil
      month = (head, first.number, LocalDay.length(ofMonth: number, year: year))
    }
    let (tens, units) = (text[8] &- UInt8(ascii: "0"), text[9] &- UInt8(ascii: "0"))
    guard tens < 10, units < 10 else { return nil }
    let day = Int(tens) * 10 + Int(units)
    return (1...month.length).contains(day) ? month.first + day - 1 : nil
  }
}
