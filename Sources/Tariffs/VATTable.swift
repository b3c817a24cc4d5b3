package import EnergyModel

/// The VAT on household energy in Great Britain, by fuel and local day.
package struct VATTable: Hashable, Sendable {
  /// The fuels that VAT differs by; export income carries none.
  package enum Fuel: String, CaseIterable, Hashable, Sendable {
    case electricity
    case gas

    /// Nil for export.
    package init?(_ flow: Flow) {
      switch flow {
      case .import: self = .electricity
      case .gas: self = .gas
      case .export: return nil
      }
    }
  }

  /// A rate that holds from a day until the fuel's next entry.
  package struct Entry: Hashable, Sendable {
    package var fuel: Fuel
    /// The first local day; nil for the beginning of time.
    package var from: LocalDay?
    package var rate: VATRate
    package var isBuiltIn = false

    package init(fuel: Fuel, from: LocalDay, rate: VATRate) {
      self.fuel = fuel
      self.from = from
      self.rate = rate
    }

    fileprivate init(builtIn fuel: Fuel, from: LocalDay?, rate: VATRate) {
      (self.fuel, self.from, self.rate, isBuiltIn) = (fuel, from, rate, true)
    }
  }

  /// The entries by fuel and day.
  package let entries: [Entry]

  /// Combines the built-in rates with those that were set, which win over one of the same day.
  package init(set: [Entry] = []) {
    let rest = VATTable.builtIn.filter { known in
      !set.contains { $0.fuel == known.fuel && $0.from == known.from }
    }
    entries = Fuel.allCases.flatMap { fuel in
      (rest + set).filter { $0.fuel == fuel }
        .sorted { ($0.from?.number ?? .min) < ($1.from?.number ?? .min) }
    }
  }

  /// 5 %; electricity is zero-rated for the winter of 2026/27 (SI 2026/987).
  private static let builtIn = [
    Entry(builtIn: .electricity, from: nil, rate: .usual),
    Entry(
      builtIn: .electricity, from: LocalDay(firstOfMonth: 10, year: 2026), rate: .zero),
    Entry(
      builtIn: .electricity, from: LocalDay(firstOfMonth: 4, year: 2027), rate: .usual),
    Entry(builtIn: .gas, from: nil, rate: .usual),
  ]

  package func rate(of fuel: Fuel, on day: LocalDay) -> VATRate {
    entries.last { $0.fuel == fuel && $0.from.map { $0 <= day } ?? true }?.rate ?? .usual
  }

  /// The day on which the fuel's next entry takes over; nil for its last.
  package func end(of entry: Entry) -> LocalDay? {
    entries.first { $0.fuel == entry.fuel && $0.from ?? .distantPast > entry.from ?? .distantPast }?
      .from
  }
}

extension LocalDay {
  /// A day before all those of the table.
  static let distantPast = LocalDay(number: .min)
}

/// The VAT in the rates that a tariff states.
package enum VAT: Hashable, Sendable {
  /// The rates include that of the day, from the ``VATTable``.
  case included
  /// The rates exclude that of the day, which is added.
  case excluded
  /// The rates include this much, whatever the day.
  case percentage(VATRate)
}

extension Tariff {
  /// The VAT of its prices on a local day, where they do not state their own.
  package func vat(on day: LocalDay, by table: VATTable) -> VATRate {
    guard let fuel = VATTable.Fuel(unit.flow) else { return .zero }
    if case .percentage(let rate) = vat { return rate }
    return table.rate(of: fuel, on: day)
  }

