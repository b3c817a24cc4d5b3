import Cache
import EnergyModel
import Interchange
import JSONText
import OctopusAPI
import QueryEngine
import QueryLanguage
import Rendering
import Tariffs

/// Fetches the meters of an account, and their agreements, into the cache.
///
/// Anything in the cache that the account lacks is left alone: a meter may be gone for some days,
/// and another account may have it.
struct AccountFetch {
  private let request: FetchAccount
  private let workspace: Workspace

  init(_ request: FetchAccount, _ workspace: Workspace) {
    self.request = request
    self.workspace = workspace
  }

  func run() throws {
    let number = request.number.value.uppercased()
    let question = APIRequest.account(number)
    guard !request.pretends else { return try workspace.pretend([question]) }
    let start = ContinuousClock.now
    let octopus = try workspace.octopus(for: [number])
    let answer: JSONObject
    do {
      answer = try octopus.get(question)
    } catch let error as FetchError {
      try workspace.noteKey(of: octopus, error, for: number)
      throw error
    }
    let account = try AccountAnswer(answer, path: "account \(number)")
    var report = ImportReport()
    try workspace.cache().write { writer in
      for point in account.points {
        let cache = try workspace.cache()
        let ingestor = AccountIngestor(
          cache: cache, writer: writer, catalog: try cache.catalog(writer), zone: workspace.zone)
        try ingestor.store(point, into: &report)
      }
      var counts = report.meters
      counts += report.agreements
      try writer.log(
        source: "octopus: account \(number)", at: workspace.now, counts: counts, revisions: [])
    }
    for note in account.notes { try workspace.reporter.note(note) }
    for note in report.notes { try workspace.reporter.info(note) }
    try workspace.reporter.info(
      "account \(number): \(properties(account)), \(counted(account.points.count, "meter point")); "
        + "\(report.text), \((.now - start).shortText)")
    if account.points.isEmpty {
      try workspace.reporter.warn(
        "Octopus lists no meter points for it at the moment; the cache is unchanged")
    }
    try noteTariffsWithoutRates()
  }

  private func properties(_ account: AccountAnswer) -> String {
    let all =
      account.properties == 1
      ? "1 property" : "\(account.properties) properties"
    let former = account.formerProperties
    return all + (former > 0 ? ", \(former) of them since left" : "")
  }

  private func noteTariffsWithoutRates() throws {
    let cache = try workspace.cache()
    let catalog = try cache.catalog()
    let extents = try cache.rateExtents()
    let bare = catalog.tariffs.filter { tariff in
      tariff.fetchCode != nil && extents[tariff.name] == nil
        && catalog.agreements.contains { $0.tariff == tariff.name && !$0.isEmpty }
    }
    guard !bare.isEmpty else { return }
    let names = bare.map(\.name).sorted().joined(separator: ", ")
    try workspace.reporter.note("no rates yet of \(names); type: fetch rates")
  }
}

/// Stores one meter point of an account, inside the transaction for the account.
private struct AccountIngestor {
  let cache: Cache
  let writer: CacheWriter
  /// The catalog before this meter point is stored.
  let catalog: Catalog
  let zone: ClockZone

  func store(_ answer: AccountAnswer.Point, into report: inout ImportReport) throws {
    let known = catalog.points.first { $0.number == answer.number }
    if let known, known.flow != answer.flow {
      throw Failure(
        "\(known.name) is a meter for \(known.flow.rawValue) in the cache, but for "
          + "\(answer.flow.rawValue) in the account",
        hint: "to follow the account: drop meter \(quotedIfNeeded(known.name))")
    }
    let point = try known ?? writer.addPoint(number: answer.number, flow: answer.flow)
    if let serial = answer.serials.first, answer.serials.count == 1,
      let meter = try FileIngestor.meterWithUnknownSerial(of: point, writer)
    {
      try writer.setSerial(serial, of: meter)
    }
    for serial in answer.serials { try store(serial, of: point, into: &report) }
    try storeAgreements(answer, of: point, into: &report)
  }

  private func store(
    _ serial: String, of point: MeterPoint, into report: inout ImportReport
  ) throws {
    if try writer.meter(serial: serial, of: point) != nil {
      report.meters.same += 1
    } else if point.flow == .gas {
      // Cubic metres mistaken for kWh would be too small by a factor of eleven.
      report.notes.append(
        "note: meter \(serial) of \(point.name) reads m3 or kWh, but the account does not say "
          + "which; if its display shows m3: add meter \(point.number) serial "
          + "\(quotedIfNeeded(serial)) as gas unit m3")
    } else {
      _ = try writer.addMeter(serial: serial, unit: .kWh, to: point)
      report.meters.new += 1
    }
  }

  // MARK: Agreements

