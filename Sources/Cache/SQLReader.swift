import EnergyModel
import GRDB
import GRDBSQLite

/// A connection to the cache that can only read, for SQL that somebody typed.
///
/// It is one of its own, so that nothing that it is asked changes how the program itself sees the file.
/// SQLite's authorizer lets it read tables and call functions, and nothing else.
package final class SQLReader {
  /// The most bytes of a text or blob, and of a row that SQLite puts together; days have some hundred.
  private static let longestValue: Int32 = 1 << 20

  private let connection: OpaquePointer
  /// The path of the cache, for messages.
  private let path: String
  private let permissions = SQLPermissions()
  private let interruption: InterruptionHandler
  /// What waits for locks, which SQLite does not keep alive.
  private let wait: SQLWait

  /// - Throws: an error of SQLite; ``CacheError/busy(path:reason:)``.
  package init(_ cache: Cache) throws {
    path = cache.path
    interruption = InterruptionHandler(cache.cancellation)
    wait = SQLWait(waiting: cache.waiting, files: Cache.lockedFiles(cache.path))
    let isInMemory = cache.location.isEmpty || cache.location == ":memory:"
    var handle: OpaquePointer?
    let flags =
      isInMemory ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
    let name = isInMemory ? ":memory:" : cache.location
    guard sqlite3_open_v2(name, &handle, flags, nil) == SQLITE_OK, let handle else {
      defer { sqlite3_close(handle) }
      throw SQLError(message: String(cString: sqlite3_errmsg(handle)))
    }
    connection = handle
    // What is in memory is seen by one connection alone: this one gets a copy.
    if isInMemory { try copy(cache) }
    sqlite3_exec(handle, "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF", nil, nil, nil)
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
    // A value of any size would be made in one step, which neither memory nor Ctrl-C bounds.
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, SQLReader.longestValue)
    // A misspelt name in double quotes would be a text.
    _disableDoubleQuotedStringLiterals(handle)
    permissions.install(in: handle)
    interruption.install(in: handle)
    wait.install(in: handle)
  }

  deinit { sqlite3_close_v2(connection) }

  private func copy(_ cache: Cache) throws {
    try cache.read { db in
      let backup = sqlite3_backup_init(connection, "main", db.sqliteConnection, "main")
      sqlite3_backup_step(backup, -1)
      guard sqlite3_backup_finish(backup) == SQLITE_OK else { throw error() }
    }
  }

  /// Runs one statement.
  ///
  /// - Parameters:
  ///   - sql: the statement; comments and a `;` may follow it.
  ///   - value: the value of a parameter such as `$p`; nil where there is none.
  ///   - begin: gets the columns, and the first row if there is one.
  ///   - append: gets each row.
  /// - Throws: ``SQLError``; ``CacheError/busy(path:reason:)``; ``Cancelled``; what the two throw.
  package func run(
    _ sql: String, value: (String) -> String?,
    begin: (_ columns: [String], _ first: [SQLValue]?) throws -> Void,
    append: ([SQLValue]) throws -> Void
  ) throws {
    let statement = try prepare(sql)
    defer { sqlite3_finalize(statement) }
    try bind(statement, value)
    let columns = (0..<sqlite3_column_count(statement)).map { column in
      sqlite3_column_name(statement, column).map { String(cString: $0) } ?? ""
    }
    var isBegun = false
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        let row = columns.indices.map { SQLValue(statement, Int32($0)) }
        if !isBegun { try begin(columns, row) }
        isBegun = true
        try append(row)
      case SQLITE_DONE:
        if !isBegun { try begin(columns, nil) }
        return
      default: throw error()
      }
    }
  }

  /// - Throws: ``SQLError`` for a statement that is none, or several, or that does more than read.
  private func prepare(_ sql: String) throws -> OpaquePointer {
    permissions.begin(sql)
    return try sql.withCString { text in
      var statement: OpaquePointer?
      var rest: UnsafePointer<CChar>?
      guard sqlite3_prepare_v2(connection, text, -1, &statement, &rest) == SQLITE_OK else {
        throw error()
      }
      guard let statement else { throw SQLError(message: "there is no SQL") }
      var next: OpaquePointer?
      let code = sqlite3_prepare_v2(connection, rest, -1, &next, nil)
      defer { sqlite3_finalize(next) }
      guard code == SQLITE_OK, next == nil else {
        sqlite3_finalize(statement)
        throw SQLError(
          message: "'sql' runs one statement at a time", offset: rest.map { $0 - text })
      }
      return statement
    }
  }

  private func bind(_ statement: OpaquePointer, _ value: (String) -> String?) throws(SQLError) {
    for index in 0..<sqlite3_bind_parameter_count(statement) {
      let name = sqlite3_bind_parameter_name(statement, index + 1).map { String(cString: $0) }
      guard let name, name.hasPrefix("$"), let value = value(name) else {
        throw SQLError(message: "there is no value for '\(name ?? "?")'", hint: "let x = 1 sets $x")
      }
      // SQLite copies the text (SQLITE_TRANSIENT, a macro that Swift does not import).
      let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      sqlite3_bind_text(statement, index + 1, value, -1, copied)
    }
  }

  /// The error that SQLite has just met.
  private func error() -> any Error {
    let code = sqlite3_errcode(connection)
    if code == SQLITE_INTERRUPT { return Cancelled() }
    if code == SQLITE_BUSY { return CacheError.busy(path: path, reason: wait.reason) }
    if let refusal = permissions.refusal {
      return SQLError(message: "'sql' only reads the cache: \(refusal) is not allowed")
    }
    if code == SQLITE_TOOBIG {
      return SQLError(
        message:
          "a text or blob has over \(SQLReader.longestValue >> 20) MB, the most that 'sql' takes")
    }
    let offset = Int(sqlite3_error_offset(connection))
    let message = String(cString: sqlite3_errmsg(connection))
    return SQLError(message: "SQLite: \(message)", offset: offset < 0 ? nil : offset)
  }
}

