import EnergyModel
import Foundation
import QueryEngine
import Tariffs
import TestSupport

/// A home made up at random, with what the naive computation needs to know of it.
struct RandomHome {
  /// A tariff that prices a meter point from one bound until another.
  struct Term {
    var point: String
    var from: Bound
    var until: Bound
    var bands: [(slots: Range<Int>, micropence: Int64)]
    var addsVAT: Bool
  }

  /// The start of a local day, or a half-hour inside it.
  struct Bound {
    var day: LocalDay
    var halfHour: Int?

    var instant: Instant { halfHour.map { Instant(halfHour: $0) } ?? london.start(of: day) }

    /// Whether it is reached in a half-hour.
    func isReached(_ clock: NaiveClock) -> Bool {
      halfHour.map { $0 <= clock.halfHour } ?? (day.description <= clock.iso)
    }
  }

  struct MeterInfo {
    var meter: Meter
    var flow: Flow
    var number: String
    /// By half-hour number.
    var readings: [Int: Int64] = [:]
  }

  var memory = MemoryHome()
  var meters: [MeterInfo] = []
  var terms: [Term] = []
  let days: Range<LocalDay>
  let now: Int
  private var random: SeededGenerator

  init(seed: UInt64) throws {
    random = SeededGenerator(seed: seed)
    let starts = [
      "2023-03-24", "2023-10-27", "2024-02-27", "2023-12-29", "2024-03-30", "2023-07-01",
    ]
    let start = try day(starts[Int(seed) % starts.count]) + Int.random(in: -3...2, using: &random)
    days = start..<start + Int.random(in: 1...9, using: &random)
    now = (days.upperBound.number + Int.random(in: -2...3, using: &random)) * 48 + 13
    let flows: [Flow] = [.import, .import, .export, .gas]
    for (index, flow) in flows.enumerated() where index == 0 || !random.oneIn(3) {
      let number = String(index + 1) + String(repeating: "0", count: 12)
      let isReplaced = random.oneIn(3)
      let start = days.lowerBound.number * 48 - 100 + Int.random(in: 0..<150, using: &random)
      let end = days.upperBound.number * 48 + 60
      let middle = min(start + Int.random(in: 100..<300, using: &random), end - 20)
      addMeter(number, flow, serial: "A", start..<(isReplaced ? middle : end))
      if isReplaced { addMeter(number, flow, serial: "B", middle + 7..<end) }
      try addTariffs(number, flow)
    }
  }

  private mutating func addMeter(
    _ number: String, _ flow: Flow, serial: String, _ times: Range<Int>
  ) {
    let meter = memory.addMeter(number, flow, serial: serial)
    var info = MeterInfo(meter: meter, flow: flow, number: number)
    var gap = 0
    for time in times {
      if gap > 0 {
        gap -= 1
      } else if random.oneIn(40) {
        gap = random.oneIn(4) ? 70 : 3
      } else {
        info.readings[time] = random.oneIn(6) ? 0 : Int64.random(in: 1...3_000_000, using: &random)
      }
    }
    let values = times.map { info.readings[$0] }
    memory.store(values, from: times.lowerBound, of: meter)
    meters.append(info)
  }

  /// Tariffs one after another, with days between them that none holds.
  ///
  /// Every other agreement changes inside a day, up to 20 hours after midnight in UTC.
  ///
  /// Agreements name the meter point; two meter points of one flow need them, as both could use
  /// either's tariffs.
  private mutating func addTariffs(_ number: String, _ flow: Flow) throws {
    var from = days.lowerBound + Int.random(in: -4...2, using: &random)
    guard let point = memory.catalog.points.first(where: { $0.number == number }),
      let record = memory.catalog.meters(of: point).first,
      let unit = ReadingUnit(flow: flow, unit: .kWh)
    else { return }
    let isAgreed = flow == .import
    func bound(_ day: LocalDay, _ random: inout SeededGenerator) -> Bound {
      guard isAgreed, random.oneIn(2) else { return Bound(day: day) }
      return Bound(day: day, halfHour: day.number * 48 + Int.random(in: 0..<40, using: &random))
    }
    var start = bound(from, &random)
    for index in 0..<3 {
      let until = from + Int.random(in: 1...5, using: &random)
      let end = bound(until, &random)
      let bands = randomBands()
      let addsVAT = random.oneIn(2)
      let name = "\(flow) \(number.prefix(1)) \(index)"
      memory.add(
        Tariff(
          name: name, unit: unit, validFrom: isAgreed ? nil : from,
          validUntil: isAgreed ? nil : until,
          kind: .bands(
            try BandTariff(
              bands: bands.map {
                try Band(
                  start: $0.slots.lowerBound * 30, end: $0.slots.upperBound * 30,
                  rate: Rate(micropence: $0.micropence))
              })), vat: addsVAT ? .excluded : .included))
      if isAgreed {
        memory.assign(name, to: record.meter, from: start.instant, until: end.instant)
      }
      terms.append(
        Term(
          point: number, from: start, until: end, bands: bands,
          addsVAT: addsVAT && flow != .export))
      let hasGap = random.oneIn(3)
      from = until + (hasGap ? 1 : 0)
      start = hasGap ? bound(from, &random) : end
    }
  }

  /// Bands from midnight to midnight, some of them left out.
  private mutating func randomBands() -> [(slots: Range<Int>, micropence: Int64)] {
    var bands: [(Range<Int>, Int64)] = []
    var start = 0
    while start < 48 {
      let end = min(48, start + Int.random(in: 1...30, using: &random))
      if !random.oneIn(5) {
        bands.append((start..<end, Int64.random(in: -5_000_000...60_000_000, using: &random)))
      }
      start = end
    }
    return bands
  }

  // MARK: The naive computation

  /// The rate that holds in a half-hour, as its tariff states it, in micropence; nil without one.
  ///
  /// `line`: that of a statement in which it stands, one a band where there are two to four.
  func statedRate(
    _ number: String, _ clock: NaiveClock
  ) -> (micropence: Int64, addsVAT: Bool, line: String)? {
    let term = terms.first {
      $0.point == number && $0.from.isReached(clock) && !$0.until.isReached(clock)
    }
    let slot = clock.hour * 2 + clock.minute / 30
    guard let term, let band = term.bands.first(where: { $0.slots.contains(slot) }) else {
      return nil
    }
    let hours = (2...4).contains(term.bands.count) ? "\(band.slots)" : ""
    return (band.micropence, term.addsVAT, "\(term.from)" + hours)
  }

  /// What a half-hour of energy costs per kWh, in micropence; nil without a rate.
  func naiveRate(_ number: String, _ clock: NaiveClock) -> Int64? {
    guard let (micropence, addsVAT, _) = statedRate(number, clock) else { return nil }
    guard addsVAT else { return micropence }
    var (exact, rounded) = (Decimal(micropence) * Decimal(105) / 100, Decimal())
    NSDecimalRound(&rounded, &exact, 0, .bankers)
    return NSDecimalNumber(decimal: rounded).int64Value
  }

  /// Whether a meter should have read: from its first reading until now, or until the next meter
  /// of its point began.
  func isExpected(_ info: MeterInfo, _ time: Int) -> Bool {
    guard let first = info.readings.keys.min(), let last = info.readings.keys.max() else {
      return false
    }
    let successors = meters.filter { $0.number == info.number }.compactMap {
      $0.readings.keys.min()
    }
    .filter { $0 > last }
    return time >= first && time < (successors.min() ?? max(now, last + 1))
  }
}
