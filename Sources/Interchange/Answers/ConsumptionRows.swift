package import EnergyModel
package import JSONText

/// Gathers the readings of one meter from the pages of an answer, and what is odd about them.
///
/// An answer is not a file that somebody could mend: one row that makes no sense is left out and
/// reported, the others are kept.
package struct ConsumptionRows {
  private let unit: MeterUnit
  /// Half-hours outside were not asked for and are dropped.
  private let wanted: Range<Int>
  /// All that was accepted so far, in millionths, by half-hour.
  private var known: [Int: Int64] = [:]
  /// What of that is new since ``takeDays()``.
  private var fresh: [Int: Int64] = [:]
  private var repeated = 0
  private var rounded = 0
  private var blank = 0
  private var refused = (count: 0, first: "")
  // How many rows are later than the one before, less those that are earlier.
  private var later = 0
  private var previous: Int?
  private var contradicting: [Int: (first: Int64, second: Int64, isKept: Bool)] = [:]

  /// From inclusive, to exclusive; nil is open.
  package init(unit: MeterUnit, from: Instant?, to: Instant?) {
    self.unit = unit
    wanted = (from?.halfHour ?? .min)..<(to?.halfHour ?? .max)
  }

  package mutating func add(_ rows: [JSONObject]) {
    for row in rows {
      do throws(Refusal) {
        try add(row)
      } catch {
        refused = (refused.count + 1, refused.count == 0 ? error.message : refused.first)
      }
    }
  }

  private mutating func add(_ row: JSONObject) throws(Refusal) {
    let start = try stamp("interval_start", of: row)
    let end = try stamp("interval_end", of: row)
    let halfHour = Instant(seconds: start.seconds).halfHour
    later += (halfHour - (previous ?? halfHour)).signum()
    previous = halfHour
    guard wanted.contains(halfHour) else { return }
    guard let value = row.value("consumption") else {
      blank += 1
      return
    }
    let reading = try Reading(
      consumption: try value.text("consumption"), start: start, end: end, unit: unit,
      line: row.line)
    let other = known.updateValue(reading.quantity, forKey: reading.halfHour)
    guard let other else {
      fresh[reading.halfHour] = reading.quantity
      rounded += reading.isRounded ? 1 : 0
      return
    }
    repeated += 1
    if other != reading.quantity {
      // Nobody can say which is right. One of an earlier page is kept already.
      let isKept = fresh.removeValue(forKey: reading.halfHour) == nil
      if contradicting[reading.halfHour] == nil {
        contradicting[reading.halfHour] = (other, reading.quantity, isKept)
      }
    }
  }

  private func stamp(_ name: String, of row: JSONObject) throws(Refusal) -> Stamp {
    guard let value = row.value(name) else {
      throw Refusal(line: row.line, message: "a row without \(name)")
    }
    return try Stamp(try value.string(name), name: name, line: row.line)
  }

  /// Whether the newest come first, so that before the end there is a hole behind what came.
  package var isNewestFirst: Bool { later < 0 }

  /// The readings that came since the last time, by UTC day.
  package mutating func takeDays() -> [DayReadings] {
    defer { fresh = [:] }
    let days = Dictionary(grouping: fresh) { $0.key.flooredDivision(by: 48) }
    return days.sorted { $0.key < $1.key }.map { day, readings in
      var result = DayReadings(day: day)
      for (halfHour, quantity) in readings { result.values[halfHour - day * 48] = quantity }
      return result
    }
  }

  // MARK: What to say

  /// What was odd, as the report should say it.
  package var notes: [ImportNote] {
    var notes: [ImportNote] = []
    func add(_ count: Int, _ noun: String, _ text: String, isWarning: Bool = false) {
      guard count > 0 else { return }
      notes.append(ImportNote(line: nil, text: counted(count, noun) + text, isWarning: isWarning))
    }
    add(repeated - contradicting.count, "row", " came twice")
    add(rounded, "reading", " with more than 6 decimals, rounded")
    add(blank, "row", " without a value left out", isWarning: true)
    add(
      refused.count, "row", " left out that can't be a half-hour's reading: \(refused.first)",
      isWarning: true)
    for (isKept, what) in [(false, "left out"), (true, "of which the first is kept")] {
      let those = contradicting.filter { $0.value.isKept == isKept }
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
