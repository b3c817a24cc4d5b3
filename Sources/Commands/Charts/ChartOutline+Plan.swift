import EnergyModel
import QueryEngine
import QueryLanguage
import Rendering
import Tariffs

extension Workspace {
  /// The outline of the chart of a query's result, from its plan alone.
  func outline(of query: Query, _ plan: Plan) -> ChartOutline {
    let maker = OutlineMaker(query: query, plan: plan)
    return ChartOutline(
      subject: maker.subject, choice: maker.choice, bands: maker.bands,
      currency: plan.prices.currency, zone: zone, form: form(maker))
  }

  private func form(_ maker: OutlineMaker) -> ChartOutline.Form {
    let (query, plan) = (maker.query, maker.plan)
    switch plan.report {
    case .breakdown(let breakdown): return .groups(maker.groups(breakdown))
    case .versus(let versus): return .groups(maker.groups(versus))
    case .projected(let projected):
      if case .breakdown(let breakdown) = projected.whole.report {
        return .groups(maker.projectedGroups(breakdown))
      }
      return .bill
    case .readings: return .readings(areAllThere: query.conditions.isEmpty && query.having.isEmpty)
    case .rates: return .rates
    case .bill: return .bill
    case .compare: return .compare
    case .reconcile: return .reconcile(maker.query.keys.map(\.value))
    case .gaps: return .gaps(expected: maker.expectedDays)
    case .window(let window):
      return .window(name: maker.name(of: window)) { [unowned self] days in
        var rates = Query(measure: Located(.rates, at: query.measure.span))
        (rates.flows, rates.meters) = (query.flows, query.meters)
        rates.alternatives = query.alternatives
        rates.period = Located(
          .between(
            Located(PeriodBound(.day(days.lowerBound)), at: 0..<0),
            Located(PeriodBound(.day(days.upperBound)), at: 0..<0), through: false), at: 0..<0)
        var table = ResultTable()
        try Executor.run(try self.plan(rates), source: try cache(), into: &table)
        return table
      }
    }
  }
}

/// The words and keys of a query's picture.
private struct OutlineMaker {
  let query: Query
  let plan: Plan

  private var measure: Measure { query.measure.value }

  // MARK: The title

  var subject: String {
    switch measure {
    // Of two periods only the last figure is drawn.
    case .net: (query.versus == nil ? "Import cost and export income" : "Net cost") + means
    case .usage: "\(flows) usage\(means)"
    case .cost:
      (plan.flows == [.export]
        ? "Export income"
        : plan.flows == [.import, .export]
          ? "Import cost and export income" : "\(flows) cost") + means
    case .readings: "\(flows) readings"
    case .rates, .cheapest, .dearest: "\(flows) rates"
    case .gaps: "\(flows) half-hours missing"
    case .bill: "\(flows) bill"
    case .compare: "Total cost"
    case .reconcile: "\(flows) cost less the supplier's"
    }
  }

  /// ` per day`, or empty where figures are sums.
  private var means: String { query.per.map { " per \($0.value.rawValue)" } ?? "" }

  private var flows: String {
    let names = plan.flows.map(\.rawValue)
    let last = names.last ?? ""
    let list = names.count > 1 ? names.dropLast().joined(separator: ", ") + " and " + last : last
    return list.prefix(1).uppercased() + list.dropFirst()
  }

  /// The query's conditions, for the title: the figures alone would not show them.
  var choice: String {
    var choices: [String] = []
    if query.alternatives.count == 1, measure != .compare {
      choices.append("on \(query.alternatives[0].value)")
    }
    if !query.meters.isEmpty {
      choices.append("of \(query.meters.map(\.value).joined(separator: ", "))")
    }
    if !query.conditions.isEmpty {
      choices.append(
        "where " + query.conditions.map(\.value.description).joined(separator: " and "))
    }
    if let power = query.power { choices.append(power.value.description) }
    return choices.joined(separator: " ")
  }

  func name(of window: Report.Window) -> String {
    let hours = window.length / 2
    let length = window.length.isMultiple(of: 2) ? "\(hours) h" : "\(window.length * 30) min"
    return "\(window.isCheapest ? "cheapest" : "dearest") \(length)"
  }

  // MARK: Keys and figures

  func groups(_ breakdown: Report.Breakdown) -> ChartOutline.Groups {
    ChartOutline.Groups(
      keys: breakdown.aggregate.rows.keys, across: breakdown.across,
      hasAlternatives: !plan.alternatives.isEmpty, figures: figures(breakdown),
      running: running(breakdown))
  }

  /// The figure of one period, with that of the other behind it.
  func groups(_ versus: Report.Versus) -> ChartOutline.Groups {
    guard case .breakdown(let breakdown) = versus.first.report,
      let figure = figures(breakdown).last?.column
    else { preconditionFailure("only breakdowns stand beside each other") }
    var groups = groups(breakdown)
    (groups.running, groups.hasVersus) = (nil, true)
    let names = [versus.first, versus.other].map { plan in
      ResultPeriod(plan.period.range, zone: plan.period.zone).name
    }
    groups.figures = [
      ChartOutline.Figure(column: figure, name: names[0]),
      ChartOutline.Figure(column: "versus_\(figure)", name: names[1], role: .behind),
    ]
    return groups
  }

