import Cache
import EnergyModel
import Importers
import JSONText
import OctopusAPI
import QueryEngine
import QueryLanguage
import Tariffs

/// Brings unit rates and standing charges from Octopus into the cache, tariff by tariff.
///
/// What of a tariff comes is one transaction, once all its pages are there.
struct RatesFetch {
  private let syntax: FetchSyntax
  private let session: Session

  init(_ syntax: FetchSyntax, _ session: Session) {
    self.syntax = syntax
    self.session = session
  }

  /// A tariff and the time to ask for.
  private struct Part {
    var code: String
    var product: String
    /// Nil while only the product can tell.
    var flow: Flow?
    /// As the cache has it.
    var known: Tariff?
    var range: FetchRange

    func request(_ list: PriceList) -> APIRequest {
      .prices(list, of: code, product: product, from: range.from, to: range.to)
    }
  }

  /// - Throws: ``FetchError`` for what stops everything; ``AlreadyReported`` when a tariff failed
  ///   and the others were tried all the same.
  func run() throws {
    let parts = try parts()
    guard !syntax.pretends else {
      return try session.pretend(
        parts.flatMap { part in
          [.product(part.product)] + guessedLists(part).map(part.request)
        })
    }
    let octopus = try session.octopus()
    var failed = false
    for part in parts {
      do {
        try fetch(part, from: octopus)
      } catch let error as FetchError where error.isOfOneThing {
        failed = true
        try session.complain(part.code, error)
      } catch let error as ImportError {
        failed = true
        try session.complain(part.code, .unreadable(error.message))
      }
    }
    if failed { throw AlreadyReported() }
  }

  // MARK: What to ask for

  private func parts() throws -> [Part] {
    let home = try session.cache().home()
    let typed = try session.fetchRange(syntax.selection.period)
    if let name = syntax.name {
      let known = home.tariffs.fetched(name.value)
      let code = known?.code ?? name.value.uppercased()
      if let known, !known.isFetched {
        throw CommandError("\(known.name) has bands of the clock, or no code, and nothing to fetch")
      }
      return [try part(code, known: known, in: home, typed)]
    }
    let agreed = home.tariffs.filter { tariff in
      tariff.isFetched && home.agreements.contains { $0.tariff == tariff.name && !$0.isEmpty }
    }
    guard !agreed.isEmpty else {
      throw CommandError(
        "no tariff of Octopus is agreed in the cache",
        hint: "type: fetch account A-…, or fetch rates TARIFF-CODE")
    }
    return try agreed.map { try part($0.code ?? $0.name, known: $0, in: home, typed) }
  }

  private func part(
    _ code: String, known: Tariff?, in home: Home, _ typed: FetchRange?
  ) throws -> Part {
    guard let product = syntax.product?.value.uppercased() ?? TariffCode(code)?.product else {
      throw CommandError(
        "'\(code)' does not say which product it belongs to",
        hint: "add: product CODE, such as AGILE-24-10-01 for E-1R-AGILE-24-10-01-C")
    }
    let flow = known?.unit.flow ?? syntax.flow?.value ?? (TariffCode.isGas(code) ? .gas : nil)
    let range = try typed ?? usefulRange(of: known, flow: flow, in: home)
    return Part(code: code, product: product, flow: flow, known: known, range: range)
  }

  /// The time for which rates are of use: from the first reading, or where there is none from the
  /// first agreement; of rates that end, from two days before that.
  private func usefulRange(of known: Tariff?, flow: Flow?, in home: Home) throws -> FetchRange {
    let zone = session.zone
    let points = home.points.filter { flow == nil || $0.flow == flow }
    let first = points.flatMap { home.meters(of: $0) }.compactMap(\.readings?.lowerBound).min()
    let days = home.agreements.filter { $0.tariff == known?.name && !$0.isEmpty }
    let agreed = days.map(\.from).min()
    let starts = [first.map { zone.day(of: Instant(halfHour: $0)) }, agreed].compactMap(\.self)
    // Without either, a year is enough to compare by.
    let start = starts.max() ?? zone.day(of: session.now) - 365
    let ends = days.map(\.until)
    let end = days.isEmpty || ends.contains(nil) ? nil : ends.compactMap(\.self).max()
    var from = zone.start(of: start)
    if let known {
      let cache = try session.cache()
      let kinds: [DatedKind] = known.kind.hasRegisters ? [.day, .night] : [.unit]
      let resumes = try kinds.compactMap { kind -> Instant? in
        let rows = try cache.datedRates(of: known.name, kind, overlapping: .always)
        guard let reach = DatedReach(DatedRate.rows(rows, for: session.settings.payment)),
          let end = reach.end, reach.gaps.isEmpty, reach.start.map({ $0 <= from }) ?? true
        else { return nil }
        return zone.start(of: zone.day(of: end) - 2)
      }
      if resumes.count == kinds.count, let resume = resumes.min() { from = max(from, resume) }
    }
    let to = end.map { zone.start(of: $0) }
    return FetchRange(from: to.map { min(from, $0) } ?? from, to: to)
  }

