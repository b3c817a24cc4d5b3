package import Cache
package import EnergyModel
import QueryEngine
package import QueryLanguage
import Rendering

/// Runs statements: the one place where text, plan, readings and output meet.
package final class Session {
  package let console: Console
  package let zone: ClockZone
  package var settings: Settings
  /// What the process should say when it ends; the first failure decides.
  package private(set) var status = ExitStatus.success
  /// Set by `quit`.
  package var isOver = false
  /// Opened when something first needs it, so that `help` works without one.
  let cachePath: String
  private var opened: Cache?
  /// Whether the statement that runs has looked whether the cache is still in its place.
  private var hasCheckedPlace = false
  /// Whether queries, too, make the folders of a cache that is not there.
  package var queriesMakeFolders = false
  /// Whether the statement that runs is a query.
  private var isQuerying = false
  /// Says whom a statement waits for.
  package var tellOfWaiting: @Sendable (String) -> Void = { _ in }
  private let clock: () -> Instant
  /// Whether a result has been written, so that the next one keeps its distance.
  var hasResults = false
  /// Where results go instead, once `.output` named it.
  var outputFile: OutputFile?
  /// Where the next result goes, once `.once` named it.
  var onceFile: String?
  var log: StatementLog?
  /// The last result of a query or list.
  var last: KeptResult?
  /// Where the prompt keeps what was typed; nil for nowhere.
  package var historyPath: String?
  /// The screen whose size decides what goes to the pager; nil where nothing does.
  package var pagedScreen: () -> ScreenSize? = { nil }
  /// Ends statements before their time.
  package var cancellation = Cancellation.never
  /// When the statement that runs began.
  private(set) var statementStart = ContinuousClock.now
  /// Why what is left of all that runs is not wanted, once a person has said so inside the pager.
  var leaving: String?
  /// When the pager was last quit before its end, if it was the last time that it ran.
  var lastQuit: ContinuousClock.Instant?
  /// Whether the footer of the statement that runs has its time.
  var hasShownTime = false
  /// Whether a statement is only looked at while it is typed.
  var isRehearsing = false
  /// Puts a question to a person and gives the answer, nil for none; nil where there is nobody.
  package var ask: ((String) throws -> String?)?
  /// The same for what must not show while it is typed.
  package var askSecret: ((String) throws -> String?)?
  package var network = Network()
  /// Has a person change the statement of that number in the history, or the last, and runs what
  /// comes of it when this one is done; nil where there is nobody.
  var edit: ((Int?) throws -> Void)?
  /// How many statements have begun in the log and not ended.
  var recordedDepth = 0
  var scopes = VariableScopes()
  /// The statement that runs, as it was typed.
  private(set) var statementText = ""

  /// A session in which `clock` tells the time, unless the settings fix it.
  package init(
    console: Console, zone: ClockZone, cachePath: String, settings: Settings,
    clock: @escaping () -> Instant
  ) {
    self.console = console
    self.zone = zone
    self.cachePath = cachePath
    self.settings = settings
    self.clock = clock
  }

  package var now: Instant { settings.fixedNow ?? clock() }

  /// - Throws: ``CacheError`` when it cannot be opened.
  package func cache() throws(CacheError) -> Cache {
    // Whoever types waits for nobody.
    let limit = isRehearsing ? .zero : settings.wait
    if let opened {
      opened.waiting.limit = limit
      if !hasCheckedPlace {
        hasCheckedPlace = true
        try opened.checkPlace()
      }
      return opened
    }
    let folders: Cache.Making = isQuerying && !queriesMakeFolders ? .file : .folders
    let cache = try Cache(
      path: cachePath, making: settings.isStrict ? .nothing : folders,
      waiting: LockWait(limit: limit, cancellation: cancellation, tell: tellOfWaiting))
    opened = cache
    return cache
  }

  /// Runs the statements of a piece in order, up to the first that fails.
  ///
  /// - Returns: whether the run may go on.
  /// - Throws: only what makes going on pointless: output that nobody reads.
  package func run(_ piece: ScriptReader.Piece, from origin: Origin) throws -> Bool {
    // At a prompt each answer stands below its question.
    if case .prompt = origin { hasResults = false }
    for tokens in piece.statements where !isOver {
      statementText = source(of: tokens, in: piece.text)
      hasCheckedPlace = false
      defer { opened?.settle() }
      do {
        try cancellation.check()
        if leaving != nil { throw Cancelled() }
        try runAndRecord(tokens)
        try flush()
      } catch let error as BrokenPipe {
        throw error
      } catch  where cancellation.isRequested || leaving != nil {
        // Whatever the statement says of its end, this is why it came.
        discardOutput()
        if !(error is AlreadyReported) { try sayInterrupted() }
        fail(.interrupted)
        return false
      } catch {
        try flush()
        try report(error, in: piece, from: origin)
        guard settings.keepsGoing else { return false }
      }
    }
    return !isOver
  }

  /// Runs a statement, and says how long it took where that is wanted and nothing else does.
  private func timed(_ step: () throws -> Void) throws {
    let start = statementStart
    try step()
    if settings.timing == .on, !hasShownTime { try tell("done, \((.now - start).shortText)") }
  }

  /// Runs one statement.
  func run(_ tokens: ArraySlice<Token>) throws {
    var cursor = TokenCursor(tokens, variables: scopes.visible)
    try run(&cursor)
  }

  /// Runs the statement at which the cursor stands.
  func run(_ cursor: inout TokenCursor) throws {
    (statementStart, hasShownTime) = (.now, false)
    let start = cursor
    CommandTable.offerOpenings(to: cursor)
    let opening = try located { () throws(QueryError) in try cursor.term("a statement") }
    let word = cursor.lastWord.lowercased()
    isQuerying = Parser.opensQuery(word)
    if isQuerying {
      let formats = OutputFormat.allCases.map(\.rawValue)
      let query = try Parser.query(start, formats: formats)
      try timed { try run(query) }
    } else if let command = CommandTable.command(word) {
      try timed { try command.run(&cursor, self) }
    } else if let setting = SettingTable.setting(word) {
      try setting.run(&cursor, self)
    } else {
      let isLater = Clause(word: word) != nil || Flow(word: word) != nil
      throw QueryErrors(
        .unknown(
          "word", opening, among: isLater ? [] : CommandTable.openingWords,
          hint: isLater ? "what is asked comes first, as in: usage \(word) …" : "see 'help'"))
    }
  }

  private func run(_ query: Query) throws {
    let cache = try cache()
    let plan = try plan(query)
    if query.isExplained {
      for note in plan.notes { try self.note(note) }
      try present(text: Explanation(plan).text(source: cache), query.output)
    } else {
      try present(query.output) { sink in try Executor.run(plan, source: cache, into: &sink) }
    }
  }

  /// How a query is answered from the cache as it is now; `rates` are the cache's own unless told.
  func plan(_ query: Query, rates: (any RateSource)? = nil) throws -> Plan {
    let cache = try cache()
    return try Planner.plan(
      query, home: try cache.home(), rates: rates ?? cache, payment: settings.payment,
      policy: settings.policy, zone: zone, now: now)
  }

  /// The greeting of a person: of the cache that statements ask, or why it can't be opened.
  func banner() throws -> [String] {
    do {
      return Banner(path: cachePath, home: try cache().home(), zone: zone, now: now).lines
    } catch let error as CacheError {
      return [console.colored("error: \(error.description.visible)", "31")]
    }
  }

  // MARK: Outcome

  /// Counts a failure; the first one decides the exit status, unless the run was interrupted.
  package func fail(_ status: ExitStatus) {
    let isFirst = self.status == .success || self.status == .incomplete
    if isFirst || status == .interrupted { self.status = status }
  }

  private func sayInterrupted() throws {
    if let leaving { return try console.report(leaving) }
    // A terminal shows the ^C itself, and leaves the line open.
    try console.report((console.errorIsTerminal ? "\n" : "") + "interrupted")
  }

  /// Notes that a result was not complete, which matters under `--strict`.
  func noteIncomplete() {
    if settings.isStrict, status == .success { status = .incomplete }
  }

  /// Says something that the user should know, unless they asked for quiet.
  func note(_ text: String) throws {
    if !settings.isQuiet { try console.report(console.colored("note: \(text.visible)", "2")) }
  }

  /// Says what a command did, unless the user asked for quiet.
  func tell(_ text: String) throws {
    if !settings.isQuiet { try console.report(text.visible) }
  }
}

/// Runs a step of reading that may fail with one error, as one with several.
func located<Result>(
  _ step: () throws(QueryError) -> Result
) throws(QueryErrors) -> Result {
  do throws(QueryError) {
    return try step()
  } catch {
    throw QueryErrors(error)
  }
}

/// Nobody reads standard output any more: the run ends without a word.
package struct BrokenPipe: Error {
  package init() {}
}
