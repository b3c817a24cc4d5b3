import JSONText

/// The header of a CSV file, with the columns that are read.
struct CSVHeader<Column: Hashable & Sendable>: Sendable {
  /// The column of each field, nil for those that are not read.
  let columns: [Column?]
  /// The name of each field, as in the file.
  let names: [String]
  let line: Int

  /// `column` returns the column of a name in lower case.
  init(_ names: [String], line: Int, column: (String) -> Column?) throws(FormatError) {
    var columns: [Column?] = []
    for name in names {
      let found = column(name.lowercased())
      if let found, columns.contains(found) {
        throw FormatError(line: line, message: "duplicate column \(quoted(name)) in the header")
      }
      columns.append(found)
    }
    self.columns = columns
    self.names = names
    self.line = line
  }

  func contains(_ column: Column) -> Bool { columns.contains(column) }

  /// The name of `column`, as in the file.
  func name(of column: Column) -> String? { columns.firstIndex(of: column).map { names[$0] } }

  /// The fields of a line by column.
  func assign(_ fields: [String], line: Int) throws(FormatError) -> [Column: String] {
    guard fields.count == columns.count else {
      throw FormatError(
        line: line,
        message:
          "the number of fields is \(fields.count), expected \(columns.count) as in the header")
    }
    var assigned: [Column: String] = [:]
    for (column, field) in zip(columns, fields) {
      if let column { assigned[column] = field }
    }
    return assigned
  }

  /// The error for a header without `column`.
  func missing(_ column: String, expected: String) -> FormatError {
    FormatError(line: line, message: "no column \(column) in the header, expected \(expected)")
  }
}
