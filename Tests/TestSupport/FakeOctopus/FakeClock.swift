package import EnergyModel
package import JSONText
package import OctopusAPI
import Synchronization

/// A clock whose waits take no time, and that remembers them.
package final class FakeClock: Sendable {
  private let waits = Mutex<[Duration]>([])
  private let now: Instant

  package init(now: Instant = Instant(seconds: 0)) { self.now = now }

  package var slept: [Duration] { waits.withLock { $0 } }

  /// `random` is what the dice say, each time.
  package func policy(
    random: Double = 0, silence: Duration = .seconds(5), answer: Duration = .seconds(120)
  ) -> RetryPolicy {
    RetryPolicy(
      sleep: { wait in self.waits.withLock { $0.append(wait) } }, random: { random },
      now: { self.now }, silence: silence, answer: answer)
  }

  /// Asks a server, with a client that goes away afterwards.
  package func ask(
    _ base: String, _ request: APIRequest, key: String? = FakeOctopus.key,
    silence: Duration = .seconds(5), answer: Duration = .seconds(120)
  ) async throws -> JSONObject {
    let client = OctopusClient(
      base: try APIBase(base), key: key.flatMap(APIKey.init),
      policy: policy(silence: silence, answer: answer))
    var patience = RetryBudget()
    let result: Result<JSONObject, FetchError>
    do throws(FetchError) {
      result = .success(try await client.get(request, &patience))
    } catch {
      result = .failure(error)
    }
    await client.close()
    return try result.get()
  }

  /// The error in which asking a server ends; nil when it gives an answer.
  package func failure(
    _ base: String, _ request: APIRequest, key: String? = FakeOctopus.key,
    silence: Duration = .seconds(5), answer: Duration = .seconds(120)
  ) async -> FetchError? {
    do {
      _ = try await ask(base, request, key: key, silence: silence, answer: answer)
      return nil
    } catch {
      return error as? FetchError
    }
  }
}
