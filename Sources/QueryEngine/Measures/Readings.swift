import EnergyModel
import QueryLanguage
import Tariffs

/// `readings`: every half-hour of every meter, as it is stored and priced.
enum Readings: MeasureRule {
  static let needs = MeasureNeeds(listsHalfHours: true)

  static func columns(_ maker: ColumnMaker) -> [ResultColumn] {
    let revisions = [maker.energy("previous"), maker.instant("revised_at")]
    return [
      maker.instant("start"), maker.instant("end"), maker.text("meter"), maker.text("flow"),
      maker.usage(.kWh), maker.text("tariff"), maker.rate("rate"), maker.money("cost", "cost"),
    ] + (maker.extras.contains(.supplier) ? maker.supplierColumns : [])
      + (maker.extras.contains(.revisions) ? revisions : [])
  }

  static func report(_ maker: ReportMaker) -> Report {
    .readings(with: maker.extras)
  }
}

/// The rows of `readings`: every half-hour of every meter, as it is stored and priced.
struct ReadingList {
  let plan: Plan
  let extras: [Extra]

  func write(from source: some ReadingSource, to sink: inout some ResultSink) throws {
    try plan.list(to: &sink, cancellation: source.cancellation) { selection, sink in
      var coverage = Coverage()
      var isEmpty = true
      var (known, lacking) = (0, 0)
      for scan in plan.scans {
        let revisions = try revisions(of: scan, source)
        var costs = try supplierCosts(of: scan, source)
        try plan.walk(scan, over: source) { stretch, values, _ in
          for index in 0..<stretch.times.count {
            let half = half(stretch, index, values[index], scan)
            guard half.passesTime else { continue }
            let time = stretch.times.lowerBound + index
            guard half.quantity >= 0 else {
              coverage.expected += scan.expected.contains(time) ? 1 : 0
              continue
            }
            coverage.expected += 1
            coverage.present += 1
            guard half.passesValues else { continue }
            isEmpty = false
            coverage.unpriced += half.row == nil ? 1 : 0
            let supplier = costs?.cost(at: time)
            if costs != nil, supplier?.amount == nil { lacking += 1 } else { known += 1 }
            let row = try row(time, half, scan, supplier, revisions)
            try selection.append(row, to: &sink)
          }
        }
      }
      return ResultSummary(
        coverage: coverage, isIncomplete: lacking > 0, tariffs: plan.tariffNames,
        notes: plan.notes(coverage, isEmpty: isEmpty)
          + SupplierSums.notes(known: known, lacking: lacking))
    }
  }

  private struct HalfHour {
    var quantity: Int64
    var row: RateRow?
    var passesTime: Bool
    var passesValues: Bool
  }

  private func half(
    _ stretch: MeterWalk.Segment, _ index: Int, _ quantity: Int64, _ scan: Plan.Scan
  ) -> HalfHour {
    let slot = stretch.slot + index
    let row = scan.row(index, of: stretch)
    let filter = plan.filter
    return HalfHour(
      quantity: quantity, row: row,
      passesTime: filter.passes(weekday: stretch.weekday, slot: slot)
        && filter.passes(tariff: row?.tariff),
      passesValues: filter.passes(quantity: quantity, rate: row?.rate.micropence))
  }

  private func row(
    _ time: Int, _ half: HalfHour, _ scan: Plan.Scan, _ supplier: SupplierCost?,
    _ revisions: [Int: Revision]
  ) throws -> ResultRow {
    func cell(_ halfHour: Int) -> Cell {
      .time(plan.period.zone.localTime(Instant(halfHour: halfHour)))
    }
    let money = half.row.map { Int128(half.quantity) * Int128($0.rate.micropence) }
    var cells: [Cell] = [
      cell(time), cell(time + 1), .text(scan.point.name), .text(scan.point.flow.rawValue),
      .number(FixedPoint(Int128(half.quantity), scale: 6)),
      half.row.map { .text($0.tariff) } ?? .missing,
      half.row.map { .number($0.rate.inMajorUnit) } ?? .missing,
      money.map { .number(Money(picopence: $0).inMajorUnit) } ?? .missing,
    ]
    if let supplier {
      cells.append(supplier.amount.map { .number(SupplierCost.pounds($0)) } ?? .missing)
      var difference: FixedPoint?
      if let money, let amount = supplier.amount {
        difference = try SupplierSums.difference(money, less: amount)
      }
      cells.append(difference.map { .number($0) } ?? .missing)
    }
    if extras.contains(.revisions) {
      let revision = revisions[time]
      cells.append(
        revision.map { .number(FixedPoint(Int128($0.previous), scale: 6)) } ?? .missing)
      cells.append(revision.map { .time(plan.period.zone.localTime($0.at)) } ?? .missing)
    }
    let lacksCost = supplier.map { $0.amount == nil } ?? false
    return ResultRow(cells: cells, isIncomplete: plan.isPriced && half.row == nil || lacksCost)
  }

  /// The supplier's costs of a meter; nil unless they are asked for.
  private func supplierCosts(
    of scan: Plan.Scan, _ source: some ReadingSource
  ) throws -> SupplierCostReader? {
    extras.contains(.supplier) ? try SupplierCostReader(source, scan, plan) : nil
  }

  /// The latest revision of each half-hour, where revisions are asked for.
  private func revisions(
    of scan: Plan.Scan, _ source: some ReadingSource
  ) throws -> [Int: Revision] {
    guard extras.contains(.revisions) else { return [:] }
    let revisions = try source.revisions(
      meter: scan.meter.id, halfHours: plan.period.range.halfHours)
    return Dictionary(revisions.map { ($0.halfHour, $0) }) { _, latest in latest }
  }
}
