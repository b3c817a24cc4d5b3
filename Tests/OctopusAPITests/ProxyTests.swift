import EnergyModel
import TestSupport
import Testing

@testable import OctopusAPI

/// Which proxy is taken, and what it gets to see.
@Suite struct ProxyTests {
  private func proxy(_ base: String, _ variables: [String: String]) throws -> Proxy? {
    Proxy(for: try APIBase(base)) { variables[$0] }
  }

  /// The order of curl: its own scheme, then all; small letters, then large.
  @Test(arguments: [
    (["https_proxy": "a", "HTTPS_PROXY": "b", "all_proxy": "c", "ALL_PROXY": "d"], "a"),
    (["HTTPS_PROXY": "b", "all_proxy": "c", "ALL_PROXY": "d"], "b"),
    (["https_proxy": "", "all_proxy": "c", "ALL_PROXY": "d"], "c"), (["ALL_PROXY": "d"], "d"),
    (["http_proxy": "e", "HTTP_PROXY": "f"], nil), ([:], nil),
  ])
  func variables(variables: [String: String], address: String?) throws {
    #expect(try proxy("https://api.octopus.energy/v1/", variables)?.address == address)
  }

  @Test(arguments: [
    ("api.octopus.energy", "*", false), ("api.octopus.energy", "octopus.energy", false),
    ("api.octopus.energy", "x.example,.Octopus.Energy", false),
    ("api.octopus.energy", "x.example api.octopus.energy.", false),
    ("api.octopus.energy", "topus.energy", true), ("api.octopus.energy", "x.example,", true),
    ("api.octopus.energy", "*.energy", true), ("api.octopus.energy", ".", true),
    ("10.1.2.3", "10.0.0.0/8", false), ("10.1.2.3", "10.1.2.3", false),
    ("11.1.2.3", "10.0.0.0/8", true), ("10.1.2.3", "2.3", true), ("10.1.2.3", "10.0.0.0/33", true),
    ("10.1.2.3", "10.0.0.0/", true), ("[2001:db8::1]", "2001:db8::/32", false),
    ("[2001:db8::1]", "[2001:db8:0::1]", false), ("[2001:db8::1]", "2001:db9::/32", true),
  ])
  func exceptions(host: String, exceptions: String, isTaken: Bool) throws {
    for name in ["no_proxy", "NO_PROXY"] {
      let variables = ["https_proxy": "http://proxy.example:3128", name: exceptions]
      #expect(try (proxy("https://\(host)/v1/", variables) != nil) == isTaken)
    }
  }

  /// The key would leave this machine in the clear.
  @Test(arguments: ["http://127.0.0.1:8080/", "http://localhost/", "https://localhost/"])
  func thisMachineIsAskedDirectly(base: String) throws {
    let all = ["http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"].map { ($0, "http://p:1") }
    #expect(try proxy(base, Dictionary(uniqueKeysWithValues: all)) == nil)
  }

  @Test(arguments: [
    ("http://proxy.example:3128", "http://proxy.example:3128"),
    ("socks5h://me:secret@proxy.example", "socks5h://proxy.example"),
    ("me:sec/r@t@proxy.example:3128", "proxy.example:3128"),
  ])
  func thePasswordDoesNotShow(address: String, shown: String) throws {
    let proxy = try proxy("https://api.octopus.energy/v1/", ["https_proxy": address])
    #expect(proxy?.description == "the proxy \(shown)")
  }

  private static let octopus = "https://api.octopus.energy/v1/"

  /// It is asked for a tunnel, with its own password and without the key.
  @Test func aProxyThatRefuses() throws {
    let server = try LoopbackServer { _ in .answer(ServerAnswer(407, "")) }
    let proxy = try proxy(
      ProxyTests.octopus, ["https_proxy": "http://me:secret@127.0.0.1:\(server.port)"])
    let error = FakeClock().failure(ProxyTests.octopus, .account("A-1234ABCD"), proxy: proxy)
    let reason = "the proxy http://127.0.0.1:\(server.port) answers 407"
    #expect(error == .unreachable(host: "api.octopus.energy", reason: reason))
    #expect(server.requests.count == 3)
    let request = try #require(server.requests.first)
    #expect(request.target == "api.octopus.energy:443")
    // "me:secret" in base64, by hand.
    #expect(request.headers["proxy-authorization"] == "Basic bWU6c2VjcmV0")
    #expect(request.headers["authorization"] == nil)
  }

  @Test(arguments: [
    ("http://me:secret@127.0.0.1:1", "http://127.0.0.1:1", "connection refused"),
    ("http://me:secret@proxy.invalid:1", "http://proxy.invalid:1", "proxy.invalid"),
    ("odd://me:secret@proxy.invalid:1", "odd://proxy.invalid:1", "odd://proxy.invalid:1"),
  ])
  func aProxyThatIsNotThere(address: String, shown: String, reason: String) throws {
    let proxy = try proxy(ProxyTests.octopus, ["https_proxy": address])
    let error = FakeClock().failure(ProxyTests.octopus, .account("A-1234ABCD"), proxy: proxy)
    let text = try #require(error).message
    #expect(text.hasPrefix("the proxy \(shown) can't be reached: ") && text.contains(reason))
    #expect(!text.contains("secret"))
  }
}
