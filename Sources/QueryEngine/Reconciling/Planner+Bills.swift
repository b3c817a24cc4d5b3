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
      let numbers = distinct(bills.compactMap(\.number))
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
      plan.flows = distinct(plan.flows + check.plan.flows)
      plan.scans += check.plan.scans
      plan.prices.uses = distinct(plan.prices.uses + check.plan.prices.uses)
      plan.notes = distinct(plan.notes + check.plan.notes)
      plan.period = plan.period.joined(check.plan.period)
    }
    plan.notes += meterNotes
    plan.notes += try distinct(known.compactMap { try keepingNote($0, among: known) })
    var canonical = query
    canonical.isExplained = false
    plan.statement = canonical.description
    if case .reconcile(let own) = plan.report {
      plan.report = .reconcile(.bills(own.aggregate, checks))
    }
    return plan
  }

  /// The bills of the meters that are asked for, or else of those in the cache, with what is to be said
  /// of the others.
  ///
  /// Where none is of a meter that is asked for, all of its flow are, without their own numbers.
  private func ofMeters(
    _ bills: [PrintedBill]
  ) throws -> (bills: [PrintedBill], notes: [String]) {
    let points = try meterPoints()
    let numbers = points.map(\.number)
    let own = bills.filter { $0.number.map(numbers.contains) ?? query.meters.isEmpty }
    if query.meters.isEmpty {
      let others = bills.compactMap(\.number).filter { !numbers.contains($0) }
      return (
        own,
        distinct(others).map {
          "the statement's charges for \($0) are left out, as the cache has no meter of it"
        }
      )
    }
    let names = points.map(\.name).joined(separator: ", ")
    guard own.isEmpty else {
      let note =
        "the statement's charges without a supply number are left out, as others are for \(names)"
      return (own, bills.contains { $0.number == nil } ? [note] : [])
    }
    let ofFlow = bills.filter { bill in
      bill.flow.map { flow in points.contains { $0.flow == flow } } ?? true
    }
    let compared = ofFlow.isEmpty ? bills : ofFlow
    return (
      compared.map { bill in
        var bill = bill
        bill.number = nil
        return bill
      },
      distinct(compared.compactMap(\.number)).map {
        "the statement's charges for \($0) are compared with \(names)"
      }
    )
  }

  /// Those that have a day in the period of the query.
  ///
  /// - Throws: a ``QueryError`` when none has.
  private func inPeriod(_ bills: [PrintedBill]) throws -> [PrintedBill] {
    guard let asked = query.period else { return bills }
    let inside = try bills.filter { bill in
      guard let days = bill.days else { return true }
      let context = try asking(bill).reach().context
      let period = try asked.value.resolved(in: context, on: zone, at: asked.span)
      try checkParts(
        of: Plan.Period(days: period.days, range: period.range, zone: zone), at: asked.span)
      return days.overlaps(period.days)
    }
    guard inside.isEmpty, !bills.isEmpty else { return inside }
    let dates = distinct(bills.compactMap(\.days)).map { "\($0.lowerBound) to \($0.upperBound)" }
    throw QueryError(
      "the statement has no charges in the period", at: asked.span,
      hint: "its charges are from \(dates.joined(separator: ", and from "))")
  }

  /// How to ask for a bill's period again.
  private func keepingNote(
    _ bill: PrintedBill, among bills: [PrintedBill]
  ) throws -> String? {
    guard let flow = bill.flow, let days = bill.days else { return nil }
    let ofFlow = bills.filter { $0.flow == flow }
    // The month names it, unless another one begins in the same.
    func month(_ day: LocalDay) -> Substring { day.description.prefix(7) }
    let starts = Set(ofFlow.compactMap(\.days?.lowerBound))
    let ofMonth = starts.filter { month($0) == month(days.lowerBound) }
    let number = Set(ofFlow.map(\.number)).count > 1 ? bill.number : nil
    let name = [
      flow.rawValue, number, String(days.lowerBound.description.prefix(ofMonth.count > 1 ? 10 : 7)),
    ].compactMap(\.self).joined(separator: "_").replacing("-", with: "_")
    let planner = try asking(bill)
    // Of several meters, 'bill' would add up all.
    let isOfSome =
      !planner.query.meters.isEmpty && catalog.points.count { $0.flow == flow } > 1
    let meters = isOfSome ? try planner.meterPoints().map { quotedIfNeeded($0.name) } : []
    return "to keep the period: define \(name) = bill \(flow.rawValue) from \(days.lowerBound) to "
      + "\(days.upperBound)"
      + (meters.isEmpty ? "" : " meter \(meters.joined(separator: ", "))")
  }

  /// What tells bills apart that are of one flow.
  private func labels(_ bills: [PrintedBill]) -> [BillLabel] {
    let ofOneFlow = Dictionary(grouping: bills, by: \.flow).values.filter { $0.count > 1 }
    let hasMeters = ofOneFlow.contains { Set($0.map(\.number)).count > 1 }
    let hasStarts = ofOneFlow.contains { Set($0.map(\.days?.lowerBound)).count > 1 }
    // Those that begin on one day are told apart by their ends.
    let hasEnds = ofOneFlow.contains { bills in
      Dictionary(grouping: bills, by: \.days?.lowerBound).values.contains { bills in
        Set(bills.map(\.days?.upperBound)).count > 1
      }
    }
    return (hasMeters ? [.meter] : []) + (hasStarts || hasEnds ? [.start] : [])
      + (hasEnds ? [.end] : [])
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

  /// The same planner for one bill, whose flow, meter and days count unless others are asked for.
  private func asking(_ bill: PrintedBill) throws -> Planner {
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
