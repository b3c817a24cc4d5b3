package import EnergyModel

/// How the figures of a chart are written: `£10.27`, `55.694 kWh`, `18.432p`.
package struct FigureText: Hashable, Sendable {
  package var unit: ColumnUnit?
  /// Decimals of a figure in a tooltip; nil for all it has.
  private var places: Int?

  package init(unit: ColumnUnit?, kind: ColumnKind = .quantity) {
    self.unit = unit
    places =
      switch kind {
      case .energy: 3
      case .money(let places): places
      case .quotient(let places): places
      case .text, .instant, .date, .remark, .spark, .count, .quantity, .plain, .rate, .ratio: nil
      }
  }

  /// With the decimals that tables show.
  package func text(_ number: FixedPoint) -> String {
    let shown = isRate ? number.inMinorUnit : number
    let most = isRate ? places.map { max(0, $0 - 2) } : places
    return text(shown, places: most ?? shown.decimals, hasUnit: true)
  }

  /// Money to the penny, where a table may show more.
  package func shortText(_ number: FixedPoint) -> String {
    guard isMoney else { return text(number) }
    return text(number, places: 2, hasUnit: true)
  }

  /// A tick of a scale in steps of `step`, with the digits that it needs.
  package func tickText(_ number: FixedPoint, step: FixedPoint, hasUnit: Bool) -> String {
    let (shown, step) = isRate ? (number.inMinorUnit, step.inMinorUnit) : (number, step)
    // Nobody writes £2.5.
    let places = isMoney && step.decimals == 1 ? 2 : step.decimals
    return text(shown, places: places, hasUnit: hasUnit)
  }

  private func text(_ number: FixedPoint, places: Int, hasUnit: Bool) -> String {
    let digits = number.text(places: places).groupedByThousands
    let isNegative = digits.hasPrefix("-")
    let (sign, magnitude) = (
      isNegative ? "-" : "", isNegative ? String(digits.dropFirst()) : digits
    )
    return switch unit?.base {
    case .money(let code): "\(sign)\(FigureText.sign(code))\(magnitude)"
    case .moneyPerKWh(let code): "\(digits)\(FigureText.minorSign(code))"
    case .moneyPerDay(let code): "\(digits)\(FigureText.minorSign(code))"
    case .energy: hasUnit ? "\(digits) kWh" : digits
    case .volume: hasUnit ? "\(digits) m³" : digits
    case .power: hasUnit ? "\(digits) kW" : digits
    case .mean, nil: digits
    }
  }

  private var isMoney: Bool { if case .money = unit?.base { true } else { false } }

  /// Prices are written in pence.
  private var isRate: Bool {
    switch unit {
    case .moneyPerKWh, .moneyPerDay: true
    case .energy, .volume, .power, .money, .mean, nil: false
    }
  }

  private static func sign(_ code: String) -> String {
    ["GBP": "£", "EUR": "€", "USD": "$"][code] ?? "\(code) "
  }

  private static func minorSign(_ code: String) -> String {
    ["GBP": "p", "EUR": "c", "USD": "¢"][code] ?? "/100 \(code)"
  }
}

extension FixedPoint {
  /// A hundred times as much.
  var inMinorUnit: FixedPoint {
    scale >= 2 ? FixedPoint(digits, scale: scale - 2) : FixedPoint(digits * 100, scale: scale)
  }

  /// For pixels alone.
  var approximation: Double {
    var divisor = 1.0
    for _ in 0..<scale { divisor *= 10 }
    // Wide integers take long to convert, and few figures are wide.
    return (Int64(exactly: digits).map(Double.init) ?? Double(digits)) / divisor
  }

  var isZero: Bool { digits == 0 }
  var isNegative: Bool { digits < 0 }
}
