import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

extension CommandPage {
  static let drop = CommandPage(
    DropTariff.self, DropMeter.self, DropKey.self,
    summary: "remove a tariff, a meter or a key, with all that belongs to it",
    details: [
      "It lists what is removed, and asks at a terminal; elsewhere it needs --yes."
    ],
    examples: ["drop tariff flux_import_2023-07"])
}

/// Removes a tariff, with its rates and agreements.
struct DropTariff: Command {
  static let form = Form("drop tariff", .operand(.tariff.labelled("NAME")))
  static let summary = "a tariff, with its rates and the agreements on it"

  let name: Located<String>

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    name = try DropTariff.form.read(&cursor, in: context)
    _ = try context.catalog().tariff(name)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let catalog = try workspace.catalog()
    let tariff = try catalog.tariff(name)
    for point in catalog.points {
      for agreement in catalog.agreements(of: point) where agreement.tariff == tariff.name {
        try workspace.reporter.note(
          "\(tariff.name) prices \(point.name) \(agreement.timeText(workspace.zone))")
      }
    }
    let agreements = catalog.agreements.count { $0.tariff == tariff.name }
    let parts = try rateCounts(of: tariff, in: workspace.cache()) + [(agreements, "agreement")]
    guard try workspace.confirms(dropping: tariff.name, with: parts) else { return .nothing }
    try workspace.change { writer, catalog in try writer.drop(try catalog.tariff(name)) }
    try workspace.reporter.info("dropped \(tariff.name)")
    return .nothing
  }

  private func rateCounts(
    of tariff: Tariff, in cache: Cache
  ) throws -> [(count: Int, noun: String)] {
    func rows(_ kind: DatedKind) throws -> Int {
      try cache.datedRates(of: tariff.name, kind, overlapping: .always).count
    }
    var rates = try rows(.unit) + rows(.day) + rows(.night)
    rates += tariff.terms.reduce(0) { $0 + $1.bands.allBands.count }
    let charges =
      try rows(.standing) + (tariff.standingCharge == nil ? 0 : 1)
      + tariff.laterTerms.count { $0.standingCharge != nil }
    return [(rates, "rate"), (charges, "standing charge")]
  }
}

/// Removes a meter point, with its meters, their readings and its agreements.
struct DropMeter: Command {
  static let form = Form("drop meter", .operand(.meter.labelled("NAME")))
  static let summary = "a meter point, with its meters, their readings and its agreements"

  let name: Located<String>

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    name = try DropMeter.form.read(&cursor, in: context)
    _ = try context.catalog().point(name)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let cache = try workspace.cache()
    let catalog = try cache.catalog()
    let point = try catalog.point(name)
    var readings = 0
    for record in catalog.meters(of: point) {
      guard let extent = record.readings else { continue }
      let days =
        extent.lowerBound.flooredDivision(by: 48)...extent.upperBound.flooredDivision(by: 48)
      try cache.scan(meter: record.meter.id, days: Range(days)) { _, values in
        readings += (0..<48).count { values[$0] != DayReadings.missing }
      }
    }
    let parts = [
      (catalog.meters(of: point).count, "meter"), (readings, "reading"),
      (catalog.agreements(of: point).count, "agreement"),
    ]
    guard try workspace.confirms(dropping: point.name, with: parts) else { return .nothing }
    try workspace.change { writer, catalog in try writer.drop(try catalog.point(name)) }
    try workspace.reporter.info("dropped \(point.name)")
    return .nothing
  }
}

extension Workspace {
  /// Asks the user to confirm that something may be removed with its parts.
  ///
  /// - Throws: a ``Failure`` where nobody can be asked and no answer was given in advance.
  func confirms(
    dropping name: String, with parts: [(count: Int, noun: String)]
  ) throws -> Bool {
    let texts = parts.filter { $0.count > 0 }.map { counted($0.count, $0.noun) }
    let all = "\(name)" + (texts.isEmpty ? "" : " with \(texts.joined(separator: ", "))")
    return try confirms("drop \(all)", else: "nothing was dropped")
  }

  /// Asks the user to confirm a step that can't be taken back, such as `drop flat`; where it is not
  /// confirmed, says `refusal`.
  ///
  /// - Throws: a ``Failure`` where nobody can be asked and no answer was given in advance.
  func confirms(_ step: String, else refusal: String) throws -> Bool {
    if settings.run.assumesYes { return true }
    guard let ask = questions.ask else {
      throw Failure(
        "cannot ask whether to \(step) (no terminal)", hint: "to do it, run octowatt with --yes")
    }
    try output.flush()
    let answer = try ask(reporter.question("\(step)? [y/N]"))
    if ["y", "yes"].contains(answer?.lowercased()) { return true }
    try reporter.info(refusal)
    return false
  }
}
