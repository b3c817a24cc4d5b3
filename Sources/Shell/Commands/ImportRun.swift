import Cache
import EnergyModel
import Glibc
import Importers
import QueryLanguage
import Tariffs

/// Takes files into the cache, each as one transaction, and says what became of them.
struct ImportRun {
  private let syntax: ImportSyntax
  private let session: Session

  init(_ syntax: ImportSyntax, _ session: Session) {
    self.syntax = syntax
    self.session = session
  }

  /// - Throws: ``AlreadyReported`` when a file was refused; the others have been tried all the same.
  func run() throws {
    let start = ContinuousClock.now
    let cache = try session.cache()
    let files = syntax.paths.flatMap { FileNames.expand($0) }
    let progress = Progress(session: session)
    var total = ImportReport()
    var refused = 0
    for (index, file) in files.enumerated() {
      let fileStart = ContinuousClock.now
      do {
        let report = try take(file, into: cache) { done, size in
          let share = (Double(index) + Double(done) / Double(max(size, 1))) / Double(files.count)
          progress.show(share, "\(index + 1) of \(files.count) files")
        }
        progress.clear()
        for note in report.notes { try session.tell(note) }
        try session.tell("\(file): \(report.text), \(milliseconds(since: fileStart))")
        total += report
      } catch let error as ImportError {
        progress.clear()
        refused += 1
        try session.console.report(session.console.colored(error.description, "31"))
      }
    }
    if files.count > 1 {
      let outcome = syntax.pretends ? "would import" : "imported"
      try session.tell(
        "\(outcome) \(files.count - refused) of \(files.count) files: \(total.text), "
          + "\(refused) refused, \(milliseconds(since: start))")
    } else if syntax.pretends, refused == 0 {
      try session.tell("nothing was written, as asked by 'pretend'")
    }
    if refused > 0 { throw AlreadyReported() }
  }

  private func milliseconds(since start: ContinuousClock.Instant) -> String {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
  }

  private func take(
    _ path: String, into cache: Cache, progress: (Int, Int) -> Void
  ) throws -> ImportReport {
    let bytes = try FileNames.read(path)
    guard let kind = syntax.kind ?? FileKind.recognise(bytes) else {
      throw ImportError(
        path: path, line: nil,
        message: "not recognised: neither a configuration nor cache lines in JSON")
    }
    switch kind {
    case .cache:
      let contents = try CacheFile.read(bytes, path: path) { progress($0, bytes.count) }
      return try cache.write(pretending: syntax.pretends) { writer in
        try store(contents, from: path, with: writer)
      }
    case .config:
      let contents = try ConfigurationFile.read(bytes, path: path)
      return try cache.write(pretending: syntax.pretends) { writer in
        try store(contents, from: path, with: writer)
      }
    }
  }

  // MARK: Readings

  private func store(
    _ contents: CacheFile.Contents, from path: String, with writer: CacheWriter
  ) throws -> ImportReport {
    var report = ImportReport()
    var counts = CacheWriter.Counts()
    var revisions: [CacheWriter.Revision] = []
    for part in contents.meters {
      let (meter, isNew) = try meter(
        part.batch.meter, at: part.firstLine, of: path, creating: syntax.createsMeters,
        with: writer)
      if isNew { report.meters.new += 1 }
      for day in [part.batch.days.first, part.batch.days.last].compactMap(\.self) {
        let year = LocalDay(number: day.day).civil.year
        guard session.zone.years.contains(year) else {
          throw ImportError(
            path: path, line: nil,
            message: "readings of the year \(year), outside \(session.zone.years.lowerBound) to "
              + "\(session.zone.years.upperBound)")
        }
      }
      let stored = try writer.store(part.batch.days, of: meter)
      counts += stored.counts
      revisions += stored.revisions
    }
    try writer.log(source: path, at: session.now, counts: counts, revisions: revisions)
    report.readings = counts
    if contents.roundedCount > 0 {
      report.notes.append(
        "note: \(path): \(contents.roundedCount) readings have more than 6 decimals and were rounded"
      )
    }
    return report
  }

