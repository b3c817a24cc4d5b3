import EnergyModel
import Foundation
import TestSupport
import Testing

/// Fetching as a whole: what is asked, what breaks off, how fast it is.
@Suite struct FetchTests {
  @Test func pretendSendsNothing() throws {
    let home = try FetchingHome(readings: [], key: nil)
    let base = home.octopus.base
    let account = try home("fetch account A-1234ABCD pretend")
    #expect(
      account.errors
        == "GET \(base)accounts/A-1234ABCD/\nnothing was requested or written, because of 'pretend'\n"
    )
    let readings = try home("fetch readings 2023-07 meter \(FetchingHome.number) pretend")
    #expect(
      readings.errors.hasPrefix(
        "GET \(base)electricity-meter-points/1000000000017/meters/00A0000001/consumption/"
          + "?period_from=2023-06-30T23:00:00Z&period_to=2023-07-31T23:00:00Z&page_size=25000"
          + "&order_by=period\n"))
    let rates = try home("fetch rates E-1R-AGILE-23-12-06-C 2023-07-04 pretend")
    let tariff = "\(base)products/AGILE-23-12-06/electricity-tariffs/E-1R-AGILE-23-12-06-C"
    let period = "?period_from=2023-07-03T23:00:00Z&period_to=2023-07-04T23:00:00Z&page_size=1500"
    #expect(
      rates.errors
        == "GET \(base)products/AGILE-23-12-06/\nGET \(tariff)/standard-unit-rates/\(period)\n"
        + "GET \(tariff)/standing-charges/\(period)\n"
        + "nothing was requested or written, because of 'pretend'\n")
    for outcome in [account, readings, rates] { #expect(outcome.status == 0) }
    #expect(home.octopus.requests.isEmpty)
  }

  @Test func offlineFetchesNothing() throws {
    let home = try FetchingHome(readings: [])
    let outcome = try home.octowatt("--offline", "--api-base", home.octopus.base, "fetch readings")
    #expect(outcome.status == 4)
    #expect(outcome.errors == "error: nothing is fetched, as --offline says\n")
    #expect(home.octopus.requests.isEmpty)
  }

  /// The proxy that curl would take shows, without its password.
  @Test func pretendTellsOfAProxy() throws {
    var octowatt = try Program()
    octowatt.environment["https_proxy"] = "http://me:secret@proxy.example:3128"
    let outcome = try octowatt("fetch account A-1234ABCD pretend")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors
        == "GET https://api.octopus.energy/v1/accounts/A-1234ABCD/\n"
        + "through the proxy http://proxy.example:3128\n"
        + "nothing was requested or written, because of 'pretend'\n")
    octowatt.environment["no_proxy"] = "octopus.energy"
    #expect(try !octowatt("fetch account A-1234ABCD pretend").errors.contains("proxy"))
  }

  /// Nothing but a request needs it.
  @Test func withoutLibcurlFetchSaysWhatToInstall() throws {
    let home = try FetchingHome(readings: [])
    var octowatt = home.octowatt
    try octowatt.folder.write("", to: "libcurl.so.4")
    octowatt.environment["LD_LIBRARY_PATH"] = octowatt.folder.path
    let asked = try octowatt("--api-base", home.octopus.base, "fetch readings")
    #expect(asked.status == 4)
    #expect(asked.errors.hasPrefix("error: libcurl, which fetches, can't be used: "))
    #expect(asked.errors.hasSuffix("; install it; on Debian: apt install libcurl4\n"))
    let pretended = try octowatt("--api-base", home.octopus.base, "fetch readings pretend")
    #expect(pretended.status == 0)
    #expect(home.octopus.requests.isEmpty)
  }

  @Test func theRootOfTheAPIIsHTTPSOrThisMachine() throws {
    let octowatt = try Program()
    for (root, flaw) in [
      ("http://api.octopus.energy/v1/", "in the clear"), ("octopus", "not of the form"),
    ] {
      let option = try octowatt("--api-base", root, "help")
      #expect(option.status == 2 && option.errors.contains(flaw))
      var other = octowatt
      other.environment["OCTOWATT_API_BASE"] = root
      #expect(try other("help").status == 2)
    }
  }

  @Test func whatThereIsNothingToFetchOf() throws {
    let home = try FetchingHome()
    for (statement, message) in [
      ("fetch readings", "there is no meter to fetch readings of; type: fetch account A-…"),
      ("fetch rates", "the cache has no agreement on an Octopus tariff; type: fetch account A-…"),
    ] {
      let outcome = try home(statement)
      #expect(outcome.status == 1 && outcome.errors.contains(message))
    }
  }

  // MARK: Breaking off

  private static let month = FakeReading.series(from: "2023-06-30T23:00", values(31 * 48))

  /// What `save readings` writes after a whole fetch.
  private func saved(_ home: FetchingHome) throws -> String {
    let file = home.octowatt.folder.path(of: "saved.json")
    let outcome = try home("save readings into! \(file)")
    guard outcome.status == 0 else { throw ProgramError(outcome.errors) }
    return try String(contentsOfFile: file, encoding: .utf8)
  }

  /// Killed between pages, again and again, the fetch ends where an unbroken one does.
  @Test func aKilledFetchGoesOn() throws {
    let whole = try FetchingHome(readings: FetchTests.month)
    #expect(try whole("fetch readings").status == 0)
    let broken = try FetchingHome(readings: FetchTests.month)
    broken.octopus.change { $0.pageLimit = 200 }
    for _ in 0..<3 {
      broken.octopus.change { contents in
        contents.quirk = { request, _ in
          // Two pages come, and the third never does.
          guard request.query["page"] == "3" else { return nil }
          return .delay(ServerAnswer(200, "{}"), seconds: 30)
        }
      }
      let earlier = broken.octopus.requests.count
      let terminal = try broken.octowatt.terminal(
        "--api-base", broken.octopus.base, "--today", "2023-08-01", "fetch readings")
      let deadline = Date(timeIntervalSinceNow: 60)
      while broken.octopus.requests.count < earlier + 3, Date() < deadline {
        Thread.sleep(forTimeInterval: 0.01)
      }
      terminal.signal(SIGKILL)
      #expect(try terminal.waitForExit() == 128 + SIGKILL)
    }
    // Each goes on from two days before the last: of 400 half-hours 97 are there already.
    #expect(try broken.readings().count == 400 + 303 + 303)
    broken.octopus.change { $0.quirk = nil }
    #expect(try broken("fetch readings").status == 0)
    #expect(try saved(broken) == saved(whole))
    #expect(try saved(whole).split(separator: "\n").count == 31 * 48)
  }

  /// Ctrl-C ends a fetch at once and keeps what came; at the prompt the shell goes on.
  @Test func anInterruptedFetchGoesOn() throws {
    let whole = try FetchingHome(readings: FetchTests.month)
    #expect(try whole("fetch readings").status == 0)
    let broken = try FetchingHome(readings: FetchTests.month)
    broken.octopus.change { contents in
      contents.pageLimit = 200
      contents.quirk = { request, _ in
        guard request.query["page"] == "2" else { return nil }
        return .delay(ServerAnswer(200, "{}"), seconds: 30)
      }
    }
    let terminal = try broken.octowatt.terminal(
      "--api-base", broken.octopus.base, "--today", "2023-08-01")
    try terminal.expect("octowatt> ")
    try terminal.send("fetch readings\r")
    let deadline = Date(timeIntervalSinceNow: 60)
    while broken.octopus.requests.count < 2, Date() < deadline {
      Thread.sleep(forTimeInterval: 0.01)
    }
    try terminal.send("\u{3}")
    try terminal.expect("what arrived is kept; the same statement continues from there")
    try terminal.expect("interrupted\r\n")
    try terminal.expect("octowatt> ")
    broken.octopus.change { $0.quirk = nil }
    try terminal.send("fetch readings\r")
    try terminal.expect("readings 1288 new")
    try terminal.expect("octowatt> ")
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
    #expect(try saved(broken) == saved(whole))
  }

  /// A period that was typed does not go on where it broke off, and nobody is to think so.
  @Test func aPeriodIsAskedWholeAgain() throws {
    let home = try FetchingHome(readings: FetchTests.month)
    home.octopus.change { contents in
      contents.pageLimit = 200
      contents.quirk = { request, _ in
        request.query["page"] == "2" ? .delay(ServerAnswer(200, "{}"), seconds: 30) : nil
      }
    }
    let terminal = try home.octowatt.terminal(
      "--api-base", home.octopus.base, "--today", "2023-08-01", "fetch readings 2023-07")
    let deadline = Date(timeIntervalSinceNow: 60)
    while home.octopus.requests.count < 2, Date() < deadline { Thread.sleep(forTimeInterval: 0.01) }
    terminal.signal(SIGINT)
    #expect(try terminal.waitForExit() == 130)
    #expect(
      terminal.transcript.contains(
        "what arrived is kept; the same statement fetches the whole period again"))
  }

  /// Nothing came, and nothing is said to be kept.
  @Test func nothingThatCameIsNotKept() throws {
    let home = try FetchingHome(readings: FetchTests.month)
    home.octopus.change { $0.quirk = { _, _ in .delay(ServerAnswer(200, "{}"), seconds: 30) } }
    let terminal = try home.octowatt.terminal(
      "--api-base", home.octopus.base, "--today", "2023-08-01", "fetch readings")
    let deadline = Date(timeIntervalSinceNow: 60)
    while home.octopus.requests.isEmpty, Date() < deadline { Thread.sleep(forTimeInterval: 0.01) }
    terminal.signal(SIGINT)
    #expect(try terminal.waitForExit() == 130)
    #expect(terminal.transcript.contains("interrupted"))
    #expect(!terminal.transcript.contains("kept"))
  }

  /// A page that fails for good leaves what came before it and no more; nothing looks complete.
  @Test func aPageThatFailsLeavesNoHole() throws {
    let home = try FetchingHome(readings: FetchTests.month)
    home.octopus.change { contents in
      contents.pageLimit = 200
      contents.quirk = { request, _ in
        request.query["page"] == "3" ? .answer(ServerAnswer(404, "{}")) : nil
      }
    }
    #expect(try home("fetch readings").status == 4)
    #expect(try home.readings().count == 400)
    let gaps = try home("gaps import 2023-07 as csv")
    #expect(gaps.output.hasSuffix("2023-07-09T08:00:00+01:00,2023-08-01T00:00:00+01:00,1088\n"))
  }

  @Test func whatHasNoSerialIsNotAskedFor() throws {
    let home = try FetchingHome(readings: FakeReading.series(from: "2023-07-30T23:00", ["1"]))
    try home.addMeter("1000000000025", "unknown", "as export")
    let outcome = try home("fetch readings")
    #expect(outcome.status == 0 && home.octopus.requests.count == 1)
    #expect(
      outcome.errors.contains(
        "note: 1000000000025: the serial of its meter is not known; type: fetch account A-…\n"))
  }

  /// All agreements end, and so does what is expected.
  @Test func aHomeThatWasLeftIsComplete() throws {
    let home = try FetchingHome(readings: FakeReading.series(from: "2023-06-30T23:00", values(96)))
    let outcome = try home(
      "add tariff flat as import rate 30p; assign flat to 1000000000017 from 2023-07-01 until "
        + "2023-07-04; fetch readings")
    #expect(outcome.status == 0, "\(outcome.errors)")
    // Of three days two came.
    let lines = try home("status as csv").lines
    #expect(lines.last?.contains(",48,0,") == true, "\(lines)")
    #expect(lines.last?.hasSuffix(",left on 2023-07-04") == true, "\(lines)")
    // While an agreement is open there is more to come: 31 days less two.
    #expect(try home("assign flat to 1000000000017 from 2023-07-04").status == 0)
    let open = try home("status as csv").lines
    #expect(open.last?.contains(",1392,0,") == true, "\(open)")
    let advice = ",stale for 29 days: import newer readings or fetch readings"
    #expect(open.last?.hasSuffix(advice) == true, "\(open)")
  }

  // MARK: Speed

  @Test func aYearOfTwoMetersTakesSeconds() throws {
    let year = FakeReading.series(from: "2022-07-31T23:00", values(365 * 48))
    let home = try FetchingHome(readings: year)
    home.octopus.change { $0.readings["1000000000025/00A0000002"] = year }
    try home.addMeter("1000000000025", "00A0000002", "as export")
    // The program's own time, as others may use the machine meanwhile.
    let line = """
      TIMEFORMAT='%U %S'; time "$octowatt" --quiet --api-base \(home.octopus.base) \
        --today 2023-08-01 fetch readings
      """
    let outcome = try home.octowatt.bash(line)
    let times = outcome.errors.split { " \n".contains($0) }.compactMap { Double($0) }
    #expect(outcome.status == 0 && times.count == 2 && times.reduce(0, +) < 5)
    #expect(try home.rows("SELECT count(*) FROM reading") == ["35040"])
  }
}
