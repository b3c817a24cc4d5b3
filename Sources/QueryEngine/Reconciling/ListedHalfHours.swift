import EnergyModel
import QueryLanguage
import Tariffs

/// The half-hours that pages of a statement list, beside octowatt's.
struct ListedHalfHours {
  /// The ways in which a half-hour may differ from octowatt's; the first that holds is said.
  private enum Difference: CaseIterable {
    case reading, energy, price, rate, cost
  }

  private struct Entry {
    var printed: PrintedHalfHour
    /// In kWh; nil without a reading.
    var energy: FixedPoint?
    /// In pence a kWh without VAT; nil without a rate.
    var rate: FixedPoint?

    var halfHour: Int { printed.start.halfHour }
    var rateText: String { rate?.rounded(places: 4, .even).text ?? "" }

    var difference: Difference? {
      guard let energy else { return .reading }
      if !printed.energy.isPrint(of: energy) { return .energy }
      guard let rate else { return .price }
      if !printed.rate.isPrint(of: rate) { return .rate }
      return printed.cost.isPrint(ofProduct: printed.energy, printed.rate) ? nil : .cost
    }
  }

  private var entries: [Entry] = []
  private let zone: ClockZone
  /// The most half-hours listed one by one, and the most stretches of them in a sentence.
  private static let (most, mostStretches) = (100, 4)

  /// `source`: the readings as they are.
  init(_ check: BillCheck, source: some ReadingSource) throws {
    zone = check.plan.period.zone
    let printed = check.printed.halfHours.filter {
      check.plan.period.range.halfHours.contains($0.start.halfHour)
    }
    guard !printed.isEmpty else { return }
    var known: [Int: (quantity: Int64, price: Price?)] = [:]
    let counted = check.plan.readings(from: source)
    for scan in check.plan.scans {
      try check.plan.walk(scan, over: counted) { stretch, values, _ in
        for (index, time) in stretch.times.enumerated() where values[index] >= 0 {
          let price = scan.row(index, of: stretch)?.price
          known[time] = ((known[time]?.quantity ?? 0) + values[index], price)
        }
      }
    }
    entries = printed.sorted { $0.start < $1.start }.map { printed in
      let ours = known[printed.start.halfHour]
      return Entry(
        printed: printed, energy: ours.map { FixedPoint(Int128($0.quantity), scale: 6) },
        rate: ours?.price?.withoutVAT.asPence)
    }
  }

  /// That all agree; nil where there is none, or some differ.
  var note: String? {
    guard !entries.isEmpty, differences.isEmpty else { return nil }
    return "the \(counted(entries.count, "half-hour")) that the statement lists "
      + "\(entries.count == 1 ? "agrees" : "agree")"
  }

  /// For each way, the half-hours that differ in it, in words.
  var differences: [String] {
    Difference.allCases.compactMap { kind in
      let differing = entries.filter { $0.difference == kind }
      guard !differing.isEmpty else { return nil }
      let times = HalfHourList(differing.map(\.halfHour), zone)
        .text(most: ListedHalfHours.mostStretches)
      return "\(differing.count) of the statement's \(counted(entries.count, "half-hour")) "
        + words(kind, differing) + ": \(times)"
    }
  }

  private func words(_ kind: Difference, _ entries: [Entry]) -> String {
    let isOne = entries.count == 1
    func sum(_ number: (Entry) -> FixedPoint?) -> String {
      entries.compactMap(number).reduce(FixedPoint(0), +).text
    }
    switch kind {
    case .reading:
      return
        "\(havingVerb(entries.count)) no reading in the cache (\(sum { $0.printed.energy.value }) kWh)"
    case .energy:
      return "\(isOne ? "is" : "are") \(sum { $0.printed.energy.value }) kWh on the statement and "
        + "\(sum(\.energy)) kWh in the cache"
    case .price: return "\(havingVerb(entries.count)) no rate"
    case .rate:
      let (theirs, ours) = (Set(entries.map(\.printed.rate)), Set(entries.compactMap(\.rate)))
      guard theirs.count == 1, ours.count == 1 else {
        return "\(havingVerb(entries.count)) other rates"
      }
      return "\(isOne ? "is" : "are") at \(entries[0].printed.rate.text)p on the statement and at "
        + "\(entries[0].rateText)p on the tariff"
    case .cost: return "\(isOne ? "does" : "do") not cost the kWh × the rate"
    }
  }

  // MARK: Explaining

  /// Each half-hour that differs.
  var lines: [String] {
    guard !entries.isEmpty else { return [] }
    let differing = entries.filter { $0.difference != nil }
    let title = [
      "", "half-hours of the statement",
      "  \(entries.count - differing.count) of \(entries.count) agree",
    ]
    guard differing.count <= ListedHalfHours.most else {
      return title + differences.map { "  \($0)" }
    }
    return title
      + differing.map { entry in
        let (stamp, printed) = (zone.localTime(entry.printed.start).tableText, entry.printed)
        let ours = entry.energy.map { "\($0.text) kWh" } ?? "no reading"
        return "  \(stamp): \(printed.energy.text) kWh at \(printed.rate.text)p for "
          + "\(printed.cost.text)p; in the cache \(ours) at \(entry.rate == nil ? "no rate" : "\(entry.rateText)p")"
      }
  }
}
