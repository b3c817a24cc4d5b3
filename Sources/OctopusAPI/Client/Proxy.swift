import Glibc

/// The proxy through which an API is asked: what curl takes from the environment, read here, so
/// that what is shown is what is used.
package struct Proxy: Hashable, Sendable, CustomStringConvertible {
  /// As the environment has it, user and password too.
  let address: String

  /// The proxy that variables of the environment name for an API; nil when it is asked directly.
  ///
  /// What is on this machine always is: a key sent in the clear would leave it otherwise.
  package init?(for base: APIBase, variable: (String) -> String?) {
    guard base.address.isSecure, !base.address.isLoopback else { return nil }
    func first(_ names: [String]) -> String? {
      names.lazy.compactMap(variable).first { !$0.isEmpty }
    }
    let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    guard let address = first(names) else { return nil }
    let exceptions = first(["no_proxy", "NO_PROXY"]) ?? ""
    guard !Proxy.covers(exceptions, host: base.address.host) else { return nil }
    self.address = address
  }

  /// Without user and password.
  var shown: String {
    let start = address.firstRange(of: "://")?.upperBound ?? address.startIndex
    let user = address[start...].lastIndex(of: "@").map(address.index(after:))
    return String(address[..<start] + address[(user ?? start)...])
  }

  package var description: String { "the proxy \(shown)" }

  // MARK: Exceptions

  /// Whether a list of hosts, domains and ranges of addresses has a host in it.
  private static func covers(_ exceptions: String, host: String) -> Bool {
    let host = bare(host[...])
    let isAddress = bytes(host) != nil
    return exceptions == "*"
      || exceptions.split { ", \t".contains($0) }.contains { entry in
        let entry = bare(entry)
        return isAddress ? isInRange(host, entry) : host == entry || host.hasSuffix("." + entry)
      }
  }

  /// Lower case, without dots around it and the brackets of an IPv6 address.
  private static func bare(_ name: Substring) -> String {
    var name = name.lowercased()[...]
    while let last = name.last, "].".contains(last) { name.removeLast() }
    return String(name.drop { "[.".contains($0) })
  }

  /// Whether an address is the one, or in a range such as `10.0.0.0/8`.
  private static func isInRange(_ address: String, _ range: String) -> Bool {
    let parts = range.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let address = bytes(address), let first = bytes(parts[0]), address.count == first.count,
      let length = parts.count > 1 ? Int(parts[1]) : first.count * 8,
      (0...first.count * 8).contains(length)
    else { return false }
    return (0..<length).allSatisfy { bit in
      (address[bit / 8] ^ first[bit / 8]) & (0x80 >> (bit % 8)) == 0
    }
  }

  /// The 4 or 16 bytes of an IP address; nil for a name.
  private static func bytes(_ address: String) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, address, &bytes) == 1 { return Array(bytes.prefix(4)) }
    return inet_pton(AF_INET6, address, &bytes) == 1 ? bytes : nil
  }
}
