package import EnergyModel
import GRDB

/// An entry of the import log: the effect of one import.
package struct ImportEntry: Hashable, Sendable {
  package var at: Instant
  /// The file, or the resource on the network.
  package var source: String
  package var counts: MergeCounts
}

extension Cache {
  /// Whether the log has an entry for a source.
  package func hasLogged(_ source: String) throws -> Bool {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT id FROM import_log WHERE source = ?", arguments: [source]) != nil
    }
  }

  /// The imports that changed something, in order.
  package func imports() throws -> [ImportEntry] {
    try read { db in
      let sql = "SELECT id, at, source, new, same, revised FROM import_log ORDER BY id"
      return try db.stored(sql, of: "import_log", by: "id").map { row in
        var counts = MergeCounts()
        counts.new = try row["new"]
        counts.same = try row["same"]
        counts.revised = try row["revised"]
        guard min(counts.new, counts.same, counts.revised) >= 0 else {
          throw row.damage("has a count below 0")
        }
        let at = Instant(seconds: try row["at"])
        guard Instant.writable.contains(at) else { throw row.damage("has a time that can't be") }
        return ImportEntry(at: at, source: try row["source"], counts: counts)
      }
    }
  }
}
