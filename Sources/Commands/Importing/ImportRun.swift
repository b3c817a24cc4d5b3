import Cache
import EnergyModel
import Glibc
import Interchange
import QueryEngine
import QueryLanguage
import Rendering
import Tariffs
import Terminal

/// Imports files, each in a transaction of its own, and reports the outcome.
final class ImportRun {
  private let syntax: Import
  private let workspace: Workspace
  private let progress: Progress
  /// Whether the user answers questions: who leaves one with Ctrl-C is asked of no other file.
  private var mayAsk = true

  init(_ syntax: Import, _ workspace: Workspace) {
    self.syntax = syntax
    self.workspace = workspace
    progress = Progress(workspace.reporter)
  }

  /// - Throws: ``AlreadyReported`` when a file was refused; the others were still tried.
  func run() throws {
    let cache = try workspace.cache()
    var target = ImportTarget(cache: cache)
    guard syntax.pretends else { return try run(into: &target) }
    try cache.write(pretending: true) { writer in
      target.pretend(writer)
      try run(into: &target)
    }
  }

  private func run(into target: inout ImportTarget) throws {
    let start = ContinuousClock.now
    let files = configurationsFirst(syntax.paths.flatMap { FileNames.expand($0) })
    defer { progress.clear() }
    var total = ImportReport()
    var refused = 0
    var bytes = 0
    for (index, file) in files.enumerated() {
      let fileStart = ContinuousClock.now
      do {
        var fileBytes = 0
        let path = try file.get()
        let report = try importFile(path, into: &target) { done, size in
          try workspace.cancellation.check()
          // A pipe does not say how much is to come.
          let part = size > 0 ? min(1, Double(done) / Double(size)) : 0
          let share = (Double(index) + part) / Double(files.count)
          progress.show(share, "file \(index + 1) of \(files.count)", bytes: bytes + done)
          fileBytes = done
        }
        bytes += fileBytes
        progress.clear()
        for note in report.notes { try workspace.reporter.info(note) }
        try workspace.reporter.info("\(path): \(report.text), \((.now - fileStart).shortText)")
        total += report
      } catch let error where error is ImportError || error is FileError {
        progress.clear()
        refused += 1
        try workspace.reporter.error("\(error)")
      }
    }
    if files.count > 1 {
      let outcome = syntax.pretends ? "would import" : "imported"
      let contents = refused == files.count ? "" : "\(total.text), "
      try workspace.reporter.info(
        "\(outcome) \(files.count - refused) of \(files.count) files: \(contents)"
          + "\(refused) refused, \((.now - start).shortText)")
    } else if syntax.pretends, refused == 0 {
      try workspace.reporter.info("nothing was written, because of 'pretend'")
    }
    if refused > 0 { throw AlreadyReported() }
  }

  /// Moves configurations to the front, as they name the meters that readings need.
  private func configurationsFirst(
    _ files: [Result<String, FileError>]
  ) -> [Result<String, FileError>] {
    guard files.count > 1, syntax.kind == nil else { return files }
    func isConfiguration(_ file: Result<String, FileError>) -> Bool {
      guard let path = try? file.get(), let head = FileNames.head(of: path) else { return false }
      return FileKind.detect(head[...]) == .config
    }
    let configurations = files.filter(isConfiguration)
    return configurations + files.filter { !configurations.contains($0) }
  }

