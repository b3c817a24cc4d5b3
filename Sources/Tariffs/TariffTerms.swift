package import EnergyModel

/// Terms of a tariff of bands: its rates and its standing charge from a local day until others
/// begin.
package struct TariffTerms: Hashable, Sendable {
  /// The first local day; of a tariff's first terms the first day on which it may be used, if it
  /// has one.
  package var from: LocalDay?
  package var bands: BandTariff
  /// Per local day; nil if unknown.
  package var standingCharge: Rate?

  package init(from: LocalDay?, bands: BandTariff, standingCharge: Rate?) {
    self.from = from
    self.bands = bands
    self.standingCharge = standingCharge
  }
}

extension Tariff {
  /// Its terms in order of time; empty unless its rates are bands.
  package var terms: [TariffTerms] {
    guard case .bands(let bands) = kind else { return [] }
    return [TariffTerms(from: validFrom, bands: bands, standingCharge: standingCharge)] + laterTerms
  }

  /// Its terms on a local day, on days before its validity the first; nil unless its rates are
  /// bands.
  package func terms(on day: LocalDay) -> TariffTerms? {
    terms.last { $0.from.map { $0 <= day } ?? true } ?? terms.first
  }

  /// The first day on which terms no longer hold; nil where they have no end.
  package func end(of terms: TariffTerms) -> LocalDay? {
    let next = laterTerms.compactMap(\.from).first { day in
      terms.from.map { $0 < day } ?? true
    }
    return next ?? validUntil
  }

  /// The standing charge of a local day that is stated without dates of its own.
  package func standingCharge(on day: LocalDay) -> Rate? {
    terms(on: day).map(\.standingCharge) ?? standingCharge
  }

  /// Replaces the terms from a local day on, which must be one of its validity, until the next
  /// ones begin.
  package mutating func setTerms(_ terms: TariffTerms) {
    if terms.from == validFrom {
      (kind, standingCharge) = (.bands(terms.bands), terms.standingCharge)
      return
    }
    laterTerms.removeAll { $0.from == terms.from }
    let place = laterTerms.firstIndex { $0.from ?? .distantPast > terms.from ?? .distantPast }
    laterTerms.insert(terms, at: place ?? laterTerms.endIndex)
  }

  /// Ends its validity before a local day.
  package mutating func end(before day: LocalDay) {
    validUntil = day
    laterTerms.removeAll { $0.from.map { $0 >= day } ?? false }
  }

  /// Splits half-hours where other terms begin, and gives the terms of each part.
  func termSegments(
    _ halfHours: Range<Int>, zone: ClockZone
  ) -> [(halfHours: Range<Int>, terms: TariffTerms)] {
    let all = terms
    let starts = laterTerms.compactMap(\.from).map { zone.start(of: $0).halfHour }
    let bounds = zip([.min] + starts, starts + [.max])
    return zip(all, bounds).compactMap { terms, bounds in
      let part = (bounds.0..<bounds.1).clamped(to: halfHours)
      return part.isEmpty ? nil : (part, terms)
    }
  }
}