  /// Splits half-hours where the VAT changes, at local midnight, and gives the VAT of each part.
  func vatSegments(
    _ halfHours: Range<Int>, by table: VATTable, zone: ClockZone
  ) -> [(halfHours: Range<Int>, vat: VATRate)] {
    var stretches: [(halfHours: Range<Int>, vat: VATRate)] = []
    let fuel = VATTable.Fuel(unit.flow)
    let changes = table.entries.filter { $0.fuel == fuel }.compactMap(\.from)
      .map { zone.start(of: $0).halfHour }.filter { halfHours.contains($0) }
    let cuts = Set([halfHours.lowerBound] + changes).sorted() + [halfHours.upperBound]
    for (start, end) in zip(cuts, cuts.dropFirst()) where start < end {
      let vat = vat(on: zone.day(of: Instant(halfHour: start)), by: table)
      if let last = stretches.last, last.vat == vat {
        stretches[stretches.count - 1].halfHours = last.halfHours.lowerBound..<end
      } else {
        stretches.append((start..<end, vat))
      }
    }
    return stretches
  }

  /// The prices of a row within half-hours for which it holds.
  ///
  /// There is one if the row states its own VAT, else one for each part between changes of VAT.
  func prices(
    _ dated: DatedRate, in halfHours: Range<Int>, vat table: VATTable, zone: ClockZone
  ) -> [(halfHours: Range<Int>, price: Price)] {
    let day = zone.day(of: Instant(halfHour: halfHours.lowerBound))
    let vat = vat(on: day, by: table)
    if dated.statedVAT(near: vat) != nil { return [(halfHours, price(dated, vat: vat))] }
    return vatSegments(halfHours, by: table, zone: zone).map { ($0, price(dated, vat: $1)) }
  }

  /// The price for a stated rate or standing charge, at a time when `vat` applies.
  package func price(_ stated: Rate, vat: VATRate) -> Price {
    self.vat == .excluded
      ? Price(excluding: stated, vat: vat) : Price(including: stated, vat: vat)
  }

  /// The price for a dated rate or standing charge; `vat` applies where the row does not state its
  /// own.
  package func price(_ dated: DatedRate, vat: VATRate) -> Price {
    // Export is paid as its rows say, whether or not they have a value with VAT.
    if unit.flow == .export { return Price(including: dated.stated, vat: .zero) }
    guard let including = dated.includingVAT else {
      return Price(excluding: dated.stated, vat: vat)
    }
    guard let excluding = dated.excludingVAT, let own = dated.statedVAT(near: vat) else {
      return Price(including: including, vat: vat)
    }
    return Price(including, excluding: excluding, vat: own)
  }
}

extension DatedRate {
  /// The VAT implied by its two prices; nil if it has only one of them, or for VAT outside 0 to 100
  /// %.
  ///
  /// As the prices are rounded, that is `usual` where it explains the difference, else a whole
  /// number of per cent that does, else the quotient to hundredths of a per cent.
  package func statedVAT(near usual: VATRate) -> VATRate? {
    guard let excludingVAT, let includingVAT else { return nil }
    let (net, gross) = (Int128(excludingVAT.micropence), Int128(includingVAT.micropence))
    func explains(_ vat: VATRate) -> Bool {
      let factor = Int128(10_000 + vat.hundredths)
      let rest = gross * 10_000 - net * factor
      // Whatever the decimals are, they explain this much.
      if rest.magnitude * 2 <= (10_000 + factor).magnitude { return true }
      return rest.magnitude * 2
        <= (includingVAT.roundedTo * 10_000 + excludingVAT.roundedTo * factor).magnitude
    }
    if explains(usual) { return usual }
    guard net != 0 else { return nil }
    let sign: Int128 = net < 0 ? -1 : 1
    let hundredths = divide((gross - net) * 10_000 * sign, by: net * sign, .even)
    let whole = divide(hundredths, by: 100, .even) * 100
    if let vat = Int(exactly: whole).flatMap(VATRate.init(hundredths:)), explains(vat) {
      return vat
    }
    return Int(exactly: hundredths).flatMap(VATRate.init(hundredths:))
  }
}

extension Rate {
  /// The value of its last decimal place in micropence; at most hundredths of a penny, as trailing
  /// zeros are not written.
  fileprivate var roundedTo: Int128 {
    FixedPoint.power(6 - max(2, FixedPoint(Int128(micropence), scale: 6).decimals))
  }
}
