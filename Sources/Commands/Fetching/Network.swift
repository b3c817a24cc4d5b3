import EnergyModel
import Glibc
package import OctopusAPI

/// The access to Octopus: its address, the keys, and whether it may be used.
package struct Network: Sendable {
  package var base = APIBase.octopus
  /// The proxy for requests; nil for none.
  package var proxy: Proxy?
  package var isOffline = false
  package var keys = KeyRing()
  package var policy = RetryPolicy(
    sleep: { length, meanwhile throws(FetchError) in try sleep(length, meanwhile) },
    random: { Double.random(in: 0...1) }, now: { Instant(seconds: 0) })

  package init() {}
}

/// Lets a time go by as ``RetryPolicy/Sleep`` has it: `meanwhile` is told twenty times a second.
private func sleep(
  _ length: Duration, _ meanwhile: (Duration) throws(FetchError) -> Void
) throws(FetchError) {
  let end = ContinuousClock.now + length
  while true {
    let left = end - .now
    guard left > .zero else { return }
    try meanwhile(left)
    // A signal may end it early.
    usleep(50_000)
  }
}
