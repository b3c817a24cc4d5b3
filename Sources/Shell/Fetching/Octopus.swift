import EnergyModel
import JSONText
import OctopusAPI
import Rendering

/// The API as a statement sees it: it asks and waits, with one patience for all it asks.
final class Octopus {
  private let client: OctopusClient
  private let isInterrupted: () -> Bool
  private var patience = Patience()

  /// - Throws: ``FetchError/offline`` when nothing is to be fetched.
  init(_ network: Network, key: APIKey?, isInterrupted: @escaping () -> Bool) throws(FetchError) {
    guard !network.isOffline else { throw .offline }
    client = OctopusClient(base: network.base, key: key, pacing: network.pacing)
    self.isInterrupted = isInterrupted
  }

  deinit {
    let client = client
    // Closing does not fail, and what it waits for is local.
    try? waiting(unless: { false }, for: { await client.close() })
  }

  /// - Throws: ``FetchError``.
  func get(_ request: APIRequest) throws -> JSONObject {
    if isInterrupted() { throw FetchError.interrupted }
    let (client, patience) = (client, patience)
    let (answer, rest) = try waiting(unless: isInterrupted) {
      try await client.get(request, patience)
    }
    self.patience = rest
    return answer
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

extension Session {
  /// The API with the key for something that has those names; without names, with no key.
  func octopus(for names: [String?]? = nil) throws -> Octopus {
    if network.isOffline { throw FetchError.offline }
    return try Octopus(
      network, key: try names.map { try network.keys.key(for: $0) },
      isInterrupted: { [cancellation] in cancellation.isRequested })
  }

  /// Says what failed where others were tried all the same.
  func complain(_ name: String, _ error: FetchError) throws {
    fail(.network)
    try console.report(console.colored("error: \(name): \(error)".visible, "31"))
  }

  /// Says which requests a statement would send, and sends none.
  func pretend(_ requests: [APIRequest]) throws {
    for request in requests { try tell("GET \(network.base.url(request))") }
    try tell("nothing was asked or written, as asked by 'pretend'")
  }
}
