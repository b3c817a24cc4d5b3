import EnergyModel

extension ChartSpec {
  /// How the values of several positions become one.
  enum Merging { case sum, mean }

  /// The chart with `count` positions in a row made into one, where there is no room for all.
  ///
  /// A mean is rounded to 8 places. Prices are never added up.
  func merged(_ count: Int, by wanted: Merging) -> ChartSpec {
    guard count > 1 else { return self }
    var spec = self
    spec.axis = axis.merged(count)
    let (old, new) = (axis.points.count, spec.axis.points.count)
    let merging = isSummable ? wanted : .mean
    for index in series.indices {
      let values = series[index].values
      spec.series[index].values = (0..<(rows?.points.count ?? 1)).flatMap { row in
        (0..<new).map { place in
          let start = row * old + place * count
          let end = min(start + count, (row + 1) * old)
          let how = series[index].role == .running ? .mean : merging
          return ChartSpec.merged(values[start..<end], how)
        }
      }
    }
    let unit = counted(count, axis.name)
    spec.remarks.append(
      merging == .sum ? "each column adds up \(unit)" : "each column is the mean of \(unit)")
    if merging == .sum { spec.average = nil }
    return spec
  }

  private var isSummable: Bool {
    switch figureText.unit {
    case .energy, .volume, .money: true
    case .power, .moneyPerKWh, .moneyPerDay, .mean, nil: false
    }
  }

  private static func merged(_ values: ArraySlice<ChartValue?>, _ merging: Merging) -> ChartValue? {
    let there = values.compactMap(\.self)
    guard let first = there.first, let last = there.last else { return nil }
    let amounts = there.compactMap(\.amount)
    var amount = amounts.isEmpty ? nil : amounts.reduce(FixedPoint(0), +)
    if merging == .mean { amount = amount?.quotient(by: FixedPoint(amounts.count), places: 8) }
    return ChartValue(
      amount: amount,
      isPartial: there.contains(where: \.isPartial)
        || (!amounts.isEmpty && amounts.count < there.count),
      tableRows: first.tableRows
        .lowerBound...max(
          first.tableRows.lowerBound, last.tableRows.upperBound))
  }
}
