import EnergyModel

/// The lines below a table: its period, coverage and tariffs, and notes for the reader.
struct Footer {
  private(set) var lines: [String]

  /// `hasMarks` tells whether to explain the mark of incomplete rows; `layoutNotes` come from the
  /// layout.
  init(_ table: CompactTable, options: RenderOptions, hasMarks: Bool, layoutNotes: [String] = []) {
    lines = Footer.wrapped(Footer.parts(table, options), options)
    if hasMarks {
      lines.append(
        table.summary.isIncomplete
          ? "* incomplete: see the notes" : "* some half-hours missing or unpriced")
    }
    lines += layoutNotes + table.summary.notes.map(\.visible)
    if let width = Footer.width(options) { lines = lines.flatMap { $0.wrapped(to: width) } }
  }

  func write(to output: OutputBuffer, options: RenderOptions) throws {
    for line in lines { try output.write(options.painted(line, .dim) + "\n") }
  }

  private static func width(_ options: RenderOptions) -> Int? {
    options.width ?? options.footerWidth
  }

  private static func parts(_ table: CompactTable, _ options: RenderOptions) -> [String] {
    var parts: [String] = []
    if let all = table.summary.rowsInAll {
      parts.append("\(String(table.rows.count).groupedByThousands) of \(counted(all, "row"))")
    } else if table.header.period == nil, table.rows.count != 1 {
      parts.append(counted(table.rows.count, "row"))
    }
    if let period = table.header.period { parts.append(text(period)) }
    if let coverage = table.summary.coverage {
      parts.append(text(coverage, halfHours: table.header.period?.halfHours))
    }
    parts += table.summary.means.map(\.visible)
    if let versus = table.header.versus {
      parts.append("versus " + text(versus))
      if let coverage = table.summary.versusCoverage {
        parts.append(text(coverage, halfHours: versus.halfHours))
      }
    }
    if !table.summary.tariffs.isEmpty { parts.append(text(tariffs: table.summary.tariffs)) }
    if let policy = table.header.policy { parts.append("policy \(policy)") }
    if let elapsed = options.elapsed { parts.append(elapsed().shortText) }
    return parts
  }

  /// The period in the words of the language, in which `to` excludes the day that it names.
  private static func text(_ period: ResultPeriod) -> String {
    let days = period.days.map { counted($0, "day") + ", " } ?? ""
    return "from \(period.from) to \(period.to) (\(days)\(counted(period.halfHours, "half-hour")))"
  }

  private static func text(_ coverage: Coverage, halfHours: Int?) -> String {
    let expected = counted(coverage.expected, "half-hour")
    let missing = coverage.expected - coverage.present
    let text =
      if coverage.expected == 0 {
        "no readings expected"
      } else if missing > 0 {
        "\(String(coverage.present).groupedByThousands) of \(expected) read, "
          + "\(String(missing).groupedByThousands) missing"
      } else if coverage.expected == halfHours {
        "all read"
      } else {
        coverage.expected == 1 ? "\(expected) read" : "all \(expected) read"
      }
    guard coverage.unpriced > 0 else { return text }
    return text + ", \(String(coverage.unpriced).groupedByThousands) unpriced"
  }

  private static func text(tariffs: [String]) -> String {
    let named = tariffs.prefix(3).map(\.visible).joined(separator: ", ")
    let more = tariffs.count > 3 ? " and \(tariffs.count - 3) more" : ""
    return "tariff\(tariffs.count == 1 ? "" : "s"): \(named)\(more)"
  }

  /// Joins the parts, in as many lines as the width requires.
  private static func wrapped(_ parts: [String], _ options: RenderOptions) -> [String] {
    parts.reduce(into: []) { lines, part in
      if let last = lines.last {
        let joined = last + options.partSeparator + part
        if joined.displayWidth <= Footer.width(options) ?? .max {
          lines[lines.count - 1] = joined
          return
        }
      }
      lines.append(part)
    }
  }
}

extension Duration {
  /// The time as people read it: milliseconds, tenths of them below ten, or tenths of a second.
  package var shortText: String {
    let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    let tenthsOfOne = components.seconds * 10_000 + components.attoseconds / 100_000_000_000_000
    if tenthsOfOne < 1 { return "under 0.1 ms" }
    if milliseconds < 10 { return "\(tenthsOfOne / 10).\(tenthsOfOne % 10) ms" }
    if milliseconds < 1000 { return "\(milliseconds) ms" }
    let tenths = (milliseconds + 50) / 100
    return "\(tenths / 10).\(tenths % 10) s"
  }
}
