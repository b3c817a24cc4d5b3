import EnergyModel
import QueryLanguage
import Tariffs

extension Planner {
  /// The columns of the result, by the names of the contract.
  func columns(
    _ keys: [GroupKey], flows: [Flow], unit: MeterUnit, currency: String
  ) -> [ResultColumn] {
    let columns = ColumnMaker(
      currency: currency,
      places: measure != .bill
        && (measure == .readings || keys.contains(where: \.isShorterThanADay)) ? 4 : 2)
    let labels = keys.map { key in
      ResultColumn(
        name: key.word, title: key.word, kind: key == .calendar(.slot) ? .instant : .text)
    }
    switch measure {
    case .usage: return labels + [columns.usage(unit)] + extraColumns(columns, unit)
    case .cost:
      let title = flows == [.export] ? "income" : "cost"
      return labels + [columns.usage(unit), columns.cost("cost", title, isWithoutVAT)]
        + extraColumns(columns, unit)
    case .net:
      return labels + [
        columns.energy("import_kwh", "import kWh"),
        columns.cost("import_cost", "import cost", isWithoutVAT),
        columns.energy("export_kwh", "export kWh"),
        columns.money("export_income", "export income"),
        columns.cost("net_cost", "net cost", isWithoutVAT),
      ] + extraColumns(columns, unit)
    case .readings:
      let revisions =
        shows(.revisions)
        ? [columns.energy("previous_kwh", "previous kWh"), columns.instant("revised_at")] : []
      return [
        columns.instant("start"), columns.instant("end"), columns.text("meter"),
        columns.text("flow"), columns.usage(.kWh), columns.text("tariff"),
        columns.rate("rate"), columns.money("cost", "cost"),
      ] + revisions
    case .rates:
      return [
        columns.instant("start"), columns.instant("end"), columns.text("tariff"),
        columns.rate("rate"),
      ]
    case .gaps:
      return [
        columns.text("meter"), columns.text("flow"), columns.instant("start"),
        columns.instant("end"), ResultColumn(name: "halfhours", title: "half-hours", kind: .count),
      ]
    case .cheapest, .dearest:
      return [columns.instant("start"), columns.instant("end"), columns.rate("average_rate")]
    case .bill:
      return [
        columns.text("flow"), columns.text("line"),
        ResultColumn(name: "quantity", title: "quantity", kind: .quantity), columns.text("unit"),
        ResultColumn(
          name: "rate", title: "rate \(currencySign(currency))", unit: currency,
          kind: .quotient(places: 5)),
        columns.money("amount", "amount"),
      ]
    case .compare:
      return [
        columns.text("tariff"), columns.usage(.kWh), columns.money("energy", "energy"),
        columns.money("standing", "standing"), columns.money("total", "total"),
        columns.money("difference", "difference"), columns.energy("unpriced_kwh", "unpriced kWh"),
      ]
    }
  }

  private func extraColumns(_ columns: ColumnMaker, _ unit: MeterUnit) -> [ResultColumn] {
    Extra.allCases.filter(shows).flatMap { extra -> [ResultColumn] in
      switch extra {
      case .standing:
        return [columns.money("standing", "standing"), columns.money("total", "total")]
      case .coverage:
        let names = ["halfhours", "expected"] + (measure == .cost ? ["unpriced"] : [])
        return names.map { ResultColumn(name: $0, title: $0, kind: .count) }
      case .price: return [columns.rate("average_rate")]
      case .share: return [ResultColumn(name: "share", title: "share", kind: .quotient(places: 4))]
      case .cumulative:
        let title = "cumulative"
        return [
          measure == .usage
            ? ResultColumn(name: title, title: title, unit: unit.rawValue, kind: .energy)
            : ResultColumn(
              name: title, title: title, unit: columns.currency,
              kind: .money(places: columns.places))
        ]
      case .vat: return [columns.money("cost_exc_vat", "exc VAT"), columns.money("vat", "VAT")]
      case .volume: return [columns.usage(.m3)]
      case .revisions: return []
      }
    }
  }

  // MARK: Columns by name

  func ordering(_ columns: [ResultColumn]) throws(QueryError) -> Plan.Ordering? {
    guard let order = query.order else { return nil }
    return Plan.Ordering(
      column: try position(of: order.column, in: columns), isDescending: order.isDescending)
  }

  func limits(_ columns: [ResultColumn]) throws(QueryError) -> [Plan.Limit] {
    if let first = query.having.first, query.across != nil {
      throw QueryError("'having' and 'across' don't go together", at: first.column.span)
    }
    if let extra = query.extras.first, query.across != nil {
      throw QueryError("'with' and 'across' don't go together", at: extra.span)
    }
    return try query.having.map { limit throws(QueryError) in
      let column = try position(of: limit.column, in: columns)
      guard columns[column].kind.isNumeric else {
        let name = columns[column].name
        throw QueryError(
          "'\(name)' is no number", at: limit.column.span,
          hint: name == GroupKey.label(.rate).word
            ? "to choose half-hours by their rate: where rate …" : nil)
      }
      try limit.amount.check(
        against: columns[column].dimension, of: "'\(columns[column].name)'")
      return Plan.Limit(
        column: column, comparison: limit.comparison, number: limit.amount.value.number)
    }
  }

