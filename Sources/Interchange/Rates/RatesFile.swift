package import EnergyModel
package import JSONText
package import Tariffs

/// A rates file: dated unit rates or standing charges, as JSON in the API's form or as CSV with the
/// same names.
package enum RatesFile {
  package struct Contents: Hashable, Sendable {
    /// In order of `validFrom`, open first, then of payment method; no two hold for the same
    /// customer at the same time.
    package var rows: [DatedRate] = []
    package var notes: [ImportNote] = []
  }

  /// The prices of a whole file.
  ///
  /// `path` names the file in errors, `kind` decides which prices give a warning. `flow` is that of
  /// the tariff, if known: no VAT is added to prices of export. `progress` is called every 128 kB
  /// or more often, and at the end, with the number of bytes read; an error it throws is passed on.
  ///
  /// - Throws: an ``ImportError``.
  package static func read(
    _ bytes: [UInt8], path: String, kind: PriceKind, flow: Flow? = nil,
    progress: (Int) throws -> Void = { _ in }
  ) throws -> Contents {
    do {
      var rates = RateCollector(kind: kind, carriesVAT: flow != .export)
      if JSONReader(bytes[...]).isAtObjectOrList {
        try addJSON(bytes, to: &rates, progress: progress)
      } else {
        try addCSV(bytes, to: &rates, progress: progress)
      }
      let contents = try rates.contents()
      try progress(bytes.count)
      return contents
    } catch let error as FormatError {
      throw error.of(path)
    }
  }

  /// The prices in the rows of an answer, all pages together; line numbers in errors count rows.
  package static func read(
    _ rows: [JSONObject], path: String, kind: PriceKind, flow: Flow
  ) throws(ImportError) -> Contents {
    do {
      var rates = RateCollector(kind: kind, carriesVAT: flow != .export, countedIn: "row")
      for (index, row) in rows.enumerated() {
        var row = row
        row.line = index + 1
        try rates.add(RawRateRow(row))
      }
      return try rates.contents()
    } catch {
      throw error.of(path)
    }
  }

  private static func addJSON(
    _ bytes: [UInt8], to rates: inout RateCollector, progress: (Int) throws -> Void
  ) throws {
    var reader = JSONReader(bytes[...])
    if reader.consumeStart("[") {
      try addRows(in: &reader, to: &rates, progress: progress)
    } else {
      try addAnswer(in: &reader, to: &rates, progress: progress)
    }
    try reader.finish()
  }

  private static func addAnswer(
    in reader: inout JSONReader, to rates: inout RateCollector, progress: (Int) throws -> Void
  ) throws {
    guard reader.consumeStart("{") else { return }
    let line = reader.line
    var keys: [String: Int] = [:]
    var hasResults = false
    while try reader.hasElement(before: "}", isFirst: keys.isEmpty) {
      let key = try reader.key(noneOf: &keys)
      if key == "results", reader.consumeStart("[") {
        try addRows(in: &reader, to: &rates, progress: progress)
        hasResults = true
      } else {
        let value = try reader.value()
        if value.content == .null { continue }
        if key == "next" { rates.noteNextPage(line: value.line) }
        if key == "results" {
          for row in try value.objects(key) { try rates.add(RawRateRow(row)) }
          hasResults = true
        }
      }
    }
    guard hasResults else {
      throw FormatError(line: line, message: "no results, expected the prices of an answer")
    }
  }

  /// Adds the rows of a list whose opening bracket is already consumed.
  private static func addRows(
    in reader: inout JSONReader, to rates: inout RateCollector, progress: (Int) throws -> Void
  ) throws {
    var isFirst = true
    while try reader.hasElement(before: "]", isFirst: isFirst) {
      try rates.add(RawRateRow(reader.value().object("an entry of results")))
      isFirst = false
      try progress(reader.position)
    }
  }

  private static func addCSV(
    _ bytes: [UInt8], to rates: inout RateCollector, progress: (Int) throws -> Void
  ) throws {
    var lines = LineWalk(FileWindow(bytes))
    guard let names = try lines.nextFields() else {
      throw FormatError(line: 1, message: "the file is empty, expected prices")
    }
    let header = try CSVHeader(
      names, line: lines.line, columns: names.map { RateField(rawValue: $0.lowercased()) })
    let expected = "value_inc_vat or value_exc_vat, valid_from, valid_to"
    guard header.contains(.includingVAT) || header.contains(.excludingVAT) else {
      throw header.missing("value_inc_vat", expected: expected)
    }
    for field in [RateField.validFrom, .validTo] where !header.contains(field) {
      throw header.missing(field.rawValue, expected: expected)
    }
    while let fields = try lines.nextFields() {
      let row = try header.assign(fields, line: lines.line)
      try rates.add(RawRateRow(row, line: lines.line))
      if lines.isReportDue() { try progress(lines.consumedCount) }
    }
  }
}
