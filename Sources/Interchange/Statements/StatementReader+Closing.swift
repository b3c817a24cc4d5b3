import EnergyModel

/// Where entries, pages and blocks end, and what becomes of them.
extension StatementReader {
  /// Ends whatever is open, and what the headings above said.
  mutating func closeAll() {
    closeEntry()
    closePage()
    closeBlock()
    (section, isInDetail) = ((nil, nil), false)
  }

  /// Makes sure that a block is open, which charges can be added to.
  mutating func openBlock(line: Int) {
    if block?.isTotalled == true { closeBlock() }
    guard block == nil else { return }
    block = BlockDraft(
      block: BilledBlock(line: line, flow: section.flow, number: section.number),
      isCertain: isInDetail || section.number != nil)
  }

  mutating func closeBlock() {
    guard let finished = block?.finished() else { return }
    block = nil
    statement.blocks += [finished.block].compactMap(\.self)
    statement.notes += finished.notes
  }

  /// Ends the entry that is open: keeps its figures if they are complete, and notes its lines if
  /// not.
  mutating func closeEntry() {
    guard let closed = entry else { return }
    entry = nil
    guard !store(closed), !closed.isPriceAlone else { return }
    for line in closed.lines { noteUnread(line) }
  }

  /// Keeps the figures of an entry; returns whether they were complete, and expected here.
  private mutating func store(_ entry: StatementEntry) -> Bool {
    let line = entry.line
    switch entry.label {
    case .energy(let flow):
      guard let charge = BilledEnergy(entry), openForCharges(line: line) else { return false }
      if let flow { block?.note(flow, line: line) }
      add(charge, line: line)
    case .unitRate:
      guard let charge = BilledEnergy(entry), openForCharges(line: line) else { return false }
      add(charge, line: line)
    case .consumption:
      if page != nil {
        page?.energy = entry[.energy]
        return entry[.energy] != nil
      }
      guard let consumption = BilledEnergy(entry, isTotal: true), block != nil else { return false }
      if let known = block?.period?.consumption {
        block?.contradict("the total consumption", consumption.energy, known.energy)
      } else {
        block?.update(at: line) { $0.consumption = consumption }
      }
    case .standing:
      guard let standing = BilledStanding(entry), openForCharges(line: line) else { return false }
      block?.update(at: line) { $0.standing.append(standing) }
      block?.check(standing.days, at: standing.rate, is: standing.amount)
    case .subtotal:
      guard let amount = entry[.amount] else { return false }
      if block?.isTotalled == false { block?.add(subtotal: amount) }
    case .vat:
      guard let percent = entry[.percent] else { return false }
      if block?.isTotalled == false {
        block?.add(BilledVAT(percent: percent, amount: entry[.amount]))
      }
    case .total(let flow, let isCredit):
      guard let amount = entry[.amount] else { return false }
      return setTotal(amount, of: flow, isCredit: isCredit)
    case .calorificValue:
      guard let value = entry[.bare] else { return false }
      block?.set(\.calorificValue, "the calorific value", to: value, at: line)
    case .volumeCorrection: return entry[.bare] != nil
    // It is not said whether it has the VAT in it.
    case .dayCost: return entry[.amount] != nil
    }
    return true
  }

  private mutating func add(_ charge: BilledEnergy, line: Int) {
    block?.update(at: line) { $0.charges.append(charge) }
    block?.check(charge.energy, at: charge.rate, is: charge.amount)
  }

  /// Makes sure that a block is open; returns false below a total, where no charges are expected.
  private mutating func openForCharges(line: Int) -> Bool {
    if block?.isTotalled == true { return false }
    openBlock(line: line)
    return true
  }

  private mutating func setTotal(_ amount: PrintedFigure, of flow: Flow, isCredit: Bool) -> Bool {
    guard let draft = block else { return true }
    if let known = draft.block.flow, (known == .gas) != (flow == .gas) {
      // Below a total, the next may be one of a summary.
      return draft.isTotalled
    }
    block?.set(total: amount)
    guard !draft.isTotalled else { return true }
    block?.block.isCredit = isCredit
    if draft.block.flow == nil { block?.block.flow = flow }
    return true
  }
}

extension BilledEnergy {
  /// The figures of an entry; nil when they are not complete, or contradict each other.
  ///
  /// A total may lack rate and amount.
  fileprivate init?(_ entry: StatementEntry, isTotal: Bool = false) {
    guard let energy = entry[.energy], isTotal || entry[.rate] != nil || entry[.amount] != nil,
      let energy = signed(energy, at: entry[.rate], entry)
    else { return nil }
    self.init(rate: entry[.rate], energy: energy, amount: entry[.amount])
  }
}

extension BilledStanding {
  /// The figures of an entry; nil when they are not complete, or contradict each other.
  fileprivate init?(_ entry: StatementEntry) {
    guard let days = entry[.days], let rate = entry[.dailyRate],
      let days = signed(days, at: rate, entry)
    else { return nil }
    self.init(days: days, rate: rate, amount: entry[.amount])
  }
}

/// A quantity of an entry with the sign that goes with its amount; nil when signs contradict.
///
/// A reversal may show its sign at the amount alone.
private func signed(
  _ quantity: PrintedFigure, at rate: PrintedFigure?, _ entry: StatementEntry
) -> PrintedFigure? {
  var quantity = quantity
  let amount = entry[.amount]?.digits ?? 0
  if entry.isReversal, amount < 0, quantity.digits > 0 { quantity.digits.negate() }
  // A product of small numbers is printed as 0.00.
  let sign = quantity.digits.signum() * (rate?.digits.signum() ?? 0)
  guard amount == 0 || sign == 0 || amount.signum() == sign else { return nil }
  return entry.isReversal && quantity.digits > 0 ? nil : quantity
}
