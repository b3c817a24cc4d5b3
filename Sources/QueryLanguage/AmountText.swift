package import EnergyModel

/// An amount as typed in one word, such as `-£0.27` or `30.72p/kWh`, split into number and unit.
package struct AmountText: Sendable {
  package let digits: Substring
  /// In lower case and with the pound sign first: empty, `p`, `£/kwh`.
  package var unit: String

  package init(_ typed: String) {
    var text = typed.lowercased()
    // The sign of the number may come before the pound sign or after it.
    if text.hasPrefix("-£") { text = "£-" + text.dropFirst(2) }
    let sign = text.hasPrefix("£") ? String(text.removeFirst()) : ""
    digits = text.prefix { $0.isNumber || "+-.".contains($0) }
    unit = sign + text.dropFirst(digits.count)
  }
}

extension Rate {
  /// The decimals that fit a rate, by the units that mark an amount as one.
  private static let units = ["£": 8, "p": 6, "£/kwh": 8, "p/kwh": 6]

  /// Reads a rate per kWh that is typed with its unit: `27p`, `£0.27`, `27p/kWh`; nil for other
  /// text, and for a number with more digits than a rate has.
  package init?(typed: String) {
    let amount = AmountText(typed)
    guard let scale = Rate.units[amount.unit],
      let number = DecimalText(amount.digits.utf8, scale: scale), number.isExact,
      (-Rate.limit...Rate.limit).contains(number.value)
    else { return nil }
    self.init(micropence: number.value)
  }

  /// How to type a rate that a name was probably meant as; nil where it does not look like one.
  package static func advice(onName name: String) -> String? {
    let amount = AmountText(name)
    guard Rate(typed: name) == nil, DecimalText(amount.digits.utf8, scale: 8) != nil else {
      return nil
    }
    if Rate.units[amount.unit] != nil {
      return "a rate has up to 6 decimals in pence and 8 in pounds, and is at most £1000000"
    }
    if amount.unit.isEmpty { return "a rate has a unit: \(name)p or £\(name)" }
    return ["pence", "penny"].contains(amount.unit)
      ? "a rate is typed as \(amount.digits)p" : nil
  }

  /// The rate in pence, as ``init(typed:)`` reads it: `27p`.
  package var inPence: String { FixedPoint(Int128(micropence), scale: 6).text + "p" }
}
