import Cache
import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage
import Rendering
import Terminal

/// Saves the readings of a selection, meter by meter.
struct SaveReadings: Command {
  static let form = Form(
    "save readings", .selection, .flag("with cost", "the rate and cost of each, in a folder"),
    .fileOrFolder)
  static let summary = "a cache file (JSON lines), or of one meter a CSV download"

  let selection: Query
  /// Whether each reading has its rate and cost beside it.
  let hasCosts: Bool
  let file: OutputSyntax

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (selection, hasCosts, file) = try SaveReadings.form.read(&cursor, in: context)
  }

  /// - Throws: an error when there are none; the file is then left unchanged.
  func run(in workspace: Workspace) throws -> FollowUp {
    if let path = file.path?.value, FolderDraft.isMeant(by: path) {
      try saveFolder(path, in: workspace)
      return .nothing
    }
    guard !hasCosts else {
      throw Failure("a file takes no 'with cost'", hint: "save into a folder: into DIR/")
    }
    let cache = try workspace.cache()
    let zone = workspace.zone
    let plan = try plan(selection, in: workspace)
    let isCSV = file.path.flatMap { OutputFormat(path: $0.value) } == .csv
    var contents = SavedContents()
    try workspace.output.writeFile(file, contents: { contents.text }) { buffer in
      var saved = SavedReadings(
        writer: isCSV ? ConsumptionCSV.Writer(zone: zone) : ReadingsFile.Writer(zone: zone),
        output: buffer)
      for scan in inOrder(plan.scans) {
        try saved.append(scan, in: plan.period.range.halfHours, from: cache)
      }
      contents = saved.contents
      guard contents.coverage.present > 0 else { throw nothingToSave(plan) }
    }
    try report(contents, of: plan, in: workspace)
    return .nothing
  }

  /// Says what is to be known of what was saved, and what is missing in it.
  func report(_ contents: SavedContents, of plan: Plan, in workspace: Workspace) throws {
    for note in plan.notes { try workspace.reporter.note(note) }
    if let note = contents.coverage.missingNote { try workspace.reporter.note(note) }
    for note in contents.unpricedNotes(in: plan, try workspace.catalog()) {
      try workspace.reporter.note(note)
    }
    if !contents.coverage.isComplete { workspace.reporter.noteIncomplete() }
  }

  func plan(_ selection: Query, in workspace: Workspace) throws -> Plan {
    let cache = try workspace.cache()
    var catalog = try cache.catalog()
    // Without costs gas stays in the unit that its meter reads.
    if !hasCosts { catalog.calorificValues = [] }
    return try Planner.plan(
      selection, catalog: catalog, rates: cache,
      payment: workspace.settings.pricing.payment, zone: workspace.zone, now: workspace.now)
  }

  /// Scans by flow, number and the order of the cache.
  func inOrder(_ scans: [Plan.Scan]) -> [Plan.Scan] {
    scans.sorted {
      ($0.point.flow, $0.point.number, $0.meter.id) < ($1.point.flow, $1.point.number, $1.meter.id)
    }
  }

  /// The UTC days that half-hours are of.
  static func days(of halfHours: Range<Int>) -> Range<Int> {
    let (first, end) = (halfHours.lowerBound, halfHours.upperBound)
    return first.flooredDivision(by: 48)..<(end + 47).flooredDivision(by: 48)
  }

  /// - Throws: a ``Failure`` for a meter of a unit that its flow can't have.
  static func key(of meter: Meter, _ point: MeterPoint) throws(Failure) -> MeterKey {
    guard let unit = ReadingUnit(flow: point.flow, unit: meter.unit) else {
      throw Failure(
        "meter \(meter.serial) of \(point.name) counts \(meter.unit) of \(point.flow), which no "
          + "file can say")
    }
    return MeterKey(number: point.number, serial: meter.serial, unit: unit)
  }

  func nothingToSave(_ plan: Plan) -> Failure {
    let (start, end) = (plan.period.startText, plan.period.endText)
    let period = plan.period.range.halfHours.isEmpty ? "" : " from \(start) to \(end)"
    return Failure("there are no readings to save\(period)", hint: "see 'show meters'")
  }
}

/// The readings written to a file so far.
private struct SavedReadings {
  var writer: any ReadingsWriter
  let output: OutputBuffer
  private(set) var contents = SavedContents()
  /// The first meter with a reading in the file.
  private var first: (point: MeterPoint, meter: Meter)?

  init(writer: any ReadingsWriter, output: OutputBuffer) {
    self.writer = writer
    self.output = output
  }

  /// Appends the readings of a meter within `halfHours`.
  mutating func append(
    _ scan: Plan.Scan, in halfHours: Range<Int>, from source: some ReadingSource
  ) throws {
    let (point, meter) = (scan.point, scan.meter)
    contents.coverage.expected += scan.expected.count
    let days = SaveReadings.days(of: halfHours)
    var isBegun = false
    try source.scan(meter: meter.id, days: days) { day, values in
      for slot in 0..<48 where values[slot] != DayReadings.missing {
        let halfHour = day * 48 + slot
        guard halfHours.contains(halfHour) else { continue }
        if !isBegun {
          let costs =
            writer.keepsCosts ? try source.supplierCosts(of: meter.id, days: days) : SupplierCosts()
          try begin(meter, of: point, with: costs)
        }
        isBegun = true
        contents.add(halfHour, of: scan)
        try output.write(writer.text(of: values[slot], at: halfHour))
      }
    }
  }

  /// - Throws: a ``Failure`` for a second meter in a format that does not name the meter.
  private mutating func begin(
    _ meter: Meter, of point: MeterPoint, with costs: SupplierCosts
  ) throws {
    if !writer.namesMeters, let first { throw refusal(first, (point, meter)) }
    let key = try SaveReadings.key(of: meter, point)
    contents.meters += 1
    first = first ?? (point, meter)
    try output.write(writer.begin(key, with: costs))
  }

  private func refusal(
    _ first: (point: MeterPoint, meter: Meter), _ second: (point: MeterPoint, meter: Meter)
  ) -> Failure {
    guard first.point != second.point else {
      return Failure(
        "a CSV names no meter, and \(first.point.name) has readings of two: "
          + "\(first.meter.serial) and \(second.meter.serial)",
        hint: "choose a period with only one, or write to a .json")
    }
    return Failure(
      "a CSV names no meter, and there are readings of \(first.point.name) and "
        + second.point.name,
      hint: "choose one, as in 'meter \(quotedIfNeeded(first.point.name))', or write to a .json")
  }
}
