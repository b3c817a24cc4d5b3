import CCurl
import EnergyModel

/// A client of one server, which reuses the connection where the server keeps it open.
///
/// It knows no address, proxy or secret but those that it is given, and follows no redirect.
final class Connection {
  private static let timeToConnect = Duration.seconds(10)
  /// How often somebody is asked whether the answer is still wanted.
  private static let step = Duration.milliseconds(50)

  private let address: WebAddress
  private let proxy: Proxy?
  private let limits: ccurl_limits
  /// Nil until the first request: libcurl is loaded for that.
  private var handle: OpaquePointer?

  /// An answer over `mostBytes` is none that is meant.
  init(
    to address: WebAddress, through proxy: Proxy?, _ policy: RetryPolicy,
    mostBytes: Int = 64 << 20
  ) {
    self.address = address
    self.proxy = proxy
    limits = ccurl_limits(
      connect: Connection.timeToConnect.milliseconds, silence: policy.silence.milliseconds,
      total: policy.answer.milliseconds, bytes: mostBytes)
  }

  deinit {
    if let handle { ccurl_close(handle) }
  }

  /// Returns the server's answer to a GET of path and query, sent with the key if there is one.
  func get(
    _ target: String, key: APIKey?, _ cancellation: Cancellation
  ) throws(FetchError) -> APIResponse {
    let handle = try opened()
    ccurl_begin(
      handle, address.origin + target, !address.isSecure, key.map { $0.secret + ":" },
      proxy?.address ?? "", limits)
    var isWanted = true
    while isWanted, ccurl_go_on(handle, Int32(Connection.step.milliseconds)) {
      isWanted = !cancellation.isRequested
    }
    let outcome = ccurl_end(handle)
    guard isWanted else { throw .interrupted }
    if let error = FetchError(outcome, host: address.host, proxy: proxy) { throw error }
    return APIResponse(outcome)
  }

  private func opened() throws(FetchError) -> OpaquePointer {
    if let handle { return handle }
    if let reason = ccurl_load() { throw .noLibrary(reason: String(cString: reason)) }
    guard let handle = ccurl_open() else { throw .noLibrary(reason: "there is no memory for it") }
    self.handle = handle
    return handle
  }
}

extension APIResponse {
  fileprivate init(_ outcome: ccurl_outcome) {
    status = outcome.status
    location = outcome.location.map { String(cString: $0) }
    // No wait is not told from one that is over.
    wait = outcome.retry_after > 0 ? Int(outcome.retry_after) : nil
    body = Array(UnsafeBufferPointer(start: outcome.body, count: outcome.size))
  }
}

extension Duration {
  fileprivate var milliseconds: Int { Int(self / .milliseconds(1)) }
}
