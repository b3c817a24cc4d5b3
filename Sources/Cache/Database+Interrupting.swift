import EnergyModel
import GRDB
import GRDBSQLite

/// Asks, while SQLite works, whether the work is still wanted.
final class InterruptionHandler {
  private let cancellation: Cancellation

  init(_ cancellation: Cancellation) { self.cancellation = cancellation }

  /// How many steps of SQLite's machine there are between two questions: some 10 µs.
  private static let steps: Int32 = 1000

  /// Installs itself in a connection, which does not keep it alive.
  func install(in connection: OpaquePointer) {
    sqlite3_progress_handler(
      connection, InterruptionHandler.steps,
      { context in
        guard let context else { return 0 }
        let handler = Unmanaged<InterruptionHandler>.fromOpaque(context).takeUnretainedValue()
        return handler.cancellation.isRequested ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}

extension Database {
  /// Runs a step whose queries end when the work is no longer wanted.
  ///
  /// - Throws: ``Cancelled``; any error of `body`.
  func interrupting<Result>(
    at cancellation: Cancellation, _ body: () throws -> Result
  ) throws -> Result {
    guard let connection = sqliteConnection else { return try body() }
    let handler = InterruptionHandler(cancellation)
    handler.install(in: connection)
    defer {
      sqlite3_progress_handler(connection, 0, nil, nil)
      withExtendedLifetime(handler) {}
    }
    do {
      return try body()
    } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
      throw Cancelled()
    }
  }
}
