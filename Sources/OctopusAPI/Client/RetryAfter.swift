import EnergyModel

/// The wait in seconds of a `Retry-After` header, given as a number or a date.
///
/// - Returns: nil for a header that is neither.
func secondsToWait(_ header: String, now: Instant) -> Int? {
  if let seconds = UInt32(header) { return Int(seconds) }
  // Wed, 21 Oct 2015 07:28:00 GMT
  let parts = header.split { " :".contains($0) }
  let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  guard parts.count == 8, parts[7] == "GMT", let day = Int(parts[1]),
    let month = months.firstIndex(of: String(parts[2])), let year = Int(parts[3]),
    let date = LocalDay(year: year, month: month + 1, day: day),
    let hour = UInt8(parts[4]), let minute = UInt8(parts[5]), let second = UInt8(parts[6])
  else { return nil }
  let clock = Int(hour) * 3600 + Int(minute) * 60 + Int(second)
  return max(0, date.number * 86_400 + clock - Int(now.seconds))
}
