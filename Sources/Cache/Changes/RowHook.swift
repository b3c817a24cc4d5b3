import GRDBSQLite
import Glibc

/// SQLite's hook that is told of each row before it is inserted, updated or deleted.
///
/// It sees what foreign keys delete, too. Its functions are looked up when they are needed, as
/// headers declare them only for a library that was compiled with `SQLITE_ENABLE_PREUPDATE_HOOK`.
/// Debian's is.
struct RowHook {
  /// Receives the context, the connection, the operation (`SQLITE_INSERT` …), the names of the
  /// database and the table, and the row's numbers before and after.
  typealias Callback =
    @convention(c) (
      UnsafeMutableRawPointer?, OpaquePointer?, Int32, UnsafePointer<CChar>?,
      UnsafePointer<CChar>?, Int64, Int64
    ) -> Void
  private typealias Install =
    @convention(c) (OpaquePointer?, Callback?, UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?
  private typealias GetValue =
    @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>) -> Int32

  private let install: Install
  private let getOld: GetValue
  private let getNew: GetValue

  /// The hook of the SQLite in use; nil where it has none.
  init?() {
    guard let install = dlsym(nil, "sqlite3_preupdate_hook"),
      let old = dlsym(nil, "sqlite3_preupdate_old"), let new = dlsym(nil, "sqlite3_preupdate_new")
    else { return nil }
    self.install = unsafeBitCast(install, to: Install.self)
    getOld = unsafeBitCast(old, to: GetValue.self)
    getNew = unsafeBitCast(new, to: GetValue.self)
  }

  /// Has a connection call `callback` with `context`, or, for nil, nobody.
  func set(_ callback: Callback?, on connection: OpaquePointer?, context: UnsafeMutableRawPointer?)
  {
    _ = install(connection, callback, context)
  }

  /// The value of a column before an update or deletion; valid during the call of the hook.
  func old(_ connection: OpaquePointer, _ column: Int) -> CellValue {
    value(getOld, connection, column)
  }

  /// The value of a column after an insertion or update; valid during the call of the hook.
  func new(_ connection: OpaquePointer, _ column: Int) -> CellValue {
    value(getNew, connection, column)
  }

  private func value(_ get: GetValue, _ connection: OpaquePointer, _ column: Int) -> CellValue {
    var value: OpaquePointer?
    guard get(connection, Int32(column), &value) == SQLITE_OK, let value else { return .null }
    return CellValue(value)
  }
}
