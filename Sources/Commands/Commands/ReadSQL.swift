import Cache
import EnergyModel
import QueryLanguage

extension CommandPage {
  static let sql = CommandPage(
    ReadSQL.self, summary: "read the cache by SQL, as SQLite understands it",
    details: [
      "The rest of the statement is SQL that reads: select, with, values, explain. Nothing that",
      "writes, attaches or sets is let through. 'as FORMAT' and 'into FILE' at the very end are",
      "clauses; a column that is to have the name of a format needs quotes: as \"csv\". $NAME is a",
      "value of 'let'. From the system's shell: octowatt sql 'select …' as csv", "",
      "The views are easiest: reading(meter_id, number, serial, starts_at, quantity, unit), starts_at",
      "in Unix seconds, rate and supplier_cost. Tab lists tables, and columns of those named.",
    ],
    examples: [
      "sql select number, sum(quantity) from reading group by number",
      "sql select name, valid_from from tariff as csv",
    ])
}

/// Reads the cache by SQL.
struct ReadSQL: Command {
  static let form = Form("sql", .sql, .output)

  let sql: SQLText
  let output: OutputSyntax
  let variables: Variables

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    variables = context.variables
    (sql, output) = try ReadSQL.form.read(&cursor, in: context)
  }

  /// - Throws: ``QueryError`` for SQL that SQLite does not take, at its place.
  func run(in workspace: Workspace) throws -> FollowUp {
    let reader = try SQLReader(try workspace.cache())
    do {
      try workspace.output.present(output) { sink in
        try reader.run(
          sql.text, value: { variables[String($0.dropFirst())] },
          begin: { try sink.begin(header($0, first: $1)) },
          append: { try sink.append(ResultRow(cells: $0.map(Cell.init))) })
        try sink.end(ResultSummary())
      }
    } catch let error as SQLError {
      throw QueryError(error.message, at: sql.span(at: error.offset), hint: error.hint)
    }
    return .nothing
  }

  /// SQL knows the kinds of values and not of columns, so that the first row decides how one looks.
  private func header(_ names: [String], first: [SQLValue]?) -> ResultHeader {
    var known: Set<String> = []
    let columns = names.enumerated().map { index, name in
      var unique = name
      var number = 1
      while !known.insert(unique).inserted {
        number += 1
        unique = "\(name)_\(number)"
      }
      let kind: ColumnKind =
        switch first?[index] {
        case .integer, .real: .plain
        case .null, .text, .blob, nil: .text
        }
      return ResultColumn(name: unique, title: unique, kind: kind)
    }
    return ResultHeader(statement: "sql \(sql.text)", columns: columns)
  }
}

/// SQL as it was typed.
struct SQLText: Sendable {
  let text: String
  /// The bytes of the statement that it takes.
  let place: SourceSpan
  /// Whether each byte of ``text`` is one of the statement, from the beginning of ``place`` on.
  let isVerbatim: Bool

  /// The place of an error at a byte of the text: the word that begins there.
  func span(at offset: Int?) -> SourceSpan? {
    guard let offset, isVerbatim else { return offset == nil ? nil : place }
    let word = text.utf8.dropFirst(offset).prefix { byte in
      byte > 127 || byte == UInt8(ascii: "_") || Character(UnicodeScalar(byte)).isLetter
        || Character(UnicodeScalar(byte)).isNumber
    }
    let start = place.lowerBound + offset
    return start..<start + max(1, word.count)
  }
}

extension FormPart<SQLText> {
  /// SQL up to the clauses at the end; one string, as the system's shell hands it over, is SQL too.
  fileprivate static let sql = FormPart(usage: "SELECT …", isPositional: true, missing: "SQL") {
    (cursor, _, context) throws(QueryError) in
    let start = cursor.typed.first?.span.lowerBound ?? 0
    let tokens = cursor.sql()
    guard let first = tokens.first, let last = tokens.last else { throw cursor.expected("SQL") }
    let place = first.span.lowerBound..<last.span.upperBound
    if tokens.count == 1, first.kind == .string {
      let isVerbatim = place.count == first.text.utf8.count + 2
      return SQLText(
        text: first.text, place: place.lowerBound + 1..<place.upperBound, isVerbatim: isVerbatim)
    }
    return SQLText(
      text: context.text(of: tokens, from: start), place: place, isVerbatim: true)
  }
}

extension ReadingContext {
  /// The text of tokens as typed, of a statement that begins at byte `start` of what they were read
  /// from; comments, and marks of lines that go on, are blank.
  fileprivate func text(of tokens: ArraySlice<Token>, from start: Int) -> String {
    let bytes = Array(statement.utf8)
    guard let first = tokens.first, let last = tokens.last,
      last.span.upperBound - start <= bytes.count
    else {
      // While it is typed there is no text yet, and nothing is run.
      return tokens.map(\.text).joined(separator: " ")
    }
    var text: [UInt8] = []
    var end = first.span.lowerBound
    for token in tokens {
      let gap = bytes[end - start..<token.span.lowerBound - start]
      let isPlain = gap.allSatisfy { $0 <= UInt8(ascii: " ") }
      text += isPlain ? Array(gap) : gap.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
      text += bytes[token.span.lowerBound - start..<token.span.upperBound - start]
      end = token.span.upperBound
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension Cell {
  /// A value as it is: of a number that is too long for a column of decimals, SQLite's text.
  init(_ value: SQLValue) {
    switch value {
    case .null: self = .missing
    case .integer(let number): self = .number(FixedPoint(Int128(number), scale: 0))
    case .real(let number):
      self = FixedPoint(shortest: number).map { .number($0) } ?? .text("\(number)")
    case .text(let text): self = .text(text)
    case .blob(let bytes):
      let digits = Array("0123456789abcdef")
      self = .text(
        "x'" + String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }) + "'")
    }
  }
}

extension FixedPoint {
  /// The shortest decimal number that a binary one is read from; nil for one that is not finite, or of
  /// more than 38 digits or places.
  fileprivate init?(shortest number: Double) {
    let parts = "\(number)".split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    let fraction = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
    guard let digits = Int128(mantissa[0] + fraction),
      let exponent = parts.count > 1 ? Int(parts[1]) : 0
    else { return nil }
    let scale = fraction.count - exponent
    guard scale <= 38, scale > -20 else { return nil }
    self =
      scale >= 0
      ? FixedPoint(digits, scale: scale) : FixedPoint(digits * FixedPoint.power(-scale), scale: 0)
  }
}
