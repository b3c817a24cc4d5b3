import Cache
import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage
import Tariffs

extension FileIngestor {
  func store(_ contents: ConfigurationFile.Contents) throws -> ImportReport {
    var report = ImportReport()
    for configured in contents.meters {
      let (_, isNew) = try meter(configured.key, at: configured.line, creating: true)
      let isRenamed = try setAlias(of: configured)
      if isNew {
        report.meters.new += 1
      } else if isRenamed {
        report.meters.revised += 1
      } else {
        report.meters.same += 1
      }
    }
    let stored = Dictionary(
      try cache.tariffs(writer).map { ($0.name.lowercased(), $0) },
      uniquingKeysWith: { old, _ in old })
    var revisions: [RateRevisions] = []
    for configured in contents.tariffs {
      var tariff = configured.tariff
      try refuseReserved(tariff.name, at: configured.line)
      tariff.isSecondary = syntax.isForComparison
      tariff.source = path
      switch stored[tariff.name.lowercased()] {
      case nil:
        try writer.store(tariff)
        report.tariffs.new += 1
      case let known? where known.hasTerms(of: tariff):
        report.tariffs.same += 1
      case .some(let known) where syntax.replaces:
        guard known.unit.flow == tariff.unit.flow else {
          throw refusal(
            configured.line,
            "tariff '\(known.name)' is for \(known.unit.flow.rawValue) and can't become one for "
              + tariff.unit.flow.rawValue)
        }
        try writer.store(tariff)
        report.tariffs.revised += 1
        revisions.append(RateRevisions(of: tariff, previous: known, zone: zone, now: now))
      case .some(let known):
        var other = known
        other.isSecondary = tariff.isSecondary
        let what =
          !other.hasTerms(of: tariff)
          ? "with other terms" : known.isSecondary ? "for comparison" : "but not for comparison"
        report.skipped += 1
        report.notes.append(
          "note: \(path):\(configured.line): tariff '\(tariff.name)' was skipped: it "
            + "exists \(what); to overwrite it, add: replace")
      }
    }
    report.notes += texts(of: contents.notes)
    if revisions.contains(where: { !$0.isEmpty }) {
      let entry = try writer.log(
        source: path, at: now, counts: report.tariffs, revisions: [])
      try keep(revisions, of: entry, in: &report)
    }
    return report
  }

  /// Stores changes to past prices with the import that made them, and reports them.
  private func keep(
    _ all: [RateRevisions], of entry: Int64?, in report: inout ImportReport
  ) throws {
    guard let entry else { return }
    for revisions in all {
      try writer.store(revisions.revisions, of: revisions.tariff.name, import: entry)
      report.notes += try revisions.warnings(cache, writer, payment: payment)
    }
  }

  /// Creates or extends the tariff that the statement names with dated rows.
  func store(_ contents: RatesFile.Contents, _ kind: DatedKind) throws -> ImportReport {
    var report = ImportReport(notes: texts(of: contents.notes))
    guard let name = syntax.name?.value else {
      throw refusal(nil, "a file of \(kind.text) does not name its tariff; add: for TARIFF")
    }
    try refuseReserved(name, at: nil)
    try refuseYears(of: contents.rows)
    let known = try cache.tariffs(writer).first { $0.name.lowercased() == name.lowercased() }
    if let known {
      if let flow = syntax.flow?.value, flow != known.unit.flow {
        throw refusal(
          nil,
          "'as \(flow.rawValue)' contradicts \(known.name), which is for \(known.unit.flow.rawValue)"
        )
      }
      guard kind.goes(with: known.kind) else {
        throw refusal(
          nil,
          "\(known.name) has \(known.kind.text); "
            + (known.kind.hasRegisters
              ? "say which these are: register day, or register night"
              : "\(kind.text) need their own tariff"))
      }
    } else {
      guard let flow = syntax.flow?.value, let unit = ReadingUnit(flow: flow, unit: .kWh) else {
        throw refusal(nil, "there is no tariff '\(name)'; to create it, add its flow: as import")
      }
      let isRegister = kind == .day || kind == .night
      try writer.store(
        Tariff(
          name: name, unit: unit, kind: isRegister ? .registers(nil) : .dated, isSecondary: true))
      report.tariffs.new += 1
      if isRegister {
        report.notes.append("note: \(Tariff.nightIsUnknown(name))")
      }
    }
    let rows = contents.rows.map { $0.with(source: path) }
    let stored = try writer.store(rows, kind, of: known?.name ?? name)
    if let known, kind != .standing { try refuseSwallowing(stored, of: known) }
    report.rates = stored.counts
    let entry = try writer.log(source: path, at: now, counts: report.rates, revisions: [])
    if let known {
      let revisions = RateRevisions(
        of: known, previous: known, stored: [stored], zone: zone, now: now)
      try keep([revisions], of: entry, in: &report)
    }
    report.notes += notes(on: rows, stored)
    return report
  }