  /// The meter that a file speaks of.
  ///
  /// - Throws: when its flow or unit is another in the cache, or it is not there and not to be made.
  private func meter(
    _ key: MeterKey, at line: Int, of path: String, creating: Bool, with writer: CacheWriter
  ) throws -> (meter: Meter, isNew: Bool) {
    func refusal(_ message: String) -> ImportError {
      ImportError(path: path, line: line, message: message)
    }
    let known = try writer.point(number: key.number)
    if let known, known.flow != key.unit.flow {
      throw refusal(
        "unit \(key.unit.rawValue) contradicts meter point \(key.number), whose flow is "
          + known.flow.rawValue)
    }
    if let known, let meter = try writer.meter(serial: key.serial, of: known) {
      guard meter.unit == key.unit.unit else {
        throw refusal(
          "unit \(key.unit.rawValue) contradicts meter \(key.serial) of \(key.number), which "
            + "counts \(meter.unit.rawValue)")
      }
      return (meter, false)
    }
    guard creating else {
      throw refusal(
        "meter \(key.serial) of \(key.number) is not in the cache; import its configuration, or "
          + "add: create meters")
    }
    let point = try known ?? writer.addPoint(number: key.number, flow: key.unit.flow)
    return (try writer.addMeter(serial: key.serial, unit: key.unit.unit, to: point), true)
  }

  // MARK: Configuration

  private func store(
    _ contents: ConfigurationFile.Contents, from path: String, with writer: CacheWriter
  ) throws -> ImportReport {
    var report = ImportReport()
    for configured in contents.meters {
      let (_, isNew) = try meter(
        configured.key, at: configured.line, of: path, creating: true, with: writer)
      let isRenamed = try setAlias(of: configured, at: path, with: writer)
      if isNew {
        report.meters.new += 1
      } else if isRenamed {
        report.meters.revised += 1
      } else {
        report.meters.same += 1
      }
    }
    let stored = Dictionary(
      try session.cache().tariffs(writer).map { ($0.name.lowercased(), $0) },
      uniquingKeysWith: { first, _ in first })
    for configured in contents.tariffs {
      let tariff = configured.tariff
      switch stored[tariff.name.lowercased()] {
      case nil:
        try writer.store(tariff)
        report.tariffs.new += 1
      case tariff:
        report.tariffs.same += 1
      case .some where syntax.replaces:
        try writer.store(tariff)
        report.tariffs.revised += 1
      case .some:
        report.notes.append(
          "note: \(path):\(configured.line): tariff '\(tariff.name)' is there with other terms and "
            + "was skipped; to overwrite it, add: replace")
      }
    }
    report.notes += contents.notes.map { note in
      let place = note.line.map { "\(path):\($0)" } ?? path
      return "\(note.isWarning ? "warning" : "note"): \(place): \(note.text)"
    }
    if contents.holdsKeys {
      report.notes.append(
        "note: \(path): its API keys were not stored: they don't belong in a cache")
    }
    return report
  }

  /// Gives a meter point the alias that a file asks for; says whether that was a change.
  private func setAlias(
    of configured: ConfigurationFile.ConfiguredMeter, at path: String, with writer: CacheWriter
  ) throws -> Bool {
    guard let alias = configured.alias,
      let point = try writer.point(number: configured.key.number), point.alias != alias
    else { return false }
    if let owner = try writer.point(alias: alias), owner != point.number {
      throw ImportError(
        path: path, line: configured.line, message: "alias '\(alias)' belongs to \(owner) already")
    }
    try writer.setAlias(alias, of: point)
    return true
  }
}

/// What became of the contents of one file, or of all.
struct ImportReport {
  var readings = CacheWriter.Counts()
  var meters = CacheWriter.Counts()
  var tariffs = CacheWriter.Counts()
  var notes: [String] = []

  static func += (left: inout ImportReport, right: ImportReport) {
    left.readings += right.readings
    left.meters += right.meters
    left.tariffs += right.tariffs
  }

  /// `1,488 readings new, 0 same, 0 revised`, for each kind of thing that the file held.
  var text: String {
    let kinds = [("readings", readings), ("meters", meters), ("tariffs", tariffs)]
    let texts = kinds.compactMap { noun, counts -> String? in
      guard counts.new + counts.same + counts.revised > 0 else { return nil }
      return "\(noun) \(counts.new) new, \(counts.same) same, \(counts.revised) revised"
    }
    return texts.isEmpty ? "nothing in it" : texts.joined(separator: "; ")
  }
}