  /// The lists that a code suggests, where the product says nothing of it.
  private func guessedLists(_ part: Part) -> [PriceList] {
    let hasRegisters = part.known?.kind.hasRegisters ?? TariffCode(part.code)?.hasTwoRegisters
    return (hasRegisters ?? false ? [.day, .night] : [.standard]) + [.standing]
  }

  // MARK: Fetching

  private func fetch(_ part: Part, from octopus: Octopus) throws {
    let start = ContinuousClock.now
    let product = try detail(part, from: octopus)
    let flow = part.flow ?? (product.isExport == true ? .export : .import)
    let progress = Progress(session: session)
    defer { progress.clear() }
    let isOnPage = !product.lists.isDisjoint(with: [.standard, .day, .night])
    var lists = isOnPage ? product.lists.union([.standing]) : Set(guessedLists(part))
    var answers: [PriceList: [JSONObject]] = [:]
    func take(_ list: PriceList) throws {
      answers[list] = try rows(of: part, list, from: octopus, progress)
    }
    do {
      if lists.contains(.standard) { try take(.standard) }
    } catch let error as FetchError where error.tellsOfRegisters {
      lists = [.day, .night, .standing]
    }
    for list in PriceList.allCases where list != .standard && lists.contains(list) {
      try take(list)
    }
    progress.clear()
    let store = RateStore(part: (part.code, part.known), flow: flow, session: session)
    let report = try store.take(answers)
    for note in report.notes { try session.tell(note) }
    try session.tell("\(part.code): \(report.text), \(milliseconds(since: start))")
    try sayHowFar(store.name, flow, part.range)
  }

  /// What the product says of the tariff; nothing where it is not on the page any more, as the
  /// rates of many that were withdrawn still answer.
  private func detail(_ part: Part, from octopus: Octopus) throws -> ProductDetail {
    do {
      return ProductDetail(try octopus.get(.product(part.product)), tariff: part.code)
    } catch FetchError.notFound {
      return ProductDetail()
    }
  }

  /// The rows of all pages of a list.
  private func rows(
    of part: Part, _ list: PriceList, from octopus: Octopus, _ progress: Progress
  ) throws -> [JSONObject] {
    var rows: [JSONObject] = []
    var restarts = 0
    try octopus.pages(of: part.request(list)) { page, paging in
      if paging.restarts > restarts {
        // The list changed meanwhile, and all of it comes again.
        restarts = paging.restarts
        rows = []
      } else {
        rows += page
      }
      progress.show(rows.count, of: paging.count, part.code)
    }
    return rows
  }

  /// Says when the rates end, where that is before the time asked for, and where they have gaps.
  private func sayHowFar(_ name: String, _ flow: Flow, _ range: FetchRange) throws {
    let cache = try session.cache()
    let zone = session.zone
    for (kind, noun) in [
      (DatedKind.unit, "rate"), (.day, "day rate"), (.night, "night rate"),
    ] {
      let all = try cache.datedRates(of: name, kind, overlapping: .always)
      guard let reach = DatedReach(DatedRate.rows(all, for: session.settings.payment)) else {
        continue
      }
      if let from = range.from, let start = reach.start, start > from {
        try session.note("\(name) has no \(noun) before \(zone.shortStamp(start))")
      }
      for gap in reach.gaps.prefix(3) {
        try session.note(
          "\(name) has no \(noun) from \(zone.shortStamp(gap.start)) until "
            + zone.shortStamp(gap.end))
      }
      if let end = reach.end, range.to.map({ end < $0 }) ?? true {
        try session.note("\(name) has no \(noun) known after \(zone.shortStamp(end))")
      }
    }
  }
}
