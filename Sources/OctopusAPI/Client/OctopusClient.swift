import AsyncHTTPClient
package import EnergyModel
import Glibc
package import JSONText
import NIOCore
import NIOHTTP1
import NIOPosix

/// A client of the API, which sends one request at a time and retries transient failures.
package struct OctopusClient: Sendable {
  /// The largest body accepted; no real answer is as large.
  private static let mostBytes = 64 << 20
  private static let mostRedirects = 3

  package let base: APIBase
  private let key: APIKey?
  private let policy: RetryPolicy
  private let http: HTTPClient

  /// Creates a client, which has to be closed with ``close()``.
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

  /// Closes all connections.
  package func close() async {
    // There is nothing to do about connections that can't be closed.
    try? await http.shutdown()
  }

  /// Fetches a JSON object; failed tries and waits use up `budget`.
  ///
  /// `waits` is called before each wait, with the error and the duration.
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
        // The timeout of `execute` ends with the head, and a body may trickle for ever.
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
  /// The error for one of the HTTP client.
  fileprivate init(_ error: any Error, host: String) {
    switch error {
    case is CancellationError: self = .interrupted
    case is NIOTooManyBytesError: self = .unreadable("it is too long")
    // Their types are in a package that is not a direct dependency.
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
