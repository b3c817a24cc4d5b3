import EnergyModel

/// A block while its lines are read.
struct BlockDraft {
  var block: BilledBlock
  /// Whether it is under a heading of charges, so that whatever is in it has to be understood.
  var isCertain: Bool
  /// The first line that says that energy was exported, and that it was used.
  var exportLine: Int?
  var useLine: Int?
  /// The lines that were not understood, and contradictions.
  var notes: [ImportNote] = []

  /// The most rates of VAT in a period.
  private static let mostRates = 4

  /// Whether nothing is known but what the headings above it say.
  var isUntouched: Bool { block.number == nil && block.periods.isEmpty && !isTotalled }

  var isTotalled: Bool { block.total != nil }

  /// The period that lines belong to.
  var period: BilledPeriod? { block.periods.last }

  /// Changes the period that lines belong to, which is made where there is none.
  mutating func update(at line: Int, _ change: (inout BilledPeriod) -> Void) {
    if block.periods.isEmpty { block.periods.append(BilledPeriod(line: line)) }
    change(&block.periods[block.periods.count - 1])
  }

  /// Begins another period, or says of the present one what it is if that is not known.
  mutating func begin(_ period: BilledPeriod) {
    guard let present = block.periods.last, present.isEmpty, present.days == nil,
      present.tariff == nil
    else {
      block.periods.append(period)
      return
    }
    update(at: period.line) { ($0.tariff, $0.days) = (period.tariff, period.days) }
  }

  /// Notes what the words of a line say of the flow.
  mutating func note(_ flow: Flow, line: Int) {
    if flow == .export { exportLine = exportLine ?? line } else { useLine = useLine ?? line }
    if flow == .gas || flow == .import && block.flow == nil { block.flow = flow }
  }

  /// Adds a subtotal of the periods since the one before.
  mutating func add(subtotal: PrintedFigure) {
    if let known = block.subtotals.last, let period = block.periods.last, known.line > period.line {
      contradict("the subtotal", subtotal, known)
    } else {
      block.subtotals.append(subtotal)
    }
  }

  /// Adds a line of VAT; one at each rate is printed for the periods since the ones before.
  mutating func add(_ vat: BilledVAT) {
    let known = block.vat.suffix(BlockDraft.mostRates).last { known in
      known.percent.number == vat.percent.number
        && known.percent.line > block.periods.last?.line ?? 0
    }
    guard let known else { return block.vat.append(vat) }
    if let amount = vat.amount, let first = known.amount { contradict("VAT", amount, first) }
  }

  mutating func set(total: PrintedFigure) {
    if let known = block.total {
      contradict("the total", total, known)
    } else {
      block.total = total
    }
  }

  /// Sets a figure of the period that is printed once, or again with the same number.
  mutating func set(
    _ figure: WritableKeyPath<BilledPeriod, PrintedFigure?>, _ name: String,
    to value: PrintedFigure, at line: Int
  ) {
    if let known = period?[keyPath: figure] {
      contradict(name, value, known)
    } else {
      update(at: line) { $0[keyPath: figure] = value }
    }
  }

  /// Notes an amount that is not quantity × rate, by more than the rounding of all three.
  mutating func check(
    _ quantity: PrintedFigure, at rate: PrintedFigure?, is amount: PrintedFigure?
  ) {
    guard let rate, let amount else { return }
    let pence = quantity.number.times(rate.number)
    var paid = amount.number
    paid.digits *= 100
    let bound =
      rate.number.times(quantity.halfLastDigit).magnitude
      + quantity.number.times(rate.halfLastDigit).magnitude
      + FixedPoint(amount.halfLastDigit.digits * 100, scale: amount.halfLastDigit.scale)
    guard (paid - pence).magnitude > bound else { return }
    notes.append(
      ImportNote(
        line: amount.line,
        text: "\(quantity.text) × \(rate.text)p is printed as £\(amount.text)", isWarning: true))
  }

  /// Notes that a figure is printed twice with different numbers.
  mutating func contradict(_ name: String, _ figure: PrintedFigure, _ known: PrintedFigure) {
    guard figure.number != known.number else { return }
    notes.append(
      ImportNote(
        line: figure.line,
        text: "\(name) is \(figure.text) here and \(known.text) on line \(known.line)",
        isWarning: true))
  }

  /// The block without periods that say nothing, and remarks on what it lacks; nil if it holds no
  /// figures.
  func finished() -> (block: BilledBlock?, notes: [ImportNote]) {
    var (block, notes) = (block, notes)
    func warn(_ line: Int, _ text: String) {
      notes.append(ImportNote(line: line, text: text, isWarning: true))
    }
    block.periods.removeAll { $0.isEmpty && $0.days == nil }
    guard isTotalled || !block.subtotals.isEmpty || block.periods.contains(where: { !$0.isEmpty })
    else {
      // A heading outside the charges, as of the statement's own period, begins none.
      guard isCertain else { return (nil, []) }
      warn(block.line, "there are no charges under this heading that are understood")
      return (nil, notes)
    }
    if exportLine != nil, block.flow != .gas { block.flow = .export }
    if let exportLine, let useLine {
      warn(
        max(exportLine, useLine),
        "energy is used and exported under one heading, see line \(min(exportLine, useLine))")
    }
    if block.flow == nil { warn(block.line, "it is not said whether this is electricity or gas") }
    for period in block.periods where period.days == nil {
      warn(period.line, "no period is printed for the charges from here")
    }
    if block.periods.isEmpty { warn(block.line, "no period is printed for the charges from here") }
    return (block, notes)
  }
}

extension BilledPeriod {
  /// Whether it has no figures.
  fileprivate var isEmpty: Bool {
    charges.isEmpty && standing.isEmpty && reads.isEmpty && consumption == nil && volume == nil
      && calorificValue == nil
  }
}
