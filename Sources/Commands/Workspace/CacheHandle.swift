package import Cache
import EnergyModel

/// The handle of the cache, which opens it on first use, so that `help` works without one.
package final class CacheHandle {
  /// The file that was named at the start, which stays reserved for the program; or `:memory:`.
  let file: String
  /// The cache in use: ``file``, or `:memory:` after `demo`.
  package private(set) var path: String
  /// Whether queries, too, create the folders of a cache that does not exist.
  package var queriesMakeFolders = false
  /// Called with the holder of a lock that a statement waits for.
  package var reportWait: @Sendable (String) -> Void = { _ in }
  /// Whether the current statement is a query.
  package var isQuerying = false
  private let settings: Settings
  private let cancellation: Cancellation
  private var cache: Cache?
  /// Whether the current statement has checked that the cache file is still in place.
  private var hasCheckedPlace = false
  private var isWaitedFor = true
  /// The statements that run, each inside the one before it.
  private var authors: [ChangeAuthor] = []

  init(path: String, settings: Settings, cancellation: Cancellation) {
    file = path
    self.path = path
    self.settings = settings
    self.cancellation = cancellation
  }

  /// The wait for other programs' locks by the current statement.
  var lockWait: LockWait {
    LockWait(
      limit: isWaitedFor ? settings.run.wait : .zero, cancellation: cancellation,
      tell: reportWait)
  }

  /// - Throws: ``CacheError`` when it can't be opened, or has been moved.
  func open() throws(CacheError) -> Cache {
    if let cache {
      cache.waiting.limit = isWaitedFor ? settings.run.wait : .zero
      if !hasCheckedPlace {
        hasCheckedPlace = true
        // There may be room by now, which others have used.
        if cache.isOnFullDisk { return try openAnew() }
        try cache.checkPlace()
      }
      return cache
    }
    return try openAnew()
  }

  private func openAnew() throws(CacheError) -> Cache {
    cache = nil
    let folders: Cache.Making = isQuerying && !queriesMakeFolders ? .file : .folders
    let cache = try Cache(
      path: path, making: settings.run.isStrict ? .nothing : folders, waiting: lockWait)
    cache.changeSession.author = authors.last
    self.cache = cache
    return cache
  }

  /// Lets go of the cache, which the next statement that needs it opens again.
  func close() {
    try? cache?.close()
    cache = nil
  }

  /// Continues with an empty cache in memory; the file is left as it is.
  func moveToMemory() {
    cache = nil
    path = ":memory:"
  }

  /// Begins a statement, under which changes of the cache are recorded.
  package func beginStatement(_ author: ChangeAuthor) {
    hasCheckedPlace = false
    authors.append(author)
    cache?.changeSession.author = author
  }

  /// Ends a statement, and leaves the file in a state that other programs may copy.
  package func endStatement() {
    authors.removeLast()
    cache?.changeSession.author = authors.last
    cache?.settle()
  }

  /// The time before which changes are no longer kept, once when that has begun.
  func consumeLostChanges() -> Instant? {
    defer { cache?.changeSession.untoldLoss = nil }
    return cache?.changeSession.untoldLoss
  }

  /// Runs a step while the user types, during which locks are not waited for.
  package func withoutWaiting<Result>(_ step: () throws -> Result) rethrows -> Result {
    isWaitedFor = false
    defer { isWaitedFor = true }
    return try step()
  }
}