  private func storeAgreements(
    _ answer: AccountAnswer.Point, of point: MeterPoint, into report: inout ImportReport
  ) throws {
    let all = answer.agreements.map { agreement in
      Agreement(
        meterPointID: point.id, tariff: agreement.code,
        from: agreement.from
          ?? zone.start(of: LocalDay(firstOfMonth: 1, year: zone.years.lowerBound)),
        until: agreement.to)
    }.filter { !$0.isEmpty }
    var agreements: [Agreement] = []
    for (index, var agreement) in all.enumerated() {
      let others = all[..<index] + all[(index + 1)...]
      if let other = others.first(where: agreement.overlaps) {
        let whole = agreement.inWholeDays(zone)
        report.notes.append(
          "warning: \(point.name) has two overlapping agreements in the account; neither was imported: "
            + "\(agreement.tariff) \(agreement.timeText(zone)), and \(other.tariff) "
            + other.timeText(zone)
            + "; to settle it\(whole == agreement ? "" : ", by whole days"): "
            + "fetch rates \(agreement.tariff) as \(point.flow.rawValue)"
            + (whole.isEmpty ? "" : "; \(whole.statement(for: point, zone))"))
        continue
      }
      guard let tariff = try tariff(agreement.tariff, of: point, into: &report) else {
        report.notes.append(
          "warning: \(point.name) has an agreement on \(agreement.tariff) in the account, which is a "
            + "tariff for another flow here; it was not imported")
        continue
      }
      agreement.tariff = tariff.name
      agreements.append(agreement)
    }
    var stored = catalog.agreements(of: point)
    let moved = try refine(&stored, by: agreements)
    report.agreements.revised += moved.count
    for agreement in agreements where !moved.contains(agreement) {
      try store(agreement, of: point, beside: &stored, into: &report)
    }
  }

  /// Replaces agreements stored by whole days with the account's, if they differ only in the times.
  ///
  /// All are replaced at once: one that now ends later overlaps the next until that begins later
  /// too.
  ///
  /// - Returns: the new agreements.
  private func refine(
    _ stored: inout [Agreement], by agreements: [Agreement]
  ) throws -> [Agreement] {
    func isCoarse(_ stored: Agreement, _ exact: Agreement) -> Bool {
      var coarse = exact
      coarse.from = zone.start(of: zone.day(of: exact.from))
      coarse.until = exact.until.map { zone.start(of: zone.day(of: $0)) }
      return stored == coarse && stored != exact
    }
    let kept = stored.filter { old in !agreements.contains { isCoarse(old, $0) } }
    let exact = agreements.filter { agreement in
      stored.contains { isCoarse($0, agreement) } && !kept.contains(where: agreement.overlaps)
    }
    for old in stored where exact.contains(where: { isCoarse(old, $0) }) {
      try writer.end(old, at: old.from)
    }
    for agreement in exact { try writer.store(agreement) }
    stored.removeAll { old in exact.contains { isCoarse(old, $0) } }
    stored = (stored + exact).sorted { $0.from < $1.from }
    return exact
  }

  /// The tariff for a code: one of that name, or one that carries the code, or else a new one
  /// without rates yet; nil where the one that there is is for another flow.
  private func tariff(
    _ code: String, of point: MeterPoint, into report: inout ImportReport
  ) throws -> Tariff? {
    let flow = point.flow
    if let known = try cache.tariffs(writer).fetched(code) {
      return known.unit.flow == flow ? known : nil
    }
    let tariff = Tariff(code: code, flow: flow, hasRegisters: nil)
    try writer.store(tariff)
    report.tariffs.new += 1
    return tariff
  }

  /// Stores an agreement, unless one made by hand is in the way; the report then says how to
  /// replace it.
  private func store(
    _ agreement: Agreement, of point: MeterPoint, beside stored: inout [Agreement],
    into report: inout ImportReport
  ) throws {
    if stored.contains(agreement) {
      report.agreements.same += 1
      return
    }
    let overlapping = stored.indices.filter { stored[$0].overlaps(agreement) }
    // A single overlapping agreement on the same tariff is this one, with its start moved.
    let moved = overlapping.count == 1 ? overlapping.first : nil
    let old =
      stored.firstIndex { $0.tariff == agreement.tariff && $0.from == agreement.from }
      ?? moved.flatMap { stored[$0].tariff == agreement.tariff ? $0 : nil }
    let others = stored.enumerated().filter { $0.offset != old }.map(\.element)
    if let other = others.first(where: agreement.overlaps) {
      let advice = agreement.replacementHint(
        "; to follow the account", from: stored, of: point, zone)
      report.notes.append(
        "note: \(point.name) keeps \(other.tariff) \(other.timeText(zone))" + (advice ?? ""))
      return
    }
    if let old {
      try writer.end(stored[old], at: stored[old].from)
      stored[old] = agreement
      report.agreements.revised += 1
    } else {
      stored.append(agreement)
      report.agreements.new += 1
    }
    try writer.store(agreement)
  }
}
