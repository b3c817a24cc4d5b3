package import EnergyModel

/// A piece of a picture, in exact numbers: figures are in the unit of the scale, positions in that of
/// the axis.
package struct ChartMark: Hashable, Sendable {
  package enum Shape: Hashable, Sendable {
    /// From `base` to `base + amount`, in one of the lanes of its position.
    case bar(base: FixedPoint, lane: Int)
    /// The same in the background, over all lanes.
    case shadow
    /// A point of a line, joined with the one before it or the first after a hole.
    case vertex(isJoined: Bool)
    /// The same, level from the start to the end of its position.
    case step(isJoined: Bool)
    /// A field of a grid.
    case cell
    /// Where a figure is missing; it has no amount.
    case missing(lane: Int)
  }

  package var shape: Shape
  /// The position of the series in the spec.
  package var series: Int
  /// The position on the axis.
  package var column: Int
  /// The row of a grid; 0 elsewhere.
  package var row = 0
  /// As drawn: below the line it is negative.
  package var amount: FixedPoint
  package var isPartial = false
}

/// The marks that a kind makes of a spec: all that a renderer needs.
package struct ChartPicture: Sendable {
  package enum Layout: Hashable, Sendable {
    /// The axis runs from left to right, figures upwards.
    case upright
    /// The axis runs from top to bottom, figures to the right.
    case sideways
    /// A field for each position of each row, in which colour stands for the figure.
    case colours
    /// The same with the height of a small bar.
    case heights
  }

  package var spec: ChartSpec
  package var layout: Layout
  /// How many bars stand side by side in each position.
  package var lanes = 1
  package var marks: [ChartMark]

  /// The lowest and the highest end of any mark on the main scale, zero included.
  package var extent: (low: FixedPoint, high: FixedPoint) {
    extent { spec.series[$0].role != .running }
  }

  /// Of the marks that have a scale of their own on the right; nil without any.
  var rightExtent: (low: FixedPoint, high: FixedPoint)? {
    guard spec.series.contains(where: { $0.role == .running }) else { return nil }
    return extent { spec.series[$0].role == .running }
  }

  private func extent(_ holds: (Int) -> Bool) -> (low: FixedPoint, high: FixedPoint) {
    var (low, high) = (FixedPoint(0), FixedPoint(0))
    for mark in marks where holds(mark.series) {
      let ends =
        switch mark.shape {
        case .bar(let base, _): [base, base + mark.amount]
        case .shadow, .vertex, .step, .cell: [mark.amount]
        case .missing: [] as [FixedPoint]
        }
      for end in ends {
        if end < low { low = end }
        if end > high { high = end }
      }
    }
    return (low, high)
  }
}
