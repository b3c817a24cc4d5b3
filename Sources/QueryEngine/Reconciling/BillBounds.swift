import EnergyModel
import QueryLanguage
import Tariffs

/// How far a bill's figures may be from octowatt's by rounding alone.
///
/// A figure is off by half its last printed digit. The bill's money may further come from kWh with more
/// digits than it prints, by rate × half the last digit of these, and from a longer rate than it
/// prints: a rate that was typed with two decimals of a penny, as bills have it, may be short of
/// 0.005 p, as may a standing charge.
struct BillBounds {
  private var bounds: [BillLine: FixedPoint] = [:]

  /// The bounds of `figures`, for a bill that comes to `sum` on `plan`.
  init(_ figures: [BilledFigure], _ sum: BillSum, _ plan: Plan) throws(QueryError) {
    let typed = TypedRates(plan)
    let halfKWh = figures.first { $0.line == .usage }?.halfDigit ?? FixedPoint(0)
    var energy = FixedPoint(0)
    for part in sum.energy {
      let net = try [part.line.vat: Due(net: part.net, of: part.line.vat)].withoutVAT()
      let perKWh = net.magnitude.times(halfKWh)
        .quotient(by: FixedPoint(max(part.quantity, 1), scale: 6), places: 8)
      energy = energy + (perKWh ?? FixedPoint(0))
      if typed.isOfTwoDecimals(part.line.line) {
        energy = energy + FixedPoint(part.quantity, scale: 6).times(BillBounds.halfRateDigit)
      }
    }
    let days = sum.standing.filter { typed.isOfTwoDecimals($0.net, of: $0.vat, over: $0.days) }
      .reduce(0) { $0 + $1.days }
    let standing = FixedPoint(days).times(BillBounds.halfRateDigit)
    let percent = FixedPoint(Int128((sum.vat ?? .zero).hundredths), scale: 4)
    let vat = (energy + standing).times(percent)
    for figure in figures {
      let own =
        switch figure.line {
        case .usage: FixedPoint(0)
        case .energy: energy
        case .standing: standing
        case .vat: vat
        case .total: energy + standing + vat
        }
      bounds[figure.line] = own + figure.halfDigit
    }
  }

  /// 0.005 p.
  private static let halfRateDigit = FixedPoint(5, scale: 5)

  subscript(line: BillLine) -> FixedPoint { bounds[line] ?? FixedPoint(0) }
}

/// Which prices were typed with no more decimals than bills print.
private struct TypedRates {
  private var lines: [StatementLines.Line: Bool] = [:]

  init(_ plan: Plan) {
    let statement = StatementLines(plan.scans, zone: plan.period.zone)
    for scan in plan.scans {
      scan.timeline?.rows.forEachBand { row in
        let line = statement.line(of: row)
        let isShort =
          row.dates == nil && row.price.partsWithoutVAT % (row.price.vat.parts * 10_000) == 0
        lines[line] = isShort && lines[line] ?? true
      }
    }
  }

  func isOfTwoDecimals(_ line: StatementLines.Line) -> Bool { lines[line] ?? false }

  /// Whether so many equal charges add up to `net`, each of two decimals of a penny.
  func isOfTwoDecimals(_ net: Int128, of vat: VATRate, over days: Int) -> Bool {
    days > 0 && net % (vat.parts * 10_000 * 1_000_000 * Int128(days)) == 0
  }
}

extension FixedPoint {
  var magnitude: FixedPoint { digits < 0 ? -self : self }

  /// The exact product of numbers that are far from the limits.
  func times(_ other: FixedPoint) -> FixedPoint {
    FixedPoint(digits * other.digits, scale: scale + other.scale)
  }
}
