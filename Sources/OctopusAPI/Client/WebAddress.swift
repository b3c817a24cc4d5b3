/// An absolute `http` or `https` address in the parts that matter for who gets a request.
///
/// The reading is narrow on purpose: what another parser might understand otherwise, such as a
/// user before the host, a backslash or a host that is not plain ASCII, is no address here.
struct WebAddress: Hashable, Sendable {
  /// Lower case, without the port that the scheme has anyway: `https://api.octopus.energy`.
  let origin: String
  let host: String
  let isSecure: Bool
  /// Path and query, from the slash on; a fragment is left out.
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

  /// Whether it never leaves this machine.
  var isLoopback: Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
