import EnergyModel
import QueryLanguage

/// What `explain reconcile` says of a bill: its bounds, and every cause that was tried.
struct ReconcileText {
  private let bill: BillModel
  private let search: CauseSearch?

  /// The most pairs listed.
  private static let mostPairs = 20

  init(_ bill: BillModel, _ search: CauseSearch?) {
    (self.bill, self.search) = (bill, search)
  }

  /// `isNamed`: whether the bill's flow and period stand above.
  func lines(named isNamed: Bool) throws -> [String] {
    let period = bill.check.plan.period
    let flow = bill.check.plan.flows.first?.rawValue ?? ""
    let title = isNamed ? "\(flow) from \(period.startText) to \(period.endText)" : "bill"
    var lines = ["", title]
    for figure in bill.check.figures {
      guard bill.figures.contains(figure) else {
        lines.append("  \(figure): ours is not known")
        continue
      }
      let difference = bill.ours[figure.line] - figure.value
      lines.append(
        "  \(figure): ours less that is \(text(difference, figure.line)), and rounding may make "
          + "\(text(bill.bounds[figure.line], figure.line))" + boundParts(figure.line))
    }
    let printed = bill.printedRates.unitWords + bill.printedRates.standingWords
    lines += (printed + [bill.unlistedAmount].compactMap(\.self)).map { "  \($0)" }
    guard let search else {
      let all =
        bill.figures == bill.check.figures ? "all lines" : "all lines that are known of both"
      return lines + ["", "\(all) agree, so no cause was looked for"]
    }
    lines += ["", "causes, with what each would leave"]
    let (ofDays, others) = (
      search.singles.filter(\.isFromADay), search.singles.filter { !$0.isFromADay }
    )
    for trial in others { lines.append("  \(try text(of: trial))") }
    for nearest in nearest(ofDays) {
      lines.append("  \(try text(of: nearest.trial)), the nearest of \(nearest.count) days")
    }
    lines += try pairLines(search.pairs)
    guard let found = search.found else {
      return lines + ["", "none leaves no difference, alone or with another"]
    }
    return lines + ["", "the simplest that leaves none: \(try bill.text(of: found))"]
  }

  /// What the bound of a line is made of, where that is more than the figure's own last digit.
  private func boundParts(_ line: BillLine) -> String {
    let parts = bill.bounds.parts(line)
    func rate(_ places: Int) -> String {
      BillBounds.halfDigit(places).asPence.text
    }
    let named = [
      (parts.digit, "by its own last digit"), (parts.usage, "by that of the kWh"),
      (parts.rates, "as unit rates may be \(rate(bill.bounds.ratePlaces)) p/kWh off"),
      (parts.charges, "as standing charges may be \(rate(bill.bounds.chargePlaces)) p/day off"),
    ].filter { $0.0 != FixedPoint(0) }
    guard named.count > 1 else { return "" }
    return ": " + named.map { "\(text($0.0, line)) \($0.1)" }.joined(separator: ", ")
  }

  /// The pairs that were tried, those that leave least first.
  private func pairLines(_ pairs: [CauseSearch.Trial]) throws -> [String] {
    guard !pairs.isEmpty else { return [] }
    let ranked = pairs.map { (trial: $0, left: $0.left.count, distance: distance($0)) }
      .sorted { ($0.left, $0.distance) < ($1.left, $1.distance) }
    let rest = pairs.count - min(pairs.count, ReconcileText.mostPairs)
    let title =
      "two together: \(counted(pairs.count, "pair"))"
      + (rest > 0 ? ", of which these leave least" : "")
    return try ["", title]
      + ranked.prefix(ReconcileText.mostPairs).map { "  \(try text(of: $0.trial))" }
      + (rest > 0 ? ["  and \(rest) more: ask 'as csv' or 'as json' for all"] : [])
  }

  /// Of the trials that differ by a day alone, those that leave least, with how many there were.
  private func nearest(
    _ trials: [CauseSearch.Trial]
  ) -> [(trial: CauseSearch.Trial, count: Int)] {
    var nearest: [(trial: CauseSearch.Trial, count: Int)] = []
    for trial in trials {
      let index = nearest.firstIndex { $0.trial.supposition.prices == trial.supposition.prices }
      guard let index else {
        nearest.append((trial, 1))
        continue
      }
      nearest[index].count += 1
      if distance(trial) < distance(nearest[index].trial) { nearest[index].trial = trial }
    }
    return nearest
  }

  /// The differences of all figures, in pounds or kWh.
  private func distance(_ trial: CauseSearch.Trial) -> FixedPoint {
    bill.figures.reduce(FixedPoint(0)) { sum, figure in
      sum + (trial.amounts[figure.line] - figure.value).magnitude
    }
  }

  private func text(of trial: CauseSearch.Trial) throws -> String {
    let words = try bill.text(of: trial)
    guard !trial.isWhole else { return "\(words): none" }
    let left = trial.left.compactMap { line in
      bill.figure(line).map { figure in
        "\(line.word) \(text(trial.amounts[line] - figure.value, line))"
      }
    }
    return "\(words): \(left.joined(separator: ", "))"
  }

  private func text(_ difference: FixedPoint, _ line: BillLine) -> String {
    line.isMoney ? amountText(difference.text, in: "GBP") : "\(difference.text) kWh"
  }
}

extension CauseSearch.Trial {
  /// Whether its prices hold from a day on, and another trial has them for each other day.
  fileprivate var isFromADay: Bool { supposition.pricesFrom != nil }
}
