import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Rendering

/// Writes the readings that a selection chooses, meter by meter.
struct SaveReadings: Command {
  static let form = Form("save readings", .selection, .file)
  static let summary = "a cache file (JSON lines), or of one meter a CSV download"

  let selection: Query
  let file: OutputSyntax

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (selection, file) = try SaveReadings.form.read(&cursor, in: context)
  }

  /// - Throws: when there are none; the file is then left as it was.
  func run(in workspace: Workspace) throws -> FollowUp {
    let cache = try workspace.cache()
    let zone = workspace.zone
    let plan = try Planner.plan(
      selection, home: try cache.home(), rates: cache, payment: workspace.settings.payment,
      zone: zone, now: workspace.now)
    let scans = plan.scans.sorted {
      ($0.point.flow, $0.point.number, $0.meter.id) < ($1.point.flow, $1.point.number, $1.meter.id)
    }
    let form: ReadingWriter.Form =
      file.path.flatMap { OutputFormat(path: $0.value) } == .csv ? .csv : .lines
    var contents = ""
    try workspace.output.writeFile(file, contents: { contents }) { buffer in
      var writer = ReadingWriter(form, zone: zone, output: buffer)
      for scan in scans {
        try writer.write(scan.meter, of: scan.point, in: plan.range.halfHours, from: cache)
      }
      guard writer.readings > 0 else { throw nothingToSave(plan) }
      contents =
        counted(writer.readings, "reading") + " of " + counted(writer.meters.count, "meter")
    }
    for note in plan.notes { try workspace.reporter.note(note) }
    return .nothing
  }

  private func nothingToSave(_ plan: Plan) -> Failure {
    let days = plan.days
    let period = days.isEmpty ? "" : " from \(days.lowerBound) to \(days.upperBound)"
    return Failure("there is no reading to save\(period)", hint: "see 'show meters'")
  }
}
