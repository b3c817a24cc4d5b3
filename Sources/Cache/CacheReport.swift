/// What is wrong in a cache, and what else is worth knowing of it.
package struct CacheReport: Hashable, Sendable {
  /// Something that is wrong.
  package struct Finding: Hashable, Sendable {
    /// The row, or what else it is about: `reading_day of meter_id 1, day '2023-07-01'`.
    package var row: String
    /// What is wrong with it: `does not match its checksum`.
    package var problem: String
    /// What to do about it, as far as possible a line to type.
    package var remedy: String
  }

  /// In the order in which they were found, each once.
  package private(set) var findings: [Finding] = []
  /// What is no fault: tables of other programs, rows without a checksum.
  package var notes: [String] = []
  /// How many rows of days were looked at, by table.
  package var days: [String: Int] = [:]

  private var known: Set<[String]> = []

  mutating func add(_ row: String, _ problem: String, remedy: String) {
    guard known.insert([row, problem]).inserted else { return }
    findings.append(Finding(row: row, problem: problem, remedy: remedy))
  }
}

/// What mends a finding.
enum Remedy {
  static let backup = "restore a backup, or import the files into a new cache"
  static let row = "correct or delete the row in sqlite3, or restore a backup"

  /// A line for SQLite's own shell, which has the file open.
  static func sql(_ line: String) -> String { "in sqlite3: \(line);" }

  /// A text as SQL writes it.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  /// A name as SQL writes it.
  static func name(_ name: String) -> String {
    let parts = name.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + parts.joined(separator: "\"\"") + "\""
  }
}