  /// Refuses rates of which one takes the place of very many, unless `replace` asks for it.
  ///
  /// A standing charge read as a rate would do so: files of both have the same form.
  private func refuseSwallowing(_ stored: StoredRates, of tariff: Tariff) throws {
    guard !syntax.replaces else { return }
    for row in stored.rows where row.isLong && row.source == path {
      guard !stored.previous.contains(where: { $0.terms == row.terms }) else { continue }
      let replaced = stored.previous.count { row.swallows($0) }
      guard replaced > FileIngestor.mostSwallowed, let rate = row.includingVAT ?? row.excludingVAT
      else { continue }
      let price = amountText(rate.inMajorUnit.text, in: tariff.currency)
      let start = row.validFrom.map { " from \(zone.shortStamp($0))" } ?? ""
      let (file, owner) = (quotedIfNeeded(path), quotedIfNeeded(tariff.name))
      throw refusal(
        nil,
        "its rate of \(price)\(start) would replace \(counted(replaced, "rate")) of "
          + "\(tariff.name); if it is a standing charge, "
          + "type: import standing \(file) for \(owner)" + "; if not, add: replace")
    }
  }

  /// The most rates that one may replace in whole: fewer than a day of half-hours.
  private static let mostSwallowed = 40

  /// Refuses rows that hold at no time that the clock covers, as no query could ask for them.
  private func refuseYears(of rows: [DatedRate]) throws {
    let days = ClockZone.coveredDays
    let covered = TimeRange(
      start: Instant(halfHour: days.lowerBound * 48), end: Instant(halfHour: days.upperBound * 48))
    for row in rows {
      guard !row.overlaps(covered), let from = row.validFrom ?? row.validTo else { continue }
      let year = LocalDay(number: from.halfHour.flooredDivision(by: 48)).civil.year
      throw refusal(
        nil,
        "rates of the year \(year), outside \(zone.years.lowerBound) to \(zone.years.upperBound)")
    }
  }

  /// Notes on rows that have no effect, or less than they seem to.
  private func notes(on rows: [DatedRate], _ stored: StoredRates) -> [String] {
    var notes: [String] = []
    // Both are in order of time.
    var own = stored.rows.filter { $0.paymentMethod == payment }[...]
    let hidden = rows.count { row in
      guard row.paymentMethod == nil else { return false }
      own = own.drop { !$0.ends(after: row) }
      return own.first.map(row.ends) ?? false
    }
    if hidden > 0 {
      notes.append(
        "\(counted(hidden, "row")) without a payment method \(hidden == 1 ? "gives" : "give") way "
          + "to rows for \(payment.word) of the same time: see '.payment'")
    }
    if let row = stored.resumed, let from = row.validFrom {
      notes.append(
        "from \(zone.shortStamp(from)) on, the earlier row without an end holds again")
    }
    return notes.map { "note: \(path): \($0)" }
  }

  /// Refuses names that can't be typed, or have another meaning where a tariff can be named.
  private func refuseReserved(_ name: String, at line: Int?) throws {
    if name.hasControls {
      throw refusal(line, "a tariff can't have a control character in its name")
    }
    if NewName.isReserved(name) {
      throw refusal(line, "a tariff can't be called '\(name)', which has a meaning already")
    }
  }

  /// Gives a meter point the alias that a file asks for; returns whether that was a change.
  private func setAlias(of configured: ConfigurationFile.ConfiguredMeter) throws -> Bool {
    guard let alias = configured.alias,
      let point = try writer.point(number: configured.key.number), point.alias != alias
    else { return false }
    guard !alias.hasControls else {
      throw refusal(configured.line, "an alias can't have a control character")
    }
    guard !NewName.isNumber(alias) else {
      throw refusal(configured.line, "alias '\(alias)' looks like the number of a meter point")
    }
    if let owner = try writer.point(alias: alias), owner != point.number {
      throw refusal(configured.line, "alias '\(alias)' belongs to \(owner) already")
    }
    try writer.setAlias(alias, of: point)
    return true
  }
}

extension Tariff {
  /// The note that a tariff with registers has no night hours yet.
  static func nightIsUnknown(_ name: String) -> String {
    "\(name) prices nothing until its night hours are set, as your meter has them: "
      + "set night 00:30-07:30 for \(quotedIfNeeded(name))"
  }
}

extension DatedRate {
  /// Whether it has no end, or none within a month of its start.
  fileprivate var isLong: Bool {
    guard let from = validFrom, let to = validTo else { return true }
    return to.seconds - from.seconds > 31 * 86_400
  }

  /// Whether it takes the place of another, dated one in whole.
  fileprivate func swallows(_ other: DatedRate) -> Bool {
    guard other.paymentMethod == paymentMethod, let from = other.validFrom,
      let to = other.validTo
    else { return false }
    let whole = (start: validFrom ?? from, end: validTo ?? to)
    return whole.start <= from && to <= whole.end && (validFrom, validTo) != (from, to)
  }

  /// Whether it still holds when another has begun.
  fileprivate func ends(after other: DatedRate) -> Bool {
    guard let end = validTo, let start = other.validFrom else { return true }
    return start < end
  }
}

extension DatedKind {
  fileprivate var text: String {
    switch self {
    case .unit: "rates"
    case .day, .night: "rates of a register"
    case .standing: "standing charges"
    }
  }

  /// Whether a tariff of that kind can have such rows.
  fileprivate func goes(with kind: TariffKind) -> Bool {
    switch (self, kind) {
    case (.standing, _), (.unit, .dated), (.day, .registers), (.night, .registers): true
    case (.unit, _), (.day, _), (.night, _): false
    }
  }
}

extension TariffKind {
  /// Whether the rates are those of a day and a night register.
  var hasRegisters: Bool {
    if case .registers = self { return true }
    return false
  }

  fileprivate var text: String {
    switch self {
    case .bands: "fixed time bands"
    case .dated: "rates with dates"
    case .registers: "rates of a day and a night register"
    }
  }
}
