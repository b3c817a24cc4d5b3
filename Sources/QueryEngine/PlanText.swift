import EnergyModel
import QueryLanguage
import Tariffs

extension Plan {
  /// What `explain` prints: the canonical statement, the period in UTC, the tariffs and the tree.
  package var explanation: String {
    let count = range.halfHours.count
    var lines = [
      statement,
      "",
      "period   \(days.lowerBound) to \(days.upperBound) \(zone.name), "
        + counted(days.upperBound.number - days.lowerBound.number, "day"),
      "         \(ClockZone.utcStamp(range.start)) … \(ClockZone.utcStamp(range.end)) UTC, "
        + counted(count, "half-hour"),
    ]
    lines += tariffLines
    if measure == .cost { lines.append("policy   exact") }
    lines.append("")
    lines += tree
    return lines.joined(separator: "\n") + "\n"
  }

  private var tariffLines: [String] {
    var lines = tariffUses.map { use in
      let reason =
        switch use.reason {
        case .agreement: "by agreement"
        case .onlyOne: "no agreement, the only tariff of \(use.point.flow.rawValue)"
        }
      return "\(use.tariff) for \(use.point.name), \(use.days.lowerBound) to "
        + "\(use.days.upperBound): \(reason)"
    }
    if measure == .cost, lines.isEmpty { lines = ["none: no tariff holds in the period"] }
    return lines.enumerated().map { ($0 == 0 ? "tariffs  " : "         ") + $1 }
  }

  /// The plan drawn from its result down to its readings.
  private var tree: [String] {
    var nodes = ["Emit: " + columns.map(\.name).joined(separator: ", ")]
    if case .limit(let count) = cut { nodes.append("Limit: \(count) rows") }
    if let order {
      nodes.append("Order: \(columns[order.column].name) \(order.isDescending ? "desc" : "asc")")
    }
    if case .top(let count) = cut {
      nodes.append("Top: \(count) rows by \(columns.last?.name ?? "")")
    }
    let keys = grouping.keys.map { key in
      switch key.nature {
      case .source: key.word
      case .calendar: "\(key.word) (calendar)"
      case .cyclic: "\(key.word) (cyclic)"
      }
    }
    nodes.append(
      keys.isEmpty
        ? "Sum: all half-hours"
        : "Group: by \(keys.joined(separator: ", ")), \(counted(grouping.count, "group"))")
    if measure == .cost {
      let tariffs = counted(Set(tariffUses.map(\.tariff)).count, "tariff")
      let rates = Set(scans.flatMap { $0.timeline?.spans.flatMap(\.rates) ?? [] })
        .subtracting([RateTimeline.unpriced])
      nodes.append("Price: exact, \(tariffs), \(counted(rates.count, "rate"))")
    }
    var lines = nodes.enumerated().map { depth, node in indent(depth, isLast: true) + node }
    let bounds = "[\(ClockZone.utcStamp(range.start))Z, \(ClockZone.utcStamp(range.end))Z)"
    for (index, scan) in scans.enumerated() {
      lines.append(
        indent(nodes.count, isLast: index == scans.count - 1)
          + "Scan: \(scan.point.flow.rawValue) \(scan.point.number) \(scan.meter.serial) \(bounds)")
    }
    return lines
  }

  private func indent(_ depth: Int, isLast: Bool) -> String {
    depth == 0
      ? "" : String(repeating: "   ", count: depth - 1) + (isLast ? "└─ " : "├─ ")
  }
}

private func counted(_ count: Int, _ noun: String) -> String {
  "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
}

/// A count with thousands marks.
private func grouped(_ count: Int) -> String {
  var digits = String(count)
  var place = digits.count - 3
  while place > 0 {
    digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
    place -= 3
  }
  return digits
}
