import EnergyModel
import QueryLanguage

/// The rows that `explain reconcile … as FORMAT` has for a bill.
enum CauseRow {
  static func columns(_ labels: [BillLabel]) -> [ResultColumn] {
    func text(_ name: String, _ title: String? = nil) -> ResultColumn {
      ResultColumn(name: name, title: title ?? name, kind: .text)
    }
    let left = BillLine.allCases.map { line in
      ResultColumn(
        name: line.word + (line.isMoney ? "_gbp" : "_kwh"), shortName: line.word,
        title: "\(line.word) \(line.isMoney ? "£" : "kWh")",
        unit: line.isMoney ? .money("GBP") : .energy,
        kind: line.isMoney ? .money(places: 2) : .energy)
    }
    return labels.map(\.column)
      + [text("flow"), text("cause"), text("with_cause", "with")] + left + [text("agrees")]
  }

  /// The bill as it is, without a cause, and then each trial in the order of the search.
  static func rows(_ bill: BillModel, _ search: CauseSearch?) throws -> [[Cell]] {
    let flow = Cell.text(bill.check.plan.flows.first?.rawValue ?? "")
    func row(_ words: [String], _ amounts: BillAmounts, agrees: Bool) -> [Cell] {
      let left = BillLine.allCases.map { line in
        bill.figure(line).map { Cell.number(amounts[line] - $0.value) } ?? .missing
      }
      return [flow] + (0..<2).map { $0 < words.count ? .text(words[$0]) : .missing } + left
        + [.text(agrees ? "yes" : "no")]
    }
    var rows = [row([], bill.ours, agrees: search == nil)]
    for trial in (search?.singles ?? []) + (search?.pairs ?? []) {
      rows.append(row(try bill.words(of: trial), trial.amounts, agrees: trial.isWhole))
    }
    return rows
  }
}

extension BillLabel {
  var column: ResultColumn {
    let kind: ColumnKind =
      switch self {
      case .meter: .text
      case .start, .end: .date
      case .line: .count
      }
    return ResultColumn(name: rawValue, title: rawValue, kind: kind)
  }
}
