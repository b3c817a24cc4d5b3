import AsyncHTTPClient
package import EnergyModel
import Glibc
package import JSONText
import NIOCore
import NIOHTTP1
import NIOPosix

/// Asks the API, one request at a time, and asks again when something in between fails.
package struct OctopusClient: Sendable {
  /// An answer over this is none that is meant.
  private static let mostBytes = 64 << 20
  private static let mostRedirects = 3

  package let base: APIBase
  private let key: APIKey?
  private let policy: RetryPolicy
  private let http: HTTPClient

  /// A client that has to be ended by ``close()``.
  package init(base: APIBase, key: APIKey?, policy: RetryPolicy) {
    self.base = base
    self.key = key
    self.policy = policy
    var configuration = HTTPClient.Configuration()
    // Redirects are followed here, where it is known who may see the key.
    configuration.redirectConfiguration = .disallow
    configuration.httpVersion = .http1Only
    configuration.timeout.connect = .seconds(10)
    configuration.timeout.read = TimeAmount(policy.silence)
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.decompression = .disabled
    http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// Ends all connections.
  package func close() async {
    // There is nothing to do about connections that can't be closed.
    try? await http.shutdown()
  }

  /// The object that the API answers; waiting for it uses up budget, even in vain.
  ///
  /// `waits` is told of each wait before it begins: after which error, and how long.
  package func get(
    _ request: APIRequest, _ budget: inout RetryBudget,
    waits: @Sendable (FetchError, Duration) -> Void = { _, _ in }
  ) async throws(FetchError) -> JSONObject {
    var tries = 0
    while true {
      tries += 1
      let start = policy.now()
      do throws(FetchError) {
        return try await getOnce(request)
      } catch {
        let spent = Duration.seconds(max(0, policy.now().seconds - start.seconds))
        guard let wait = budget.wait(after: error, tries: tries, spent: spent, policy) else {
          throw error
        }
        waits(error, wait)
        do {
          try await policy.sleep(wait)
        } catch {
          throw .interrupted
        }
      }
    }
  }

  private func getOnce(_ request: APIRequest) async throws(FetchError) -> JSONObject {
    var target = base.target(of: request)
    for _ in 0...OctopusClient.mostRedirects {
      let response = try await send(target, withKey: request.needsKey)
      guard (300..<400).contains(response.status) else {
        return try response.object(request, now: policy.now())
      }
      guard let place = response.headers.first(name: "Location") else {
        throw .unreadable("a redirect to nowhere (\(response.status))")
      }
      guard let next = base.target(at: place) else {
        throw .elsewhere(key?.masking(place) ?? place)
      }
      target = next
    }
    throw .endless("more than \(OctopusClient.mostRedirects) redirects")
  }

  private func send(
    _ target: String, withKey needsKey: Bool
  ) async throws(FetchError) -> APIResponse {
    var message = HTTPClientRequest(url: base.address.origin + target)
    message.headers.add(name: "Accept", value: "application/json")
    message.headers.add(name: "User-Agent", value: "octowatt")
    if needsKey {
      guard let key else { throw .noKey }
      message.setBasicAuth(username: key.secret, password: "")
    }
    do {
      return try await withThrowingTaskGroup(of: APIResponse?.self) { [message] group in
        defer { group.cancelAll() }
        group.addTask {
          let response = try await http.execute(message, timeout: TimeAmount(policy.answer))
          let body = try await response.body.collect(upTo: OctopusClient.mostBytes)
          return APIResponse(
            status: Int(response.status.code), headers: response.headers,
            body: Array(body.readableBytesView), key: key)
        }
        // The time of `execute` ends with the head, and a body may drip for ever.
        group.addTask {
          try await Task.sleep(for: policy.answer)
          return nil
        }
        guard let response = try await group.next() ?? nil else {
          throw HTTPClientError.deadlineExceeded
        }
        return response
      }
    } catch {
      throw FetchError(error, host: base.address.host)
    }
  }
}

extension FetchError {
  /// What an error of the HTTP client means.
  fileprivate init(_ error: any Error, host: String) {
    switch error {
    case is CancellationError: self = .interrupted
    case is NIOTooManyBytesError: self = .unreadable("it is too long")
    // The types of these are of a package that is none of ours.
    case _ where String(reflecting: type(of: error)).hasPrefix("NIOSSL."):
      self = .insecure(host: host, reason: "its certificate or its encryption is not accepted")
    case let error as HTTPClientError:
      switch error {
      case .cancelled: self = .interrupted
      case .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .tlsHandshakeTimeout,
        .getConnectionFromPoolTimeout:
        self = .timedOut(host: host)
      default: self = .brokenOff(host: host)
      }
    case let error as NIOConnectionError:
      let reason = error.connectionErrors.isEmpty ? "its name is not found" : "no connection"
      self = .unreachable(host: host, reason: reason)
    case let error as IOError where error.errnoCode == ECONNREFUSED:
      self = .unreachable(host: host, reason: "connection refused")
    case let error as IOError where [ENETUNREACH, EHOSTUNREACH].contains(error.errnoCode):
      self = .unreachable(host: host, reason: "there is no way to it")
    default: self = .brokenOff(host: host)
    }
  }
}
