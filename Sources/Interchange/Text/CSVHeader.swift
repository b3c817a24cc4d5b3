import JSONText

/// The header of a CSV file, with the columns that are read.
struct CSVHeader<Column: Hashable & Sendable>: Sendable {
  /// The column of each field, nil for those that are not read.
  let columns: [Column?]
  /// The name of each field, as in the file.
  let names: [String]
  let line: Int

  /// `columns`: that of each name.
  init(_ names: [String], line: Int, columns: [Column?]) throws(FormatError) {
    for (index, column) in columns.enumerated() where column != nil {
      guard columns[..<index].contains(column) else { continue }
      throw FormatError(
        line: line, message: "duplicate column \(quoted(names[index])) in the header")
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
