import EnergyModel
import QueryLanguage
import Tariffs

extension Planner {
  /// The columns of the result, with the names of the contract.
  func columns(
    _ keys: [GroupKey], flows: [Flow], unit: MeterUnit, currency: String
  ) -> [ResultColumn] {
    let labels = keys.map { key in
      ResultColumn(
        name: key.word, title: key.word, kind: key == .calendar(.slot) ? .instant : .text)
    }
    var maker = ColumnMaker(
      currency: currency, unit: unit, flows: flows, extras: Extra.allCases.filter(shows),
      rollingRows: query.rollingRows ?? 0, per: query.per?.value, hasKeys: !query.keys.isEmpty,
      isWithoutVAT: isWithoutVAT)
    switch needs.keys {
    case .none: if needs.listsHalfHours { maker.places = 4 }
    case .asked:
      if keys.contains(where: \.isShorterThanADay) { maker.places = 4 }
      return labels + measure.rule.columns(maker)
    case .fixed: break
    }
    return billLabels.map(\.column) + measure.rule.columns(maker)
  }

  /// Refuses a spark line for rows that have no parts.
  func checkSpark() throws(QueryError) {
    guard shows(.spark), let key = query.keys.first(where: { $0.value.isOfTheClock }) else {
      return
    }
    throw QueryError(
      "'with spark' shows the parts of a day or longer, so it can't be given by \(key.value.word)",
      at: key.span)
  }

  // MARK: Columns by name

  /// The column that `top` and `bottom` go by: the last with figures, of a comparison the total, and
  /// beside other figures the difference.
  func rankedColumn(_ columns: [ResultColumn]) -> Int {
    let name: String? =
      switch measure {
      case .compare: "total"
      case .reconcile: "difference"
      default: nil
      }
    return columns.firstIndex { $0.shortName == name } ?? columns.lastIndex { $0.kind != .spark }
      ?? 0
  }

  func ordering(_ columns: [ResultColumn]) throws(QueryError) -> Plan.Ordering? {
    guard let order = query.order else { return nil }
    // The columns that 'across' makes are known only with the rows.
    let isOffered = { [across = query.across?.value.word] (name: String) in
      across == nil || (name != across && GroupKey(word: name) != nil)
    }
    let column = try position(of: order.column, in: columns, isOffered)
    guard columns[column].kind != .spark else {
      throw QueryError("'\(columns[column].name)' is not a number", at: order.column.span)
    }
    return Plan.Ordering(column: column, isDescending: order.isDescending)
  }

  func limits(_ columns: [ResultColumn]) throws(QueryError) -> [Plan.Limit] {
    if let first = query.having.first, query.across != nil {
      throw QueryError("'having' and 'across' can't be combined", at: first.column.span)
    }
    if let extra = query.extras.first, query.across != nil {
      throw QueryError("'with' and 'across' can't be combined", at: extra.span)
    }
    return try query.having.map { limit throws(QueryError) in
      let column = try position(of: limit.column, in: columns)
      guard columns[column].kind.isNumeric else {
        let name = columns[column].name
        throw QueryError(
          "'\(name)' is not a number", at: limit.column.span,
          hint: name == GroupKey.label(.rate).word
            ? "to choose half-hours by their rate: where rate …" : nil)
      }
      try limit.amount.check(
        against: columns[column].dimension, of: "'\(columns[column].name)'")
      return Plan.Limit(
        column: column, comparison: limit.comparison, number: limit.amount.value.number)
    }
  }

  /// Refuses conditions of `where` that the home or the measure can't answer.
  func checkConditions(unit: MeterUnit, currency: String) throws(QueryError) {
    let columns = ColumnMaker(
      currency: currency, unit: unit, flows: [], extras: [], isWithoutVAT: false)
    for condition in query.conditions {
      if case .tariff(let name) = condition.value { try checkTariff(name) }
      guard case .value(let quantity, _, let amount) = condition.value else { continue }
      guard quantity == .rate || needs.readsMeters else {
        throw QueryError(
          "'\(measure.word)' reads no meters, so there is no \(quantity.word) to test",
          at: condition.span)
      }
      let column =
        switch quantity {
        case .usage: columns.usage(unit)
        case .rate: columns.rate("rate")
        case .cost: columns.money("cost", "cost")
        }
      try Located(amount, at: condition.span).check(against: column.dimension, of: quantity.word)
    }
  }

