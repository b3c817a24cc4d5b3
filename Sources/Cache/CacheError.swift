/// Why a cache cannot be used.
package enum CacheError: Error, Hashable, Sendable, CustomStringConvertible {
  case cannotOpen(path: String, reason: String)
  case notACache(path: String)
  case newer(path: String)
  /// A row that is not what the schema promises.
  case damaged(row: String, reason: String)
  case unknownTariff(String)

  package var description: String {
    switch self {
    case .cannotOpen(let path, let reason): "cannot open the cache \(path): \(reason)"
    case .notACache(let path): "\(path) is not an octowatt cache; it is left as it is"
    case .newer(let path):
      "\(path) was made by a newer octowatt, which this one can't read; it is left as it is"
    case .damaged(let row, let reason): "the cache is damaged: \(row) \(reason)"
    case .unknownTariff(let name): "there is no tariff '\(name)' in the cache"
    }
  }
}
