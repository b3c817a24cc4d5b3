import EnergyModel

/// One charge, total or fact of a statement, while its figures are read.
struct StatementEntry {
  enum Label: Hashable {
    /// A charge for energy; of a flow, where the words name one.
    case energy(Flow?)
    /// The same, or a price among the tariff's terms.
    case unitRate
    case consumption
    case standing
    case subtotal
    case vat
    /// The total of a fuel; credits are paid to the customer.
    case total(Flow, isCredit: Bool)
    case calorificValue
    case volumeCorrection
    /// The total of a page of half-hours.
    case dayCost

    /// The figures that belong to it.
    fileprivate var quantities: Set<StatementToken.Quantity> {
      switch self {
      case .energy, .unitRate, .consumption: [.rate, .energy, .amount]
      case .standing: [.days, .dailyRate, .amount]
      case .subtotal, .total, .dayCost: [.amount]
      case .vat: [.percent, .amount]
      case .calorificValue, .volumeCorrection: [.bare]
      }
    }
  }

  let label: Label
  /// The line of its first token, counted from 1.
  let line: Int
  /// Whether it takes back an earlier charge, so that its figures have to be negative.
  let isReversal: Bool
  private(set) var figures: [StatementToken.Quantity: PrintedFigure] = [:]
  /// The line of its last token.
  private(set) var lastLine: Int

  init(_ label: Label, line: Int, isReversal: Bool = false) {
    (self.label, self.line, self.isReversal) = (label, line, isReversal)
    lastLine = line
  }

  subscript(quantity: StatementToken.Quantity) -> PrintedFigure? { figures[quantity] }

  /// Whether all its figures are known.
  var isFull: Bool { figures.count == label.quantities.count }

  /// Whether it is but a price, as the tariff's terms list them beside the charges.
  var isPriceAlone: Bool {
    switch label {
    case .unitRate: figures.count == 1 && self[.rate] != nil
    case .standing: figures.count == 1 && self[.dailyRate] != nil
    default: false
    }
  }

  /// The lines that its tokens stand on, in order.
  var lines: [Int] { Set(figures.values.map(\.line) + [line]).sorted() }

  /// Takes a figure that belongs to it; returns whether it does.
  ///
  /// A price alone has no figures on later lines, as the columns of a page are read in turns.
  mutating func take(_ quantity: StatementToken.Quantity, _ figure: PrintedFigure) -> Bool {
    guard label.quantities.contains(quantity), figures[quantity] == nil,
      !isPriceAlone || figure.line == lastLine
    else { return false }
    figures[quantity] = figure
    lastLine = figure.line
    return true
  }
}
