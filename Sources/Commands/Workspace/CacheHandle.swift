import Cache
import EnergyModel

/// The cache's file, opened when something first needs it, so that `help` works without one.
package final class CacheHandle {
  package let path: String
  /// Whether queries, too, make the folders of a cache that is not there.
  package var queriesMakeFolders = false
  /// Says whom a statement waits for.
  package var tellOfWaiting: @Sendable (String) -> Void = { _ in }
  /// Whether the statement that runs is a query.
  package var isQuerying = false
  private let settings: Settings
  private let cancellation: Cancellation
  private var cache: Cache?
  /// Whether the statement that runs has looked whether the cache is still in its place.
  private var hasCheckedPlace = false
  private var isWaitedFor = true

  init(path: String, settings: Settings, cancellation: Cancellation) {
    self.path = path
    self.settings = settings
    self.cancellation = cancellation
  }

  /// How long the statement that runs waits for locks of other programs.
  var lockWait: LockWait {
    LockWait(
      limit: isWaitedFor ? settings.run.wait : .zero, cancellation: cancellation,
      tell: tellOfWaiting)
  }

  /// - Throws: ``CacheError`` when it cannot be opened, or is not where it was any more.
  func opened() throws(CacheError) -> Cache {
    if let cache {
      cache.waiting.limit = isWaitedFor ? settings.run.wait : .zero
      if !hasCheckedPlace {
        hasCheckedPlace = true
        try cache.checkPlace()
      }
      return cache
    }
    let folders: Cache.Making = isQuerying && !queriesMakeFolders ? .file : .folders
    let cache = try Cache(
      path: path, making: settings.run.isStrict ? .nothing : folders, waiting: lockWait)
    self.cache = cache
    return cache
  }

  package func beginStatement() { hasCheckedPlace = false }

  /// Leaves the file as other programs may copy it.
  package func endStatement() { cache?.settle() }

  /// Runs a step for somebody who types and waits for nobody.
  package func withoutWaiting<Result>(_ step: () throws -> Result) rethrows -> Result {
    isWaitedFor = false
    defer { isWaitedFor = true }
    return try step()
  }
}
