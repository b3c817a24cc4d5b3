import EnergyModel
import QueryLanguage
import Tariffs

/// How far a bill's figures may be from octowatt's by rounding alone.
///
/// A figure is off by half its last printed digit. The bill's money may further come from kWh with more
/// digits than it prints, by rate × half the last digit of these, and from a longer rate than it
/// prints: a rate that was typed with no more decimals of a penny than the bill has, two where it shows
/// none, may be short of half the last of them, as may a standing charge.
struct BillBounds {
  /// How far each kind of rounding may take a line from ours.
  struct Parts {
    /// That of the figure itself.
    var digit = FixedPoint(0)
    /// That of the bill's kWh, for money.
    var usage = FixedPoint(0)
    /// That of unit rates, and that of standing charges.
    var rates = FixedPoint(0)
    var charges = FixedPoint(0)

    var sum: FixedPoint { digit + usage + rates + charges }
  }

  private var bounds: [BillLine: Parts] = [:]
  /// The decimals of a penny that the bill's rates have, and its standing charges.
  let (ratePlaces, chargePlaces): (Int, Int)

  /// The bounds of a bill that comes to `sum` on `plan`.
  init(_ figures: [BilledFigure], _ printed: PrintedBill, _ sum: BillSum, _ plan: Plan)
    throws(QueryError)
  {
    ratePlaces = printed.unitRates.map(\.places).max() ?? 2
    chargePlaces = printed.standingRates.map(\.places).max() ?? 2
    let typed = TypedRates(plan, places: ratePlaces)
    let halfKWh = figures.first { $0.line == .usage }?.halfDigit ?? FixedPoint(0)
    var energy = Parts()
    for part in sum.energy {
      let net = try [part.line.vat: Due(net: part.net, of: part.line.vat)].withoutVAT()
      let perKWh = net.magnitude.times(halfKWh)
        .quotient(by: FixedPoint(max(part.quantity, 1), scale: 6), places: 8)
      energy.usage = energy.usage + (perKWh ?? FixedPoint(0))
      if typed.areShort(part.line.line) {
        let half = BillBounds.halfDigit(ratePlaces)
        energy.rates = energy.rates + FixedPoint(part.quantity, scale: 6).times(half)
      }
    }
    let days = sum.standing.filter { $0.isShort(places: chargePlaces) }.reduce(0) { $0 + $1.days }
    let charges = FixedPoint(days).times(BillBounds.halfDigit(chargePlaces))
    let vat = FixedPoint(Int128((sum.vat ?? .zero).hundredths), scale: 4)
    let (one, all) = (FixedPoint(1), FixedPoint(1) + vat)
    for figure in figures {
      let (energyShare, standingShare): (FixedPoint?, FixedPoint?) =
        switch figure.line {
        case .usage: (nil, nil)
        case .energy: (one, nil)
        case .standing: (nil, one)
        case .vat: (vat, vat)
        case .total: (all, all)
        }
      var parts = Parts(digit: figure.halfDigit)
      if let energyShare {
        parts.usage = energy.usage.times(energyShare)
        parts.rates = energy.rates.times(energyShare)
      }
      if let standingShare { parts.charges = charges.times(standingShare) }
      bounds[figure.line] = parts
    }
  }

  /// Half the last of so many decimals of a penny, in pounds.
  static func halfDigit(_ places: Int) -> FixedPoint { FixedPoint(5, scale: places + 3) }

  func parts(_ line: BillLine) -> Parts { bounds[line] ?? Parts() }

  subscript(line: BillLine) -> FixedPoint { parts(line).sum }
}

/// Which lines have rates that were typed with no more decimals of a penny than a bill prints.
private struct TypedRates {
  private var lines: [StatementLines.Line: Bool] = [:]

  init(_ plan: Plan, places: Int) {
    let statement = StatementLines(plan.scans, zone: plan.period.zone)
    for scan in plan.scans {
      scan.timeline?.rows.forEachBand { row in
        let line = statement.line(of: row)
        let isShort = row.dates == nil && row.price.hasDecimals(atMost: places)
        lines[line] = isShort && lines[line] ?? true
      }
    }
  }

  func areShort(_ line: StatementLines.Line) -> Bool { lines[line] ?? false }
}

extension Price {
  /// Whether it has no more decimals of a penny without VAT.
  fileprivate func hasDecimals(atMost places: Int) -> Bool {
    partsWithoutVAT % (vat.parts * FixedPoint.power(max(0, 6 - places))) == 0
  }
}

extension BillSum.Standing {
  /// Whether so many equal charges add up to it, each with no more decimals of a penny.
  fileprivate func isShort(places: Int) -> Bool {
    days > 0
      && net % (vat.parts * FixedPoint.power(max(0, 6 - places)) * 1_000_000 * Int128(days)) == 0
  }
}
