import EnergyModel
import Foundation
import JSONText
import OctopusAPI
import TestSupport
import Testing

/// What the edge in front of the API says.
private let html = "<html><head><title>403 Forbidden</title></head></html>"

private func homeWithTwoDays() throws -> FetchingHome {
  try FetchingHome(readings: FakeReading.series(from: "2023-07-29T23:00", values(96)))
}

func playKeyRefused() throws {
  let home = try FetchingHome(key: "sk_live_wrong0123456789")
  let refused = try home("fetch account A-1234ABCD")
  #expect(refused.status == 4)
  #expect(
    refused.errors
      == "error: Octopus does not take the API key (401): Invalid API key.; to give another, "
      + "type: add key\n")
  let without = try FetchingHome(key: nil)
  let missing = try without("fetch account A-1234ABCD")
  #expect(missing.status == 4)
  #expect(missing.errors.hasPrefix("error: there is no API key; "))
  #expect(missing.errors.hasSuffix("type: add key\n"))
  #expect(without.octopus.requests.isEmpty)
}

/// On private and public pages alike.
func playEdgeBlock() throws {
  let home = try homeWithTwoDays()
  home.octopus.change { contents in
    contents.quirk = { _, earlier in
      earlier == 0
        ? .answer(ServerAnswer(403, html, headers: ["Content-Type": "text/html"])) : nil
    }
  }
  let outcome = try home("fetch readings")
  #expect(outcome.status == 0)
  #expect(try home.readings().count == 96)
  home.octopus.change { contents in contents.quirk = { _, _ in .answer(ServerAnswer(403, html)) } }
  let clock = FakeClock()
  let error = clock.failure(home.octopus.base, .product("VAR-22-11-01"))
  #expect(error == .blocked && clock.slept.count == 5)
  #expect(error?.description.contains("the key is not at fault") == true)
  // The same number as JSON is another matter.
  home.octopus.change { contents in
    contents.quirk = { _, _ in .answer(ServerAnswer(403, #"{"detail":"Not yours."}"#)) }
  }
  let forbidden = try home("fetch readings")
  #expect(forbidden.status == 4)
  #expect(forbidden.errors.contains("the API key is good, but not for this (403): Not yours."))
}

func playUnknownThings() throws {
  let home = try homeWithTwoDays()
  let account = try home("fetch account A-0000000F")
  #expect(account.status == 4)
  #expect(account.errors.contains("Octopus knows no account A-0000000F (404)"))
  let tariff = try home("fetch rates E-1R-NONE-23-01-01-C")
  #expect(tariff.status == 4)
  #expect(tariff.errors.contains("knows no tariff E-1R-NONE-23-01-01-C of product NONE-23-01-01"))
  // A second meter that Octopus does not know does not keep the first from its readings.
  try home.addMeter("1000000000025", "00A0000002")
  let meters = try home("fetch readings")
  #expect(meters.status == 4)
  #expect(meters.errors.contains("knows no meter 00A0000002 of 1000000000025 (404)"))
  #expect(try home.readings().count == 96)
  // The same as an empty list.
  home.octopus.change { $0.readings["1000000000025/00A0000002"] = [] }
  let empty = try home("fetch readings")
  #expect(empty.status == 0)
  #expect(empty.errors.contains("1000000000025 00A0000002: nothing in it, "))
}

func playBadParameters() throws {
  let home = try homeWithTwoDays()
  home.octopus.change { contents in
    contents.quirk = { _, _ in
      .answer(ServerAnswer(400, #"{"period_from":["Enter a valid date/time."]}"#))
    }
  }
  let outcome = try home("fetch readings 2023-07")
  #expect(outcome.status == 4)
  #expect(
    outcome.errors.contains(
      "Octopus refuses the request (400): period_from: Enter a valid date/time.\n"))
  #expect(home.octopus.requests.count == 1)
}

func playTooManyRequests() throws {
  // A date is up to two seconds away when it is read.
  let waits: [(header: String?, wait: ClosedRange<Duration>)] = [
    ("7", .seconds(7) ... .seconds(7)), (httpDate(in: 40), .seconds(38) ... .seconds(40)),
    (nil, .seconds(1) ... .seconds(1)),
  ]
  for (header, wait) in waits {
    let octopus = try FakeOctopus()
    octopus.change { contents in
      contents.products["X"] = "{}"
      contents.quirk = { _, earlier in
        let headers = header.map { ["Retry-After": $0] } ?? [:]
        return earlier == 0 ? .answer(ServerAnswer(429, "", headers: headers)) : nil
      }
    }
    let clock = FakeClock()
    _ = try clock.ask(octopus.base, .product("X"))
    #expect(clock.slept.count == 1 && clock.slept.allSatisfy(wait.contains), "\(clock.slept)")
  }
  let home = try FetchingHome()
  home.octopus.change { contents in
    contents.quirk = { _, _ in .answer(ServerAnswer(429, "", headers: ["Retry-After": "300"])) }
  }
  let outcome = try home("fetch rates E-1R-X-C")
  #expect(outcome.status == 4)
  #expect(
    outcome.errors == "error: Octopus asks to wait (429): 300 seconds; try again later\n")
  #expect(home.octopus.requests.count == 1)
}

func playServerTrouble() throws {
  let troubles: [(ServerAnswer, FetchError)] =
    [500, 502, 503, 504].map { (ServerAnswer($0, html), .failing(status: $0, wait: nil)) } + [
      (ServerAnswer(200, html), .unreadable("it is a web page")),
      (
        ServerAnswer(200, #"{"code":"X","full"#),
        .unreadable("found nothing more, expected the double quote that ends the string")
      ), (ServerAnswer(200, ""), .unreadable("it is empty")),
    ]
  for (trouble, error) in troubles {
    let octopus = try FakeOctopus()
    octopus.change { contents in
      contents.products["X"] = "{}"
      contents.quirk = { _, earlier in earlier == 0 ? .answer(trouble) : nil }
    }
    let clock = FakeClock()
    _ = try clock.ask(octopus.base, .product("X"))
    #expect(clock.slept == [.seconds(1)])
    octopus.change { contents in contents.quirk = { _, _ in .answer(trouble) } }
    #expect(FakeClock().failure(octopus.base, .product("X")) == error)
  }
  // The type that an answer claims does not matter.
  let octopus = try FakeOctopus()
  octopus.change { contents in
    contents.quirk = { _, _ in
      .answer(ServerAnswer(200, "{}", headers: ["Content-Type": "text/html"]))
    }
  }
  let answer = try FakeClock().ask(octopus.base, .product("X"))
  #expect(answer.members.isEmpty)
}

func playBrokenConnections() throws {
  let good = ServerAnswer(200, #"{"code":"X","description":"0123456789"}"#)
  // Only what waits for silence needs little of it.
  let long = Duration.seconds(5)
  let breaks: [(ServerAction, FetchError, silence: Duration, silenceOfAll: Duration)] = [
    (
      .delay(good, seconds: 1), .timedOut(host: "127.0.0.1"), .milliseconds(300),
      .milliseconds(100)
    ), (.reset(good, after: 10), .brokenOff(host: "127.0.0.1"), long, long),
    (.truncate(good, after: 10), .brokenOff(host: "127.0.0.1"), long, long),
  ]
  for (action, error, silence, silenceOfAll) in breaks {
    let octopus = try FakeOctopus()
    octopus.change { contents in
      contents.quirk = { _, earlier in earlier == 0 ? action : .answer(good) }
    }
    let clock = FakeClock()
    _ = try clock.ask(octopus.base, .product("X"), silence: silence)
    #expect(clock.slept == [.seconds(1)])
    octopus.change { contents in contents.quirk = { _, _ in action } }
    #expect(FakeClock().failure(octopus.base, .product("X"), silence: silenceOfAll) == error)
  }
  // On the second page of three, once: nothing is missing in the end.
  let home = try homeWithTwoDays()
  home.octopus.change { contents in
    contents.pageLimit = 40
    contents.quirk = { request, earlier in
      request.query["page"] == "2" && earlier == 1 ? .reset(good, after: 5) : nil
    }
  }
  #expect(try home("fetch readings").status == 0)
  #expect(try home.readings().count == 96)
  #expect(home.octopus.requests.compactMap { $0.query["page"] } == ["2", "2", "3"])
}

func playRedirects() throws {
  let home = try homeWithTwoDays()
  let stranger = try LoopbackServer { _ in .answer(ServerAnswer(200, "{}")) }
  // A redirect within the origin is followed, with the key.
  home.octopus.change { contents in
    contents.quirk = { request, earlier in
      guard earlier == 0, request.query["again"] == nil else { return nil }
      let place = request.target + "&again=1"
      return .answer(ServerAnswer(301, "", headers: ["Location": place]))
    }
  }
  #expect(try home("fetch readings").status == 0)
  #expect(try home.readings().count == 96)
  let header = "Basic " + Data("\(FakeOctopus.key):".utf8).base64EncodedString()
  #expect(home.octopus.requests.map { $0.headers["authorization"] } == [header, header])
  // One to another origin, if only another port, is not.
  let place = "http://127.0.0.1:\(stranger.port)/v1/x/"
  home.octopus.change { contents in
    contents.quirk = { _, _ in .answer(ServerAnswer(302, "", headers: ["Location": place])) }
  }
  let outcome = try home("fetch readings")
  #expect(outcome.status == 4)
  #expect(outcome.errors.contains("points at another host, which got nothing: \(place)"))
  #expect(stranger.requests.isEmpty)
  // Nor is one that comes back to where it was.
  home.octopus.change { contents in
    contents.quirk = { request, _ in
      .answer(ServerAnswer(301, "", headers: ["Location": request.target]))
    }
  }
  #expect(try home("fetch readings").errors.contains("more than 3 redirects"))
}
