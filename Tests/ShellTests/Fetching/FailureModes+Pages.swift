import EnergyModel
import Foundation
import TestSupport
import Testing

private let twoDays = FakeReading.series(from: "2023-07-29T23:00", values(96))

/// The readings of two days, forty a page.
private func pagedHome() throws -> FetchingHome {
  let home = try FetchingHome(readings: twoDays)
  home.octopus.change { $0.pageLimit = 40 }
  return home
}

/// Replaces the link of the first page.
private func relink(_ home: FetchingHome, _ link: @escaping @Sendable (String) -> String) {
  home.octopus.change { contents in
    contents.edit = { request, body in
      guard request.query["page"] == nil, let start = body.range(of: "\"next\":\""),
        let end = body[start.upperBound...].firstIndex(of: "\"")
      else { return body }
      let old = String(body[start.upperBound..<end])
      return body.replacingCharacters(in: start.upperBound..<end, with: link(old))
    }
  }
}

func playStrangeLinks() throws {
  // To another origin, be it only another port: nothing goes there.
  let stranger = try LoopbackServer { _ in .answer(ServerAnswer(200, "{}")) }
  for place in ["http://127.0.0.1:\(stranger.port)/v1/x/?page=2", "//127.0.0.1:\(stranger.port)/"] {
    let home = try pagedHome()
    relink(home) { _ in place }
    let outcome = try home("fetch readings")
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("points at another host, which got nothing: \(place)"))
    #expect(stranger.requests.isEmpty && home.octopus.requests.count == 1)
  }
  // To the page itself.
  let looping = try pagedHome()
  relink(looping) { $0.replacingOccurrences(of: "page=2", with: "x=") }
  let loop = try looping("fetch readings")
  #expect(loop.status == 4 && loop.errors.contains("don't come to an end"))
  // Without the period: that is remembered, and nothing else comes.
  let forgetful = try pagedHome()
  relink(forgetful) { ($0.components(separatedBy: "?").first ?? "") + "?page=2" }
  #expect(try forgetful("fetch readings from 2023-07-30 to 2023-08-01").status == 0)
  #expect(try forgetful.readings().count == 96)
  #expect(forgetful.octopus.requests.allSatisfy { $0.query["period_from"] != nil })
  // Behind an empty page, and a page that is short by one.
  let empty = try pagedHome()
  empty.octopus.change { contents in
    contents.edit = { request, body in
      request.query["page"] != "2"
        ? body
        : body.replacing(#/"results":\[.*\]/#, with: "\"results\":[]")
    }
  }
  let outcome = try empty("fetch readings")
  #expect(outcome.status == 4 && outcome.errors.contains("an empty page promises more"))
  #expect(try empty.readings().count == 40)
  let short = try pagedHome()
  short.octopus.change { contents in
    contents.edit = { request, body in
      request.query["page"] == nil ? body.replacing(#/\[\{[^}]*\},/#, with: "[") : body
    }
  }
  let fewer = try short("fetch readings")
  #expect(fewer.status == 0)
  #expect(
    fewer.errors.contains(
      "warning: 1000000000017 00A0000001: Octopus announced 96 rows, but sent 95\n"),
    "\(fewer.errors)")
  #expect(try short.readings().count == 95)
}

/// A row comes into a page, or goes out of it, after that was read.
func playShiftingPages() throws {
  let sixth = twoDays[5].start
  for isInserted in [true, false] {
    let home = try pagedHome()
    let later = isInserted ? twoDays : twoDays.filter { $0.start != sixth }
    let earlier = isInserted ? twoDays.filter { $0.start != sixth } : twoDays
    home.octopus.change { $0.readings[FetchingHome.meter] = earlier }
    let octopus = home.octopus
    octopus.change { contents in
      contents.quirk = { request, _ in
        if request.query["page"] == "2" {
          octopus.change { $0.readings[FetchingHome.meter] = later }
        }
        return nil
      }
    }
    let outcome = try home("fetch readings")
    #expect(outcome.status == 0)
    // What was seen once stays, and nothing slips through.
    #expect(try home.readings().count == 96, "\(outcome.errors)")
  }
}

func playPageSizes() throws {
  for limit in [25_000, 1500, 100, 7] {
    let home = try FetchingHome(readings: twoDays)
    home.octopus.change { $0.pageLimit = limit }
    #expect(try home("fetch readings").status == 0)
    #expect(try home.readings().count == 96)
    #expect(home.octopus.requests.count == (96 + limit - 1) / limit)
    #expect(home.octopus.requests.first?.query["page_size"] == "25000")
  }
  let home = try FetchingHome(readings: twoDays)
  home.octopus.change { contents in
    contents.pageLimit = 100
    contents.quirk = { request, _ in
      guard let size = request.query["page_size"].flatMap(Int.init), size > 100 else { return nil }
      return .answer(ServerAnswer(400, #"{"page_size":["Ensure this is at most 100."]}"#))
    }
  }
  #expect(try home("fetch readings").status == 0)
  #expect(home.octopus.requests.map { $0.query["page_size"] } == ["25000", "1500", "100"])
  #expect(try home.readings().count == 96)
  // Refused in the middle: all comes again, and what came before does not come twice.
  let later = try pagedHome()
  later.octopus.change { contents in
    contents.quirk = { request, _ in
      guard request.query["page"] == "2", request.query["page_size"] == "25000" else { return nil }
      return .answer(ServerAnswer(400, #"{"page_size":["Ensure this is at most 1500."]}"#))
    }
  }
  let outcome = try later("fetch readings")
  #expect(outcome.status == 0 && !outcome.errors.contains("twice"), "\(outcome.errors)")
  #expect(outcome.errors.contains("readings 96 new, 40 same, 0 revised"), "\(outcome.errors)")
  #expect(try later.readings().count == 96)
}

/// What starts at the end of the period, or before it, was not asked for.
func playRowsOutside() throws {
  let home = try FetchingHome(readings: twoDays)
  home.octopus.change { contents in
    contents.quirk = { request, _ in
      guard request.query["period_from"] != nil else { return nil }
      let rows = ["23:00", "23:30"].map { clock in
        "{\"consumption\":9,\"interval_start\":\"2023-07-29T\(clock):00+01:00\","
          + "\"interval_end\":\"2023-07-\(clock == "23:00" ? "29T23:30" : "30T00:00"):00+01:00\"}"
      }
      let good = twoDays.prefix(49).map { row in
        let stamp = londonZone().stamp(row.start)
        let end = londonZone().stamp(Instant(halfHour: row.start.halfHour + 1))
        return "{\"consumption\":\(row.consumption),\"interval_start\":\"\(stamp)\","
          + "\"interval_end\":\"\(end)\"}"
      }
      let results = (rows + good).joined(separator: ",")
      return .answer(
        ServerAnswer(200, "{\"count\":51,\"next\":null,\"previous\":null,\"results\":[\(results)]}")
      )
    }
  }
  #expect(try home("fetch readings 2023-07-30").status == 0)
  let stored = try home.readings()
  #expect(stored.count == 48)
  #expect(stored.first == "2023-07-29 23:00:00|0.001" && stored.last == "2023-07-30 22:30:00|0.048")
}
