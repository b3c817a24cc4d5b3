/// A whole result in little memory, for formats that must see all rows before they write any.
///
/// Its rows can be gone through in order, as often as is wanted, but not looked up.
package struct CompactTable: ResultSink, Sendable {
  package var header = ResultHeader(statement: "", columns: [])
  package private(set) var rows = CompactRows()
  package var summary = ResultSummary()

  package init() {}

  package init(_ table: ResultTable) {
    (header, rows, summary) = (table.header, CompactRows(table.rows), table.summary)
  }

  /// The same with rows that can be looked up.
  package var table: ResultTable {
    ResultTable(header: header, rows: Array(rows), summary: summary)
  }

  /// Sends the table on to another sink.
  package func send(to sink: inout some ResultSink) throws {
    try sink.begin(header)
    for row in rows { try sink.append(row) }
    try sink.end(summary)
  }

  package mutating func begin(_ header: ResultHeader) { self = CompactTable(header: header) }
  package mutating func append(_ row: ResultRow) { rows.append(row) }
  package mutating func end(_ summary: ResultSummary) { self.summary = summary }
  package mutating func removeRows() { rows = CompactRows() }

  private init(header: ResultHeader) { self.header = header }
}
