import EnergyModel
import QueryLanguage
import Tariffs

/// Something that may make a bill differ from octowatt's figures.
protocol Cause {
  var kind: CauseKind { get }
  /// Whether it is one of so many that some may fit by chance.
  var isOfMany: Bool { get }
  /// Supposes it of a bill; returns false where it can't be so.
  func suppose(_ supposition: inout Supposition, of bill: BillModel) throws -> Bool
  /// The cause in words that a person can act on; `supposition` has it.
  func words(_ supposition: Supposition, of bill: BillModel) throws -> String
}

extension Cause {
  var isOfMany: Bool { false }
}

/// Causes of one kind exclude each other.
enum CauseKind {
  case rounding, end, start, vat, prices, readings, addition
}

extension BillModel {
  /// All causes, the simplest first: those that leave something to be worked out come last.
  var causes: [any Cause] {
    get throws {
      var causes: [any Cause] = roundings
      causes += [1, -1].flatMap { days -> [any Cause] in
        [LongerPeriod(atEnd: true, days: days), LongerPeriod(atEnd: false, days: days)]
      }
      let prices = check.trials.map(\.prices)
      causes += prices.filter(\.isPayment).map { OtherPrices(prices: $0) }
      causes += vats
      causes += prices.filter(\.isMoved).map { OtherPrices(prices: $0) }
      let tariffs = prices.filter(\.isTariff)
      causes += tariffs.map { OtherPrices(prices: $0) }
      causes += prices.filter { $0 == .printed }.map { OtherPrices(prices: $0) }
      causes += try revisions.get().days.map { EarlierRevision(day: $0) }
      for tariff in tariffs {
        for number in base.days.lowerBound.number..<base.days.upperBound.number {
          causes.append(OtherPrices(prices: tariff, from: LocalDay(number: number)))
        }
      }
      let workedOut: [any Cause] = [UnreadUsage(), UnknownRate(), SingleCredits()]
      return causes + workedOut
    }
  }

  private var roundings: [any Cause] {
    let isByDay = oursSum.energy.contains(where: \.line.line.isByDay)
    let all = [
      OtherRounding(rounding: .asTariffSays), OtherRounding(rounding: .none),
      OtherRounding(rounding: .none, roundsReadings: true),
      OtherRounding(rounding: isByDay ? .eachLine : .eachDay),
    ]
    return all.filter {
      $0.rounding != base.rounding || $0.roundsReadings != base.readings.isRounded
    }
  }

  private var vats: [any Cause] {
    guard let rate = oursSum.vat, rate != .zero, let twenty = VATRate(hundredths: 2000) else {
      return []
    }
    let others = [BilledVAT.missing, .inFigures] + (rate == twenty ? [] : [.at(twenty)])
    return others.map { OtherVAT(vat: $0) }
  }
}

extension PriceTrial.Prices {
  fileprivate var isPayment: Bool { if case .payment = self { true } else { false } }
  fileprivate var isMoved: Bool {
    switch self {
    case .moved, .unchanged: true
    case .own, .payment, .tariff, .printed: false
    }
  }
  fileprivate var isTariff: Bool { if case .tariff = self { true } else { false } }
}

/// Another rounding policy.
struct OtherRounding: Cause {
  let kind = CauseKind.rounding
  var rounding: BillRounding
  /// Whether each half-hour is rounded first.
  var roundsReadings = false

  func suppose(_ supposition: inout Supposition, of bill: BillModel) -> Bool {
    supposition.rounding = rounding
    supposition.readings.isRounded = roundsReadings
    return true
  }

  func words(_ supposition: Supposition, of bill: BillModel) -> String {
    switch rounding {
    case .none where roundsReadings: "the bill rounds each half-hour to 0.01 kWh: using guide"
    case .none: "the bill's amounts are not rounded to pennies: using exact"
    case .asTariffSays: "the bill rounds its lines to pennies: using bill"
    case .eachLine: "the bill rounds each line once, and not each day"
    case .eachDay: "the bill rounds each day to a penny"
    }
  }
}

