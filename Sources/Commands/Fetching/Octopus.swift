import EnergyModel
import JSONText
import OctopusAPI
import QueryLanguage
import Rendering
import Terminal

/// A blocking API client for one statement, with one retry budget for all its requests.
final class Octopus {
  private let client: OctopusClient
  private let cancellation: Cancellation
  private let progress: Progress
  /// The name of its key, if the user has several.
  let keyName: String?
  /// The remaining retry budget.
  private(set) var budget: RetryBudget

  /// - Throws: ``FetchError/offline`` when fetching is switched off.
  init(
    _ network: Network, key: (key: APIKey, choice: String?)?, budget: RetryBudget,
    cancellation: Cancellation, progress: Progress
  ) throws(FetchError) {
    guard !network.isOffline else { throw .offline }
    self.budget = budget
    client = OctopusClient(
      base: network.base, key: key?.key, policy: network.policy, proxy: network.proxy,
      cancellation: cancellation)
    keyName = key?.choice
    self.cancellation = cancellation
    self.progress = progress
  }

  /// - Throws: ``FetchError``; ``Cancelled`` when the answer is no longer wanted.
  func get(_ request: APIRequest) throws -> JSONObject {
    try cancellation.check()
    defer { progress.clear() }
    do throws(FetchError) {
      return try client.get(request, &budget) { error, left in
        let seconds = Int((left / .seconds(1)).rounded(.up))
        progress.show("\(error.message); asking again in \(seconds) s")
      }
    } catch .interrupted {
      throw Cancelled()
    }
  }

  /// Passes each page of a list to `body` as it arrives, with the state of the walk.
  func pages(
    of request: APIRequest, _ body: ([JSONObject], Paging) throws -> Void
  ) throws {
    var paging = Paging(request, base: client.base)
    while let request = paging.next {
      let answer: JSONObject
      do {
        answer = try get(request)
      } catch let error as FetchError where error.refusesPageSize && paging.askForLess() {
        continue
      }
      try body(try paging.consume(answer), paging)
    }
  }
}

extension Workspace {
  /// A client with the key for something that has those names; without names, with no key.
  ///
  /// `budget` is what an earlier part of the statement has left.
  func octopus(for names: [String?]? = nil, budget: RetryBudget = RetryBudget()) throws -> Octopus {
    if network.isOffline { throw FetchError.offline }
    return try Octopus(
      network, key: try names.map { try network.keys.key(for: $0) }, budget: budget,
      cancellation: cancellation, progress: Progress(reporter))
  }

  /// Reports that one of several things failed; the others are still tried.
  func reportFailure(of name: String, _ error: some Diagnosable) throws {
    reporter.fail(.network)
    try reporter.error("error: \(name): \(error.text)")
  }

  /// Notes which key was used, if the error may mean that it is the wrong one.
  func noteKey(of octopus: Octopus, _ error: FetchError, for name: String) throws {
    guard let key = octopus.keyName, error.mayBeOfTheKey else { return }
    try reporter.note(
      "asked with key \(key); if \(name) is of another account, type: add key "
        + quotedIfNeeded(name))
  }

  /// Lists the requests that a statement would send, without sending them.
  func pretend(_ requests: [APIRequest]) throws {
    for request in requests { try reporter.info("GET \(network.base.url(request))") }
    if let proxy = network.proxy { try reporter.info("through \(proxy)") }
    try reporter.info("nothing was requested or written, because of 'pretend'")
  }
}
