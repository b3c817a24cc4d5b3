import EnergyModel

/// The part of each half-hour's energy that `above 300W` or `below 300W` counts.
package struct PowerPart: Hashable, Sendable, CustomStringConvertible {
  package var isAbove: Bool
  /// The energy of a half-hour at that power, in millionths of a kWh.
  package var energy: Int64

  /// As typed: `above 300W`.
  package var description: String { "\(clause.word) \(threshold)" }

  /// The power: `300W`.
  package var threshold: String {
    // A milliwatt gives half a millionth of a kWh in half an hour.
    "\(FixedPoint(Int128(energy) * 2, scale: 3).text)W"
  }

  /// What counts the rest.
  package var opposite: PowerPart { PowerPart(isAbove: !isAbove, energy: energy) }

  package var clause: Clause { isAbove ? .above : .below }

  /// What counts of a half-hour's energy, both in millionths of a kWh.
  package func part(of quantity: Int64) -> Int64 {
    isAbove ? max(0, quantity - energy) : min(quantity, energy)
  }
}

extension Parser {
  /// Reads `300W`, `0.3 kW`.
  static func power(
    _ cursor: inout TokenCursor, isAbove: Bool
  ) throws(QueryError) -> Located<PowerPart> {
    let typed = try cursor.operand("a power such as 300W or 0.3kW")
    var text = typed.value.lowercased()
    if text.utf8.last.map(isDigit) ?? false {
      cursor.expect(words: units.map(\.name))
      if cursor.isAtCompletionPoint { throw cursor.expected("W or kW") }
      if let word = cursor.word, units.contains(where: { $0.name.lowercased() == word }) {
        text += word
        cursor.next()
      }
    }
    let span = typed.span.lowerBound..<cursor.lastEnd
    let unit = units.first { text.hasSuffix($0.name.lowercased()) }
    let digits = text.dropLast(unit?.name.count ?? 0)
    guard let unit, let number = DecimalText(digits.utf8, scale: unit.scale) else {
      throw QueryError(
        "expected a power such as 300W or 0.3kW, found '\(typed.value)'", at: span,
        hint: digits.utf8.last.map(isDigit) ?? false ? "a power is in W or kW" : nil)
    }
    let milliwatts = number.value
    guard number.isExact, milliwatts > 0, milliwatts.isMultiple(of: 2) else {
      throw QueryError("expected a power above 0 in steps of 0.002 W", at: span)
    }
    return Located(PowerPart(isAbove: isAbove, energy: milliwatts / 2), at: span)
  }

  /// The units, longest first, and the decimals of each down to a milliwatt.
  private static let units = [(name: "kW", scale: 6), (name: "W", scale: 3)]
}
