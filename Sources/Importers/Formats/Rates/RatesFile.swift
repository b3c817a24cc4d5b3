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
  ///   file is paid as it stands.
  package static func read(
    _ bytes: [UInt8], path: String, kind: PriceKind, flow: Flow? = nil
  ) throws(ImportError) -> Contents {
    do {
      var rates = RateCollector(kind: kind, addsVAT: flow != .export)
      if JSONReader(bytes[...]).isAtObjectOrList {
        try addJSON(bytes, to: &rates)
      } else {
        try addCSV(bytes, to: &rates)
      }
      return try rates.contents()
    } catch {
      throw error.of(path)
    }
  }

  /// What the rows of an answer say, all its pages together; errors count them as lines.
  package static func read(
    _ rows: [JSONObject], path: String, kind: PriceKind, flow: Flow
  ) throws(ImportError) -> Contents {
    do {
      var rates = RateCollector(kind: kind, addsVAT: flow != .export, countedIn: "row")
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
    _ bytes: [UInt8], to rates: inout RateCollector
  ) throws(Refusal) {
    var reader = JSONReader(bytes[...])
    var rows = try reader.document()
    if case .object(let answer) = rows?.content {
      rows = answer.value("results")
      guard rows != nil else {
        throw Refusal(line: answer.line, message: "no results, expected the prices of an answer")
      }
      if let next = answer.value("next") { rates.noteNextPage(line: next.line) }
    }
    for object in try rows?.objects("results") ?? [] {
      try rates.add(RateRow(object))
    }
  }

  private static func addCSV(
    _ bytes: [UInt8], to rates: inout RateCollector
  ) throws(Refusal) {
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
    }
  }
}
