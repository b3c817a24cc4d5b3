/// A count with its noun and thousands marks: `1 day`, `1,488 half-hours`.
package func counted(_ count: Int, _ noun: String) -> String {
  let number = String(count).groupedByThousands
  guard count != 1 else { return "\(number) \(noun)" }
  // A consonant before the y: queries, but days.
  let isChanged = noun.hasSuffix("y") && !"aeou".contains(noun.dropLast().last ?? "a")
  return number + " " + (isChanged ? noun.dropLast() + "ies" : noun + "s")
}

/// The verb after a count: `has` for one, `have` for none or several.
package func havingVerb(_ count: Int) -> String { count == 1 ? "has" : "have" }

extension String {
  /// The decimal number with thousands marks: `-1,488.25`.
  package var groupedByThousands: String {
    let end = utf8.firstIndex(of: UInt8(ascii: ".")) ?? endIndex
    let start = utf8.first == UInt8(ascii: "-") ? index(after: startIndex) : startIndex
    guard utf8.distance(from: start, to: end) > 3 else { return self }
    var whole = ""
    for (place, digit) in self[start..<end].reversed().enumerated() {
      if place > 0, place.isMultiple(of: 3) { whole.append(",") }
      whole.append(digit)
    }
    return self[..<start] + String(whole.reversed()) + self[end...]
  }
}
