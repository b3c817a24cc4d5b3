import EnergyModel
package import JSONText
package import OctopusAPI
import Synchronization

/// A clock whose waits take no time, and that remembers them.
package final class FakeClock: Sendable {
  private let waits = Mutex<[Duration]>([])

  package init() {}

  package var slept: [Duration] { waits.withLock { $0 } }

  /// `random` is what the dice say, each time.
  package func policy(
    random: Double = 0, silence: Duration = .seconds(5), answer: Duration = .seconds(120)
  ) -> RetryPolicy {
    RetryPolicy(
      sleep: { wait, _ in self.waits.withLock { $0.append(wait) } }, random: { random },
      now: { Instant(seconds: 0) }, silence: silence, answer: answer)
  }

  /// Asks a server, with a client that goes away afterwards.
  package func ask(
    _ base: String, _ request: APIRequest, key: String? = FakeOctopus.key,
    silence: Duration = .seconds(5), answer: Duration = .seconds(120), proxy: Proxy? = nil
  ) throws -> JSONObject {
    let client = OctopusClient(
      base: try APIBase(base), key: key.flatMap(APIKey.init),
      policy: policy(silence: silence, answer: answer), proxy: proxy)
    var patience = RetryBudget()
    return try client.get(request, &patience)
  }

  /// The error in which asking a server ends; nil when it gives an answer.
  package func failure(
    _ base: String, _ request: APIRequest, key: String? = FakeOctopus.key,
    silence: Duration = .seconds(5), answer: Duration = .seconds(120), proxy: Proxy? = nil
  ) -> FetchError? {
    do {
      _ = try ask(base, request, key: key, silence: silence, answer: answer, proxy: proxy)
      return nil
    } catch {
      return error as? FetchError
    }
  }
}
