import Cache
import EnergyModel
import Interchange
import QueryLanguage
import Tariffs

/// Stores the contents of one file in the cache, inside the transaction for that file.
struct FileIngestor {
  let syntax: Import
  let path: String
  let zone: ClockZone
  let now: Instant
  /// The payment method, for prices that depend on it.
  let payment: PaymentMethod
  let cache: Cache
  let writer: CacheWriter

  func store(_ contents: ReadingsFile.Contents) throws -> ImportReport {
    var report = ImportReport(notes: texts(of: contents.notes, rounded: contents.roundedCount))
    var stored: [CacheWriter.Stored] = []
    for part in contents.meters {
      let key = part.batch.meter
      try checkFlow(of: key, at: part.firstLine)
      let (meter, isNew) = try meter(key, at: part.firstLine, creating: syntax.createsMeters)
      report.meters.new += isNew ? 1 : 0
      stored.append(try store(part.batch.days, of: meter))
    }
    try log(stored, in: &report)
    return report
  }

  /// Stores the readings of a download, or an answer of the API, for a meter.
  func store(_ contents: ConsumptionCSV.Contents, for choice: MeterChoice) throws -> ImportReport {
    try store(contents, of: try namedMeter(choice, contents.unit, at: contents.firstLine))
  }

  /// Stores the readings of a file whose rows name the meter.
  func store(_ contents: ConsumptionCSV.Contents, of key: MeterKey) throws -> ImportReport {
    let line = contents.firstLine
    try checkFlow(of: key, at: line)
    if let name = syntax.name?.value, try (writer.point(alias: name) ?? name) != key.number {
      throw refusal(line, "its readings are of \(key.number), which contradicts 'for \(name)'")
    }
    return try store(contents, of: try meter(key, at: line, creating: syntax.createsMeters))
  }

  private func checkFlow(of key: MeterKey, at line: Int) throws {
    guard let flow = syntax.flow?.value, flow != key.unit.flow else { return }
    throw refusal(line, "unit \(key.unit.rawValue) contradicts 'as \(flow.rawValue)'")
  }

  private func store(
    _ contents: ConsumptionCSV.Contents, of stored: (meter: Meter, isNew: Bool)
  ) throws -> ImportReport {
    var report = ImportReport(notes: texts(of: contents.notes, rounded: contents.roundedCount))
    if contents.roundedCostCount > 0 {
      report.notes.append(
        "note: \(path): \(counted(contents.roundedCostCount, "cost")) of the supplier "
          + "\(havingVerb(contents.roundedCostCount)) more than \(SupplierCost.decimals) decimals "
          + "and \(contents.roundedCostCount == 1 ? "was" : "were") rounded")
    }
    report.meters.new += stored.isNew ? 1 : 0
    let readings = try store(contents.days, of: stored.meter)
    let costs = try writer.store(contents.costs, of: stored.meter)
    report.costs += costs.counts
    try log([readings], costs.revisions, in: &report)
    return report
  }

  func refusal(_ line: Int?, _ message: String) -> ImportError {
    ImportError(path: path, line: line, message: message)
  }

  /// The notes on a file, as the report shows them.
  func texts(of notes: [ImportNote], rounded: Int = 0) -> [String] {
    let texts = notes.map { note in
      let place = note.line.map { "\(path):\($0)" } ?? path
      return "\(note.kind): \(place): \(note.text)"
    }
    guard rounded > 0 else { return texts }
    let verb = rounded == 1 ? "was" : "were"
    return texts + [
      "note: \(path): \(counted(rounded, "reading")) \(havingVerb(rounded)) more than 6 decimals and "
        + "\(verb) rounded"
    ]
  }

  // MARK: Readings

  private func store(_ days: CompactDays, of meter: Meter) throws -> CacheWriter.Stored {
    for day in [days.first, days.last].compactMap(\.self) {
      let year = LocalDay(number: day.day).civil.year
      guard zone.years.contains(year) else {
        throw refusal(
          nil,
          "readings of the year \(year), outside \(zone.years.lowerBound) to "
            + "\(zone.years.upperBound)")
      }
    }
    return try writer.store(days, of: meter)
  }

  /// A warning that two meters of one meter point with the same half-hours may be one meter under
  /// two serials.
  static func doubleCount(_ count: Int) -> String? {
    guard count > 0 else { return nil }
    return "\(counted(count, "half-hour")) \(havingVerb(count)) readings of another meter of the "
      + "same meter point too, and both are added up; if the two are one, 'drop meter' and import "
      + "once: see 'show meters'"
  }

  private func log(
    _ stored: [CacheWriter.Stored], _ costs: [CacheWriter.CostRevision] = [],
    in report: inout ImportReport
  ) throws {
    for part in stored { report.readings += part.counts }
    let double = FileIngestor.doubleCount(stored.map(\.doubleCount).reduce(0, +))
    report.notes += [double.map { "warning: \(path): \($0)" }].compactMap(\.self)
    var counts = report.readings
    counts += report.costs
    try writer.log(
      source: path, at: now, counts: counts, revisions: stored.flatMap(\.revisions), costs: costs)
  }

  // MARK: Meters

  /// The meter that a file names, created if that is allowed.
  ///
  /// - Throws: an ``ImportError`` when its flow or unit differs in the cache, or it does not exist
  ///   and is not to be created.
  func meter(
    _ key: MeterKey, at line: Int, creating: Bool
  ) throws -> (meter: Meter, isNew: Bool) {
    let known = try writer.point(number: key.number)
    if let known, known.flow != key.unit.flow {
      throw refusal(
        line,
        "unit \(key.unit.rawValue) contradicts meter point \(key.number), whose flow is "
          + known.flow.rawValue)
    }
    if let known, let meter = try writer.meter(serial: key.serial, of: known) {
      guard meter.unit == key.unit.unit else {
        throw refusal(
          line,
          "unit \(key.unit.rawValue) contradicts meter \(key.serial) of \(key.number), which "
            + "counts \(meter.unit.rawValue)")
      }
      return (meter, false)
    }
    guard creating else {
      throw refusal(
        line,
        "meter \(key.serial) of \(key.number) is not in the cache; import its configuration, or "
          + "add: create meters")
    }
    let point = try known ?? writer.addPoint(number: key.number, flow: key.unit.flow)
    if let meter = try FileIngestor.meterWithUnknownSerial(of: point, writer),
      meter.unit == key.unit.unit
    {
      try writer.setSerial(key.serial, of: meter)
      return (
        Meter(id: meter.id, meterPointID: point.id, serial: key.serial, unit: meter.unit), false
      )
    }
    return (try writer.addMeter(serial: key.serial, unit: key.unit.unit, to: point), true)
  }

  /// The placeholder serial of a meter of which only the meter point number is known.
  static let unknownSerial = "unknown"

  /// The only meter of a meter point, if it has the placeholder serial.
  static func meterWithUnknownSerial(of point: MeterPoint, _ writer: CacheWriter) throws -> Meter? {
    let meters = try writer.meters(of: point)
    return meters.count == 1 ? meters.first { $0.serial == unknownSerial } : nil
  }
}
