import EnergyModel
import QueryLanguage

/// A factory for columns in one currency, with the names of the contract.
struct ColumnMaker {
  let currency: String
  /// The unit of usage.
  let unit: MeterUnit
  let flows: [Flow]
  /// The extras in the order of their columns.
  let extras: [Extra]
  /// The rows of `rolling`.
  var rollingRows = 0
  /// The unit of time that figures are means over.
  var per: GroupKey.Calendar?
  /// Whether the columns of keys stand before these.
  var hasKeys = false
  /// Whether costs are without VAT.
  let isWithoutVAT: Bool
  /// The decimals of money in tables.
  var places = 2

  func text(_ name: String) -> ResultColumn { ResultColumn(name: name, title: name, kind: .text) }

  func instant(_ name: String) -> ResultColumn {
    ResultColumn(
      name: name, title: name == "revised_at" ? "revised at" : name, kind: .instant)
  }

  func usage(_ unit: MeterUnit) -> ResultColumn { mean(quantity("usage", unit)) }

  func energy(_ name: String) -> ResultColumn { mean(quantity(name, .kWh)) }

  private func quantity(_ name: String, _ unit: MeterUnit) -> ResultColumn {
    switch unit {
    case .kWh:
      ResultColumn(
        name: "\(name)_kwh", shortName: name, title: "\(name) kWh", unit: .energy, kind: .energy)
    case .m3:
      ResultColumn(
        name: "\(name)_m3", shortName: name, title: "\(name) m³", unit: .volume, kind: .energy)
    }
  }

  /// The column of a sum, as one of its mean where means are asked for.
  private func mean(_ column: ResultColumn) -> ResultColumn {
    guard let per, let unit = column.unit else { return column }
    var column = column
    column.name += "_per_\(per.rawValue)"
    column.title += "/\(per.rawValue)"
    column.unit = .mean(unit, per: per.rawValue)
    return column
  }

  func money(_ name: String, _ title: String) -> ResultColumn {
    mean(
      ResultColumn(
        name: "\(name)_\(currency.lowercased())", shortName: name,
        title: "\(title) \(currencySign(currency))", unit: .money(currency),
        kind: .money(places: places)))
  }

  /// The column of a cost, with or without VAT.
  func cost(_ name: String, _ title: String) -> ResultColumn {
    guard isWithoutVAT else { return money(name, title) }
    var column = money("\(name)_exc_vat", "\(title) exc VAT")
    column.shortName = name
    return column
  }

  func rate(_ name: String) -> ResultColumn {
    let isAverage = name == "average_rate"
    return ResultColumn(
      name: "\(name)_\(currency.lowercased())_per_kwh", shortName: name,
      title: "\(isAverage ? "average rate" : name) \(currencySign(currency))/kWh",
      unit: .moneyPerKWh(currency), kind: isAverage ? .quotient(places: 5) : .rate)
  }

  /// The mean price of a bill line for one unit of its quantity.
  func meanPrice(_ name: String) -> ResultColumn {
    ResultColumn(
      name: name, title: "\(name) \(currencySign(currency))", unit: .money(currency),
      kind: .quotient(places: 5))
  }

  /// The supplier's own cost, and ours less that.
  var supplierColumns: [ResultColumn] {
    [money("supplier", "supplier"), money("difference", "difference")]
  }

  /// The columns of the extras; `running` is the one that `cumulative` adds up, where no standing
  /// charge follows it.
  func extraColumns(
    running: ResultColumn, countsUnpriced: Bool = false
  ) -> [ResultColumn] {
    let total = money("total", "total")
    func along(_ name: String, _ title: String) -> ResultColumn {
      var column = extras.contains(.standing) ? total : running
      (column.name, column.shortName, column.title) = (name, name, title)
      return column
    }
    return extras.flatMap { extra -> [ResultColumn] in
      switch extra {
      case .standing: return [money("standing", "standing"), total]
      case .coverage:
        let names = ["halfhours", "expected"] + (countsUnpriced ? ["unpriced"] : [])
        return names.map { ResultColumn(name: $0, title: $0, kind: .count) }
      case .price: return [rate("average_rate")]
      case .share: return [ResultColumn(name: "share", title: "share %", kind: .ratio)]
      case .cumulative: return [along("cumulative", "cumulative")]
      case .rolling: return [along("rolling", "mean of \(rollingRows)")]
      case .spread: return ["min", "median", "max"].map { quantity($0, unit) }
      case .power:
        return [
          ResultColumn(
            name: "mean_kw", shortName: "mean", title: "mean kW", unit: .power, kind: .energy)
        ]
      case .supplier: return supplierColumns
      case .vat: return [money("cost_exc_vat", "exc VAT"), money("vat", "VAT")]
      case .volume: return [usage(.m3)]
      case .revisions: return []
      case .spark: return [ResultColumn(name: "spark", title: "spark", kind: .spark)]
      }
    }
  }
}
