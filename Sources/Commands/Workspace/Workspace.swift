package import Cache
package import EnergyModel
package import QueryEngine
package import QueryLanguage
package import Terminal

/// The environment of statements: the cache, the clock, the network, and the means of output.
package final class Workspace {
  package let zone: ClockZone
  package let settings: Settings
  package let reporter: Reporter
  package let output: OutputRouter
  /// The cancellation of statements.
  package let cancellation: Cancellation
  package var network = Network()
  /// The questions that can be put to the user.
  package var questions = Questions()
  package var scopes = VariableScopes()
  package var ownQueries = OwnQueries()
  package let cacheHandle: CacheHandle
  private let clock: () -> Instant

  /// Creates a workspace in which `clock` gives the time, unless the settings fix it.
  package init(
    console: Console, zone: ClockZone, cachePath: String, settings: Settings,
    cancellation: Cancellation, clock: @escaping () -> Instant
  ) {
    self.zone = zone
    self.settings = settings
    self.cancellation = cancellation
    self.clock = clock
    cacheHandle = CacheHandle(path: cachePath, settings: settings, cancellation: cancellation)
    reporter = Reporter(console: console, settings: settings)
    output = OutputRouter(settings: settings, reporter: reporter, cancellation: cancellation)
    output.refuseReservedFile = { [unowned self] path in try refuseReservedFile(path) }
  }

  package var now: Instant { settings.run.fixedNow ?? clock() }

  /// The context for dates in commands, which does not depend on readings.
  var periodContext: PeriodContext {
    PeriodContext(today: zone.day(of: now), readings: nil, years: zone.years)
  }

  /// - Throws: ``CacheError`` when it can't be opened.
  package func cache() throws(CacheError) -> Cache { try cacheHandle.open() }

  /// The API keys, for a statement that changes them and so waits for other programs.
  var keys: KeyRing {
    var keys = network.keys
    keys.waiting = cacheHandle.lockWait
    return keys
  }

  /// The current catalog of the cache.
  func catalog() throws -> Catalog { try cache().catalog() }

  /// Changes the cache in one transaction; `body` gets the catalog as of its start.
  func change<Result>(_ body: (CacheWriter, Catalog) throws -> Result) throws -> Result {
    let cache = try cache()
    return try cache.write { try body($0, try cache.catalog($0)) }
  }

  /// The context for parsing a statement with the text `statement`.
  package func readingContext(_ statement: String) -> ReadingContext {
    var catalog: Catalog?
    return ReadingContext(
      zone: zone, periods: periodContext, statement: statement, variables: scopes.visible,
      catalog: { [self] in
        if let catalog { return catalog }
        let snapshot = try self.catalog()
        catalog = snapshot
        return snapshot
      },
      savedQuery: { [self] name in try cache().savedQuery(named: name) })
  }

  /// Runs a query, or explains it.
  package func answer(_ query: Query) throws {
    let cache = try cache()
    let plan = try plan(query)
    if query.isExplained, output.namesFormat(query.output), Explanation(plan).isResult {
      let chosen = query.order?.column.span ?? query.having.first?.column.span
      guard chosen == nil, query.cut == nil else {
        throw QueryError(
          "'explain' has a row for each cause that was tried, and takes no 'order by', 'limit' or "
            + "'having'", at: chosen ?? query.measure.span)
      }
      try output.present(query.output) { sink in
        try Explanation(plan).write(from: cache, to: &sink)
      }
    } else if query.isExplained {
      for note in plan.notes { try reporter.note(note) }
      try output.present(
        text: Explanation(plan).text(source: cache), of: "explain \(plan.statement)", query.output)
    } else {
      try output.present(query.output, outline: outline(of: query, plan)) { sink in
        try Executor.run(plan, source: cache, into: &sink)
      }
    }
  }

  /// The parsed definition of a saved query; nil when it is no longer valid.
  package func definition(of saved: SavedQuery) -> Definition? {
    try? Definition(stored: saved.text, variables: scopes.visible)
  }

  /// Plans a query against the current cache; `rates` are those of the cache unless given.
  package func plan(_ query: Query, rates: (any RateSource)? = nil) throws -> Plan {
    let cache = try cache()
    // Files are not read while a query is typed, which is planned with rates of its own.
    let file = rates == nil ? try statementFile(query) : nil
    var plan = try Planner.plan(
      query, catalog: try cache.catalog(), rates: rates ?? cache,
      readings: rates == nil ? cache : nil, payment: settings.pricing.payment,
      policy: settings.pricing.policy, bills: file?.bills, zone: zone, now: now)
    plan.notes += file?.notes ?? []
    return plan
  }

  /// Plans a query that needs no prices in its period and in that of `versus`.
  func pair(
    _ query: Query, versus: Located<VersusSyntax>
  ) throws -> (first: Plan, other: Plan, notes: [String]) {
    let cache = try cache()
    return try Planner.pair(
      query, versus: versus, catalog: try cache.catalog(), rates: cache, readings: cache,
      zone: zone, now: now)
  }
}

/// The ways to ask the user questions.
package struct Questions {
  /// Returns the answer to a question, nil for none; the closure is nil if nobody can be asked.
  package var ask: ((String) throws -> String?)?
  /// The same for answers that are not echoed.
  package var askSecret: ((String) throws -> String?)?
}
