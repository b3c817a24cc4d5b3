/// The result of a check of a cache: its faults, and remarks.
package struct CacheReport: Hashable, Sendable {
  /// A fault.
  package struct Finding: Hashable, Sendable {
    /// The row, or what else it is about: `reading_day of meter_id 1, day '2023-07-01'`.
    package var row: String
    /// The fault in words, behind the row: `does not match its checksum`.
    package var problem: String
    /// How to mend it, as far as possible a line to type.
    package var remedy: String
  }

  /// In the order in which they were found, each once.
  package private(set) var findings: [Finding] = []
  /// Remarks on tables of other programs and rows without a checksum, which are no faults.
  package var notes: [String] = []
  /// The number of rows of days that were checked, by table.
  package var days: [String: Int] = [:]

  private var known: Set<[String]> = []

  package mutating func add(_ row: String, _ problem: String, remedy: String) {
    guard known.insert([row, problem]).inserted else { return }
    findings.append(Finding(row: row, problem: problem, remedy: remedy))
  }
}

/// The remedies of findings.
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
