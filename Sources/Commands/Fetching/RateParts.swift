import Cache
import EnergyModel
import OctopusAPI
import QueryEngine
import QueryLanguage
import Tariffs

/// A tariff and the range of time for which to fetch its prices.
struct RatePart {
  var code: String
  var product: String
  /// The flow; nil if only the product shows it.
  var flow: Flow?
  /// The tariff as stored in the cache.
  var known: Tariff?
  var range: FetchRange

  func request(_ list: PriceList) -> APIRequest {
    .prices(list, of: code, product: product, from: range.from, to: range.to)
  }

  /// Whether there is nothing to fetch: all rates up to the end of the last agreement are there, or
  /// that is before any reading.
  var isComplete: Bool {
    if let from = range.from, let to = range.to { from >= to } else { false }
  }

  /// The product, if the code does not show it.
  var namedProduct: String? { product == TariffCode(code)?.product ? nil : product }

  /// The lists that the code suggests, for when the product does not name them.
  var guessedLists: [PriceList] {
    let hasRegisters = known?.kind.hasRegisters ?? TariffCode(code)?.hasTwoRegisters ?? false
    return (hasRegisters ? [.day, .night] : [.standard]) + [.standing]
  }
}

/// The tariffs that a `fetch rates` statement asks for: one, or those of the agreements.
struct RateParts {
  private let request: FetchRates
  private let workspace: Workspace

  init(_ request: FetchRates, _ workspace: Workspace) {
    self.request = request
    self.workspace = workspace
  }

  /// The tariffs, and the errors of those that can't be fetched.
  ///
  /// - Throws: an error when there is nothing to fetch.
  func all() throws -> (parts: [RatePart], errors: [(code: String, Failure)]) {
    let catalog = try workspace.cache().catalog()
    if let name = request.code {
      let known = catalog.tariffs.fetched(name.value)
      if let known, known.fetchCode == nil {
        throw Failure(
          "\(known.name) has fixed time bands, or no tariff code, so there is nothing to fetch")
      }
      let code = known?.fetchCode ?? name.value.uppercased()
      return ([try part(code, known: known, in: catalog)], [])
    }
    let agreed = catalog.tariffs.compactMap { tariff in
      tariff.fetchCode.flatMap { code in
        catalog.agreements.contains { $0.tariff == tariff.name && !$0.isEmpty }
          ? (code, tariff) : nil
      }
    }
    guard !agreed.isEmpty else {
      throw Failure(
        "the cache has no agreement on an Octopus tariff",
        hint: "type: fetch account A-…, or fetch rates TARIFF-CODE")
    }
    var (parts, errors) = ([RatePart](), [(code: String, Failure)]())
    for (code, tariff) in agreed {
      do {
        parts.append(try part(code, known: tariff, in: catalog))
      } catch let error as Failure {
        errors.append((code, error))
      }
    }
    return (parts, errors)
  }

  private func part(_ code: String, known: Tariff?, in catalog: Catalog) throws -> RatePart {
    guard
      let product = request.product?.value.uppercased() ?? known?.product
        ?? TariffCode(code)?.product
    else {
      throw Failure(
        "'\(code)' does not say which product it belongs to",
        hint: "type: fetch rates \(quotedIfNeeded(code)) product CODE, where CODE is such as "
          + "AGILE-24-10-01 for E-1R-AGILE-24-10-01-C")
    }
    if let typed = request.flow, let other = conflictingFuel(with: typed.value, code, known) {
      throw QueryError(
        "'as \(typed.value.rawValue)' contradicts \(code), which is for \(other)", at: typed.span)
    }
    let flow = known?.unit.flow ?? request.flow?.value ?? (TariffCode.isGas(code) ? .gas : nil)
    let range =
      try workspace.fetchRange(request.period)
      ?? usefulRange(of: known, flow: flow, in: catalog)
    return RatePart(code: code, product: product, flow: flow, known: known, range: range)
  }

