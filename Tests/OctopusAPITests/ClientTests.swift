import EnergyModel
import JSONText
import TestSupport
import Testing

@testable import OctopusAPI

/// How the client talks to a server that is well, and what it never sends.
@Suite struct ClientTests {
  private let request = APIRequest.account("A-1234ABCD")

  private func octopus() throws -> FakeOctopus {
    var contents = FakeOctopus.Contents()
    contents.accounts["A-1234ABCD"] = #"{"number":"A-1234ABCD","properties":[]}"#
    contents.products["VAR-22-11-01"] = #"{"code":"VAR-22-11-01"}"#
    return try FakeOctopus(contents)
  }

  /// The part of a key behind its last `_` is masked on its own, as it stays in percent-encoding.
  @Test func onlyTheKeyIsMasked() throws {
    let key = try #require(APIKey("sk_live_abc123"))
    #expect(key.masking("key abc123: sk_live_abc123") == "key …: sk_live_…")
    let ended = try #require(APIKey("abcdefgh_"))
    #expect(ended.masking("a text; abcdefgh_") == "a text; …")
  }

  @Test func theKeyIsTheUserOfBasicAuthentication() throws {
    let octopus = try octopus()
    let answer = try FakeClock().ask(octopus.base, request)
    #expect(try answer.value("number")?.string("number") == "A-1234ABCD")
    // "sk_live_fake0123456789abcdef:" in base64, by hand.
    let header = try #require(octopus.requests.first?.headers["authorization"])
    #expect(header == "Basic c2tfbGl2ZV9mYWtlMDEyMzQ1Njc4OWFiY2RlZjo=")
  }

  @Test func whatIsPublicIsAskedWithoutTheKey() throws {
    let octopus = try octopus()
    _ = try FakeClock().ask(octopus.base, .product("VAR-22-11-01"))
    #expect(octopus.requests.count == 1)
    #expect(octopus.requests.first?.headers["authorization"] == nil)
  }

  @Test func withoutAKeyNothingIsSent() throws {
    let octopus = try octopus()
    #expect(FakeClock().failure(octopus.base, request, key: nil) == .noKey)
    #expect(octopus.requests.isEmpty)
  }

  @Test func aHostThatIsNotThereIsTriedThreeTimes() throws {
    // The port of a server that is gone.
    let base = try octopus().base
    let clock = FakeClock()
    let error = clock.failure(base, request)
    #expect(error == .unreachable(host: "127.0.0.1", reason: "connection refused"))
    #expect(clock.slept == [.seconds(1), .seconds(2)])
  }

  @Test func waitsDoubleAndAreCutByTheDice() {
    let clock = FakeClock()
    var budget = RetryBudget()
    let error = FetchError.failing(status: 503, wait: nil)
    let waits = (1...6).map { budget.wait(after: error, tries: $0, clock.policy(random: 1)) }
    #expect(waits == [0.5, 1, 2, 4, 8].map { .seconds($0) } + [nil])
    var other = RetryBudget()
    let longest = (1...6).compactMap { other.wait(after: error, tries: $0, clock.policy()) }
    #expect(longest == [1, 2, 4, 8, 16].map { .seconds($0) })
    #expect(other.left == .seconds(29))
  }

  /// All that a statement waits is a minute, whoever asks for it.
  @Test func patienceEnds() {
    let policy = FakeClock().policy()
    var budget = RetryBudget()
    let busy = FetchError.busy(wait: 40)
    #expect(budget.wait(after: busy, tries: 1, policy) == .seconds(40))
    #expect(budget.wait(after: busy, tries: 2, policy) == nil)
    #expect(budget.left == .seconds(20))
    #expect(budget.wait(after: .busy(wait: 61), tries: 1, policy) == nil)
  }

  /// A server that says zero is not asked in a hurry; and what tries took is waited too.
  @Test func patienceCountsAllWaiting() {
    let policy = FakeClock().policy()
    var budget = RetryBudget()
    let busy = FetchError.busy(wait: 0)
    let waits = (1...6).map { budget.wait(after: busy, tries: $0, policy) }
    #expect(waits == [1, 2, 4, 8, 16].map { .seconds($0) } + [nil])
    var other = RetryBudget()
    let late = FetchError.timedOut(host: "x")
    #expect(other.wait(after: late, tries: 1, spent: .seconds(20), policy) == .seconds(1))
    #expect(other.wait(after: late, tries: 2, spent: .seconds(38), policy) == nil)
    #expect(other.left == .seconds(1))
  }

