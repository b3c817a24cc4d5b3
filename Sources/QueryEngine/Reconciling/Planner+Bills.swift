import EnergyModel
import QueryLanguage
import Tariffs

extension Planner {
  /// The plan of a `reconcile` with bills: for each its own, and those that its causes need.
  ///
  /// Of several bills the period chooses those that it touches, each of which keeps its own days.
  ///
  /// - Throws: what ``plan()`` does.
  func plan(_ bills: [PrintedBill]) throws -> Plan {
    let (ofMeters, meterNotes) = try ofMeters(bills)
    let known = try inPeriod(ofMeters)
    var planner = self
    planner.billLabels = labels(known)
    if ofMeters.count > 1 { planner.query.period = nil }
    let checks = try known.map(planner.check)
    guard let first = checks.first else {
      let numbers = bills.compactMap(\.number).distinct
      throw numbers.isEmpty
        ? QueryError(
          query.flows.isEmpty
            ? "no charges with a fuel and dates were understood in the statement"
            : "no charges of \(query.flows.map(\.value.rawValue).joined(separator: ", ")) with dates "
              + "were understood in the statement",
          at: query.billed?.span,
          hint: "type its figures: billed usage 312.4 kWh, energy £74.12, total £94.68")
        : QueryError(
          "the statement is for \(numbers.joined(separator: ", ")), of which the cache has no meter",
          at: query.billed?.span, hint: "to compare it with another: meter NAME")
    }
    var plan = first.plan
    for check in checks.dropFirst() {
      plan.flows = (plan.flows + check.plan.flows).distinct
      plan.scans += check.plan.scans
      plan.prices.uses = (plan.prices.uses + check.plan.prices.uses).distinct
      plan.notes = (plan.notes + check.plan.notes).distinct
      plan.period = plan.period.joined(check.plan.period)
    }
    plan.notes += meterNotes
    plan.notes += try known.compactMap { try keepingNote($0, among: ofMeters) }.distinct
    var canonical = query
    canonical.isExplained = false
    plan.statement = canonical.description
    if case .reconcile(let own) = plan.report {
      plan.report = .reconcile(.bills(own.aggregate, checks))
    }
    return plan
  }

  private func check(_ bill: PrintedBill) throws -> BillCheck {
    let planner = try asking(bill)
    let plan = try planner.plan()
    guard plan.prices.currency == "GBP" || !bill.figures.contains(where: \.line.isMoney) else {
      throw QueryError(
        "the bill is in GBP, and the tariff is in \(plan.prices.currency)", at: query.billed?.span)
    }
    return BillCheck(
      plan: plan,
      figures: bill.figures.map { $0.asCredit(of: plan.flows) }.sorted { $0.line < $1.line },
      printed: bill, labels: billLabels, trials: try planner.trials(plan, bill))
  }

  /// A planner of this query for one bill, whose flow, meter and days count unless others are asked for.
  func asking(_ bill: PrintedBill) throws -> Planner {
    var query = query
    if let flow = bill.flow {
      let ofFlow = try meterPoints().filter { $0.flow == flow }
      if !query.meters.isEmpty, !ofFlow.isEmpty {
        query.meters = ofFlow.map { Located($0.number, at: self.query.measure.span) }
      }
      query.flows = [Located(flow, at: query.measure.span)]
    }
    if let number = bill.number {
      query.meters = [Located(number, at: query.measure.span)]
    }
    var planner = with(query, payment)
    if query.period == nil, let days = bill.days {
      planner.knownPeriod = resolved(days)
    }
    return planner
  }

  private func with(_ query: Query, _ payment: PaymentMethod) -> Planner {
    var planner = self
    (planner.query, planner.payment) = (query, payment)
    return planner
  }

  private func resolved(_ days: Range<LocalDay>) -> ResolvedPeriod {
    ResolvedPeriod(
      from: zone.start(of: days.lowerBound), to: zone.start(of: days.upperBound), on: zone)
  }

  // MARK: Trials

  /// The prices to try for a bill whose plan is `plan`.
  private func trials(_ plan: Plan, _ bill: PrintedBill) throws -> [PriceTrial] {
    let days = plan.period.days
    let longer = days.lowerBound - 1..<days.upperBound + 1
    var query = query
    query.policy = Located(.bill, at: query.measure.span)
    // Where the days around the bill can't be priced, the bill alone is tried.
    var (known, found) = (longer, try trial(query, longer, payment))
    if found == nil { (known, found) = (days, try trial(query, days, payment)) }
    guard let own = found else { return [] }
    var trials = [PriceTrial(prices: .own, plan: own)] + own.withMovedChanges(in: days)
    let printed = PrintedRates(plan, bill)
    if let plan = own.with(printed) { trials.append(PriceTrial(prices: .printed, plan: plan)) }
    let other: PaymentMethod = payment == .directDebit ? .nonDirectDebit : .directDebit
    if try own.prices.uses.contains(where: isPaidInTwoWays),
      let plan = try trial(query, known, other)
    {
      trials.append(PriceTrial(prices: .payment(other), plan: plan))
    }
    for tariff in otherTariffs(of: plan) {
      query.alternatives = [
        Located(.named([.tariff(tariff.name)]), at: query.measure.span)
      ]
      if let other = try trial(query, known, payment) {
        trials.append(PriceTrial(prices: .tariff(tariff.name), plan: other))
      }
    }
    return trials
  }

