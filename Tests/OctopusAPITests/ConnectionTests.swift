import EnergyModel
import TestSupport
import Testing

@testable import OctopusAPI

/// What goes over the wire, and what is made of a wire that does not work.
@Suite struct ConnectionTests {
  private let request = APIRequest.account("A-1234ABCD")

  private func server(_ answer: ServerAnswer) throws -> (server: LoopbackServer, base: String) {
    let server = try LoopbackServer { _ in .answer(answer) }
    return (server, "http://127.0.0.1:\(server.port)/v1/")
  }

  @Test func aConnectionIsKeptForTheNextRequest() throws {
    let (server, base) = try server(ServerAnswer(200, "{}"))
    let client = OctopusClient(
      base: try APIBase(base), key: APIKey(FakeOctopus.key), policy: FakeClock().policy())
    var budget = RetryBudget()
    for request in [request, .product("X"), request] { _ = try client.get(request, &budget) }
    #expect(server.requests.map(\.connection) == [1, 1, 1])
    // The key does not stay for a request that needs none.
    #expect(server.requests.map { $0.headers["authorization"] != nil } == [true, false, true])
  }

  @Test func headersSayWhatIsWanted() throws {
    let (server, base) = try server(ServerAnswer(200, "{}"))
    _ = try FakeClock().ask(base, .product("X"))
    #expect(
      server.requests.first?.headers == [
        "host": "127.0.0.1:\(server.port)", "user-agent": "octowatt", "accept": "application/json",
      ])
  }

  /// One that is too long is not read to its end, and the next request finds the way again.
  @Test func anAnswerHasALimit() throws {
    let server = try LoopbackServer { request in
      .answer(ServerAnswer(200, String(repeating: "x", count: request.path == "/1" ? 1000 : 1001)))
    }
    let connection = Connection(
      to: try APIBase("http://127.0.0.1:\(server.port)/").address, through: nil,
      FakeClock().policy(), mostBytes: 1000)
    for _ in 1...2 {
      #expect(try connection.get("/1", key: nil, .never).body.count == 1000)
      #expect(throws: FetchError.unreadable("it is too long")) {
        try connection.get("/2", key: nil, .never)
      }
    }
  }

  @Test(arguments: [
    ("0", nil), ("120", 120), ("Wed, 21 Oct 2015 07:28:00 GMT", nil), ("soon", nil), ("-5", nil),
    ("Wed, 32 Oct 2015 07:28:00 GMT", nil), ("", nil),
    ("Wed, 21 Oct 9223372036854775807 07:28:00 GMT", nil),
    ("Wed, 21 Oct -9223372036854775808 07:28:00 GMT", nil),
  ])
  func retryAfter(header: String, seconds: Int?) throws {
    let (server, base) = try server(ServerAnswer(429, "", headers: ["Retry-After": header]))
    #expect(FakeClock().failure(base, request) == .busy(wait: seconds))
    #expect(server.requests.count == (seconds == nil ? 6 : 1))
  }

  /// Nothing is read of a request that nobody wants any more.
  @Test func aRequestThatIsNotWantedIsGivenUp() throws {
    let server = try LoopbackServer { _ in .delay(ServerAnswer(200, "{}"), seconds: 3) }
    let client = OctopusClient(
      base: try APIBase("http://127.0.0.1:\(server.port)/"), key: nil, policy: FakeClock().policy(),
      cancellation: Cancellation { true })
    var budget = RetryBudget()
    #expect(throws: FetchError.interrupted) { try client.get(.product("X"), &budget) }
  }

  @Test func aServerWithoutTLSIsNotAskedOverIt() throws {
    let server = try LoopbackServer(greeting: "HTTP/1.1 400 Bad Request\r\n\r\n") { _ in
      .answer(ServerAnswer(200, "{}"))
    }
    let error = FakeClock().failure("https://127.0.0.1:\(server.port)/", request)
    guard case .insecure("127.0.0.1", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(server.requests.isEmpty)
  }

  @Test func whatIsNoHTTPIsNoAnswer() throws {
    let server = try LoopbackServer(greeting: "220 mail.example ESMTP\r\n") { _ in
      .answer(ServerAnswer(200, "{}"))
    }
    let error = FakeClock().failure("http://127.0.0.1:\(server.port)/", request)
    guard case .unreadable = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func aNameThatIsNotThere() {
    #expect(
      FakeClock().failure("https://octopus.invalid/v1/", request)
        == .unreachable(host: "octopus.invalid", reason: "its name is not found"))
  }
}
