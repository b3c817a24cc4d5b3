import Cache
import EnergyModel
import Interchange
import JSONText
import OctopusAPI
import Rendering
import Terminal

/// Fetches unit rates and standing charges from Octopus, tariff by tariff.
///
/// The prices of a tariff are stored in one transaction, once all its pages have arrived.
struct RatesFetch {
  private let request: FetchRates
  private let workspace: Workspace

  init(_ request: FetchRates, _ workspace: Workspace) {
    self.request = request
    self.workspace = workspace
  }

  /// - Throws: ``FetchError`` for an error that stops everything; ``AlreadyReported`` when a tariff
  ///   failed and the others were still tried.
  func run() throws {
    let (all, errors) = try RateParts(request, workspace).all()
    for part in all where part.isComplete {
      try workspace.reporter.note(
        "\(part.code): no reading before its agreements ended lacks a rate")
    }
    let parts = all.filter { !$0.isComplete }
    for (code, error) in errors { try workspace.reportFailure(of: code, error) }
    guard !request.pretends else {
      try workspace.pretend(
        parts.flatMap { part in
          [.product(part.product)] + part.guessedLists.map(part.request)
        })
      if !errors.isEmpty { throw AlreadyReported() }
      return
    }
    let octopus = try workspace.octopus()
    var failed = !errors.isEmpty
    for part in parts {
      do {
        try fetch(part, from: octopus)
      } catch let error as FetchError where error.isOfOneThing {
        failed = true
        try workspace.reportFailure(of: part.code, error)
      } catch let error as ImportError {
        failed = true
        try workspace.reportFailure(of: part.code, FetchError.unreadable(error.message))
      }
    }
    if failed { throw AlreadyReported() }
  }

  private func fetch(_ part: RatePart, from octopus: Octopus) throws {
    let start = ContinuousClock.now
    let product = try detail(part, from: octopus)
    let progress = Progress(workspace.reporter)
    defer { progress.clear() }
    let isOnPage = !product.lists.isDisjoint(with: [.standard, .day, .night])
    var lists = isOnPage ? product.lists.union([.standing]) : Set(part.guessedLists)
    var answers: [PriceList: [JSONObject]] = [:]
    func append(_ list: PriceList) throws {
      answers[list] = try rows(of: part, list, from: octopus, progress)
    }
    do {
      if lists.contains(.standard) { try append(.standard) }
    } catch let error as FetchError where error.tellsOfRegisters {
      lists = [.day, .night, .standing]
    }
    for list in PriceList.allCases where list != .standard && lists.contains(list) {
      do {
        try append(list)
      } catch let error as FetchError where error.isOfNothing && list == .standing {
        try workspace.reporter.note("\(part.code): no standing charges: \(error.message)")
      }
    }
    progress.clear()
    guard let flow = part.flow ?? product.isExport.map({ $0 ? .export : .import }) else {
      throw Failure(
        "it is unclear whether \(part.code) is for import or export",
        hint: "add: as import or as export")
    }
    let prices = RateStore(part, flow: flow, workspace: workspace)
    let report = try prices.store(answers)
    for note in report.notes { try workspace.reporter.info(note) }
    try workspace.reporter.info("\(part.code): \(report.text), \((.now - start).shortText)")
    try workspace.noteCoverage(of: prices.name, part.range)
  }

  /// The product's details of the tariff.
  ///
  /// They are empty if it is no longer on the page, as the rates of many withdrawn tariffs can
  /// still be fetched.
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
      try workspace.reporter.warn(
        "\(part.code): Octopus announced \(counted(count, "row")), but sent \(rows.count)")
    }
    return rows
  }
}
