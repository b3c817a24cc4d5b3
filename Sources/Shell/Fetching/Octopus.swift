import EnergyModel
import JSONText
import OctopusAPI
import Rendering

/// The API as a statement sees it: it asks and waits, with one patience for all it asks.
final class Octopus {
  private let client: OctopusClient
  private let cancellation: Cancellation
  /// What is left of it.
  private(set) var patience: Patience

  /// - Throws: ``FetchError/offline`` when nothing is to be fetched.
  init(
    _ network: Network, key: APIKey?, patience: Patience, cancellation: Cancellation
  ) throws(FetchError) {
    guard !network.isOffline else { throw .offline }
    self.patience = patience
    client = OctopusClient(base: network.base, key: key, pacing: network.pacing)
    self.cancellation = cancellation
  }

  deinit {
    let client = client
    // Closing does not fail, and what it waits for is local.
    try? waiting(unless: .never, for: { await client.close() })
  }

  /// - Throws: ``FetchError``.
  func get(_ request: APIRequest) throws -> JSONObject {
    if cancellation.isRequested { throw FetchError.interrupted }
    let (client, patience) = (client, patience)
    let (result, rest) = try waiting(unless: cancellation) {
      var patience = patience
      let result: Result<JSONObject, FetchError>
      do throws(FetchError) {
        result = .success(try await client.get(request, &patience))
      } catch {
        result = .failure(error)
      }
      return (result, patience)
    }
    self.patience = rest
    return try result.get()
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
      let rows: [JSONObject]
      do throws(FetchError) {
        rows = try paging.take(answer)
      } catch {
        throw client.masked(error)
      }
      try body(rows, paging)
    }
  }
}

extension Session {
  /// The API with the key for something that has those names; without names, with no key.
  ///
  /// `patience`: what a statement that asked before has left.
  func octopus(for names: [String?]? = nil, patience: Patience = Patience()) throws -> Octopus {
    if network.isOffline { throw FetchError.offline }
    return try Octopus(
      network, key: try names.map { try network.keys.key(for: $0) }, patience: patience,
      cancellation: cancellation)
  }

  /// Says what failed where others were tried all the same.
  func complain(_ name: String, _ error: some CustomStringConvertible) throws {
    fail(.network)
    try console.report(console.colored("error: \(name): \(error)".visible, "31"))
  }

  /// Says which requests a statement would send, and sends none.
  func pretend(_ requests: [APIRequest]) throws {
    for request in requests { try tell("GET \(network.base.url(request))") }
    try tell("nothing was asked or written, as asked by 'pretend'")
  }
}
