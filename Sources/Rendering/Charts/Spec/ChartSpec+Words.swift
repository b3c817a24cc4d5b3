import EnergyModel

/// The descriptions of a chart in words.
extension ChartSpec {
  /// The tooltip of a mark: position, name, and the figures of its row of the table.
  func tip(_ mark: ChartMark) -> String {
    let label = position(mark)
    let one = series[mark.series]
    guard let value = one.values[mark.row * axis.points.count + mark.column] else { return label }
    let name = one.name.isEmpty ? "" : " \(one.name)"
    let amount = value.amount.map(one.figureText.text) ?? absence
    let others = value.tableRows.count == 1 ? others(of: value.tableRows.lowerBound, but: one) : []
    let text = "\(label)\(name): \(([amount] + others).joined(separator: ", "))"
    return value.isPartial ? text + "; incomplete" : text
  }

  /// Why a figure is missing.
  var absence: String {
    switch figureText.unit?.base {
    case .energy, .volume, .power, .mean, nil: "no reading"
    case .money, .moneyPerKWh, .moneyPerDay: "no reading or rate"
    }
  }

  func position(_ mark: ChartMark) -> String {
    let column = axis.points[mark.column].label
    return rows.map { "\($0.points[mark.row].label), \(column)" } ?? column
  }

  /// The other energy or money of a row, of which a chart shows but one.
  private func others(of row: Int, but one: ChartSeries) -> [String] {
    guard !sharesRows else { return [] }
    return zip(table.header.columns, table.rows[row].cells).compactMap { column, cell in
      guard case .number(let number) = cell, column.unit == .energy || column.unit == .volume,
        column.unit != one.figureText.unit
      else { return nil }
      return FigureText(unit: column.unit, kind: column.kind).text(number)
    }
  }

  /// The largest figure of each series and where it is, and what is missing: one sentence each.
  var findings: [String] {
    guard !mainSeries.allSatisfy({ $0.values.allSatisfy { $0?.amount == nil } }) else {
      return ["No figures: nothing is read or priced."]
    }
    var findings = mainSeries.prefix(4).compactMap { one -> String? in
      let amounts = one.values.enumerated().compactMap { place, value in
        value?.amount.map { (place: place, amount: $0) }
      }
      guard let most = amounts.max(by: { $0.amount < $1.amount }) else { return nil }
      let width = axis.points.count
      let column = axis.points[most.place % width].label
      let place = rows.map { "\($0.points[most.place / width].label), \(column)" } ?? column
      let figure = one.figureText.text(most.amount)
      let name = one.name.capitalizedFirst
      if amounts.count == 1 { return "\(name.isEmpty ? "" : name + ", ")\(place): \(figure)." }
      return "\(name.isEmpty ? "Highest" : name + " highest") at \(place): \(figure)."
    }
    let missing = series.reduce(0) { sum, one in
      sum + one.values.count { $0 != nil && $0?.amount == nil }
    }
    if missing > 0 { findings.append("\(counted(missing, "value")) missing.") }
    return findings
  }
}

extension String {
  /// With a capital at its start.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
