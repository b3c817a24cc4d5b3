import Cache
import EnergyModel
import Importers
import JSONText
import OctopusAPI
import Rendering

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

  /// - Throws: ``FetchError`` for what stops everything; ``AlreadyReported`` when a tariff failed
  ///   and the others were tried all the same.
  func run() throws {
    let (all, errors) = try RateParts(syntax, session).all()
    for part in all where part.isComplete {
      try session.note("\(part.code): until its agreements ended no reading lacks a rate")
    }
    let parts = all.filter { !$0.isComplete }
    for (code, error) in errors { try session.complain(code, error) }
    guard !syntax.pretends else {
      try session.pretend(
        parts.flatMap { part in
          [.product(part.product)] + part.guessedLists.map(part.request)
        })
      if !errors.isEmpty { throw AlreadyReported() }
      return
    }
    let octopus = try session.octopus()
    var failed = !errors.isEmpty
    for part in parts {
      do {
        try fetch(part, from: octopus)
      } catch let error as FetchError where error.isOfOneThing {
        failed = true
        try session.complain(part.code, error)
      } catch let error as ImportError {
        failed = true
        try session.complain(part.code, FetchError.unreadable(error.message))
      }
    }
    if failed { throw AlreadyReported() }
  }

  private func fetch(_ part: RatePart, from octopus: Octopus) throws {
    let start = ContinuousClock.now
    let product = try detail(part, from: octopus)
    let progress = Progress(session: session)
    defer { progress.clear() }
    let isOnPage = !product.lists.isDisjoint(with: [.standard, .day, .night])
    var lists = isOnPage ? product.lists.union([.standing]) : Set(part.guessedLists)
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
      do {
        try take(list)
      } catch let error as FetchError where error.isOfNothing && list == .standing {
        try session.note("\(part.code): no standing charges come: \(error.message)")
      }
    }
    progress.clear()
    guard let flow = part.flow ?? product.isExport.map({ $0 ? .export : .import }) else {
      throw CommandError(
        "nothing says whether \(part.code) is of import or export",
        hint: "add: as import or as export")
    }
    let store = RateStore(part, flow: flow, session: session)
    let report = try store.take(answers)
    for note in report.notes { try session.tell(note) }
    try session.tell("\(part.code): \(report.text), \((.now - start).shortText)")
    try session.sayHowFar(store.name, part.range)
  }

  /// What the product says of the tariff; nothing where it is not on the page any more, as the
  /// rates of many that were withdrawn still answer.
  private func detail(_ part: RatePart, from octopus: Octopus) throws -> ProductDetail {
    do {
      return ProductDetail(try octopus.get(.product(part.product)), tariff: part.code)
    } catch FetchError.notFound {
      return ProductDetail()
    }
  }

  /// The rows of all pages of a list.
  private func rows(
    of part: RatePart, _ list: PriceList, from octopus: Octopus, _ progress: Progress
  ) throws -> [JSONObject] {
    var rows: [JSONObject] = []
    var count = 0
    try octopus.pages(of: part.request(list)) { page, paging in
      count = paging.count ?? count
      if paging.isAtStart { rows = [] }
      rows += page
      progress.show(rows.count, of: paging.count, part.code)
    }
    if rows.count < count {
      try session.warn("\(part.code): Octopus says \(counted(count, "row")), \(rows.count) came")
    }
    return rows
  }
}
