import CCurl
import Glibc

extension FetchError {
  /// The error of a request that got no complete answer; nil when it got one.
  init?(_ outcome: ccurl_outcome, host: String, proxy: Proxy?) {
    let detail = proxy.masking(String(cString: outcome.detail))
    if outcome.is_too_long {
      self = .unreadable("it is too long")
      return
    }
    if let proxy, outcome.proxy_status >= 300 {
      self = .unreachable(host: host, reason: "\(proxy) answers \(outcome.proxy_status)")
      return
    }
    switch outcome.code {
    case CCURL_OK: return nil
    case CCURL_OPERATION_TIMEDOUT: self = .timedOut(host: host)
    case CCURL_COULDNT_RESOLVE_HOST:
      self = .unreachable(host: host, reason: "its name is not found")
    case CCURL_COULDNT_CONNECT:
      let reason = FetchError.reason(Int32(outcome.error_number)) ?? detail
      self = .unreachable(host: proxy?.description ?? host, reason: reason)
    case CCURL_COULDNT_RESOLVE_PROXY, CCURL_PROXY:
      self = .unreachable(host: proxy?.description ?? host, reason: detail)
    case CCURL_SSL_CERTPROBLEM, CCURL_SSL_CIPHER, CCURL_PEER_FAILED_VERIFICATION,
      CCURL_SSL_CACERT_BADFILE, CCURL_SSL_ISSUER_ERROR:
      self = .insecure(host: host, reason: detail)
    case CCURL_SSL_CONNECT_ERROR:
      self =
        FetchError.endsHandshake(detail)
        ? .brokenOff(host: host) : .insecure(host: host, reason: detail)
    case CCURL_UNSUPPORTED_PROTOCOL, CCURL_WEIRD_SERVER_REPLY: self = .unreadable(detail)
    case CCURL_FAILED_INIT, CCURL_NOT_BUILT_IN, CCURL_UNKNOWN_OPTION:
      self = .noLibrary(reason: detail)
    default: self = .brokenOff(host: host)
    }
  }

  /// Whether the system or the other side ended a connection before it was safe, which passes;
  /// libcurl has one code for that and for encryption that is not accepted.
  private static func endsHandshake(_ detail: String) -> Bool {
    ["Recv failure: ", "Send failure: ", "SSL_connect: ", "unexpected eof"]
      .contains { detail.contains($0) }
  }

  /// Why a connection was not made; nil when the system does not say.
  private static func reason(_ number: Int32) -> String? {
    switch number {
    case 0: nil
    case ENETUNREACH, EHOSTUNREACH: "there is no way to it"
    default: String(cString: strerror(number)).lowercased()
    }
  }
}

extension Proxy? {
  /// `text` with the password of the proxy taken away.
  fileprivate func masking(_ text: String) -> String {
    map { text.replacing($0.address, with: $0.shown) } ?? text
  }
}
