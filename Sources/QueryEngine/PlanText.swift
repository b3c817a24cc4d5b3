import EnergyModel
import QueryLanguage
import Tariffs

extension Plan {
  /// The output of `explain`: the canonical statement, the period in UTC, the tariffs down to their
  /// rates, and the plan as a tree from the result down to the readings.
  package var explanation: String {
    var lines = [statement, ""]
    if case .versus(let versus) = report {
      lines += versus.first.facts("period") + [""] + versus.other.facts("versus")
    } else {
      lines += facts("period")
    }
    lines.append("")
    lines += tree
    return lines.joined(separator: "\n") + "\n"
  }

  /// The period under a title, the tariffs and rates, VAT and the policy.
  private func facts(_ title: String) -> [String] {
    var lines = [
      "\(title)   \(period.startText) to \(period.endText) \(period.zone.name)"
        + (period.isOfWholeDays
          ? ", " + counted(period.days.upperBound.number - period.days.lowerBound.number, "day")
          : ""),
      "         \(ClockZone.utcStamp(period.range.start)) … \(ClockZone.utcStamp(period.range.end)) UTC, "
        + counted(period.range.halfHours.count, "half-hour"),
    ]
    if isPriced {
      lines += titled("tariffs", tariffLines)
      lines += titled("rates", rateLines)
      if !vatRates.isEmpty {
        lines += titled("VAT", [vatRates.map(\.text).joined(separator: ", ")])
      }
      lines += titled("policy", [prices.policy.word] + ruleLines)
    }
    return lines
  }

  /// Lines with a title in front of the first.
  private func titled(_ title: String, _ lines: [String]) -> [String] {
    lines.enumerated().map { index, line in
      (index == 0 ? title + String(repeating: " ", count: 9 - title.count) : "         ") + line
    }
  }

  private var tariffLines: [String] {
    let lines = prices.uses.map { use in
      let reason =
        switch use.reason {
        case .agreement: "by agreement"
        case .onlyValidTariff: "no agreement, the only tariff for \(use.point.flow.rawValue)"
        case .namedInQuery: "as asked"
        }
      return
        "\(use.tariff) for \(use.point.number.isEmpty ? use.point.flow.rawValue : use.point.name), "
        + "\(period.zone.shortStamp(use.range.start)) to \(period.zone.shortStamp(use.range.end)): \(reason)"
    }
    return lines.isEmpty ? ["none: no tariff applies in the period"] : lines
  }

  /// The rates of VAT in the prices, the highest first; empty where only export is priced.
  var vatRates: [VATRate] {
    let rows = scans.filter { $0.point.flow != .export }.compactMap(\.timeline).flatMap(\.rows)
    return Set(rows.map(\.price.vat)).sorted(by: >)
  }

  /// The rounding rule of each tariff under the policy `bill`.
  private var ruleLines: [String] {
    guard prices.policy == .bill else { return [] }
    return StatementLines(scans, zone: period.zone).tariffs.map { tariff in
      "\(tariff.name): "
        + (tariff.isByDay
          ? "each local day is rounded to a penny, as its rates are daily"
          : "each line of the statement is rounded to a penny")
    }
  }

  /// The most rates listed: more would bury the plan.
  private static let mostRates = 24

  /// Each rate with the number of the period's half-hours that it prices.
  private var rateLines: [String] {
    var counts: [(row: RateRow, count: Int)] = []
    var positions: [RateRow: Int] = [:]
    var unpriced = 0
    for scan in scans {
      var own: [Int: Int] = [:]
      let (stretches, without) = scan.rates(
        in: period.range.halfHours, zone: period.zone, daily: {})
      for stretch in stretches {
        var row = stretch.row
        if row.dates == nil { (row.band, row.bandStart) = ("", 0) }
        let position = positions[row] ?? counts.count
        if position == counts.count {
          positions[row] = position
          counts.append((row, 0))
        }
        own[position, default: 0] += stretch.halfHours.count
      }
      // Meters on the same tariff share its half-hours, which count once.
      for (position, count) in own { counts[position].count = max(counts[position].count, count) }
      unpriced = max(unpriced, without)
    }
    var lines = counts.prefix(Plan.mostRates).map { row, count in
      "\(amountText(row.rate.inMajorUnit.text, in: prices.currency))/kWh, \(row.tariff)\(extent(of: row)): "
        + counted(count, "half-hour") + (row.source.map { ", from \($0)" } ?? "")
    }
    if counts.count > Plan.mostRates {
      lines.append("and \(counts.count - Plan.mostRates) more; see: rates")
    }
    if unpriced > 0 { lines.append("no rate: \(counted(unpriced, "half-hour"))") }
    return lines
  }

  /// The bands of a rate, or the validity and payment method of a dated one.
  private func extent(of row: RateRow) -> String {
    guard row.dates == nil else { return validity(of: row) }
    let rows = scans.lazy.compactMap(\.timeline).flatMap(\.rows)
      .filter {
        $0.tariff == row.tariff && $0.rate == row.rate && $0.termsFrom == row.termsFrom
      }
    return " " + rows.map(\.band).distinct.joined(separator: ", ") + terms(of: row)
  }

  /// The first day of the terms that a row belongs to, where its tariff has several.
  private func terms(of row: RateRow) -> String { row.termsFrom.map { ", from \($0)" } ?? "" }

