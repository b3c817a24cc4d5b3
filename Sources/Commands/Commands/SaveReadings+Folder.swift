import Cache
import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage
import Terminal

/// Readings in a folder: a file for each meter and local month.
extension SaveReadings {
  /// Writes them meter by meter, with prices if asked.
  ///
  /// - Throws: an error when there are none; no folder is then made.
  func saveFolder(_ path: String, in workspace: Workspace) throws {
    let cache = try workspace.cache()
    let plan = try plan(hasCosts ? try pricedSelection(workspace) : selection, in: workspace)
    var contents = SavedContents()
    try workspace.output.makeFolder(path, contents: { contents.text }) { draft in
      for scan in inOrder(plan.scans) {
        try save(scan, of: plan, from: cache, to: draft, &contents)
      }
      guard contents.coverage.present > 0 else { throw nothingToSave(plan) }
    }
    try report(contents, of: plan, in: workspace)
  }

  /// The selection as a query with prices, which has all flows too unless it names some.
  private func pricedSelection(_ workspace: Workspace) throws -> Query {
    var query = selection
    query.measure.value = .readings
    if query.flows.isEmpty, query.meters.isEmpty {
      query.flows = Set(try workspace.catalog().points.map(\.flow)).sorted().map {
        Located($0, at: 0..<0)
      }
    }
    return query
  }

  private func save(
    _ scan: Plan.Scan, of plan: Plan, from cache: Cache, to draft: FolderDraft,
    _ contents: inout SavedContents
  ) throws {
    let (point, meter) = (scan.point, scan.meter)
    let days = SaveReadings.days(of: plan.period.range.halfHours)
    let buffer = OutputBuffer { try draft.write($0) }
    var rows = PricedRows(
      of: try SaveReadings.key(of: meter, point), currency: hasCosts ? plan.prices.currency : nil,
      costs: try cache.supplierCosts(of: meter.id, days: days), zone: plan.period.zone)
    contents.coverage.expected += scan.expected.count
    var month: LocalDay?
    try plan.forEachSegment(of: scan, from: cache) { segment in
      let count = segment.halfHours.count
      guard (0..<count).contains(where: { segment.quantities[$0] != DayReadings.missing }) else {
        return
      }
      if month == nil { contents.meters += 1 }
      if month != segment.day.firstOfMonth {
        try buffer.flush()
        month = segment.day.firstOfMonth
        try draft.begin(
          PartitionName.escaped(meter.serial) + ".csv",
          in: [
            PartitionName.folder("meter", point.name),
            PartitionName.folder("month", String(segment.day.description.prefix(7))),
          ])
        try buffer.write(rows.header)
      }
      try buffer.write { bytes in
        for index in 0..<count where segment.quantities[index] != DayReadings.missing {
          let rate = segment.rates.map { $0[$0.startIndex + index] }
          let isPriced = rate.map { $0 != HalfHourNumbers.none } ?? false
          let halfHour = segment.halfHours.lowerBound + index
          contents.add(halfHour, of: scan)
          if hasCosts, !isPriced { contents.addUnpriced(halfHour, of: scan) }
          rows.write(
            halfHour, reading: segment.readings[index],
            energy: segment.quantities[index], rate: isPriced ? rate : nil, to: &bytes)
        }
      }
    }
    try buffer.flush()
  }
}
