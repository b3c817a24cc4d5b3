package import EnergyModel

/// The steps of a scale: 1, 2, 2.5 or 5 times a power of ten, reckoned exactly.
package struct Ticks: Hashable, Sendable {
  package var step: FixedPoint
  package var values: [FixedPoint]

  /// Ticks from `low` to `high`, none outside, as fine as `most` of them allow.
  ///
  /// `low` must not be above `high`, nor `most` below 2.
  package init(from low: FixedPoint, to high: FixedPoint, most: Int) {
    let range = high - low
    guard !range.isZero else {
      (step, values) = (FixedPoint(1), [low])
      return
    }
    var steps = Ticks.steps(from: range)
    var step = steps.next()
    while Ticks.last(high, step) - Ticks.first(low, step) + 1 > Int128(most) { step = steps.next() }
    self.step = step
    values = (Ticks.first(low, step)...max(Ticks.first(low, step), Ticks.last(high, step))).map {
      FixedPoint($0 * step.digits, scale: step.scale)
    }
  }

  /// Steps that grow, from about a hundredth of the range on.
  static func steps(from range: FixedPoint) -> StepSequence {
    var exponent = -range.scale
    var digits = range.digits.magnitude
    while digits >= 10 {
      digits /= 10
      exponent += 1
    }
    return StepSequence(exponent: exponent - 2)
  }

  struct StepSequence {
    var exponent: Int
    var index = 0

    mutating func next() -> FixedPoint {
      let mantissa: Int128 = [10, 20, 25, 50][index]
      let power = exponent - 1
      index += 1
      if index == 4 { (index, exponent) = (0, exponent + 1) }
      return power >= 0
        ? FixedPoint(mantissa * FixedPoint.power(power), scale: 0)
        : FixedPoint(mantissa, scale: -power)
    }
  }

  /// The number of the first step that is not below.
  private static func first(_ low: FixedPoint, _ step: FixedPoint) -> Int128 {
    -last(-low, step)
  }

  /// The number of the last step that is not above.
  private static func last(_ high: FixedPoint, _ step: FixedPoint) -> Int128 {
    let (value, unit) = FixedPoint.aligned(high, step)
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: unit)
    return rest < 0 ? quotient - 1 : quotient
  }
}

extension FixedPoint {
  /// The digits of both at one scale.
  static func aligned(_ left: FixedPoint, _ right: FixedPoint) -> (Int128, Int128) {
    let scale = max(left.scale, right.scale)
    return (
      left.digits * power(scale - left.scale), right.digits * power(scale - right.scale)
    )
  }
}
