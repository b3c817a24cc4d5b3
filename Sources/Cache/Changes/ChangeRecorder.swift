import GRDB
import GRDBSQLite
import Glibc

/// A recorder of what a transaction does to rows, by SQLite's hook.
///
/// A row that is deleted and comes again as it was counts as untouched, as some tables are written
/// anew whenever anything in them changes.
final class ChangeRecorder {
  /// What can be put back when a savepoint is rolled back, of which the hook is not told.
  struct State {
    fileprivate(set) var events = RowEvents()
    /// The ranges of the deletions in the events, by table and key.
    fileprivate var deletions: [[UInt8]: Range<Int>] = [:]
    /// Deletions of rows that came again as they were.
    fileprivate var undone: [Range<Int>] = []
  }

  private(set) var state = State()
  private let hook: RowHook
  private let tables: [LoggedTable]
  private let places: [String: Int]
  /// The table of the last row, whose name is compared first.
  private var lastTable = 0
  private var row: [UInt8] = []

  init(_ hook: RowHook, tables: [LoggedTable]) {
    self.hook = hook
    self.tables = tables
    places = Dictionary(uniqueKeysWithValues: tables.enumerated().map { ($1.name, $0) })
  }

  /// What happened to rows, without deletions that were undone.
  var events: RowEvents {
    var events = state.events
    events.remove(state.undone.sorted { $0.lowerBound < $1.lowerBound })
    return events
  }

  /// Records what `body` does.
  func recording<Result>(_ db: Database, _ body: () throws -> Result) rethrows -> Result {
    let connection = db.sqliteConnection
    let context = Unmanaged.passUnretained(self).toOpaque()
    hook.set(
      { context, connection, operation, schema, table, _, _ in
        guard let context, let connection, let table,
          schema.map({ strcmp($0, "main") == 0 }) ?? false
        else { return }
        Unmanaged<ChangeRecorder>.fromOpaque(context).takeUnretainedValue()
          .note(operation, of: table, connection)
      }, on: connection, context: context)
    defer { hook.set(nil, on: connection, context: nil) }
    return try body()
  }

  /// Goes back to an earlier state.
  func restore(_ state: State) { self.state = state }

  private func place(of table: UnsafePointer<CChar>) -> Int? {
    if strcmp(tables[lastTable].name, table) == 0 { return lastTable }
    guard let place = places[String(cString: table)] else { return nil }
    lastTable = place
    return place
  }

  private func note(
    _ operation: Int32, of table: UnsafePointer<CChar>, _ connection: OpaquePointer
  ) {
    guard let place = place(of: table) else { return }
    switch operation {
    case SQLITE_INSERT: noteInsertion(place, connection)
    case SQLITE_UPDATE: noteUpdate(place, connection)
    default: noteDeletion(place, connection)
    }
  }

  private func noteInsertion(_ place: Int, _ connection: OpaquePointer) {
    let table = tables[place]
    if !state.deletions.isEmpty {
      let key = key(place) { hook.new(connection, $0) }
      if let deletion = state.deletions.removeValue(forKey: key) {
        row.removeAll(keepingCapacity: true)
        for column in table.columns.indices { row.append(hook.new(connection, column)) }
        // Kind and table stand before the values.
        if state.events.bytes[deletion].dropFirst(2).elementsEqual(row) {
          return state.undone.append(deletion)
        }
      }
    }
    var checksum = RowChecksum()
    for column in table.columns.indices { checksum.add(hook.new(connection, column)) }
    state.events.begin(.inserted, table: place)
    for column in table.key { state.events.append(hook.new(connection, column)) }
    state.events.append(checksum)
  }

  private func noteUpdate(_ place: Int, _ connection: OpaquePointer) {
    let table = tables[place]
    let changed = table.columns.indices.filter {
      !(hook.old(connection, $0) == hook.new(connection, $0))
    }
    guard !changed.isEmpty else { return }
    var checksum = RowChecksum()
    for column in table.columns.indices { checksum.add(hook.new(connection, column)) }
    state.events.begin(.updated, table: place)
    for column in table.key { state.events.append(hook.new(connection, column)) }
    state.events.append(checksum)
    state.events.append(column: changed.count)
    for column in changed {
      state.events.append(column: column)
      state.events.append(hook.old(connection, column))
    }
  }

  private func noteDeletion(_ place: Int, _ connection: OpaquePointer) {
    let start = state.events.bytes.count
    state.events.begin(.deleted, table: place)
    for column in tables[place].columns.indices {
      state.events.append(hook.old(connection, column))
    }
    let key = key(place) { hook.old(connection, $0) }
    state.deletions[key] = start..<state.events.bytes.count
  }

  /// The table and key of a row.
  private func key(_ place: Int, _ value: (Int) -> CellValue) -> [UInt8] {
    var key = [UInt8(place)]
    for column in tables[place].key { key.append(value(column)) }
    return key
  }
}
