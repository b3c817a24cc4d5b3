import GRDBSQLite

/// What SQL that somebody typed may do: read, and call functions that touch nothing else.
final class SQLPermissions {
  /// What was refused of the statement, as in `DELETE`, `the function load_extension()`; nil for nothing.
  private(set) var refusal: String?
  /// The word that the statement begins with, if that alone says what it does.
  private var verb: String?

  /// Begins with another statement.
  func begin(_ sql: String) {
    refusal = nil
    let word = sql.drop { !$0.isLetter }.prefix { $0.isLetter }.uppercased()
    verb = SQLPermissions.readingWords.contains(word) ? nil : word
  }

  private static let readingWords: Set = ["SELECT", "WITH", "VALUES", "EXPLAIN", "PRAGMA", ""]

  /// Installs itself in a connection, which does not keep it alive.
  func install(in connection: OpaquePointer) {
    sqlite3_set_authorizer(
      connection,
      { context, action, first, second, _, _ in
        guard let context else { return SQLITE_DENY }
        let permissions = Unmanaged<SQLPermissions>.fromOpaque(context).takeUnretainedValue()
        func text(_ pointer: UnsafePointer<CChar>?) -> String? {
          pointer.map { String(cString: $0) }
        }
        let refusal = SQLPermissions.refusal(action, text(first), text(second))
        guard let refusal else { return SQLITE_OK }
        permissions.refusal = permissions.refusal ?? permissions.verb ?? refusal
        return SQLITE_DENY
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Why an action is refused; nil for one that only reads.
  private static func refusal(_ action: Int32, _ first: String?, _ second: String?) -> String? {
    switch action {
    case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: nil
    // This is how SQLite declares the table of a function such as pragma_table_info(); the file itself
    // is open for reading.
    case SQLITE_UPDATE where first == "sqlite_master": nil
    case SQLITE_FUNCTION:
      second.flatMap { name in
        refusedFunctions.contains(name.lowercased()) ? "the function \(name)()" : nil
      }
    case SQLITE_PRAGMA: refusal(ofPragma: (first ?? "").lowercased(), argument: second)
    default: verbs[action] ?? "that"
    }
  }

  private static func refusal(ofPragma name: String, argument: String?) -> String? {
    let isAllowed =
      pragmasOfTables.contains(name) || argument == nil && pragmas.contains(name)
    return isAllowed ? nil : "PRAGMA \(name)" + (argument == nil ? "" : " with a value")
  }

  /// Functions that load code, or reach files, where SQLite or its shell has them.
  private static let refusedFunctions: Set = [
    "load_extension", "readfile", "writefile", "edit", "fsdir", "zipfile", "fts3_tokenizer",
  ]

  /// Pragmas that describe a table or index, which is their argument.
  private static let pragmasOfTables: Set = [
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
    "foreign_key_list",
  ]

  /// Pragmas that only tell, when they have no argument.
  private static let pragmas: Set = [
    "application_id", "collation_list", "compile_options", "data_version", "database_list",
    "encoding", "freelist_count", "function_list", "journal_mode", "module_list", "page_count",
    "page_size", "pragma_list", "schema_version", "user_version",
  ]

  private static let verbs: [Int32: String] = [
    SQLITE_INSERT: "INSERT", SQLITE_UPDATE: "UPDATE", SQLITE_DELETE: "DELETE",
    SQLITE_ATTACH: "ATTACH", SQLITE_DETACH: "DETACH", SQLITE_ALTER_TABLE: "ALTER TABLE",
    SQLITE_REINDEX: "REINDEX", SQLITE_ANALYZE: "ANALYZE", SQLITE_TRANSACTION: "a transaction",
    SQLITE_SAVEPOINT: "a savepoint", SQLITE_CREATE_TABLE: "CREATE TABLE",
    SQLITE_CREATE_TEMP_TABLE: "CREATE TABLE", SQLITE_CREATE_VIEW: "CREATE VIEW",
    SQLITE_CREATE_TEMP_VIEW: "CREATE VIEW", SQLITE_CREATE_TRIGGER: "CREATE TRIGGER",
    SQLITE_CREATE_TEMP_TRIGGER: "CREATE TRIGGER", SQLITE_CREATE_INDEX: "CREATE INDEX",
    SQLITE_CREATE_VTABLE: "CREATE VIRTUAL TABLE",
  ]
}