/// A day more or less at either end.
struct LongerPeriod: Cause {
  var kind: CauseKind { atEnd ? .end : .start }
  var atEnd: Bool
  /// 1 for a day more, -1 for a day less.
  var days: Int

  func suppose(_ supposition: inout Supposition, of bill: BillModel) throws -> Bool {
    let (first, end) = (supposition.days.lowerBound, supposition.days.upperBound)
    let (newFirst, newEnd) = atEnd ? (first, end + days) : (first - days, end)
    guard newFirst < newEnd else { return false }
    // A day that was not read would count as one without usage.
    if days > 0, try !bill.isRead(atEnd ? end..<newEnd : newFirst..<first) { return false }
    supposition.days = newFirst..<newEnd
    return true
  }

  func words(_ supposition: Supposition, of bill: BillModel) -> String {
    "your bill has 1 day \(days > 0 ? "more" : "less"), "
      + (atEnd ? "to \(supposition.days.upperBound)" : "from \(supposition.days.lowerBound)")
  }
}

/// VAT that is not in the figures, in all of them, or at another rate.
struct OtherVAT: Cause {
  let kind = CauseKind.vat
  var vat: BilledVAT

  func suppose(_ supposition: inout Supposition, of bill: BillModel) -> Bool {
    supposition.vat = vat
    return true
  }

  func words(_ supposition: Supposition, of bill: BillModel) -> String {
    switch vat {
    case .added: "the bill adds VAT"
    case .missing: "VAT is not in the bill's total"
    case .inFigures: "VAT is in the bill's figures for energy and standing charge"
    case .at(let rate): "the bill has VAT at \(rate.text)"
    }
  }
}

/// Readings as they were before some were revised.
struct EarlierRevision: Cause {
  let kind = CauseKind.readings
  var day: LocalDay

  func suppose(_ supposition: inout Supposition, of bill: BillModel) -> Bool {
    supposition.readings.before = day
    return true
  }

  func words(_ supposition: Supposition, of bill: BillModel) -> String {
    "the bill has the readings from before they were revised on \(day): see 'show revisions'"
  }
}

/// Other prices: for another way of paying, of another tariff, or with a change on another day.
struct OtherPrices: Cause {
  let kind = CauseKind.prices
  var prices: PriceTrial.Prices
  /// The first day on which they hold; nil for all days.
  var from: LocalDay?

  var isOfMany: Bool { from != nil }

  func suppose(_ supposition: inout Supposition, of bill: BillModel) -> Bool {
    if let from, !supposition.days.contains(from) || from == supposition.days.lowerBound {
      return false
    }
    supposition.prices = prices
    supposition.pricesFrom = from
    return true
  }

  func words(_ supposition: Supposition, of bill: BillModel) -> String {
    switch prices {
    case .own: return "the bill has the prices in force"
    case .printed:
      let rates = bill.printedRates.replacing
      return (rates.unitWords + rates.standingWords).joined(separator: ", ")
    case .payment(.directDebit):
      return "the bill uses the rate for paying by direct debit: .payment direct_debit"
    case .payment(.nonDirectDebit):
      return "the bill uses the rate for paying on receipt: .payment non_direct_debit"
    case .moved(let day, let days):
      return "the bill's prices change 1 day \(days > 0 ? "later" : "earlier"), on \(day + days)"
    case .unchanged(let day, let isEarlier):
      return "the bill's prices don't change on \(day): it has those from "
        + (isEarlier ? "before throughout" : "then on throughout")
    case .tariff(let name):
      let meter = bill.check.plan.scans.first.map { quotedIfNeeded($0.point.name) } ?? ""
      let day = from ?? supposition.days.lowerBound
      return "the bill is on \(name)\(from.map { " from \($0) on" } ?? ""): "
        + "assign \(quotedIfNeeded(name)) to \(meter) from \(day)"
    }
  }
}