  private func importFile(
    _ path: String, into target: inout ImportTarget, progress: (Int, Int) throws -> Void
  ) throws -> ImportReport {
    let reader = try FileReader(path, cancellation: workspace.cancellation)
    var file = FileWindow(size: reader.size, reading: reader.read(into:))
    guard let kind = try syntax.kind ?? file.detectedKind() else {
      guard !file.isStatement else {
        throw ImportError(
          path: path, line: nil,
          message: "is a statement, from which nothing is imported; to compare with it, type: "
            + "reconcile billed from '\(path)'")
      }
      let kinds = FileKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw ImportError(path: path, line: nil, message: "not recognised as one of: \(kinds)")
    }
    func inOneTransaction(_ store: (FileIngestor) throws -> ImportReport) throws -> ImportReport {
      try target.write { writer in
        try store(
          FileIngestor(
            syntax: syntax, path: path, zone: workspace.zone, now: workspace.now,
            payment: workspace.settings.pricing.payment, cache: target.cache, writer: writer))
      }
    }
    // With the window handed in, as what a function has captured can't be consumed below.
    func whole(_ file: inout FileWindow, atMost most: Int) throws -> [UInt8] {
      guard let bytes = try file.whole(atMost: most) else {
        throw ImportError(
          path: path, line: nil, message: "is over \(most >> 20) MB, too large for \(kind.rawValue)"
        )
      }
      return bytes
    }
    func advance(_ done: Int) throws { try progress(done, reader.size) }
    switch kind {
    case .cache:
      let contents = try ReadingsFile.read(consume file, path: path, progress: advance)
      return try inOneTransaction { try $0.store(contents) }
    case .config:
      let bytes = try whole(&file, atMost: FileKind.mostBytes.configuration)
      let contents = try ConfigurationFile.read(bytes, path: path)
      try advance(bytes.count)
      // This comes before anything is stored, as a file is imported completely or not at all.
      let keepsKeys = !workspace.settings.run.isSafe
      if !contents.keys.isEmpty, keepsKeys { _ = try workspace.network.keys.entries() }
      var report = try inOneTransaction { try $0.store(contents) }
      guard keepsKeys else {
        if !contents.keys.isEmpty {
          report.notes.append(
            "note: \(path): its API keys were not kept: --safe does not write files")
        }
        return report
      }
      report.notes += try workspace.keys.keep(
        contents.keys, pretended: &target.pretendKeys
      )
      .map { "note: \(path): \($0)" }
      return report
    case .csv:
      let contents = try ConsumptionCSV.read(consume file, path: path, progress: advance)
      if let meter = contents.meter {
        return try inOneTransaction { try $0.store(contents, of: meter) }
      }
      let choice = try meterChoice(for: path, contents.unit, in: target)
      return try inOneTransaction { try $0.store(contents, for: choice) }
    case .consumption:
      let choice = try meterChoice(for: path, nil, in: target)
      guard let unit = choice.unit(in: try target.catalog()) else {
        throw ImportError(
          path: path, line: nil,
          message: "it does not say whether gas is in kWh or m³; first type: "
            + "add meter \(choice.number ?? choice.name ?? "NUMBER") as gas unit m3")
      }
      let contents = try ConsumptionAnswer.read(
        try whole(&file, atMost: FileKind.mostBytes.answer), path: path, unit: unit,
        progress: advance)
      return try inOneTransaction { try $0.store(contents, for: choice) }
    case .rates:
      let contents = try RatesFile.read(
        whole(&file, atMost: FileKind.mostBytes.answer), path: path, kind: .unit,
        flow: try flow(in: target), progress: advance)
      return try inOneTransaction { try $0.store(contents, syntax.register ?? .unit) }
    case .standing:
      let contents = try RatesFile.read(
        whole(&file, atMost: FileKind.mostBytes.answer), path: path, kind: .standing,
        flow: try flow(in: target), progress: advance)
      return try inOneTransaction { try $0.store(contents, .standing) }
    }
  }

  /// The meter of a file with readings in a unit; nil where it does not say which.
  private func meterChoice(
    for path: String, _ unit: MeterUnit?, in target: ImportTarget
  ) throws -> MeterChoice {
    var choice = MeterChoice(syntax)
    guard mayAsk else { return choice }
    progress.clear()
    mayAsk = try choice.complete(
      for: path, unit, in: try target.catalog(), workspace)
    return choice
  }

  /// The flow of the tariff that the statement names, as typed or as stored.
  private func flow(in target: ImportTarget) throws -> Flow? {
    if let flow = syntax.flow { return flow.value }
    return try syntax.name.flatMap { try target.catalog().tariff(named: $0.value) }?.unit.flow
  }
}

/// The destination of files: a transaction for each, or, for `pretend`, a single one that is rolled
/// back, in which each file sees the changes of those before it.
private struct ImportTarget {
  let cache: Cache
  /// The API keys that would have been stored so far; nil if keys are really stored.
  var pretendKeys: [KeyRing.Entry]?
  /// The writer of the transaction around all files, for `pretend`.
  private var sharedWriter: CacheWriter?

  init(cache: Cache) { self.cache = cache }

  /// Makes all further files go into the transaction of `writer`, which will be rolled back.
  mutating func pretend(_ writer: CacheWriter) { (sharedWriter, pretendKeys) = (writer, []) }

  func catalog() throws -> Catalog { try sharedWriter.map(cache.catalog) ?? cache.catalog() }

  /// Stores one file, completely or not at all.
  func write<Result>(_ body: (CacheWriter) throws -> Result) throws -> Result {
    guard let sharedWriter else { return try cache.write(body) }
    return try sharedWriter.wholly { try body(sharedWriter) }
  }
}

/// The outcome of importing the contents of one file, or of all.
struct ImportReport {
  var readings = MergeCounts()
  /// The supplier's own costs, by half-hour.
  var costs = MergeCounts()
  var meters = MergeCounts()
  var tariffs = MergeCounts()
  var agreements = MergeCounts()
  var rates = MergeCounts()
  /// The number of tariffs that exist with other terms and were skipped.
  var skipped = 0
  var notes: [String] = []

  static func += (left: inout ImportReport, right: ImportReport) {
    left.readings += right.readings
    left.costs += right.costs
    left.meters += right.meters
    left.tariffs += right.tariffs
    left.agreements += right.agreements
    left.rates += right.rates
    left.skipped += right.skipped
  }

  /// The counts for each kind of thing in the file: `1,488 readings new, 0 same, 0 revised`.
  var text: String {
    let kinds = [
      ("readings", readings), ("supplier's costs", costs), ("meters", meters),
      ("tariffs", tariffs), ("agreements", agreements), ("rates", rates),
    ]
    var texts = kinds.compactMap { noun, counts -> String? in
      guard counts.new + counts.same + counts.revised > 0 else { return nil }
      return "\(noun) \(counts.new) new, \(counts.same) same, \(counts.revised) revised"
    }
    if skipped > 0 { texts.append("\(counted(skipped, "tariff")) skipped") }
    return texts.isEmpty ? "nothing in it" : texts.joined(separator: "; ")
  }
}
