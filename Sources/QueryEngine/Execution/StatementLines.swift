import EnergyModel
import Tariffs

/// The energy lines of a statement: one for each tariff, or one for each of its bands where it has
/// two to four.
struct StatementLines {
  struct Line: Hashable {
    var tariff: String
    /// The hours of a band; nil for all hours.
    var hours: String?
    /// Whether its cost is a sum of local days, each in whole pence.
    var isByDay: Bool

    /// The label, such as `flux 02:00-05:00`.
    var name: String { tariff + (hours.map { " \($0)" } ?? "") }
  }

  /// The tariffs in order of first use.
  let tariffs: [(name: String, isByDay: Bool)]
  /// The hours shown on each band's line, by tariff and then by the band's label.
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

  /// The line for half-hours at a rate.
  func line(of row: RateRow) -> Line { line(ofTariff: row.tariff, band: row.band) }

  func line(ofTariff tariff: String, band: String) -> Line {
    Line(
      tariff: tariff, hours: hours[tariff]?[band],
      isByDay: tariffs.contains { $0.isByDay && $0.name == tariff })
  }
}

/// The facts about one tariff's rows that determine its lines.
private struct TariffFacts {
  private var count = 0
  private var days = 0
  private var isDated = false
  private var changesAtMidnight = true
  /// The bands by the first day of the terms that they belong to.
  private var terms: [(from: LocalDay?, bands: Bands)] = []

  /// The bands that hold at the same time.
  fileprivate struct Bands {
    /// The labels in the order of the rows.
    var labels: [String] = []
    /// The rates by label.
    var rates: [String: Set<Rate>] = [:]
  }

  mutating func add(_ row: RateRow, _ zone: ClockZone) {
    count += 1
    if terms.last?.from != row.termsFrom || terms.isEmpty {
      terms.append((row.termsFrom, Bands()))
    }
    terms[terms.count - 1].bands.add(row)
    guard let dates = row.dates else { return changesAtMidnight = false }
    isDated = true
    guard changesAtMidnight else { return }
    let bounds = [dates.validFrom, dates.validTo].compactMap(\.self)
    changesAtMidnight = bounds.allSatisfy { zone.slot(at: $0) == 0 }
    if bounds.count == 2, zone.day(of: bounds[0]) + 1 == zone.day(of: bounds[1]) { days += 1 }
  }

  /// Whether the tariff is priced by the day, as Tracker is: all changes are at local midnight, and
  /// most rates last one day.
  var isByDay: Bool { changesAtMidnight && days * 2 > count }

  /// The hours shown on the line of each band label; empty where one line covers all hours.
  ///
  /// A label that different terms put on different lines is a line of its own.
  var hours: [String: String] {
    terms.reduce(into: [:]) { hours, terms in
      for (label, name) in terms.bands.hours(areDated: isDated) {
        hours[label] = hours[label, default: name] == name ? name : label
      }
    }
  }
}

extension TariffFacts.Bands {
  fileprivate mutating func add(_ row: RateRow) {
    if rates[row.band, default: []].insert(row.rate).inserted, rates[row.band]?.count == 1 {
      labels.append(row.band)
    }
  }

  /// The hours shown on the line of each label; empty where one line covers all hours.
  ///
  /// Bands with the same rate are merged, as on paper bills, except for dated rates, which may be
  /// equal by chance.
  fileprivate func hours(areDated: Bool) -> [String: String] {
    let bands =
      areDated ? labels.map { [$0] } : Array(Dictionary(grouping: labels) { rates[$0] }.values)
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
