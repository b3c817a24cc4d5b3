import EnergyModel
import QueryLanguage

/// Which of a statement's bills are compared, what tells them apart, and how to ask for one again.
extension Planner {
  /// The bills of the meters that are asked for, or else of those in the cache, with what is to be said
  /// of the others.
  ///
  /// Where none is of a meter that is asked for, all of its flow are, without their own numbers.
  func ofMeters(
    _ bills: [PrintedBill]
  ) throws -> (bills: [PrintedBill], notes: [String]) {
    let points = try meterPoints()
    let numbers = points.map(\.number)
    let own = bills.filter { $0.number.map(numbers.contains) ?? query.meters.isEmpty }
    if query.meters.isEmpty {
      let others = bills.compactMap(\.number).filter { !numbers.contains($0) }
      return (
        own,
        others.distinct.map {
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
      compared.compactMap(\.number).distinct.map {
        "the statement's charges for \($0) are compared with \(names)"
      }
    )
  }

  /// Those that have a day in the period of the query.
  ///
  /// - Throws: a ``QueryError`` when none has.
  func inPeriod(_ bills: [PrintedBill]) throws -> [PrintedBill] {
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
    let dates = bills.compactMap(\.days).distinct.map { "\($0.lowerBound) to \($0.upperBound)" }
    throw QueryError(
      "the statement has no charges in the period", at: asked.span,
      hint: "its charges are from \(dates.joined(separator: ", and from "))")
  }

  /// How to ask for a bill's period again.
  func keepingNote(
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

  /// The columns by which bills of one flow are told apart.
  func labels(_ bills: [PrintedBill]) -> [BillLabel] {
    let ofOneFlow = Dictionary(grouping: bills, by: \.flow).values.filter { $0.count > 1 }
    let hasMeters = ofOneFlow.contains { Set($0.map(\.number)).count > 1 }
    let hasStarts = ofOneFlow.contains { Set($0.map(\.days?.lowerBound)).count > 1 }
    // Those that begin on one day are told apart by their ends.
    let hasEnds = ofOneFlow.contains { bills in
      Dictionary(grouping: bills, by: \.days?.lowerBound).values.contains { bills in
        Set(bills.map(\.days?.upperBound)).count > 1
      }
    }
    // A statement and its correction are alike in all of these.
    let hasLines = ofOneFlow.contains { bills in
      Set(bills.map { BillKey(number: $0.number, days: $0.days) }).count < bills.count
    }
    return (hasMeters ? [.meter] : []) + (hasStarts || hasEnds ? [.start] : [])
      + (hasEnds ? [.end] : []) + (hasLines ? [.line] : [])
  }
}

/// The values in which bills of one flow mostly differ.
private struct BillKey: Hashable {
  var number: String?
  var days: Range<LocalDay>?
}
