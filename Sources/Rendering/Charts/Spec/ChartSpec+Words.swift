import EnergyModel

/// The descriptions of a chart in words.
extension ChartSpec {
  /// The tooltip of a mark: position, name, and the figures of its row of the table.
  func tip(_ mark: ChartMark) -> String {
    let label = position(mark)
    if let text = tipOfBoth(mark) { return text }
    let one = series[mark.series]
    guard let value = one.values[mark.row * axis.points.count + mark.column] else { return label }
    let name = one.name.isEmpty ? "" : " \(one.name)"
    let text = "\(label)\(name): \(figures(value, of: one))"
    return value.isPartial ? text + "; incomplete" : text
  }

  /// The tooltip of a mark where another period stands behind: the figures of both, and of what the
  /// other ones are.
  private func tipOfBoth(_ mark: ChartMark) -> String? {
    guard rows == nil, let own = mainSeries.first, let behind,
      let now = own.values[mark.column], now.tableRows.count == 1
    else { return nil }
    let place = table.header.placeBehind.map { table.rows[now.tableRows.lowerBound].cells[$0] }
    let name = place == nil ? " \(own.name)" : ""
    var text = "\(position(mark))\(name): \(figures(now, of: own))"
    if let then = behind.values[mark.column] {
      let was = then.amount == nil ? "" : "was "
      let other =
        if case .day(let day) = place { day.longText } else { place?.label ?? behind.name }
      text += "; \(was)\(figures(then, of: behind)) (\(other))"
    }
    return now.isPartial ? text + "; incomplete" : text
  }

  /// The figure of a value, with the others of its row; why it is missing if it is.
  private func figures(_ value: ChartValue, of one: ChartSeries) -> String {
    guard let amount = value.amount else { return absence }
    let others = value.tableRows.count == 1 ? others(of: value.tableRows.lowerBound, but: one) : []
    return ([one.figureText.text(amount)] + others).joined(separator: ", ")
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
    let found = zip(table.header.columns, table.rows[row].cells).filter { column, _ in
      (column.unit == .energy || column.unit == .volume) && column.unit != one.figureText.unit
        && column.name.hasPrefix("versus_") == (one.role == .behind)
    }
    // Two of one unit can't be told apart without their names.
    return found.compactMap { column, cell in
      guard let number = cell.number, found.count(where: { $0.0.unit == column.unit }) == 1 else {
        return nil
      }
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
    let missing = series.filter { $0.role != .behind }.reduce(0) { $0 + $1.missingCount }
    if missing > 0 { findings.append("\(counted(missing, "value")) missing.") }
    if let behind, behind.missingCount > 0 {
      findings.append("\(counted(behind.missingCount, "value")) of \(behind.name) missing.")
    }
    return findings
  }
}

extension ResultHeader {
  /// The column of the places that rows have in the other period; nil where labels match.
  var placeBehind: Int? {
    columns.first.flatMap { key in columns.firstIndex { $0.name == "versus_\(key.name)" } }
  }
}

extension String {
  /// With a capital at its start.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
