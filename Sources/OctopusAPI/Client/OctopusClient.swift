package import EnergyModel
package import JSONText

/// A client of the API, which sends one request at a time and retries transient failures.
package struct OctopusClient {
  private static let mostRedirects = 3

  package let base: APIBase
  private let key: APIKey?
  private let policy: RetryPolicy
  private let cancellation: Cancellation
  private let connection: Connection

  /// A client that keeps its connection for as long as it is there.
  package init(
    base: APIBase, key: APIKey?, policy: RetryPolicy, proxy: Proxy? = nil,
    cancellation: Cancellation = .never
  ) {
    self.base = base
    self.key = key
    self.policy = policy
    self.cancellation = cancellation
    connection = Connection(to: base.address, through: proxy, policy)
  }

  /// Fetches a JSON object; failed tries and waits use up `budget`.
  ///
  /// `waits` is told now and again during each wait: after which error, and how much of it is left.
  package func get(
    _ request: APIRequest, _ budget: inout RetryBudget,
    waits: (FetchError, Duration) -> Void = { _, _ in }
  ) throws(FetchError) -> JSONObject {
    var tries = 0
    while true {
      tries += 1
      let start = policy.now()
      do throws(FetchError) {
        return try getOnce(request)
      } catch {
        let spent = Duration.seconds(max(0, policy.now().seconds - start.seconds))
        guard let wait = budget.wait(after: error, tries: tries, spent: spent, policy) else {
          throw error
        }
        try policy.sleep(wait) { left throws(FetchError) in
          if cancellation.isRequested { throw .interrupted }
          waits(error, left)
        }
      }
    }
  }

  private func getOnce(_ request: APIRequest) throws(FetchError) -> JSONObject {
    if request.needsKey, key == nil { throw .noKey }
    var target = base.target(of: request)
    // Redirects are followed here, where it is known who may see the key.
    for _ in 0...OctopusClient.mostRedirects {
      var response = try connection.get(target, key: request.needsKey ? key : nil, cancellation)
      response.key = key
      guard (300..<400).contains(response.status) else { return try response.object(request) }
      guard let place = response.location else {
        throw .unreadable("a redirect to nowhere (\(response.status))")
      }
      guard let next = base.target(at: place) else {
        throw .elsewhere(key?.masking(place) ?? place)
      }
      target = next
    }
    throw .endless("more than \(OctopusClient.mostRedirects) redirects")
  }
}
