package import EnergyModel
package import JSONText

/// The readings of one meter, gathered from the pages of an answer of the API.
///
/// Nobody can mend an answer, as they could a file: an invalid row is skipped and reported, the
/// others are kept.
package struct ConsumptionRows {
  private let unit: MeterUnit
  /// The half-hours that were asked for; others are dropped.
  private let wanted: Range<Int>
  /// All quantities accepted so far, in millionths, by half-hour.
  private var known: [Int: Int64] = [:]
  /// The quantities accepted since the last ``consumeDays()``.
  private var fresh: [Int: Int64] = [:]
  private var findings = Findings()
  // The number of rows that are later than the row before, minus those that are earlier.
  private var later = 0
  private var previous: Int?

  /// The rows that the report has something to say about.
  private struct Findings {
    /// Rows for a half-hour that was there already.
    var repeated = 0
    var rounded = 0
    /// Rows without a value.
    var blank = 0
    /// The number of invalid rows, and the error of the first.
    var refused = (count: 0, first: "")
    /// The half-hours with two values, and whether the first is kept.
    var contradicting: [Int: (first: Int64, second: Int64, isKept: Bool)] = [:]
  }

  /// `from` is inclusive, `to` exclusive; nil is open.
  package init(unit: MeterUnit, from: Instant?, to: Instant?) {
    self.unit = unit
    wanted = (from?.halfHour ?? .min)..<(to?.halfHour ?? .max)
  }

  package mutating func add(_ rows: [JSONObject]) {
    for row in rows {
      do throws(FormatError) {
        try add(row)
      } catch {
        let first = findings.refused.count == 0 ? error.message : findings.refused.first
        findings.refused = (findings.refused.count + 1, first)
      }
    }
  }

  private mutating func add(_ row: JSONObject) throws(FormatError) {
    let start = try Stamp("interval_start", of: row)
    let end = try Stamp("interval_end", of: row)
    let halfHour = Instant(seconds: start.seconds).halfHour
    later += (halfHour - (previous ?? halfHour)).signum()
    previous = halfHour
    guard wanted.contains(halfHour) else { return }
    guard let value = row.value("consumption") else {
      findings.blank += 1
      return
    }
    let reading = try Reading(
      consumption: try value.text("consumption"), start: start, end: end, unit: unit,
      line: row.line)
    let other = known.updateValue(reading.quantity, forKey: reading.halfHour)
    guard let other else {
      fresh[reading.halfHour] = reading.quantity
      findings.rounded += reading.isRounded ? 1 : 0
      return
    }
    findings.repeated += 1
    if other != reading.quantity {
      // Neither can be told to be right; a value of an earlier page is in the cache already.
      let isKept = fresh.removeValue(forKey: reading.halfHour) == nil
      if findings.contradicting[reading.halfHour] == nil {
        findings.contradicting[reading.halfHour] = (other, reading.quantity, isKept)
      }
    }
  }

  /// Whether the newest rows come first, so that a fetch that stops early leaves a gap before them.
  package var isNewestFirst: Bool { later < 0 }

  /// The readings accepted since the last call, by UTC day.
  package mutating func consumeDays() -> [DayReadings] {
    defer { fresh = [:] }
    let days = Dictionary(grouping: fresh) { $0.key.flooredDivision(by: 48) }
    return days.sorted { $0.key < $1.key }.map { day, readings in
      var result = DayReadings(day: day)
      for (halfHour, quantity) in readings { result.values[halfHour - day * 48] = quantity }
      return result
    }
  }

  // MARK: Notes

  /// The notes and warnings for the report.
  package var notes: [ImportNote] {
    var notes: [ImportNote] = []
    func add(_ count: Int, _ noun: String, _ text: String, isWarning: Bool = false) {
      guard count > 0 else { return }
      notes.append(ImportNote(line: nil, text: counted(count, noun) + text, isWarning: isWarning))
    }
    add(findings.repeated - findings.contradicting.count, "row", " repeated")
    add(findings.rounded, "reading", " with more than 6 decimals, rounded")
    add(findings.blank, "row", " without a value left out", isWarning: true)
    add(
      findings.refused.count, "row",
      " left out that can't be a half-hour's reading: \(findings.refused.first)",
      isWarning: true)
    for (isKept, what) in [(false, "left out"), (true, "of which the first is kept")] {
      let those = findings.contradicting.filter { $0.value.isKept == isKept }
      guard let (halfHour, values) = those.min(by: { $0.key < $1.key }) else { continue }
      add(
        those.count, "half-hour",
        " with two values \(what): from \(ClockZone.utcStamp(Instant(halfHour: halfHour)))Z "
          + "\(text(values.first)) and \(text(values.second))", isWarning: true)
    }
    return notes
  }

  private func text(_ quantity: Int64) -> String {
    FixedPoint(Int128(quantity), scale: 6).text + " \(unit)"
  }
}
