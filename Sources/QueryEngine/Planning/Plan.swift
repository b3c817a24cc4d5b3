package import EnergyModel
package import QueryLanguage
package import Tariffs

/// A query with all its names and dates resolved; running it needs nothing but readings.
package struct Plan: Hashable, Sendable {
  /// One meter's readings and what prices them.
  package struct Scan: Hashable, Sendable {
    package var point: MeterPoint
    package var meter: Meter
    /// All its readings, whatever the period: half-hour numbers; nil without any.
    package var readings: ClosedRange<Int>?
    /// The half-hours of the period that should have a reading.
    package var expected: Range<Int>
    /// Turns m³ into kWh, in order of time; empty where readings count as they are.
    package var heat: [Heat]
    /// Nil when nothing is priced.
    package var timeline: RateTimeline?
    /// The tariffs that the timeline is made of; empty when nothing is priced.
    package var uses: [TariffUse]
    /// The position among the alternatives of `on`.
    package var alternative: Int
    /// The group of source labels that it adds to.
    package var sourceGroup: Int
  }

  /// A calorific value from the half-hour on in which its first local day begins.
  package struct Heat: Hashable, Sendable {
    package var start: Int
    package var calorificValue: CalorificValue

    /// kWh in the millionths of `volume`, in m³: times 1.02264 for temperature and pressure, times
    /// the calorific value in millionths of MJ/m³, by 3.6; rounded half-even.
    static func millionths(of volume: Int128, calorificValue: Int64) -> Int128 {
      divide(volume * 102_264 * Int128(calorificValue), by: 360_000_000_000, .even)
    }
  }

  package struct Ordering: Hashable, Sendable {
    /// A position in ``Plan/columns``.
    package var column: Int
    package var isDescending: Bool
  }

  /// A condition on a column of the result.
  package struct Limit: Hashable, Sendable {
    package var column: Int
    package var comparison: Comparison
    package var number: FixedPoint
  }

  /// A standing charge that falls due: one a local day and meter point.
  package struct Charge: Hashable, Sendable {
    package var day: LocalDay
    package var price: Price
    package var scan: Int
    package var tariff: String
  }

  /// That a standing charge is due on a local day and nothing says how much.
  package struct UnknownCharge: Hashable, Sendable {
    package var day: LocalDay
    package var scan: Int
    package var tariff: String
  }

  /// The query in canonical form.
  package var statement: String
  package var measure: Measure
  package var flows: [Flow]
  /// Flows that a comparison leaves out though readings of them are due, as there are none.
  package var unreadFlows: [Flow]
  /// Local days, the end excluded.
  package var days: Range<LocalDay>
  package var range: TimeRange
  package var zone: ClockZone
  package var scans: [Scan]
  package var filter: Filter
  package var grouping: Grouping
  /// A key of the grouping whose values become columns.
  package var across: GroupKey?
  /// The names of the alternatives, where there are several.
  package var alternatives: [String]
  package var extras: [Extra]
  /// Where its money is rounded.
  package var policy: Policy
  package var charges: [Charge]
  package var unknownCharges: [UnknownCharge]
  /// That of all money in the result: an ISO 4217 code.
  package var currency: String
  /// In half-hours.
  package var duration: Int
  package var having: [Limit]
  package var order: Ordering?
  package var cut: Query.Cut?
  package var columns: [ResultColumn]
  /// Which tariff prices what and when, for the reader.
  package var tariffUses: [TariffUse]
  /// Things that the reader should know about how the query was understood.
  package var notes: [String]

  /// Whether its figures hang on rates.
  package var isPriced: Bool { scans.contains { $0.timeline != nil } }

  /// The tariffs of which a standing charge is due and not known for every day, by first use.
  package var unknownStanding: [String] {
    var seen: Set<String> = []
    return unknownCharges.map(\.tariff).filter { seen.insert($0).inserted }
  }

  /// Whether a standing charge that is not known is due from some of the meters.
  func lacksStanding(_ isOne: (Scan) -> Bool) -> Bool {
    unknownCharges.contains { isOne(scans[$0.scan]) }
  }

  /// Groups the half-hours by keys.
  mutating func group(by keys: [GroupKey]) {
    // A flow without meters still has its rows.
    let placeholders = flows.flatMap { flow in
      (0..<max(alternatives.count, 1)).map { alternative in
        source(MeterPoint(id: 0, number: "", flow: flow, alias: nil), alternative)
      }
    }
    let needsMeters = keys.contains(.meter) || measure == .net
    grouping = Grouping(
      keys: keys,
      sources: scans.map { source($0.point, $0.alternative) } + (needsMeters ? [] : placeholders),
      rows: scans.map { $0.timeline?.rows ?? [] }, days: days, zone: zone)
    for index in scans.indices {
      let source = source(scans[index].point, scans[index].alternative)
      scans[index].sourceGroup = grouping.sourceGroup(source)
    }
  }

  private func source(_ point: MeterPoint, _ alternative: Int) -> Grouping.Source {
    Grouping.Source(
      flow: point.flow, meter: point, alternative: alternative,
      alternativeName: alternatives.isEmpty ? nil : alternatives[alternative])
  }
}

/// That a tariff prices a meter point in some half-hours, and why.
package struct TariffUse: Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    case agreement
    /// Without any agreement: the only tariff of the flow and unit.
    case onlyOne
    /// Named by `on`.
    case asked
  }

  package var point: MeterPoint
  package var tariff: String
  /// Numbers of half-hours.
  package var halfHours: Range<Int>
  package var reason: Reason

  var range: TimeRange {
    TimeRange(
      start: Instant(halfHour: halfHours.lowerBound), end: Instant(halfHour: halfHours.upperBound))
  }

  /// What it prices when, whatever the reason.
  var extent: TariffUse {
    var extent = self
    extent.reason = .asked
    return extent
  }
}
