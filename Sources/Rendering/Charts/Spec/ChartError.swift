import EnergyModel
package import QueryLanguage

/// Why a result has no picture.
package enum ChartError: Diagnosable, Hashable {
  case noRows
  /// A list such as that of meters.
  case noPicture
  case noFigures
  /// One row alone.
  case noKeys
  case tooManyKeys
  /// Figures of two units on one axis.
  case mixedUnits
  case tooManySeries(Int)
  case tooLarge
  /// Another period beside figures by several keys, or by names.
  case noPlaceBehind
  /// A kind that can't draw it, with what it would need, and the kinds that can.
  case unsuitable(ChartKind, needs: String, able: [ChartKind])

  /// No more colours can be told apart.
  static let mostSeries = 8

  package var message: String {
    switch self {
    case .noRows: "no rows to draw"
    case .noPicture: "this list has no picture"
    case .noFigures: "no column of numbers to draw"
    case .noKeys: "one row makes no chart"
    case .tooManyKeys: "a chart has two keys at the most, and labels"
    case .mixedUnits: "figures of different units can't share a chart"
    case .tooManySeries(let count):
      "\(count) names are too many for a chart of at most \(ChartError.mostSeries)"
    case .tooLarge: "a figure is too large to draw"
    case .noPlaceBehind:
      "another period is drawn behind bars by one key of the clock or the calendar alone"
    case .unsuitable(let kind, let needs, let able):
      "'chart \(kind.rawValue)' needs \(needs); "
        + (able.isEmpty
          ? "no kind draws this"
          : "\(able.map(\.rawValue).joined(separator: ", ")) can draw this")
    }
  }

  package var hint: String? {
    switch self {
    case .noKeys: "add a key, as in 'by day' or 'by halfhour'"
    case .tooManySeries: "choose some with 'where' or 'on'"
    case .noPlaceBehind: "leave out the other keys, and ask for one flow"
    case .noRows, .noPicture, .noFigures, .tooManyKeys, .mixedUnits, .tooLarge, .unsuitable: nil
    }
  }
}