  /// Nil where the query can't be answered so, as where a tariff has no hours of night.
  private func trial(
    _ query: Query, _ days: Range<LocalDay>, _ payment: PaymentMethod
  ) throws -> Plan? {
    var planner = with(query, payment)
    planner.knownPeriod = resolved(days)
    do {
      return try planner.plan()
    } catch is QueryError {
      return nil
    }
  }

  private func isPaidInTwoWays(_ use: TariffUse) throws -> Bool {
    guard use.flatRate == nil else { return false }
    let ways = try rates.paymentMethods(of: use.tariff, overlapping: use.range)
    return PaymentMethod.allCases.allSatisfy(ways.contains)
  }

  /// The tariffs of the flow, in its currency, that don't price all of the plan already.
  private func otherTariffs(of plan: Plan) -> [Tariff] {
    let used = Set(plan.prices.uses.map(\.tariff))
    return catalog.tariffs.filter { tariff in
      plan.flows == [tariff.unit.flow] && tariff.currency == plan.prices.currency
        && (used.count > 1 || !used.contains(tariff.name))
    }.sorted { $0.name < $1.name }
  }
}

extension BilledFigure {
  /// The figure of an export without the minus sign that bills may have for a credit.
  fileprivate func asCredit(of flows: [Flow]) -> BilledFigure {
    guard flows == [.export], digits < 0 else { return self }
    var figure = self
    figure.digits = -digits
    return figure
  }
}

extension Plan {
  /// The most changes of prices that are moved; more are a tariff that is priced by the day.
  private static let mostChanges = 4

  /// The plan with each change of its prices a day later and a day earlier, and out of a bill's days.
  fileprivate func withMovedChanges(in bill: Range<LocalDay>) -> [PriceTrial] {
    let zone = period.zone
    let changes = Set(scans.compactMap(\.timeline).flatMap(\.changes)).filter {
      zone.slot(at: Instant(halfHour: $0)) == 0
    }.map { zone.day(of: Instant(halfHour: $0)) }.sorted()
    guard changes.count <= Plan.mostChanges else { return [] }
    return changes.flatMap { day in
      let moves: [(PriceTrial.Prices, days: Int)] =
        [1, -1].map { (.moved(from: day, days: $0), $0) } + [
          (.unchanged(on: day, isEarlier: true), bill.upperBound.number - day.number),
          (.unchanged(on: day, isEarlier: false), bill.lowerBound.number - day.number),
        ]
      return moves.compactMap { prices, days in
        days != 0 && period.days.contains(day + days) && period.days.contains(day - 1)
          ? PriceTrial(prices: prices, plan: moving(changeOn: day, by: days)) : nil
      }
    }
  }

  /// The plan with the rates that a bill prints in place of its own; nil where it has no others.
  fileprivate func with(_ printed: PrintedRates) -> Plan? {
    let (units, standing) = (
      PrintedRates.replacements(printed.units), PrintedRates.replacements(printed.standing)
    )
    guard !(units.isEmpty && standing.isEmpty),
      case .reconcile(.bills(var aggregate, let checks)) = report
    else { return nil }
    var plan = self
    for index in plan.scans.indices {
      guard var timeline = plan.scans[index].timeline else { continue }
      timeline.replacePrices(units)
      plan.scans[index].series[Plan.Scan.priceIndex] = .price(timeline)
    }
    for index in aggregate.charges.known.indices {
      let price = aggregate.charges.known[index].price
      aggregate.charges.known[index].price = standing[price] ?? price
    }
    plan.report = .reconcile(.bills(aggregate, checks))
    return plan
  }

  private func moving(changeOn day: LocalDay, by days: Int) -> Plan {
    let zone = period.zone
    var plan = self
    let (from, to) = (zone.start(of: day).halfHour, zone.start(of: day + days).halfHour)
    for index in plan.scans.indices {
      guard var timeline = plan.scans[index].timeline else { continue }
      timeline.moveChange(at: from, to: to)
      plan.scans[index].series[Plan.Scan.priceIndex] = .price(timeline)
    }
    guard case .reconcile(.bills(var aggregate, let checks)) = report else { return plan }
    // The days between have the standing charge of their neighbour on the other side of the change.
    let (moved, model) = days > 0 ? (day..<day + days, day - 1) : (day + days..<day, day)
    let models = aggregate.charges.known.filter { $0.day == model }
    aggregate.charges.known.removeAll { moved.contains($0.day) }
    for number in moved.lowerBound.number..<moved.upperBound.number {
      aggregate.charges.known += models.map {
        Aggregate.Charge(
          day: LocalDay(number: number), price: $0.price, scan: $0.scan, tariff: $0.tariff)
      }
    }
    plan.report = .reconcile(.bills(aggregate, checks))
    return plan
  }
}

extension Plan.Period {
  /// From the start of the one that begins first to the end of the other.
  fileprivate func joined(_ other: Plan.Period) -> Plan.Period {
    var joined = self
    joined.days =
      min(days.lowerBound, other.days.lowerBound)..<max(days.upperBound, other.days.upperBound)
    joined.range = zone.range(from: joined.days.lowerBound, to: joined.days.upperBound)
    return joined
  }
}
