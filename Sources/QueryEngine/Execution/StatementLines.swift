import EnergyModel
import Tariffs

/// The lines that a statement has for the energy of a plan: one a tariff, or one a band of it where
/// it has two to four.
struct StatementLines {
  struct Line: Hashable {
    var tariff: String
    /// The hours of a band; nil for all.
    var hours: String?
    /// Whether it is a sum of local days, each in whole pence.
    var isByDay: Bool

    /// `flux 02:00-05:00`.
    var name: String { tariff + (hours.map { " \($0)" } ?? "") }
  }

  /// The tariffs by first use.
  let tariffs: [(name: String, isByDay: Bool)]
  /// The hours of each band's line, by tariff and then by the band's label.
  private let hours: [String: [String: String]]

  init(_ scans: [Plan.Scan], zone: ClockZone) {
    var found: [(name: String, facts: TariffFacts)] = []
    var places: [String: Int] = [:]
    for scan in scans {
      scan.timeline?.rows.forEachBand { row in
        let place = places[row.tariff] ?? found.count
        if place == found.count {
          places[row.tariff] = place
          found.append((row.tariff, TariffFacts()))
        }
        found[place].facts.add(row, zone)
      }
    }
    tariffs = found.map { ($0.name, $0.facts.isByDay) }
    hours = Dictionary(uniqueKeysWithValues: found.map { ($0.name, $0.facts.hours) })
  }

  /// Whether the bands of a tariff stand in several lines.
  func hasBands(_ tariff: String) -> Bool { hours[tariff]?.isEmpty == false }

  /// The line that half-hours at a rate stand in.
  func line(of row: RateRow) -> Line { line(ofTariff: row.tariff, band: row.band) }

  func line(ofTariff tariff: String, band: String) -> Line {
    Line(
      tariff: tariff, hours: hours[tariff]?[band],
      isByDay: tariffs.contains { $0.isByDay && $0.name == tariff })
  }
}

/// What the rows of one tariff tell of its lines.
private struct TariffFacts {
  private var count = 0
  private var days = 0
  private var isDated = false
  private var changesAtMidnight = true
  /// By the label of the band.
  private var rates: [String: Set<Rate>] = [:]
  /// The bands' labels in the order of the rows.
  private var labels: [String] = []

  mutating func add(_ row: RateRow, _ zone: ClockZone) {
    count += 1
    if rates[row.band, default: []].insert(row.rate).inserted, rates[row.band]?.count == 1 {
      labels.append(row.band)
    }
    guard let dates = row.dates else { return changesAtMidnight = false }
    isDated = true
    guard changesAtMidnight else { return }
    let bounds = [dates.validFrom, dates.validTo].compactMap(\.self)
    changesAtMidnight = bounds.allSatisfy { zone.slot(at: $0) == 0 }
    if bounds.count == 2, zone.day(of: bounds[0]) + 1 == zone.day(of: bounds[1]) { days += 1 }
  }

  /// Whether rates come by the day, as Tracker's: all change at local midnight, and most of them
  /// last one day.
  var isByDay: Bool { changesAtMidnight && days * 2 > count }

  /// What the line of each band's label says; empty where there is one line for all.
  ///
  /// Stretches of the clock that have one rate are one band, as on paper; not those of rates with
  /// dates, which may be the same by chance.
  var hours: [String: String] {
    let bands =
      isDated ? labels.map { [$0] } : Array(Dictionary(grouping: labels) { rates[$0] }.values)
    guard (2...4).contains(bands.count) else { return [:] }
    let several = bands.count { $0.count > 1 }
    var hours: [String: String] = [:]
    for band in bands {
      let name = band.count > 1 && several == 1 ? "other hours" : band.joined(separator: ", ")
      for label in band { hours[label] = name }
    }
    return hours
  }
}
