import EnergyModel
import QueryLanguage

/// What the days of a bill come to before anything is rounded, line by line.
struct BillSum {
  /// A line of a statement at one rate of VAT.
  struct Line: Hashable {
    var line: StatementLines.Line
    var vat: VATRate
  }

  struct Energy {
    var line: Line
    /// In millionths of a kWh.
    var quantity: Int128
    /// Without VAT, in the ``VATRate/parts`` of its rate.
    var net: Int128
    /// Without VAT, each local day rounded to a penny: 10^-12 p.
    var dailyPence: Int128
  }

  struct Standing {
    var vat: VATRate
    var days: Int
    /// As for energy.
    var net: Int128
    /// With VAT, in 10^-12 p.
    var payable: Int128
  }

  /// In millionths of a kWh, and the part of it that has no rate.
  var usage: Int128 = 0
  var unpriced: Int128 = 0
  /// The cost of the energy with VAT, in 10^-12 p.
  var payable: Int128 = 0
  /// The half-hours that should have a reading and have none.
  var missing = 0
  private(set) var energy: [Energy] = []
  private(set) var standing: [Standing] = []

  mutating func add(_ other: Energy) {
    guard let index = energy.firstIndex(where: { $0.line == other.line }) else {
      return energy.append(other)
    }
    energy[index].quantity += other.quantity
    energy[index].net += other.net
    energy[index].dailyPence += other.dailyPence
  }

  mutating func add(_ other: Standing) {
    guard let index = standing.firstIndex(where: { $0.vat == other.vat }) else {
      return standing.append(other)
    }
    standing[index].days += other.days
    standing[index].net += other.net
    standing[index].payable += other.payable
  }

  /// The rate of VAT on the dearest part; none where nothing is priced.
  var vat: VATRate? { (energy.map(\.line.vat) + standing.map(\.vat)).max() }

  /// The lines of the bill.
  ///
  /// - Throws: a ``QueryError`` when a sum overflows.
  func amounts(
    _ rounding: BillRounding, _ vat: BilledVAT, adding addition: BillAddition? = nil
  ) throws(QueryError) -> BillAmounts {
    var (energyDues, standingDues): ([VATRate: Due], [VATRate: Due]) = ([:], [:])
    for part in energy {
      var due = Due(net: part.net, of: part.line.vat)
      if rounding.isByDay(part.line.line) { due.pence = part.dailyPence }
      try energyDues.add(due, at: part.line.vat)
    }
    for part in standing { try standingDues.add(Due(net: part.net, of: part.vat), at: part.vat) }
    func amount(_ dues: [VATRate: Due]) throws(QueryError) -> FixedPoint {
      rounding == .none
        ? try dues.withoutVAT() : Money(picopence: try dues.pence()).inMajorUnit
    }
    var amounts = BillAmounts(
      usage: FixedPoint(usage, scale: 6), energy: try amount(energyDues),
      standing: try amount(standingDues), vat: FixedPoint(0))
    var all = energyDues
    try all.add(standingDues)
    var paid = payable
    for part in standing { paid = try Figures.adding(paid, part.payable) }
    amounts.vat =
      rounding == .none
      ? Money(picopence: paid).inMajorUnit - amounts.energy - amounts.standing : all.vatInPence
    if let addition {
      amounts.usage = amounts.usage + addition.usage
      amounts.energy = rounding.rounded(amounts.energy + addition.net)
      let rate = self.vat ?? .zero
      amounts.vat = rounding.rounded(
        all.count < 2
          ? (amounts.energy + amounts.standing).times(rate) : amounts.vat + addition.net.times(rate)
      )
    }
    return amounts.with(vat, at: self.vat ?? .zero, rounding)
  }
}

/// The lines of a bill: kWh, and pounds.
struct BillAmounts: Hashable {
  var usage: FixedPoint
  /// Without VAT, as the standing charges are.
  var energy: FixedPoint
  var standing: FixedPoint
  var vat: FixedPoint
  /// Whether energy and standing charge have the VAT in them.
  var includesVAT = false

  var total: FixedPoint { includesVAT ? energy + standing : energy + standing + vat }

  subscript(line: BillLine) -> FixedPoint {
    switch line {
    case .usage: usage
    case .energy: energy
    case .standing: standing
    case .vat: vat
    case .total: total
    }
  }

  /// The same with VAT as a bill may have it; `rate` is the one in force.
  fileprivate func with(
    _ vat: BilledVAT, at rate: VATRate, _ rounding: BillRounding
  ) -> BillAmounts {
    var amounts = self
    switch vat {
    case .added: break
    case .missing: amounts.vat = FixedPoint(0)
    case .at(let other): amounts.vat = rounding.rounded((energy + standing).times(other))
    case .inFigures:
      amounts.energy = rounding.rounded(energy + energy.times(rate))
      amounts.standing = rounding.rounded(standing + standing.times(rate))
      amounts.includesVAT = true
    }
    return amounts
  }
}

/// Where the money of a bill is rounded to a penny.
enum BillRounding: Hashable {
  case none
  /// As the policy `bill` does: each local day for tariffs that are priced by the day, else each line.
  case asTariffSays
  case eachLine
  case eachDay

  fileprivate func isByDay(_ line: StatementLines.Line) -> Bool {
    switch self {
    case .none, .eachLine: false
    case .eachDay: true
    case .asTariffSays: line.isByDay
    }
  }

  fileprivate func rounded(_ amount: FixedPoint) -> FixedPoint {
    self == .none ? amount : amount.rounded(places: 2, .awayFromZero)
  }
}

/// How a bill has VAT.
enum BilledVAT: Hashable {
  /// On a line of its own, at the rate in force.
  case added
  /// Not at all.
  case missing
  case at(VATRate)
  /// In the figures of energy and standing charge.
  case inFigures
}

/// What is added to a bill's energy.
struct BillAddition: Hashable {
  /// In kWh.
  var usage: FixedPoint
  /// In pounds, without VAT.
  var net: FixedPoint
}

extension FixedPoint {
  /// The VAT on an amount, unrounded.
  fileprivate func times(_ vat: VATRate) -> FixedPoint {
    FixedPoint(digits * Int128(vat.hundredths), scale: scale + 4)
  }
}
