import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Rendering
import Tariffs

/// What `drop` takes away.
enum DropTopic: String, DescribedWord {
  case tariff, meter, key

  var summary: String {
    switch self {
    case .tariff: "a tariff, with its rates and the agreements on it"
    case .meter: "a meter point, with its meters, their readings and its agreements"
    case .key: "an API key: see 'show keys'"
    }
  }
}

extension Command {
  static let drop = Command(
    name: "drop", usage: DropTopic.allCases.map { "drop \($0.word) NAME" },
    summary: "take a tariff, a meter or a key away, with all that belongs to it",
    details: HelpPage.columns(DropTopic.allCases.map { ($0.word, $0.summary) }) + [
      "",
      "It says what goes, and asks at a terminal; elsewhere it does nothing without --yes.",
    ],
    examples: ["drop tariff flux_import_2023-07"],
    run: { cursor, session in
      let topic = try cursor.topic(DropTopic.self, of: "drop").value
      let name = try located { () throws(QueryError) in
        switch topic {
        case .tariff: try cursor.tariffName()
        case .meter: try cursor.meterName()
        case .key: try cursor.operand("the name of a key", .key)
        }
      }
      try cursor.expectEnd()
      switch topic {
      case .tariff: try session.dropTariff(name)
      case .meter: try session.dropMeter(name)
      case .key: try session.dropKey(name)
      }
    })
}

extension Session {
  fileprivate func dropTariff(_ name: Located<String>) throws {
    let home = try cache().home()
    let tariff = try located { () throws(QueryError) in try home.tariff(name) }
    for point in home.points {
      for agreement in home.agreements(of: point) where agreement.tariff == tariff.name {
        try note("\(tariff.name) prices \(point.name) \(agreement.timeText(zone))")
      }
    }
    let agreements = home.agreements.count { $0.tariff == tariff.name }
    let parts = try rateCounts(of: tariff) + [(agreements, "agreement")]
    guard try confirms(dropping: tariff.name, with: parts) else { return }
    try change { home in
      try located { () throws(QueryError) in try home.tariff(name) }
    } storing: { writer, _, tariff in
      try writer.drop(tariff)
    }
    try tell("dropped \(tariff.name)")
  }

  private func rateCounts(of tariff: Tariff) throws -> [(count: Int, noun: String)] {
    let cache = try cache()
    func rows(_ kind: DatedKind) throws -> Int {
      try cache.datedRates(of: tariff.name, kind, overlapping: .always).count
    }
    var rates = try rows(.unit) + rows(.day) + rows(.night)
    if case .bands(let bands) = tariff.kind { rates += bands.allBands.count }
    let charges = try rows(.standing) + (tariff.standingCharge == nil ? 0 : 1)
    return [(rates, "rate"), (charges, "standing charge")]
  }

  fileprivate func dropMeter(_ name: Located<String>) throws {
    let cache = try cache()
    let home = try cache.home()
    let point = try located { () throws(QueryError) in try home.point(name) }
    var readings = 0
    for record in home.meters(of: point) {
      guard let extent = record.readings else { continue }
      let days =
        extent.lowerBound.flooredDivision(by: 48)...extent.upperBound.flooredDivision(by: 48)
      try cache.scan(meter: record.meter.id, days: Range(days)) { _, values in
        readings += (0..<48).count { values[$0] != DayReadings.missing }
      }
    }
    let parts = [
      (home.meters(of: point).count, "meter"), (readings, "reading"),
      (home.agreements(of: point).count, "agreement"),
    ]
    guard try confirms(dropping: point.name, with: parts) else { return }
    try change { home in
      try located { () throws(QueryError) in try home.point(name) }
    } storing: { writer, _, point in
      try writer.drop(point)
    }
    try tell("dropped \(point.name)")
  }

  /// Asks whether something may go with its parts, where there is somebody to ask.
  ///
  /// - Throws: a ``CommandError`` where nobody can be asked and nothing was said beforehand.
  func confirms(
    dropping name: String, with parts: [(count: Int, noun: String)]
  ) throws -> Bool {
    let texts = parts.filter { $0.count > 0 }.map { counted($0.count, $0.noun) }
    let all = "\(name)" + (texts.isEmpty ? "" : " with \(texts.joined(separator: ", "))")
    if settings.assumesYes { return true }
    guard let ask else {
      throw CommandError(
        "nobody can be asked whether to drop \(all)", hint: "to do it, run octowatt with --yes")
    }
    try flush()
    if try ["y", "yes"].contains(ask("drop \(all)? [y/N] ".visible)?.lowercased()) { return true }
    try tell("nothing was dropped")
    return false
  }
}
