package import EnergyModel
package import JSONText
package import Tariffs

/// Dated prices as the API answers them, or as CSV with the same names: unit rates or standing
/// charges, which look alike.
package enum RatesFile {
  package struct Contents: Hashable, Sendable {
    /// By the time from which they hold, open first, then by payment method.
    ///
    /// No two hold for the same customer at the same time.
    package var rows: [DatedRate] = []
    package var notes: [ImportNote] = []
  }

  /// What a whole file says; `path` names it in errors, `kind` tells what is usual.
  ///
  /// `flow`: what the prices are of, where that is known; a price of export that has no VAT in the
  ///   file is paid as it stands. `progress` is told now and then, and at the end, how many bytes
  ///   are done; what it throws ends the reading.
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
    } catch let error as Refusal {
      throw error.of(path)
    }
  }

  /// What the rows of an answer say, all its pages together; errors count them as lines.
  package static func read(
    _ rows: [JSONObject], path: String, kind: PriceKind, flow: Flow
  ) throws(ImportError) -> Contents {
    do {
      var rates = RateCollector(kind: kind, carriesVAT: flow != .export, countedIn: "row")
      for (index, row) in rows.enumerated() {
        var row = row
        row.line = index + 1
        try rates.add(RateRow(row))
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
    if reader.takesStart("[") {
      try addRows(in: &reader, to: &rates, progress: progress)
    } else {
      try addAnswer(in: &reader, to: &rates, progress: progress)
    }
    try reader.finish()
  }

  private static func addAnswer(
    in reader: inout JSONReader, to rates: inout RateCollector, progress: (Int) throws -> Void
  ) throws {
    guard reader.takesStart("{") else { return }
    let line = reader.line
    var keys: [String: Int] = [:]
    var hasResults = false
    while try reader.hasElement(before: "}", isFirst: keys.isEmpty) {
      let key = try reader.key(noneOf: &keys)
      if key == "results", reader.takesStart("[") {
        try addRows(in: &reader, to: &rates, progress: progress)
        hasResults = true
      } else {
        let value = try reader.value()
        if value.content == .null { continue }
        if key == "next" { rates.noteNextPage(line: value.line) }
        if key == "results" {
          for row in try value.objects(key) { try rates.add(RateRow(row)) }
          hasResults = true
        }
      }
    }
    guard hasResults else {
      throw Refusal(line: line, message: "no results, expected the prices of an answer")
    }
  }

  /// Adds the rows of a list one by one; the bracket that opens it is behind.
  private static func addRows(
    in reader: inout JSONReader, to rates: inout RateCollector, progress: (Int) throws -> Void
  ) throws {
    var isFirst = true
    while try reader.hasElement(before: "]", isFirst: isFirst) {
      try rates.add(RateRow(reader.value().object("an entry of results")))
      isFirst = false
      try progress(reader.position)
    }
  }

  private static func addCSV(
    _ bytes: [UInt8], to rates: inout RateCollector, progress: (Int) throws -> Void
  ) throws {
    var lines = LineWalk(bytes)
    guard let names = try lines.nextFields() else {
      throw Refusal(line: 1, message: "the file is empty, expected prices")
    }
    let header = try CSVHeader(names, line: lines.line, column: RateField.init(rawValue:))
    let expected = "value_inc_vat or value_exc_vat, valid_from, valid_to"
    guard header.contains(.includingVAT) || header.contains(.excludingVAT) else {
      throw header.lacks("value_inc_vat", expected: expected)
    }
    for field in [RateField.validFrom, .validTo] where !header.contains(field) {
      throw header.lacks(field.rawValue, expected: expected)
    }
    while let fields = try lines.nextFields() {
      let row = try header.assign(fields, line: lines.line)
      try rates.add(RateRow(row, line: lines.line))
      if lines.isReportDue() { try progress(lines.position) }
    }
  }
}
