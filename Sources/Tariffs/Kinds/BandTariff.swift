package import EnergyModel

/// A band of the local clock with one rate.
package struct Band: Hashable, Sendable {
  /// The start in minutes since local midnight, on the half-hour grid: 0…1410; `end` is in 30…1440.
  package var start: Int
  /// The end, excluded; at or before `start` when the band runs over midnight.
  package var end: Int
  package var rate: Rate

  /// - Throws: ``TariffError`` for times outside the day or off its grid, and for an empty band.
  package init(start: Int, end: Int, rate: Rate) throws(TariffError) {
    guard (0..<1440).contains(start) else { throw .offClock(minute: start) }
    guard (0...1440).contains(end) else { throw .offClock(minute: end) }
    for minute in [start, end] where minute % 30 != 0 { throw .offGrid(minute: minute) }
    // 00:00 as an end means the midnight that ends the day.
    let end = end == 0 ? 1440 : end
    guard start != end else { throw .emptyBand(minute: start) }
    self.start = start
    self.end = end
    self.rate = rate
  }

  /// The band's clock times, `02:00-05:00`, or ``allDay``.
  package var label: String {
    start == 0 && end == 1440
      ? Band.allDay : "\(clockText(minute: start))-\(clockText(minute: end))"
  }

  /// The label of a band that covers the whole day.
  package static let allDay = "all day"

  /// The slots of the day, 0…47, that the band covers.
  package var slots: [Int] {
    let (first, end) = (start / 30, end / 30)
    return first < end ? Array(first..<end) : Array(0..<end) + Array(first..<48)
  }
}

/// Rates that repeat by the local clock, so that on change days bands keep their clock hours.
package struct BandTariff: Hashable, Sendable {
  /// The bands by start time, so that the order in which they are stated makes no difference.
  package let bands: [Band]
  /// The rate of the hours that no band covers.
  package let defaultRate: Rate?
  /// The index in ``bands`` of the band that prices each of the 48 slots; nil where none does.
  package let bandOfSlot: [Int?]

  /// - Throws: ``TariffError/overlap(_:_:)`` when two bands cover the same half-hour.
  package init(bands: [Band], defaultRate: Rate? = nil) throws(TariffError) {
    var owner = [Int?](repeating: nil, count: 48)
    for (index, band) in bands.enumerated() {
      for slot in band.slots {
        if let other = owner[slot] { throw .overlap(bands[other].label, band.label) }
        owner[slot] = index
      }
    }
    let order = bands.indices.sorted { bands[$0].start < bands[$1].start }
    var places = Array(order.indices)
    for (place, index) in order.enumerated() { places[index] = place }
    self.bands = order.map { bands[$0] }
    self.defaultRate = defaultRate
    bandOfSlot = owner.map { $0.map { places[$0] } }
  }

  /// One rate at all hours.
  package init(flat rate: Rate) {
    (bands, defaultRate) = ([], rate)
    bandOfSlot = Array(repeating: nil, count: 48)
  }

  /// The stated bands, and one for each run of slots at the default rate.
  package var allBands: [Band] {
    guard let defaultRate else { return bands }
    return bands
      + stretches { bandOfSlot[$0] == nil }.compactMap {
        try? Band(start: $0.lowerBound * 30, end: $0.upperBound * 30, rate: defaultRate)
      }
  }

  /// The stated rate of each of the 48 slots of a local day; nil where there is none.
  package var rateOfSlot: [Rate?] {
    bandOfSlot.map { $0.map { bands[$0].rate } ?? defaultRate }
  }

  /// The hours of the day without any rate, such as `00:00-07:00`.
  package var openHours: [String] {
    let rates = rateOfSlot
    return stretches { rates[$0] == nil }.map {
      "\(clockText(slot: $0.lowerBound))-\(clockText(slot: $0.upperBound))"
    }
  }

  /// The maximal runs of slots for which `fits` is true.
  private func stretches(_ fits: (Int) -> Bool) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    for slot in 0..<48 where fits(slot) {
      if let last = stretches.last, last.upperBound == slot {
        stretches[stretches.count - 1] = last.lowerBound..<slot + 1
      } else {
        stretches.append(slot..<slot + 1)
      }
    }
    return stretches
  }
}
