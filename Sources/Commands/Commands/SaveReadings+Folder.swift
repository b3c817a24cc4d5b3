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
    var plan = try plan(hasCosts ? try pricedSelection(workspace) : selection, in: workspace)
    plan.prices.advice = "add a tariff"
    var contents = SavedContents()
    try workspace.output.makeFolder(path, contents: { contents.text }) { draft in
      for scan in inOrder(plan.scans) {
        try save(scan, of: plan, from: cache, to: draft, &contents)
      }
      guard contents.readings > 0 else { throw nothingToSave(plan) }
    }
    for note in plan.notes { try workspace.reporter.note(note) }
    guard let note = plan.unpricedNote(contents.unpriced) else { return }
    try workspace.reporter.note(note)
    workspace.reporter.noteIncomplete()
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
    var rows: PricedRows?
    var month: LocalDay?
    try plan.forEachSegment(of: scan, from: cache) { segment in
      let count = segment.halfHours.count
      guard (0..<count).contains(where: { segment.quantities[$0] != DayReadings.missing }) else {
        return
      }
      if rows == nil {
        contents.meters += 1
        rows = PricedRows(
          of: try SaveReadings.key(of: meter, point),
          currency: hasCosts ? plan.prices.currency : nil,
          costs: try cache.supplierCosts(of: meter.id, days: days), zone: plan.period.zone)
      }
      if month != segment.day.firstOfMonth {
        try buffer.flush()
        month = segment.day.firstOfMonth
        try draft.begin(
          PartitionName.escaped(meter.serial) + ".csv",
          in: [
            PartitionName.folder("meter", point.name),
            PartitionName.folder("month", String(segment.day.description.prefix(7))),
          ])
        try buffer.write(rows?.header ?? "")
      }
      try buffer.write { bytes in
        for index in 0..<count where segment.quantities[index] != DayReadings.missing {
          let rate = segment.rates.map { $0[$0.startIndex + index] }
          let isPriced = rate.map { $0 != HalfHourNumbers.none } ?? false
          contents.readings += 1
          if hasCosts, !isPriced { contents.unpriced += 1 }
          rows?.write(
            segment.halfHours.lowerBound + index, reading: segment.readings[index],
            energy: segment.quantities[index], rate: isPriced ? rate : nil, to: &bytes)
        }
      }
    }
    try buffer.flush()
  }
}

/// How much is in the folder so far.
private struct SavedContents {
  var readings = 0
  /// The meters with a reading.
  var meters = 0
  /// The readings that should have a rate and have none.
  var unpriced = 0

  var text: String { counted(readings, "reading") + " of " + counted(meters, "meter") }
}
