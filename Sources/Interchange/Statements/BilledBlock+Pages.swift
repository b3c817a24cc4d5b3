import EnergyModel

extension [BilledBlock] {
  /// The indices of the blocks that a page of half-hours may be of: one where it can be told.
  ///
  /// Import and export have the same meter, and are told apart by the rates of most half-hours.
  package func indices(of page: BilledDay) -> [Int] {
    let all = indices.filter { self[$0].mayHave(page) }
    guard all.count > 1 else { return all }
    // Charges without a rate may be at any.
    let priced = all.filter { self[$0].hasRates(of: page) != false }
    guard priced.count == 1, self[priced[0]].hasRates(of: page) == true else { return all }
    return priced
  }
}

extension BilledBlock {
  /// Whether a page is of its days, fuel and meters, as far as they are printed.
  fileprivate func mayHave(_ page: BilledDay) -> Bool {
    guard let days, days.contains(page.day) else { return false }
    if let flow, let isOfGas = page.isOfGas, isOfGas != (flow == .gas) { return false }
    let serials = periods.flatMap(\.serials)
    return serials.isEmpty || page.serial.map(serials.contains) ?? true
  }

  /// Whether most half-hours of a page are at rates of its charges; nil where these have none.
  fileprivate func hasRates(of page: BilledDay) -> Bool? {
    let rates = Set(periods.flatMap(\.charges).compactMap(\.rate?.number))
    guard !rates.isEmpty else { return nil }
    let count = page.halfHours.count { rates.contains($0.rate.number) }
    return count * 2 > page.halfHours.count
  }
}
