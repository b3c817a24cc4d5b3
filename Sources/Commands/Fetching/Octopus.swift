import EnergyModel
import JSONText
import OctopusAPI
import QueryLanguage
import Rendering
import Synchronization
import Terminal

/// The API as a statement sees it: it asks and waits, with one budget for all it asks.
final class Octopus {
  private let client: OctopusClient
  private let cancellation: Cancellation
  private let progress: Progress
  /// What its key is called, where the user has several.
  let keyName: String?
  /// What is left of it.
  private(set) var budget: RetryBudget

  /// - Throws: ``FetchError/offline`` when nothing is to be fetched.
  init(
    _ network: Network, key: (key: APIKey, choice: String?)?, budget: RetryBudget,
    cancellation: Cancellation, progress: Progress
  ) throws(FetchError) {
    guard !network.isOffline else { throw .offline }
    self.budget = budget
    client = OctopusClient(base: network.base, key: key?.key, policy: network.policy)
    keyName = key?.choice
    self.cancellation = cancellation
    self.progress = progress
  }

  deinit {
    let client = client
    // Closing does not fail, and what it waits for is local.
    try? waiting(cancellation: .never, for: { await client.close() })
  }

  /// - Throws: ``FetchError``; ``Cancelled`` when nobody wants the answer any more.
  func get(_ request: APIRequest) throws -> JSONObject {
    try cancellation.check()
    let (client, budget) = (client, budget)
    let pause = Pause()
    let (result, rest) = try waiting(
      cancellation: cancellation, meanwhile: { if let text = pause.text { progress.show(text) } }
    ) {
      var budget = budget
      let result: Result<JSONObject, FetchError>
      do throws(FetchError) {
        result = .success(
          try await client.get(request, &budget, waits: { pause.begin(after: $0, $1) }))
      } catch {
        result = .failure(error)
      }
      return (result, budget)
    }
    progress.clear()
    self.budget = rest
    do {
      return try result.get()
    } catch .interrupted {
      throw Cancelled()
    }
  }

  /// Gives `body` each page of a list as it comes, and how far the walk has got.
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
      try body(try paging.take(answer), paging)
    }
  }
}

/// What a request that failed waits for before it is sent again.
private final class Pause: Sendable {
  private let current = Mutex<(error: FetchError, end: ContinuousClock.Instant)?>(nil)

  func begin(after error: FetchError, _ length: Duration) {
    current.withLock { $0 = (error, .now + length) }
  }

  /// Why, and how long still; nil when it is over.
  var text: String? {
    current.withLock { pause in
      guard let (error, end) = pause, end > .now else { return nil }
      let seconds = Int(((end - .now) / .seconds(1)).rounded(.up))
      return "\(error.message); asking again in \(seconds) s"
    }
  }
}

extension Workspace {
  /// The API with the key for something that has those names; without names, with no key.
  ///
  /// `budget`: what a statement that asked before has left.
  func octopus(for names: [String?]? = nil, budget: RetryBudget = RetryBudget()) throws -> Octopus {
    if network.isOffline { throw FetchError.offline }
    return try Octopus(
      network, key: try names.map { try network.keys.key(for: $0) }, budget: budget,
      cancellation: cancellation, progress: Progress(reporter))
  }

  /// Says what failed where others were tried all the same.
  func complain(_ name: String, _ error: some Diagnosable) throws {
    reporter.fail(.network)
    try reporter.error("error: \(name): \(error.text)")
  }

  /// Says which key was used for something that it may not be for.
  func sayWhichKey(_ octopus: Octopus, _ error: FetchError, for name: String) throws {
    guard let key = octopus.keyName, error.mayBeOfTheKey else { return }
    try reporter.note(
      "asked with key \(key); if \(name) is of another account, type: add key "
        + quotedIfNeeded(name))
  }

  /// Says which requests a statement would send, and sends none.
  func pretend(_ requests: [APIRequest]) throws {
    for request in requests { try reporter.info("GET \(network.base.url(request))") }
    try reporter.info("nothing was asked or written, as asked by 'pretend'")
  }
}
