package import EnergyModel
import GRDB

/// What one import did.
package struct ImportEntry: Hashable, Sendable {
  package var at: Instant
  /// The file, or the place on the network.
  package var source: String
  package var counts: CacheWriter.Counts
}

extension Cache {
  /// Whether something came from a source before.
  package func hasLogged(_ source: String) throws -> Bool {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT id FROM import_log WHERE source = ?", arguments: [source]) != nil
    }
  }

  /// The imports that changed something, in their order.
  package func imports() throws -> [ImportEntry] {
    try read { db in
      let sql = "SELECT at, source, new, same, revised FROM import_log ORDER BY id"
      return try Row.fetchAll(db, sql: sql).map { row in
        var counts = CacheWriter.Counts()
        counts.new = row["new"]
        counts.same = row["same"]
        counts.revised = row["revised"]
        return ImportEntry(at: Instant(seconds: row["at"]), source: row["source"], counts: counts)
      }
    }
  }
}
