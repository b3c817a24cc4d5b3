import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Rendering

extension Session {
  /// Writes the readings that a query chooses, meter by meter.
  ///
  /// - Throws: when there are none; the file is then left as it was.
  func saveReadings(_ selection: Query, into file: SaveSyntax.File) throws {
    let cache = try cache()
    let plan = try Planner.plan(
      selection, home: try cache.home(), rates: cache, payment: settings.payment, zone: zone,
      now: now)
    let scans = plan.scans.sorted {
      ($0.point.flow, $0.point.number, $0.meter.id) < ($1.point.flow, $1.point.number, $1.meter.id)
    }
    let form: ReadingWriter.Form = OutputFormat(path: file.path) == .csv ? .csv : .lines
    var contents = ""
    try writeFile(file.path, replacing: file.replaces, contents: { contents }) { buffer in
      var writer = ReadingWriter(form, zone: zone, output: buffer)
      for scan in scans {
        try writer.write(scan.meter, of: scan.point, in: plan.range.halfHours, from: cache)
      }
      guard writer.readings > 0 else { throw nothingToSave(plan) }
      contents =
        counted(writer.readings, "reading") + " of " + counted(writer.meters.count, "meter")
    }
    for note in plan.notes { try self.note(note) }
  }

  private func nothingToSave(_ plan: Plan) -> CommandError {
    let days = plan.days
    let period = days.isEmpty ? "" : " from \(days.lowerBound) to \(days.upperBound)"
    return CommandError("there is no reading to save\(period)", hint: "see 'show meters'")
  }
}