  /// The band of one half-hour's rate, or the validity and payment method of a dated one.
  func validity(of row: RateRow) -> String {
    guard let dates = row.dates else { return " \(row.band)" }
    func stamp(_ instant: Instant?) -> String { instant.map { period.zone.stamp($0) } ?? "open" }
    let payment = dates.paymentMethod.map { ", \($0.rawValue)" } ?? ""
    return " from \(stamp(dates.validFrom)) to \(stamp(dates.validTo))\(payment)"
  }

  private var tree: [String] {
    var nodes = ["Emit: " + rows.columns.map(\.name).joined(separator: ", ")]
    switch rows.cut {
    case .limit(let count): nodes.append("Limit: \(counted(count, "row"))")
    case .top(let count):
      nodes.append("Top: \(counted(count, "row")) by \(rows.columns[rows.rankedColumn].name)")
    case .bottom(let count):
      nodes.append("Bottom: \(counted(count, "row")) by \(rows.columns[rows.rankedColumn].name)")
    case nil: break
    }
    if let order = rows.order {
      nodes.append(
        "Order: \(rows.columns[order.column].name) \(order.isDescending ? "desc" : "asc")")
    }
    if !rows.having.isEmpty {
      let limits = rows.having.map {
        "\(rows.columns[$0.column].name) \($0.comparison.rawValue) \($0.number.text)"
      }
      nodes.append("Having: " + limits.joined(separator: " and "))
    }
    if case .versus(let versus) = report {
      let isByPosition = versus.keys.contains(where: \.isByPosition)
      nodes.append("Versus: rows matched by \(isByPosition ? "position" : "label")")
    }
    if case .breakdown(let breakdown) = report {
      if let across = breakdown.across { nodes.append("Across: \(across.word)") }
      if let part = breakdown.parts?.grouping.keys.last { nodes.append("Spark: by \(part.word)") }
    }
    if case .reconcile(let reconciliation) = report { nodes.append(reconciliation.node) }
    if case .projected = report { nodes.append("Project: read, projected, low, high") }
    if report.extras.contains(.supplier) {
      nodes.append("Supplier: the supplier's own cost of each half-hour, and ours less that")
    }
    if let aggregate = report.aggregate { nodes += aggregate.nodes }
    if isPriced {
      let tariffs = counted(Set(prices.uses.map(\.tariff)).count, "tariff")
      let rates = Set(scans.flatMap { $0.timeline?.rows.map(\.rate) ?? [] }).count
      nodes.append("Price: \(prices.policy.word), \(tariffs), \(counted(rates, "rate"))")
    }
    if let power { nodes.append("Count: the energy \(power) of each half-hour") }
    if !filter.isEmpty { nodes.append("Filter: \(filter.text)") }
    return draw(nodes)
  }

  private func draw(_ nodes: [String]) -> [String] {
    func indent(_ depth: Int, isLast: Bool) -> String {
      depth == 0 ? "" : String(repeating: "   ", count: depth - 1) + (isLast ? "└─ " : "├─ ")
    }
    let lines = nodes.enumerated().map { indent($0, isLast: true) + $1 }
    var scans = report.readsMeters ? scanLines : []
    if case .versus(let versus) = report {
      scans = versus.first.scanLines + versus.other.scanLines
    }
    return lines
      + scans.enumerated().map { index, line in
        indent(nodes.count, isLast: index == scans.count - 1) + line
      }
  }

  /// What is read of each meter.
  private var scanLines: [String] {
    let bounds =
      "[\(ClockZone.utcStamp(period.range.start))Z, \(ClockZone.utcStamp(period.range.end))Z)"
    return scans.map { scan in
      let name = alternatives.isEmpty ? "" : " on \(alternatives[scan.alternative])"
      return "Scan: \(scan.point.flow.rawValue) \(scan.point.number) \(scan.meter.serial) "
        + bounds + name
    }
  }
}

extension Reconciliation {
  /// The comparison as a node of the plan tree.
  fileprivate var node: String {
    switch self {
    case .costs: "Reconcile: with the supplier's own costs"
    case .bills(_, let checks):
      "Reconcile: with \(counted(checks.count, "bill")), and up to "
        + counted(checks.map(\.trials.count).max() ?? 0, "way") + " to price it"
    }
  }
}

extension Aggregate {
  /// The aggregation as nodes of the plan tree, from the last step to the first.
  fileprivate var nodes: [String] {
    let means = means.map { ["Mean: per \($0.unit.rawValue), over complete ones"] } ?? []
    guard let daily else { return means + [grouping.text] }
    return means + [grouping.text, "Round: each local day to a penny", daily.text]
  }
}

extension Grouping {
  /// The keys, and the number of groups.
  fileprivate var text: String {
    let keys = keys.map { key in
      switch key {
      case .source, .label: key.word
      case .calendar: "\(key.word) (calendar)"
      case .cyclic: "\(key.word) (cyclic)"
      }
    }
    if keys.isEmpty { return "Sum: all half-hours" }
    let size = hasLabels ? "those that occur" : counted(countLeft, "group")
    return "Group: by \(keys.joined(separator: ", ")), \(size)"
  }
}

extension Filter {
  /// The filter in brief.
  fileprivate var text: String {
    var parts: [String] = []
    if let times { parts.append("\(times.count { $0 }) of 336 half-hours of the week") }
    parts += tariffs.map { "tariff \($0)" }
    parts += values.map { "\($0.quantity.word) \($0.comparison.rawValue) \($0.amount)" }
    return parts.joined(separator: ", ")
  }
}
