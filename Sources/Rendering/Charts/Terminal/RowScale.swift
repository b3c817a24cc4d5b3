import EnergyModel

/// A scale of whole rows above and below an axis, on which every tick falls on the edge of a row.
struct RowScale {
  /// From one tick to the next.
  let step: FixedPoint
  /// How many rows that is.
  let rowsPerStep: Int
  let up: Int
  let down: Int

  /// The finest scale that shows `low` … `high`, zero among them, in no more than `height` rows.
  init(_ extent: (low: FixedPoint, high: FixedPoint), height: Int) {
    self.init(extent) { up, down in up + down <= height }
  }

  /// The finest scale for the rows that another one has.
  init(_ extent: (low: FixedPoint, high: FixedPoint), like other: RowScale) {
    self.init(extent) { up, down in up <= max(1, other.up) && down <= other.down }
  }

  private init(_ extent: (low: FixedPoint, high: FixedPoint), _ fits: (Int, Int) -> Bool) {
    let (low, high) = extent
    guard low != high else {
      (step, rowsPerStep, up, down) = (FixedPoint(1), 2, 2, 0)
      return
    }
    var best: (step: FixedPoint, rows: Int, up: Int, down: Int)?
    var steps = Ticks.steps(from: high - low)
    // A larger step may still have the smaller rows, but not one that is four rows of another.
    var left = 5
    while left > 0 {
      let step = steps.next()
      if best != nil { left -= 1 }
      for rows in [2, 3, 4, 5] {
        let up = RowScale.rows(high, step, rows)
        let down = RowScale.rows(-low, step, rows)
        guard fits(up, down) else { continue }
        if let old = best, !RowScale.isFiner(step, rows, old.step, old.rows) { continue }
        best = (step, rows, up, down)
      }
      // Nothing fits where what is below the line has no rows at all.
      if best == nil, step > (high - low), !fits(1, low.isNegative ? 1 : 0) {
        best = (step, 2, 1, low.isNegative ? 1 : 0)
      }
    }
    (step, rowsPerStep, up, down) = best ?? (FixedPoint(1), 2, 2, 0)
  }

  /// The rows that `value` touches.
  private static func rows(_ value: FixedPoint, _ step: FixedPoint, _ rowsPerStep: Int) -> Int {
    let (digits, unit) = FixedPoint.aligned(value, step)
    let (quotient, rest) = (digits * Int128(rowsPerStep)).quotientAndRemainder(dividingBy: unit)
    return Int(clamping: max(0, rest > 0 ? quotient + 1 : quotient))
  }

  /// Whether a row of the first scale stands for less than one of the second.
  private static func isFiner(
    _ step: FixedPoint, _ rows: Int, _ other: FixedPoint, _ otherRows: Int
  ) -> Bool {
    let (left, right) = FixedPoint.aligned(step, other)
    return left * Int128(otherRows) < right * Int128(rows)
  }

  /// The value in so many parts of a row, rounded.
  func parts(_ value: FixedPoint, perRow: Int) -> Int {
    let (digits, unit) = FixedPoint.aligned(value, step)
    return Int(clamping: divide(digits * Int128(rowsPerStep * perRow), by: unit, .even))
  }

  /// The ticks by their row: 1 is the first above the axis, 0 the axis, -1 the first below.
  func ticks(_ figures: FigureText) -> [(row: Int, text: String)] {
    let numbers = (-(down / rowsPerStep)...(up / rowsPerStep))
    return numbers.map { number in
      let value = FixedPoint(Int128(number) * step.digits, scale: step.scale)
      let text = figures.tickText(value, step: step, hasUnit: number == numbers.upperBound)
      return (number * rowsPerStep, text)
    }
  }
}
