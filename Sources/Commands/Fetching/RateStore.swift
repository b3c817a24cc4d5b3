import Cache
import EnergyModel
import Interchange
import JSONText
import OctopusAPI
import QueryEngine
import Tariffs

/// Stores the prices of one tariff in the cache, in one transaction.
struct RateStore {
  private let part: RatePart
  private let flow: Flow
  private let workspace: Workspace

  init(_ part: RatePart, flow: Flow, workspace: Workspace) {
    self.part = part
    self.flow = flow
    self.workspace = workspace
  }

  private var code: String { part.code }
  /// The tariff as stored in the cache.
  private var known: Tariff? { part.known }
  /// The name of the tariff.
  var name: String { known?.name ?? code }

  private var source: String { "octopus: rates of \(code)" }

  /// - Throws: an ``ImportError`` for invalid prices, in which case nothing is stored.
  func store(_ answers: [PriceList: [JSONObject]]) throws -> ImportReport {
    var report = ImportReport()
    var contents: [(DatedKind, RatesFile.Contents)] = []
    for list in PriceList.allCases {
      guard let rows = answers[list] else { continue }
      let kind: PriceKind = list == .standing ? .standing : .unit
      let read = try RatesFile.read(rows, path: code, kind: kind, flow: flow)
      report.notes += read.notes.map { "\($0.kind): \(code): \($0.text)" }
      if rows.isEmpty {
        report.notes.append(
          "\(list == .standing ? "note" : "warning"): \(code) has no \(list.noun) in that time")
      }
      contents.append((list.kind, read))
    }
    let hasRegisters = answers.keys.contains(.day)
    try workspace.cache().write { writer in
      try store(hasRegisters: hasRegisters, writer, &report)
      var stored: [StoredRates] = []
      for (kind, read) in contents {
        let rows = read.rows.map { $0.with(source: source) }
        let part = try writer.store(rows, kind, of: name, insteadOf: part.range.timeRange)
        report.rates += part.counts
        stored.append(part)
      }
      let entry = try writer.log(
        source: source, at: workspace.now, counts: report.rates, revisions: [])
      guard let known, let entry else { return }
      let revisions = RateRevisions(
        of: known, previous: known, stored: stored, zone: workspace.zone, now: workspace.now)
      try writer.store(revisions.revisions, of: name, import: entry)
      report.notes += try revisions.warnings(
        workspace.cache(), writer, payment: workspace.settings.pricing.payment)
    }
    return report
  }

  /// Creates the tariff, or adds what its code does not show, such as registers.
  private func store(
    hasRegisters: Bool, _ writer: CacheWriter, _ report: inout ImportReport
  ) throws {
    var wanted = Tariff(code: code, flow: flow, hasRegisters: hasRegisters)
    wanted.product = part.namedProduct
    if let known {
      var tariff = known
      tariff.code = code
      tariff.product = wanted.product
      if known.kind.hasRegisters != hasRegisters { tariff.kind = wanted.kind }
      if tariff != known {
        try writer.store(tariff)
        report.tariffs.revised += 1
      }
      if case .registers(.some) = tariff.kind { return }
    } else {
      try writer.store(wanted)
      report.tariffs.new += 1
    }
    if hasRegisters { report.notes.append("note: \(Tariff.nightIsUnknown(name))") }
  }
}

extension PriceList {
  fileprivate var kind: DatedKind {
    switch self {
    case .standard: .unit
    case .day: .day
    case .night: .night
    case .standing: .standing
    }
  }

  fileprivate var noun: String {
    switch self {
    case .standard: "unit rates"
    case .day: "day rates"
    case .night: "night rates"
    case .standing: "standing charges"
    }
  }
}