  /// Bars of two parts: the measured figure, and the projected rest.
  func projectedGroups(_ breakdown: Report.Breakdown) -> ChartOutline.Groups {
    ChartOutline.Groups(
      keys: breakdown.aggregate.rows.keys, hasAlternatives: !plan.alternatives.isEmpty,
      isProjected: true, figures: [ChartOutline.Figure(column: "projected", name: "")])
  }

  /// The line over the bars: a running sum, or else a mean that runs along.
  private func running(
    _ breakdown: Report.Breakdown
  ) -> (line: ChartOutline.Figure, bars: String)? {
    let name = runningName(breakdown)
    func line(_ column: String, _ title: String) -> (line: ChartOutline.Figure, bars: String) {
      (ChartOutline.Figure(column: column, name: title, role: .running), name)
    }
    if breakdown.extras.contains(.cumulative) { return line("cumulative", "running \(name)") }
    guard breakdown.extras.contains(.rolling) else { return nil }
    return line("rolling", "mean \(name) of \(breakdown.rollingRows)")
  }

  private func figures(_ breakdown: Report.Breakdown) -> [ChartOutline.Figure] {
    switch breakdown.figures {
    case .usage: [ChartOutline.Figure(column: "usage", name: "")]
    case .cost:
      [ChartOutline.Figure(column: showsTotal(breakdown) ? "total" : "cost", name: "")]
    case .net:
      [
        ChartOutline.Figure(column: "import_cost", name: "import cost"),
        ChartOutline.Figure(column: "export_income", name: "export income", role: .below),
        ChartOutline.Figure(column: "net_cost", name: ""),
      ]
    }
  }

  private func showsTotal(_ breakdown: Report.Breakdown) -> Bool {
    breakdown.figures == .cost && breakdown.extras.contains(.standing)
  }

  private func runningName(_ breakdown: Report.Breakdown) -> String {
    switch breakdown.figures {
    case .usage: "usage"
    case .cost:
      (plan.flows == [.export] ? "income" : "cost")
        + (showsTotal(breakdown) ? " with standing charge" : "")
    case .net: "net cost"
    }
  }

  /// From the first reading of any meter until now, within the period.
  var expectedDays: Range<LocalDay> {
    let spans = plan.scans.map(\.expected).filter { !$0.isEmpty }
    guard let first = spans.map(\.lowerBound).min(), let end = spans.map(\.upperBound).max() else {
      return plan.period.days.lowerBound..<plan.period.days.lowerBound
    }
    let zone = plan.period.zone
    return zone.day(of: Instant(halfHour: first))..<zone.day(of: Instant(halfHour: end - 1)) + 1
  }

  // MARK: Bands

  /// The cheapest and the dearest hours of the clock where one tariff of bands prices all import, or
  /// all of the only flow.
  var bands: [ChartBand] {
    let flow = plan.flows.first
    let all = plan.scans.filter { $0.point.flow == flow }.compactMap(\.timeline?.rows)
    // The first rows tell most cases apart: there may be very many, each made when it is asked for.
    guard plan.alternatives.isEmpty, let tariff = all.first(where: { !$0.isEmpty })?.first?.tariff,
      all.allSatisfy({ $0.allSatisfy { $0.dates == nil && $0.tariff == tariff } })
    else { return [] }
    let rows = all.flatMap(\.self)
    let prices = Set(rows.map(\.rate))
    guard Set(rows.map(\.band)).count == Set(rows).count,
      let least = prices.min(), let most = prices.max(), least < most
    else { return [] }
    var seen: Set<String> = []
    return rows.filter { [least, most].contains($0.rate) && seen.insert($0.band).inserted }
      .sorted { $0.bandStart < $1.bandStart }
      .flatMap { row in
        let isLow = row.rate == least
        let price = FigureText(unit: .moneyPerKWh(plan.prices.currency)).text(row.rate.inMajorUnit)
        return OutlineMaker.stretches(of: row.band).map { start, end in
          ChartBand(
            start: start, end: end, name: "\(isLow ? "low" : "peak") \(price)",
            tint: isLow ? .low : .high)
        }
      }
  }

  /// The minutes of `23:30-05:30`, in two parts where they run over midnight.
  private static func stretches(of band: String) -> [(Int, Int)] {
    let ends = band.split(separator: "-").compactMap { part -> Int? in
      let numbers = part.split(separator: ":").compactMap { Int($0) }
      return numbers.count == 2 ? numbers[0] * 60 + numbers[1] : nil
    }
    guard ends.count == 2 else { return [] }
    return ends[0] < ends[1]
      ? [(ends[0], ends[1])] : [(0, ends[1]), (ends[0], 1440)].filter { $0.0 < $0.1 }
  }
}