  /// Refuses the name of a condition that is neither a tariff nor a flat rate of `on`.
  private func checkTariff(_ name: Located<String>) throws(QueryError) {
    guard catalog.tariff(named: name.value) == nil else { return }
    let rate = Rate(typed: name.value)
    let members = query.alternatives.flatMap(\.value.members)
    if let rate, members.contains(.rate(rate)) { return }
    throw .unknown(
      "tariff", name, among: catalog.tariffs.map(\.name),
      hint: rate == nil ? "see 'show tariffs'" : "no alternative of 'on' is at this rate")
  }

  /// Refuses `above`, `below` and `with power` where they would have no meaning.
  func checkPower(unit: MeterUnit) throws(QueryError) {
    if unit == .m3 {
      let power = query.extras.first { $0.value == .power }?.span ?? query.power?.span
      if let power {
        throw QueryError(
          "without a calorific value gas is in m³, which has no power", at: power,
          hint: "see 'help set'")
      }
    }
    guard let power = query.power else { return }
    let word = power.value.clause.word
    func refuse(_ what: String, at span: SourceSpan) throws(QueryError) {
      throw QueryError(
        "'\(word)' counts parts of half-hours, so it can't be combined with \(what)", at: span)
    }
    if let standing = query.extras.first(where: { $0.value == .standing }) {
      throw QueryError("a standing charge can't be combined with '\(word)'", at: standing.span)
    }
    if let extra = query.extras.first(where: { [.supplier, .volume].contains($0.value) }) {
      try refuse("'\(extra.value.word)'", at: extra.span)
    }
    for condition in query.conditions {
      guard case .value(let quantity, _, _) = condition.value, quantity != .rate else { continue }
      try refuse("a condition on \(quantity.word)", at: condition.span)
    }
  }

  /// Refuses `with supplier` where the tariffs are not in pounds.
  func checkSupplier(currency: String) throws(QueryError) {
    let extra = query.extras.first { $0.value == .supplier }
    guard currency != "GBP", needs.isOfSupplier || extra != nil else { return }
    throw QueryError(
      "the supplier's costs are in GBP, and the tariff is in \(currency)",
      at: extra?.span ?? query.measure.span)
  }

  /// Refuses calendar keys that are shorter than the unit of `per`.
  func checkMeans() throws(QueryError) {
    guard let unit = query.per?.value else { return }
    for key in query.keys + [query.across].compactMap(\.self) {
      guard case .calendar(let calendar) = key.value, calendar < unit else { continue }
      throw QueryError(
        "means per \(unit.rawValue) can't be given by \(key.value.word), which is shorter",
        at: key.span)
    }
  }

  /// The index of a column; `usage` and `cost` match columns whose name carries a unit.
  private func position(
    of name: Located<String>, in columns: [ResultColumn],
    _ isOffered: (String) -> Bool = { _ in true }
  ) throws(QueryError) -> Int {
    let typed = name.value.lowercased()
    let offered = columns.indices.filter { isOffered(columns[$0].name) }
    guard
      let index = offered.first(where: { columns[$0].name == typed })
        ?? offered.first(where: { columns[$0].shortName == typed })
    else {
      let names = offered.map { columns[$0].name }
      throw .unknown(
        "column", name, among: offered.map { columns[$0].shortName } + names,
        hint: "the columns are \(names.joined(separator: ", "))")
    }
    return index
  }
}

extension ResultColumn {
  /// The unit as in titles: `kWh`, `m³`, `£`.
  var unitSign: String? { unit.map(ResultColumn.sign) }

  private static func sign(_ unit: ColumnUnit) -> String {
    switch unit {
    case .energy: "kWh"
    case .volume: "m³"
    case .power: "kW"
    case .money(let currency): currencySign(currency)
    case .moneyPerKWh(let currency): "\(currencySign(currency))/kWh"
    case .moneyPerDay(let currency): "\(currencySign(currency))/day"
    case .mean(let unit, let period): "\(sign(unit))/\(period)"
    }
  }

  /// The dimension of the units that a number compared with its figures may have.
  ///
  /// Nil for counts and shares, and for m³ and currencies, for which the language has no unit.
  fileprivate var dimension: Amount.Dimension? {
    switch unit?.base {
    case .energy: .energy
    case .money("GBP"): .money
    case .moneyPerKWh("GBP"): .rate
    case .volume, .power, .money, .moneyPerKWh, .moneyPerDay, .mean, nil: nil
    }
  }
}

/// An amount with the sign of its currency, as in `-£0.07`.
package func amountText(_ amount: String, in currency: String) -> String {
  let sign = currencySign(currency)
  return amount.hasPrefix("-") ? "-\(sign)\(amount.dropFirst())" : sign + amount
}

/// The sign of a currency, as `£` for GBP; the code itself where the sign is not widely known.
func currencySign(_ code: String) -> String {
  ["GBP": "£", "EUR": "€", "USD": "$"][code] ?? code
}
