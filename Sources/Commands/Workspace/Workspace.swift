package import Cache
package import EnergyModel
package import QueryEngine
package import QueryLanguage
package import Terminal

/// What statements act on: the cache, the clock, the network, and the ways to say and show things.
package final class Workspace {
  package let zone: ClockZone
  package let settings: Settings
  package let reporter: Reporter
  package let output: OutputRouter
  /// Ends statements before their time.
  package let cancellation: Cancellation
  package var network = Network()
  /// Who can be asked.
  package var questions = Questions()
  package var scopes = VariableScopes()
  package let cacheHandle: CacheHandle
  private let clock: () -> Instant

  /// A workspace in which `clock` tells the time, unless the settings fix it.
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
    output = OutputRouter(
      console: console, settings: settings, reporter: reporter,
      cancellation: cancellation)
    output.refuseOwnFile = { [unowned self] path in try refuseOwnFile(path) }
  }

  package var now: Instant { settings.run.fixedNow ?? clock() }

  /// What dates in commands go by, which have no readings to look at.
  var periodContext: PeriodContext {
    PeriodContext(today: zone.day(of: now), readings: nil, years: zone.years)
  }

  /// - Throws: ``CacheError`` when it cannot be opened.
  package func cache() throws(CacheError) -> Cache { try cacheHandle.opened() }

  /// The API keys, for a statement that changes them: it waits for others as one on the cache does.
  var keys: KeyRing {
    var keys = network.keys
    keys.waiting = cacheHandle.lockWait
    return keys
  }

  /// What the cache knows now, besides the readings.
  func catalog() throws -> Catalog { try cache().catalog() }

  /// Changes the cache in one transaction, by what is in it when that begins.
  func change<Result>(_ body: (CacheWriter, Catalog) throws -> Result) throws -> Result {
    let cache = try cache()
    return try cache.write { try body($0, try cache.catalog($0)) }
  }

  /// What the reading of a statement may ask; `statement` is its text.
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

  /// Answers a query, or explains how it would be answered.
  package func answer(_ query: Query) throws {
    let cache = try cache()
    let plan = try plan(query)
    if query.isExplained {
      for note in plan.notes { try reporter.note(note) }
      try output.present(text: Explanation(plan).text(source: cache), query.output)
    } else {
      try output.present(query.output) { sink in
        try Executor.run(plan, source: cache, into: &sink)
      }
    }
  }

  /// The parts of a saved query; nil when it can't be read any more.
  package func definition(of saved: SavedQuery) -> Definition? {
    try? Definition(stored: saved.text, variables: scopes.visible)
  }

  /// How a query is answered from the cache as it is now; `rates` are the cache's own unless told.
  package func plan(_ query: Query, rates: (any RateSource)? = nil) throws -> Plan {
    let cache = try cache()
    return try Planner.plan(
      query, catalog: try cache.catalog(), rates: rates ?? cache, payment: settings.pricing.payment,
      policy: settings.pricing.policy, zone: zone, now: now)
  }
}

/// Puts questions to a person.
package struct Questions {
  /// Gives the answer to a question, nil for none; nil where there is nobody to ask.
  package var ask: ((String) throws -> String?)?
  /// The same for what must not show while it is typed.
  package var askSecret: ((String) throws -> String?)?
}
