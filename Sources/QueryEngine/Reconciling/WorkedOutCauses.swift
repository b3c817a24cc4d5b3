import EnergyModel
import QueryLanguage

/// Half-hours without a reading, which would have to have the rest of the bill's energy.
struct UnreadUsage: Cause {
  let kind = CauseKind.addition
  let isOfMany = true

  /// What a supply of 100 A can take in half an hour, in kWh, and a large gas meter.
  private static func most(of flow: Flow) -> Int { flow == .gas ? 60 : 12 }

  func suppose(_ supposition: inout Supposition, of bill: BillModel) throws -> Bool {
    let unread = try bill.unread(supposition)
    let rates = unread.compactMap(\.price?.withoutVAT)
    guard let low = rates.min(), let high = rates.max(),
      let needed = try NeededAddition(supposition, of: bill)
    else { return false }
    let mean =
      rates.dropFirst().reduce(rates[0], +)
      .quotient(by: FixedPoint(rates.count), places: 8) ?? low
    let addition: BillAddition
    switch (needed.usage, needed.net) {
    case (let usage?, let net?):
      let slack = bill.bounds[bill.figure(.energy) == nil ? .total : .energy]
      guard usage.magnitude > bill.bounds[.usage], usage.times(low) - slack <= net,
        net <= usage.times(high) + slack
      else { return false }
      addition = BillAddition(usage: usage, net: net)
    case (let usage?, nil): addition = BillAddition(usage: usage, net: usage.times(mean))
    case (nil, let net?):
      guard let usage = net.quotient(by: mean, places: 6) else { return false }
      addition = BillAddition(usage: usage, net: net)
    case (nil, nil): return false
    }
    let flow = bill.check.plan.flows.first ?? .import
    let most = FixedPoint(unread.count * UnreadUsage.most(of: flow))
    guard FixedPoint(0) < addition.usage, addition.usage <= most else { return false }
    supposition.addition = addition
    return true
  }

  func words(_ supposition: Supposition, of bill: BillModel) throws -> String {
    guard let addition = supposition.addition else { return "" }
    let count = try bill.unread(supposition).count
    let rate = addition.net.quotient(by: addition.usage, places: 8) ?? FixedPoint(0)
    return "\(counted(count, "missing half-hour")) would have to be "
      + "\(addition.usage.rounded(places: 3, .even).text) kWh, at \(rate.inPence) p/kWh without VAT"
  }
}

/// Energy without a rate, which would have to cost the rest of the bill's.
struct UnknownRate: Cause {
  let kind = CauseKind.addition
  let isOfMany = true

  /// In pounds per kWh.
  private static let most = FixedPoint(2)

  func suppose(_ supposition: inout Supposition, of bill: BillModel) throws -> Bool {
    guard let sum = try bill.sum(supposition), sum.unpriced > 0,
      let net = try NeededAddition(supposition, of: bill)?.net,
      let rate = rate(net, sum), FixedPoint(0) < rate, rate <= UnknownRate.most
    else { return false }
    supposition.addition = BillAddition(usage: FixedPoint(0), net: net)
    return true
  }

  private func rate(_ net: FixedPoint, _ sum: BillSum) -> FixedPoint? {
    net.quotient(by: FixedPoint(sum.unpriced, scale: 6), places: 8)
  }

  func words(_ supposition: Supposition, of bill: BillModel) throws -> String {
    guard let addition = supposition.addition, let sum = try bill.sum(supposition),
      let rate = rate(addition.net, sum)
    else { return "" }
    return "the \(FixedPoint(sum.unpriced, scale: 6).text) kWh without a rate would have to be at "
      + "\(rate.inPence) p/kWh without VAT"
  }
}

/// Credits in single half-hours, as the supplier's own costs have them.
struct SingleCredits: Cause {
  let kind = CauseKind.addition

  func suppose(_ supposition: inout Supposition, of bill: BillModel) throws -> Bool {
    let credits = try bill.supplier.get()
    guard supposition.prices == .own, !credits.halfHours.isEmpty else { return false }
    let rate = bill.oursSum.vat ?? .zero
    let net = credits.sum.quotient(
      by: FixedPoint(Int128(10_000 + rate.hundredths), scale: 4), places: 8)
    guard let net else { return false }
    supposition.addition = BillAddition(usage: FixedPoint(0), net: -net)
    return true
  }

  func words(_ supposition: Supposition, of bill: BillModel) throws -> String {
    let credits = try bill.supplier.get()
    return "the bill has the credits of \(counted(credits.halfHours.count, "half-hour")) in the "
      + "supplier's own costs: \(credits.list)"
  }
}

/// What would have to be added for a bill's figures to come out.
private struct NeededAddition {
  /// In kWh; nil where the bill's kWh are not known.
  var usage: FixedPoint?
  /// In pounds without VAT; nil where neither its energy nor its total is known.
  var net: FixedPoint?

  init?(_ supposition: Supposition, of bill: BillModel) throws {
    guard let amounts = try bill.amounts(supposition) else { return nil }
    usage = bill.figure(.usage).map { $0.value - amounts.usage }
    if let energy = bill.figure(.energy), supposition.vat != .inFigures {
      net = energy.value - amounts.energy
    } else if let total = bill.figure(.total) {
      let rate: Int =
        switch supposition.vat {
        case .added, .inFigures: bill.oursSum.vat?.hundredths ?? 0
        case .missing: 0
        case .at(let other): other.hundredths
        }
      net = (total.value - amounts.total).quotient(
        by: FixedPoint(Int128(10_000 + rate), scale: 4), places: 8)
    }
  }
}

extension FixedPoint {
  /// A rate in pounds, in pence to two decimals.
  fileprivate var inPence: String {
    FixedPoint(digits, scale: scale - 2).rounded(places: 2, .even).text
  }
}