  /// Refuses conditions of `where` on what this home or the measure does not have.
  func checkConditions(unit: MeterUnit, currency: String) throws(QueryError) {
    let columns = ColumnMaker(currency: currency, places: 2)
    for condition in query.conditions {
      if case .tariff(let name) = condition.value, home.tariff(named: name.value) == nil {
        throw .unknown(
          "tariff", name, among: home.tariffs.map(\.name), hint: "see 'show tariffs'")
      }
      guard case .value(let quantity, _, let amount) = condition.value else { continue }
      guard quantity == .rate || !measure.isOfRatesAlone else {
        throw QueryError(
          "'\(measure.word)' reads no meter, and so knows no \(quantity.word)", at: condition.span)
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

  /// `usage` and `cost` stand for the columns that carry a unit in their name.
  private func position(
    of name: Located<String>, in columns: [ResultColumn]
  ) throws(QueryError) -> Int {
    let typed = name.value.lowercased()
    let short = columns.map { column in
      column.unit == nil || !column.name.contains("_")
        ? column.name
        : [
          "_gbp_per_kwh", "_per_kwh", "_kwh", "_m3", "_exc_vat_\(column.unit?.lowercased() ?? "")",
          "_\(column.unit?.lowercased() ?? "")",
        ]
        .first { column.name.hasSuffix($0) }.map { String(column.name.dropLast($0.count)) }
          ?? column.name
    }
    guard
      let index = columns.firstIndex(where: { $0.name == typed }) ?? short.firstIndex(of: typed)
    else {
      throw .unknown(
        "column", name, among: short + columns.map(\.name),
        hint: "the columns are \(columns.map(\.name).joined(separator: ", "))")
    }
    return index
  }
}

extension ResultColumn {
  /// The unit as titles have it: `kWh`, `m³`, `£`.
  var unitSign: String? { unit.map { $0 == "m3" ? "m³" : currencySign($0) } }

  /// What the units measure that a number to compare with its figures may have.
  ///
  /// Nil for counts and shares, and for those in m³ or a currency that the language has no unit of.
  fileprivate var dimension: Amount.Dimension? {
    switch unit {
    case "kWh": .energy
    case "GBP": .money
    case "GBP/kWh": .rate
    default: nil
    }
  }
}

/// Columns of one currency, named as the contract names them.
private struct ColumnMaker {
  let currency: String
  let places: Int

  func text(_ name: String) -> ResultColumn { ResultColumn(name: name, title: name, kind: .text) }

  func instant(_ name: String) -> ResultColumn {
    ResultColumn(
      name: name, title: name == "revised_at" ? "revised at" : name, kind: .instant)
  }

  func usage(_ unit: MeterUnit) -> ResultColumn {
    unit == .kWh
      ? energy("usage_kwh", "usage kWh")
      : ResultColumn(name: "usage_m3", title: "usage m³", unit: "m3", kind: .energy)
  }

  func energy(_ name: String, _ title: String) -> ResultColumn {
    ResultColumn(name: name, title: title, unit: "kWh", kind: .energy)
  }

  func money(_ name: String, _ title: String) -> ResultColumn {
    ResultColumn(
      name: "\(name)_\(currency.lowercased())", title: "\(title) \(currencySign(currency))",
      unit: currency, kind: .money(places: places))
  }

  /// A cost, with or without VAT.
  func cost(_ name: String, _ title: String, _ isWithoutVAT: Bool) -> ResultColumn {
    isWithoutVAT ? money("\(name)_exc_vat", "\(title) exc VAT") : money(name, title)
  }

  func rate(_ name: String) -> ResultColumn {
    let isAverage = name == "average_rate"
    return ResultColumn(
      name: "\(name)_\(currency.lowercased())_per_kwh",
      title: "\(isAverage ? "average rate" : name) \(currencySign(currency))/kWh",
      unit: "\(currency)/kWh", kind: isAverage ? .quotient(places: 5) : .rate)
  }
}

/// An amount with the sign of its currency, as in `-£0.07`.
package func amountText(_ amount: String, in currency: String) -> String {
  let sign = currencySign(currency)
  return amount.hasPrefix("-") ? "-\(sign)\(amount.dropFirst())" : sign + amount
}

/// `£` for GBP, and so on; the code itself where the sign is not widely known.
package func currencySign(_ code: String) -> String {
  ["GBP": "£", "EUR": "€", "USD": "$"][code] ?? code
}
