import EnergyModel
package import OctopusAPI

/// The way to Octopus, and who may go it.
package struct Network: Sendable {
  package var base = APIBase.octopus
  package var isOffline = false
  package var keys = KeyRing()
  package var policy = RetryPolicy(
    sleep: { try await Task.sleep(for: $0) }, random: { Double.random(in: 0...1) },
    now: { Instant(seconds: 0) })

  package init() {}
}