  /// What waiting in vain took is gone for the next request of a statement.
  @Test func patienceIsSpentByWhatFails() throws {
    let octopus = try octopus()
    octopus.change { $0.quirk = { _, _ in .answer(ServerAnswer(503, "")) } }
    let clock = FakeClock()
    let client = OctopusClient(
      base: try APIBase(octopus.base), key: APIKey(FakeOctopus.key), policy: clock.policy())
    var budget = RetryBudget()
    for _ in 1...2 {
      #expect(throws: FetchError.failing(status: 503, wait: nil)) {
        try client.get(request, &budget)
      }
    }
    // 31 seconds, and of the 29 that are left 15, as 16 more are too many.
    #expect(clock.slept == [1, 2, 4, 8, 16, 1, 2, 4, 8].map { .seconds($0) })
  }

  /// Half a minute of bytes, none of them late.
  @Test(.timeLimit(.minutes(5))) func anAnswerThatDripsEnds() throws {
    let octopus = try octopus()
    let slow = ServerAnswer(200, "{\"x\":\"\(String(repeating: "x", count: 300))\"}")
    octopus.change { $0.quirk = { _, earlier in earlier == 0 ? .drip(slow) : nil } }
    let clock = FakeClock()
    _ = try clock.ask(octopus.base, request, answer: .milliseconds(500))
    #expect(clock.slept == [.seconds(1)])
    octopus.change { $0.quirk = { _, _ in .drip(slow) } }
    let error = FakeClock().failure(octopus.base, request, answer: .milliseconds(150))
    #expect(error == .timedOut(host: "127.0.0.1"))
  }

  @Test func anotherStatementIsAskedNothingAgain() {
    let policy = FakeClock().policy()
    let lasting: [FetchError] = [
      .noKey, .malformedKey(variable: "X"), .badKey(nil), .forbidden(nil),
      .notFound(what: "account"), .refused(status: 400, detail: nil), .elsewhere("x"),
      .endless("x"), .interrupted, .insecure(host: "x", reason: "x"),
    ]
    for error in lasting {
      var budget = RetryBudget()
      #expect(budget.wait(after: error, tries: 1, policy) == nil, "\(error)")
    }
  }

  /// What a server says of the request may hold the key.
  @Test func theKeyIsMaskedInWhatTheServerSays() throws {
    let octopus = try octopus()
    octopus.change { contents in
      contents.quirk = { _, _ in
        .answer(ServerAnswer(401, "{\"detail\":\"no such key: \(FakeOctopus.key)\"}"))
      }
    }
    let error = try #require(FakeClock().failure(octopus.base, request))
    #expect(error.message == "Octopus does not take the API key (401): no such key: sk_live_…")
  }

  /// `s` may be written as `\u0073`, in names of members and values, and where an answer is refused.
  @Test func theKeyIsMaskedAfterEscapesAreRead() throws {
    let octopus = try octopus()
    let spelled = "\\u0073" + FakeOctopus.key.dropFirst()
    let answers = [
      (400, "{\"\(spelled)\":[\"\(spelled)\"]}", "(400): sk_live_…: sk_live_…"),
      (200, "{\"\(spelled)\":1,\"\(spelled)\":2}", "duplicate key 'sk_live_…', first on line 1"),
    ]
    for (status, body, message) in answers {
      octopus.change { $0.quirk = { _, _ in .answer(ServerAnswer(status, body)) } }
      let error = try #require(FakeClock().failure(octopus.base, request))
      #expect(error.message.hasSuffix(message), "\(error.message)")
    }
    octopus.change { contents in
      contents.quirk = { _, _ in
        .answer(ServerAnswer(200, "{\"results\":[{\"a\":[\"\(spelled)\"]}]}"))
      }
    }
    let answer = try FakeClock().ask(octopus.base, request)
    #expect(!String(reflecting: answer).contains(FakeOctopus.key))
  }

  /// And so may a link to the next page, which is not followed elsewhere.
  @Test func theKeyIsMaskedInALinkElsewhere() throws {
    let octopus = try octopus()
    octopus.change { contents in
      contents.quirk = { _, _ in
        let link = "http://x.example/?k=\(FakeOctopus.key)"
        return .answer(ServerAnswer(200, "{\"results\":[{}],\"next\":\"\(link)\"}"))
      }
    }
    let answer = try FakeClock().ask(octopus.base, request)
    var paging = Paging(request, base: try APIBase(octopus.base))
    #expect(throws: FetchError.elsewhere("http://x.example/?k=sk_live_…")) {
      try paging.consume(answer)
    }
  }

  /// A server that found the request too slow may find the next in time.
  @Test func aTimeoutOfTheServerIsAskedAgain() throws {
    let octopus = try octopus()
    octopus.change { contents in
      contents.quirk = { _, earlier in earlier == 0 ? .answer(ServerAnswer(408, "")) : nil }
    }
    let clock = FakeClock()
    _ = try clock.ask(octopus.base, request)
    #expect(clock.slept == [.seconds(1)] && octopus.requests.count == 2)
  }

  @Test func theKeyIsMaskedInAnAddressElsewhere() throws {
    let octopus = try octopus()
    octopus.change { contents in
      contents.quirk = { request, _ in
        let seen = request.headers["authorization"]?.dropFirst("Basic ".count) ?? ""
        let place = "http://x.example/?k=\(FakeOctopus.key)&b=\(seen)"
        return .answer(ServerAnswer(302, "", headers: ["Location": place]))
      }
    }
    let error = FakeClock().failure(octopus.base, request)
    #expect(error == .elsewhere("http://x.example/?k=sk_live_…&b=…="))
  }

  @Test func aKeyDoesNotShow() throws {
    let key = try #require(APIKey(FakeOctopus.key))
    var dumped = ""
    dump(key, to: &dumped)
    for text in ["\(key)", String(reflecting: key), "\([key])", dumped] {
      #expect(!text.contains("0123456789"), "\(text)")
    }
    #expect(APIKey("sk_live_with space") == nil && APIKey("short") == nil && APIKey("") == nil)
  }
}
