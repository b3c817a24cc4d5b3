package import EnergyModel

/// The rates of a timeline, numbered; those of single half-hours are made when somebody looks.
package struct RateRows: RandomAccessCollection, Hashable, Sendable {
  private enum Block: Hashable, Sendable {
    case rows([RateRow])
    case halfHours(PricedHalfHours)
  }

  private var blocks: [Block] = []
  /// The number of the first row of each block.
  private var firsts: [Int] = []
  package private(set) var endIndex = 0
  package var startIndex: Int { 0 }

  package init() {}

  package subscript(number: Int) -> RateRow {
    let block = firsts.lastIndex { $0 <= number } ?? 0
    switch blocks[block] {
    case .rows(let rows): return rows[number - firsts[block]]
    case .halfHours(let rates): return rates.row(number - firsts[block])
    }
  }

  /// Calls `body` for each row in order with its number, its tariff and its price, as loops over very
  /// many rows need no more.
  package func forEachPrice(_ body: (_ number: Int, _ tariff: String, _ price: Price) -> Void) {
    for (first, block) in zip(firsts, blocks) {
      switch block {
      case .rows(let rows):
        for (index, row) in rows.enumerated() { body(first + index, row.tariff, row.price) }
      case .halfHours(let rates):
        for index in 0..<rates.halfHours.count {
          body(first + index, rates.tariff.name, rates.price(index))
        }
      }
    }
  }

  /// The number of the first row of each tariff; half-hours are not made for it.
  package var firstRowOfTariff: [String: Int] {
    var result: [String: Int] = [:]
    for (first, block) in zip(firsts, blocks) {
      switch block {
      case .rows(let rows):
        for (index, row) in rows.enumerated() where result[row.tariff] == nil {
          result[row.tariff] = first + index
        }
      case .halfHours(let rates):
        if result[rates.tariff.name] == nil { result[rates.tariff.name] = first }
      }
    }
    return result
  }

  /// Calls `body` for each row in order, but of half-hours that follow each other for a few, until
  /// five different stretches of the clock are among them.
  package func forEachBand(_ body: (RateRow) -> Void) {
    for block in blocks {
      switch block {
      case .rows(let rows): rows.forEach(body)
      case .halfHours(let rates):
        var bands: Set<String> = []
        for index in 0..<rates.halfHours.count where bands.count < 5 {
          let row = rates.row(index)
          bands.insert(row.band)
          body(row)
        }
      }
    }
  }

  mutating func append(_ row: RateRow) {
    if case .rows(var rows)? = blocks.last {
      // Taken out for the time being, so that the rows are not copied.
      blocks[blocks.count - 1] = .rows([])
      rows.append(row)
      blocks[blocks.count - 1] = .rows(rows)
    } else {
      firsts.append(endIndex)
      blocks.append(.rows([row]))
    }
    endIndex += 1
  }

  mutating func replacePrices(_ others: [Price: Price]) {
    for index in blocks.indices {
      guard case .rows(var rows) = blocks[index] else { continue }
      for row in rows.indices { rows[row].price = others[rows[row].price] ?? rows[row].price }
      blocks[index] = .rows(rows)
    }
  }

  mutating func append(_ rates: PricedHalfHours) {
    firsts.append(endIndex)
    blocks.append(.halfHours(rates))
    endIndex += rates.halfHours.count
  }
}

/// Half-hours of a tariff that have the same VAT where their rates do not say it themselves.
struct PricedHalfHours: Hashable, Sendable {
  let tariff: Tariff
  let rates: HalfHourRates
  /// Some of those of the rates.
  let halfHours: Range<Int>
  let vat: VATRate
  let zone: ClockZone

  /// The rate payable in each half-hour, in micropence: a part of a list, so that the list of a
  /// tariff need not be copied.
  var payable: (numbers: [Int64], part: Range<Int>) {
    let including = rates.includingVAT[places]
    guard including.contains(HalfHourNumbers.none) else { return (rates.includingVAT, places) }
    let isExport = tariff.unit.flow == .export
    let payable = zip(including, rates.excludingVAT[places]).map { including, excluding in
      if including != HalfHourNumbers.none { return including }
      return isExport
        ? excluding
        : Price(excluding: Rate(micropence: excluding), vat: vat).payable.micropence
    }
    return (payable, payable.indices)
  }

  private var places: Range<Int> {
    halfHours.lowerBound - rates.start..<halfHours.upperBound - rates.start
  }

  func price(_ index: Int) -> Price {
    let place = halfHours.lowerBound + index - rates.start
    func rate(_ number: Int64) -> Rate? {
      number == HalfHourNumbers.none ? nil : Rate(micropence: number)
    }
    return tariff.price(
      DatedRate(
        validFrom: nil, validTo: nil, paymentMethod: nil,
        excludingVAT: rate(rates.excludingVAT[place]),
        includingVAT: rate(rates.includingVAT[place])),
      vat: vat)
  }

  func row(_ index: Int) -> RateRow {
    let rate = rates.rate(at: halfHours.lowerBound + index)
    return RateRow(tariff.name, tariff.price(rate, vat: vat), rate, zone)
  }
}

extension RateRow {
  /// The row of a dated rate.
  init(_ tariff: String, _ price: Price, _ rate: DatedRate, _ zone: ClockZone) {
    self.init(
      tariff: tariff, price: price, band: Band.allDay, bandStart: 0, dates: rate,
      source: rate.source)
    if let from = rate.validFrom, let to = rate.validTo, to.seconds - from.seconds < 86_400,
      // From midnight to midnight it is the day of 23 hours.
      case let (start, end) = (zone.slot(at: from), zone.slot(at: to)), (start, end) != (0, 0)
    {
      band = "\(clockText(slot: start))-\(clockText(slot: end == 0 ? 48 : end))"
      bandStart = start
    }
  }
}
