import JSONText

/// Where in the lines of a CSV file the columns stand that mean something.
struct CSVHeader<Column: Hashable & Sendable>: Sendable {
  /// One a field, nil for those that are not read.
  let columns: [Column?]
  /// The names as they stand in the file.
  let names: [String]
  let line: Int

  /// `column` knows columns by their names, which it gets in lower case.
  init(_ names: [String], line: Int, column: (String) -> Column?) throws(Refusal) {
    var columns: [Column?] = []
    for name in names {
      let found = column(name.lowercased())
      if let found, columns.contains(found) {
        throw Refusal(line: line, message: "column \(quoted(name)) stands twice in the header")
      }
      columns.append(found)
    }
    self.columns = columns
    self.names = names
    self.line = line
  }

  func contains(_ column: Column) -> Bool { columns.contains(column) }

  /// The name of `column` as it stands in the file.
  func name(of column: Column) -> String? { columns.firstIndex(of: column).map { names[$0] } }

  /// The fields of a line by their columns.
  func assign(_ fields: [String], line: Int) throws(Refusal) -> [Column: String] {
    guard fields.count == columns.count else {
      throw Refusal(
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

  /// The refusal of a header that lacks `column`.
  func lacks(_ column: String, expected: String) -> Refusal {
    Refusal(line: line, message: "no column \(column) in the header, expected \(expected)")
  }
}
