/// An absolute `http` or `https` address, reduced to the parts that decide who gets a request.
///
/// Parsing is strict on purpose: anything that another parser might read differently, such as a
/// user before the host, a backslash or a host that is not plain ASCII, is rejected.
struct WebAddress: Hashable, Sendable {
  /// The origin in lower case, without the scheme's default port: `https://api.octopus.energy`.
  let origin: String
  let host: String
  let isSecure: Bool
  /// The path and query, from the slash on, without a fragment.
  let target: String

  init?(_ text: String) {
    let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard isPlain, !text.contains(where: { "\\\"<>^`{|}".contains($0) }) else { return nil }
    guard let mark = text.firstRange(of: "://") else { return nil }
    let scheme = text[..<mark.lowerBound].lowercased()
    guard scheme == "https" || scheme == "http" else { return nil }
    let rest = text[mark.upperBound...]
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    guard let (host, port) = WebAddress.authority(rest[..<end].lowercased()) else { return nil }
    isSecure = scheme == "https"
    self.host = host
    let usual = isSecure ? 443 : 80
    origin = "\(scheme)://\(host)" + (port.map { $0 == usual ? "" : ":\($0)" } ?? "")
    let place = rest[end...].prefix { $0 != "#" }
    target = place.hasPrefix("/") ? String(place) : "/" + place
  }

  private static func authority(_ text: String) -> (host: String, port: Int?)? {
    let colon =
      text.hasPrefix("[")
      ? text.firstIndex(of: "]").map { text.index(after: $0) } ?? text.endIndex
      : text.firstIndex(of: ":") ?? text.endIndex
    let host = String(text[..<colon])
    let letters = host.hasPrefix("[") ? "[]:" : "-."
    guard !host.isEmpty, host.allSatisfy({ $0.isLetter || $0.isNumber || letters.contains($0) })
    else { return nil }
    guard colon < text.endIndex else { return (host, nil) }
    guard text[colon] == ":", let port = UInt16(text[text.index(after: colon)...]) else {
      return nil
    }
    return (host, Int(port))
  }

  /// Whether requests to it stay on this machine.
  var isLoopback: Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
