import EnergyModel
import JSONText
import Tariffs

/// The entries in order of time, then of payment method, without duplicates.
///
/// `unit` is what errors call an entry's place, such as `line`.
///
/// - Throws: when two different prices hold for the same customer at the same time.
func withoutOverlap(
  _ entries: [RateCollector.Entry], countedIn unit: String
) throws(FormatError) -> [RateCollector.Entry] {
  var kept: [RateCollector.Entry] = []
  // The latest entry of each payment method: as those don't overlap, it is the last to end.
  var latest: [RateCollector.Entry] = []
  for entry in entries.sorted(by: isInOrder) {
    let rivals = latest.filter { $0.rate.isRival(of: entry.rate) }
    let hasSameMethod = { (other: RateCollector.Entry) in
      other.rate.paymentMethod == entry.rate.paymentMethod
    }
    guard let other = rivals.first(where: hasSameMethod) ?? rivals.first else {
      latest.removeAll(where: hasSameMethod)
      latest.append(entry)
      kept.append(entry)
      continue
    }
    guard other.rate == entry.rate else { throw overlap(other, entry, countedIn: unit) }
  }
  return kept
}

private func isInOrder(_ left: RateCollector.Entry, _ right: RateCollector.Entry) -> Bool {
  if left.rate.validFrom != right.rate.validFrom {
    guard let other = right.rate.validFrom else { return false }
    return left.rate.validFrom.map { $0 < other } ?? true
  }
  let (place, otherPlace) = (left.rate.methodPlace, right.rate.methodPlace)
  return place == otherPlace ? left.line < right.line : place < otherPlace
}

private func overlap(
  _ one: RateCollector.Entry, _ other: RateCollector.Entry, countedIn unit: String
) -> FormatError {
  let (first, second) = one.line <= other.line ? (one, other) : (other, one)
  return FormatError(
    line: second.line,
    message: "the price \(second.rate.label) overlaps that of \(unit) \(first.line), "
      + first.rate.label)
}

extension DatedRate {
  /// The rank of the payment method in the order; nil comes first.
  fileprivate var methodPlace: Int {
    paymentMethod.flatMap { PaymentMethod.allCases.firstIndex(of: $0) } ?? -1
  }

  /// Whether it still holds, for some of the same customers, when `later` begins.
  fileprivate func isRival(of later: DatedRate) -> Bool {
    guard paymentMethod == later.paymentMethod || paymentMethod == nil || later.paymentMethod == nil
    else { return false }
    guard let validTo, let start = later.validFrom else { return true }
    return start < validTo
  }

  /// Its time and customers for messages: `from 2023-07-01T00:00Z to open for DIRECT_DEBIT`.
  fileprivate var label: String {
    func text(_ instant: Instant?) -> String {
      instant.map { ClockZone.utcStamp($0) + "Z" } ?? "open"
    }
    let customers = paymentMethod.map { " for \($0.rawValue)" } ?? ""
    return "from \(text(validFrom)) to \(text(validTo))\(customers)"
  }
}