  /// The fuel or flow of a tariff if it contradicts `flow`; nil if it does not.
  private func conflictingFuel(with flow: Flow, _ code: String, _ known: Tariff?) -> String? {
    if let known { return known.unit.flow == flow ? nil : known.unit.flow.rawValue }
    if TariffCode.isGas(code) { return flow == .gas ? nil : "gas" }
    return flow == .gas && code.hasPrefix("E-") ? "electricity" : nil
  }

  /// The range for which rates are useful.
  ///
  /// It starts at the first reading or agreement, whichever is later, or where the existing rates
  /// end; it ends with the last agreement.
  private func usefulRange(of known: Tariff?, flow: Flow?, in catalog: Catalog) throws -> FetchRange
  {
    let zone = workspace.zone
    let points = catalog.points.filter { flow == nil || $0.flow == flow }
    let first = points.flatMap { catalog.meters(of: $0) }.compactMap(\.readings?.lowerBound).min()
    let agreements = catalog.agreements.filter { $0.tariff == known?.name && !$0.isEmpty }
    let starts = [
      first.map { zone.day(of: Instant(halfHour: $0)) },
      agreements.map(\.from).min().map { zone.day(of: $0) },
    ].compactMap(\.self)
    // Without either, a year is enough for a comparison.
    let start = zone.start(of: starts.max() ?? zone.day(of: workspace.now) - 365)
    let from = try known.flatMap { try resumption(of: $0, from: start) } ?? start
    let ends = agreements.compactMap(\.until)
    let isOpen = agreements.isEmpty || ends.count < agreements.count
    let to = isOpen ? nil : ends.max().map { zone.start(of: zone.nextDay(at: $0)) }
    return FetchRange(from: to.map { min(from, $0) } ?? from, to: to)
  }

  /// Two days before the end of rates that hold from `start` without a gap; nil if they do not, or
  /// are open-ended.
  private func resumption(of tariff: Tariff, from start: Instant) throws -> Instant? {
    let kinds: [DatedKind] = tariff.kind.hasRegisters ? [.day, .night] : [.unit]
    let ends = try kinds.compactMap { kind -> Instant? in
      let reach = try workspace.reach(of: tariff.name, kind)
      guard let reach, reach.gaps.isEmpty, reach.start.map({ $0 <= start }) ?? true else {
        return nil
      }
      return reach.end
    }
    guard ends.count == kinds.count, let end = ends.min() else { return nil }
    return max(start, workspace.zone.start(of: workspace.zone.day(of: end) - 2))
  }
}

extension Workspace {
  /// The coverage of a tariff's rates for the current payment method; nil if it has none.
  fileprivate func reach(of tariff: String, _ kind: DatedKind) throws -> RateCoverage? {
    let rows = try cache().datedRates(of: tariff, kind, overlapping: .always)
    return RateCoverage(DatedRate.rows(rows, for: settings.pricing.payment))
  }

  /// Notes where rates begin late, end early or have gaps within the range asked for.
  func noteCoverage(of tariff: String, _ range: FetchRange) throws {
    for (kind, noun) in [
      (DatedKind.unit, "rate"), (.day, "day rate"), (.night, "night rate"),
    ] {
      guard let reach = try reach(of: tariff, kind) else { continue }
      if let from = range.from, let start = reach.start, start > from {
        try reporter.note("\(tariff) has no \(noun) before \(zone.shortStamp(start))")
      }
      for gap in reach.gaps where range.holdsSome(of: gap) {
        try reporter.note(
          "\(tariff) has no \(noun) from \(zone.shortStamp(gap.start)) until "
            + zone.shortStamp(gap.end))
      }
      if let end = reach.end, range.to.map({ end < $0 }) ?? true {
        try reporter.note("\(tariff) has no \(noun) known after \(zone.shortStamp(end))")
      }
    }
  }
}

extension FetchRange {
  fileprivate func holdsSome(of gap: TimeRange) -> Bool {
    (from.map { $0 < gap.end } ?? true) && (to.map { gap.start < $0 } ?? true)
  }
}