/// Waits for locks of other programs on behalf of a connection.
private final class SQLWait {
  private let waiting: LockWait
  private let files: [String]

  /// `files` are those on which SQLite holds its locks.
  init(waiting: LockWait, files: [String]) { (self.waiting, self.files) = (waiting, files) }

  /// Installs itself in a connection, which does not keep it alive.
  func install(in connection: OpaquePointer) {
    waiting.begin()
    sqlite3_busy_handler(
      connection,
      { context, _ in
        guard let context else { return 0 }
        let wait = Unmanaged<SQLWait>.fromOpaque(context).takeUnretainedValue()
        return wait.waiting.goesOn(for: wait.files) ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Why it gave up.
  var reason: String { waiting.reason(files) }
}

/// An error in SQL that somebody typed.
package struct SQLError: Diagnosable, Hashable {
  package var message: String
  package var hint: String?
  /// The byte of the statement that it is at.
  package var offset: Int?

  init(message: String, hint: String? = nil, offset: Int? = nil) {
    (self.message, self.hint, self.offset) = (message, hint, offset)
  }
}

/// A value of a row, of one of SQLite's five kinds.
package enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  /// SQLite's own floating point; no money of the program comes from it.
  case real(Double)
  case text(String)
  case blob([UInt8])

  init(_ row: OpaquePointer, _ column: Int32) {
    let count = { Int(sqlite3_column_bytes(row, column)) }
    switch sqlite3_column_type(row, column) {
    case SQLITE_INTEGER: self = .integer(sqlite3_column_int64(row, column))
    case SQLITE_FLOAT: self = .real(sqlite3_column_double(row, column))
    case SQLITE_TEXT:
      let text = sqlite3_column_text(row, column)
      self = .text(
        String(decoding: UnsafeBufferPointer(start: text, count: count()), as: UTF8.self))
    case SQLITE_BLOB:
      let bytes = sqlite3_column_blob(row, column)
      self = .blob(Array(UnsafeRawBufferPointer(start: bytes, count: count())))
    default: self = .null
    }
  }
}
