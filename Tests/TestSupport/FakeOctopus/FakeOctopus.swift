package import EnergyModel
import Foundation
import Synchronization

/// Octopus's API as research has it, on loopback, with what tests put into it.
///
/// Keys are checked, paths without a slash at the end are redirected, readings come with local
/// offsets and prices in UTC, `count` is of all pages and `next` is an address.
package final class FakeOctopus: Sendable {
  package static let key = "sk_live_fake0123456789abcdef"

  /// What there is to answer with; the tests change it as they go.
  package struct Contents: Sendable {
    /// JSON by account number.
    package var accounts: [String: String] = [:]
    /// Rows in order of time, by `NUMBER/SERIAL`.
    package var readings: [String: [FakeReading]] = [:]
    /// JSON by product code.
    package var products: [String: String] = [:]
    /// Rows as JSON, the newest first, by `PRODUCT/TARIFF/LIST`; bounds in UTC seconds.
    package var prices: [String: [FakePrice]] = [:]
    /// The most rows on a page of readings.
    package var pageLimit = 25_000
    /// Goes before all that is normal; given how many requests there were of that path before.
    package var quirk: (@Sendable (ServerRequest, _ earlier: Int) -> ServerAction?)?
    /// Changes the body of a normal answer.
    package var edit: (@Sendable (ServerRequest, String) -> String)?

    package init() {}
  }

  private let contents: Shared<Contents>
  private let server: LoopbackServer

  package init(_ contents: Contents = Contents()) throws {
    let shared = Shared(contents)
    let counts = Shared<[String: Int]>([:])
    let port = Shared<UInt16>(0)
    self.contents = shared
    server = try LoopbackServer { request in
      let contents = shared.value
      let earlier = counts.change { counts in
        defer { counts[request.path, default: 0] += 1 }
        return counts[request.path, default: 0]
      }
      if let action = contents.quirk?(request, earlier) { return action }
      return .answer(
        FakeAnswers(contents: contents, root: "http://127.0.0.1:\(port.value)").answer(request))
    }
    port.change { $0 = server.port }
  }

  /// The root of the API.
  package var base: String { "http://127.0.0.1:\(server.port)/v1/" }

  package var requests: [ServerRequest] { server.requests }

  package func forgetRequests() { server.forgetRequests() }

  package func change(_ body: @Sendable (inout Contents) -> Void) {
    contents.change { body(&$0) }
  }
}

/// A value that several threads use.
final class Shared<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: Value) { mutex = Mutex(value) }

  var value: Value { mutex.withLock { $0 } }

  @discardableResult
  func change<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
    mutex.withLock { value in
      var copy = value
      let result = body(&copy)
      value = copy
      return result
    }
  }
}

/// A row of readings.
package struct FakeReading: Sendable {
  package var start: Instant
  package var minutes: Int
  /// As it stands in JSON.
  package var consumption: String

  package init(_ start: Instant, _ consumption: String, minutes: Int = 30) {
    self.start = start
    self.consumption = consumption
    self.minutes = minutes
  }

  /// Half-hours from a stamp in UTC such as `2023-07-01T00:00` on, with one value each.
  package static func series(from stamp: String, _ values: [String]) -> [FakeReading] {
    let start = instant(stamp).halfHour
    return values.enumerated().map { FakeReading(Instant(halfHour: start + $0.offset), $0.element) }
  }
}

/// A row of prices in pence.
package struct FakePrice: Sendable {
  package var from: Instant?
  package var to: Instant?
  package var json: String

  /// A row between two stamps in UTC such as `2023-07-01T00:00`, of which nil is open.
  ///
  /// Without `payment` the field is null, with an empty one it is absent.
  package init(
    _ from: String?, _ to: String?, _ value: String, excludingVAT: String? = nil,
    payment: String? = nil
  ) {
    self.from = from.map(instant)
    self.to = to.map(instant)
    func stamp(_ text: String?) -> String { text.map { "\"\($0):00Z\"" } ?? "null" }
    let method =
      payment == "" ? "" : ",\"payment_method\":" + (payment.map { "\"\($0)\"" } ?? "null")
    json =
      "{\"value_exc_vat\":\(excludingVAT ?? "null"),\"value_inc_vat\":\(value),"
      + "\"valid_from\":\(stamp(from)),\"valid_to\":\(stamp(to))\(method)}"
  }
}

/// The instant of a stamp in UTC such as `2023-07-01T00:00`.
package func instant(_ stamp: String) -> Instant {
  guard let day = LocalDay(iso: String(stamp.prefix(10))),
    let hour = Int64(stamp.dropFirst(11).prefix(2)), let minute = Int64(stamp.suffix(2))
  else { preconditionFailure("'\(stamp)' is no stamp such as 2023-07-01T00:00") }
  return Instant(seconds: Int64(day.number) * 86_400 + hour * 3600 + minute * 60)
}

/// The time in some seconds, as headers of HTTP have it.
package func httpDate(in seconds: Int) -> String {
  let formatter = DateFormatter()
  formatter.locale = Locale(identifier: "en_US_POSIX")
  formatter.timeZone = TimeZone(secondsFromGMT: 0)
  formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
  return formatter.string(from: Date(timeIntervalSinceNow: TimeInterval(seconds)))
}
