import EnergyModel
import QueryLanguage
import TestSupport

@testable import Rendering

/// A result and how it is drawn, under the name that its golden files have.
struct ChartCase: CustomStringConvertible, Sendable {
  var name: String
  var table: ResultTable
  var request: ChartRequest

  var description: String { name }
}

/// Figures that octowatt gave for the bundled home, from a file of csv.
///
/// `holes` are rows whose figures are missing, `partial` those that are marked incomplete.
func figures(
  _ file: String, statement: String, period: ResultPeriod = july, holes: Set<Int> = [],
  partial: Set<Int> = []
) throws -> ResultTable {
  var lines = try fixture("Figures/\(file).csv").split(separator: "\n").map {
    $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }
  let columns = lines.removeFirst().map(column)
  let zone = londonZone()
  let rows = lines.enumerated().map { index, fields in
    ResultRow(
      cells: zip(columns, fields).map { column, field in
        if holes.contains(index), column.kind.isNumeric { return .missing }
        return cell(field, column, zone)
      }, isIncomplete: holes.contains(index) || partial.contains(index))
  }
  let missing = holes.count
  return ResultTable(
    header: ResultHeader(
      statement: statement, period: period, policy: "exact", columns: columns),
    rows: rows,
    summary: ResultSummary(
      coverage: Coverage(expected: period.halfHours, present: period.halfHours - missing),
      tariffs: ["flux_import_2023-07"]))
}

private func column(_ name: String) -> ResultColumn {
  let title = name.replacing("_", with: " ")
  switch name {
  case "day": return ResultColumn(name: name, title: name, kind: .date)
  case "rate":
    return ResultColumn(name: name, title: name, unit: .moneyPerKWh("GBP"), kind: .rate)
  case "start", "end", "slot": return ResultColumn(name: name, title: name, kind: .instant)
  case _ where name.hasSuffix("_per_kwh"):
    return ResultColumn(name: name, title: title, unit: .moneyPerKWh("GBP"), kind: .rate)
  case _ where name.hasSuffix("_kwh"):
    return ResultColumn(name: name, title: title, unit: .energy, kind: .energy)
  case _ where name.hasSuffix("_gbp"), "cumulative":
    return ResultColumn(name: name, title: title, unit: .money("GBP"), kind: .money(places: 2))
  default: return ResultColumn(name: name, title: title, kind: .text)
  }
}

private func cell(_ field: String, _ column: ResultColumn, _ zone: ClockZone) -> Cell {
  switch column.kind {
  case .date: return LocalDay(iso: field).map(Cell.day) ?? .missing
  case .instant: return localTime(field, zone)
  case _ where column.kind.isNumeric:
    let places = field.split(separator: ".").dropFirst().first?.count ?? 0
    guard let digits = Int128(field.replacing(".", with: "")) else { return .missing }
    return .number(FixedPoint(digits, scale: places))
  default: return .text(field)
  }
}

/// Reads `2023-07-04T02:00:00+01:00`.
private func localTime(_ text: String, _ zone: ClockZone) -> Cell {
  guard let day = LocalDay(iso: String(text.prefix(10))),
    let hour = Int(text.dropFirst(11).prefix(2)),
    let minute = Int(text.dropFirst(14).prefix(2)), let ahead = Int(text.dropFirst(20).prefix(2))
  else { return .missing }
  let seconds = Int64(day.number) * 86_400 + Int64(hour - ahead) * 3600 + Int64(minute) * 60
  return .time(zone.localTime(Instant(seconds: seconds)))
}

let fluxBands = [
  ChartBand(start: 120, end: 300, name: "low 18.4p", tint: .low),
  ChartBand(start: 960, end: 1140, name: "peak 43p", tint: .high),
]

/// Each kind in each of its forms.
func chartCases() throws -> [ChartCase] {
  let net = [
    ChartFigure(column: 2, name: "import cost"),
    ChartFigure(column: 4, name: "export income", role: .below),
  ]
  let subject = "Import cost and export income"
  let byDay = ChartKey.calendar(.day)
  let profile = try figures("profile", statement: "net 2023-07 by halfhour")
  return [
    ChartCase(
      name: "profile", table: profile,
      request: ChartRequest(
        subject: subject, keys: [.clock(minutes: 30)], figures: net, bands: fluxBands)),
    ChartCase(
      name: "profile-energy", table: profile,
      request: ChartRequest(
        subject: "Import", keys: [.clock(minutes: 30)], figures: [ChartFigure(column: 1, name: "")],
        bands: fluxBands)),
    ChartCase(
      name: "profile-line", table: profile,
      request: ChartRequest(
        subject: subject, keys: [.clock(minutes: 30)], figures: net, bands: fluxBands, kind: .line)),
    ChartCase(
      name: "days",
      table: try figures(
        "days", statement: "cost import 2023-07 by day", holes: [10, 11], partial: [9, 20]),
      request: ChartRequest(subject: "Import cost", keys: [byDay])),
    ChartCase(
      name: "days-line",
      table: try figures(
        "days", statement: "cost import 2023-07 by day", holes: [10, 11], partial: [9, 20]),
      request: ChartRequest(subject: "Import cost", keys: [byDay], kind: .line)),
    ChartCase(
      name: "running", table: try figures("running", statement: "cost import 2023-07 by day"),
      request: ChartRequest(
        subject: "Import cost", keys: [byDay],
        figures: [
          ChartFigure(column: 2, name: "cost"),
          ChartFigure(column: 3, name: "running total", role: .running),
        ])),
    ChartCase(
      name: "stacked",
      table: try figures("rates-by-day", statement: "cost import 2023-07 by day, rate"),
      request: ChartRequest(subject: "Import cost", keys: [byDay, .label])),
    ChartCase(
      name: "weekdays", table: try figures("weekdays", statement: "cost import 2023-07 by weekday"),
      request: ChartRequest(subject: "Import cost", keys: [.weekdays])),
    ChartCase(
      name: "labels",
      table: try figures("labels", statement: "cost import 2023-07 by band", partial: [1]),
      request: ChartRequest(subject: "Import cost", keys: [.label])),
    ChartCase(
      name: "heatmap",
      table: try figures(
        "cells", statement: "usage import from 2023-07-01 to 2023-07-15 by day, halfhour",
        period: period(from: "2023-07-01", to: "2023-07-15"),
        holes: Set(480..<500).union(528..<576)),
      request: ChartRequest(subject: "Import", keys: [byDay, .clock(minutes: 30)])),
    ChartCase(
      name: "spark",
      table: try figures(
        "cells", statement: "usage import from 2023-07-01 to 2023-07-15 by day, halfhour",
        period: period(from: "2023-07-01", to: "2023-07-15"),
        holes: Set(480..<500).union(528..<576)),
      request: ChartRequest(subject: "Import", keys: [byDay, .clock(minutes: 30)], kind: .spark)),
    ChartCase(
      name: "prices",
      table: try figures(
        "price", statement: "rates 2023-07-04", period: period(from: "2023-07-04", to: "2023-07-05")
      ),
      request: ChartRequest(
        subject: "Rates", keys: [.stretch],
        figures: [ChartFigure(column: 3, name: "")],
        bands: [ChartBand(start: 4, end: 10, name: "cheapest 3 h", tint: .low)], kind: .line)),
  ] + (try oddCases()) + lateCases()
}

/// Shapes that the bundled home has not: several years, negative sums, another period, alternatives.
private func oddCases() throws -> [ChartCase] {
  let months = (0..<30).map { LocalDay(firstOfMonth: 1 + $0, year: 2021) }
  let money = ResultColumn(
    name: "net_cost_gbp", title: "net cost £", unit: .money("GBP"), kind: .money(places: 2))
  let years = period(from: "2021-01-01", to: "2023-07-01")
  func table(_ keys: [String], _ columns: [ResultColumn], _ rows: [[Cell]]) -> ResultTable {
    ResultTable(
      header: ResultHeader(
        statement: "net by month", period: years, policy: "exact",
        columns: keys.map { ResultColumn(name: $0, title: $0, kind: .text) } + columns),
      rows: rows.map { ResultRow(cells: $0) },
      summary: ResultSummary(coverage: Coverage(expected: 43_680, present: 43_680)))
  }
  func label(_ day: LocalDay) -> Cell { .text(String(day.description.prefix(7))) }
  /// A year's swing, in pence.
  func amount(_ index: Int) -> Int128 {
    Int128([95, 80, 52, 20, -14, -31, -36, -22, 8, 41, 70, 90][index % 12])
  }
  return [
    ChartCase(
      name: "months-negative",
      table: table(
        ["month"], [money],
        months.enumerated().map {
          [label($1), number(amount($0) * 100 + Int128($0 * 37), scale: 2)]
        }),
      request: ChartRequest(subject: "Net cost", keys: [.calendar(.month)])),
    ChartCase(
      name: "labels-negative",
      table: table(
        ["tariff"], [money],
        [
          [
            .text("agile_2021 with a name that is far too long for a phone"),
            number(-4_250, scale: 2),
          ],
          [.text("go"), number(1_275, scale: 2)], [.text("current"), number(0, scale: 2)],
          [.text("tracker"), .missing],
        ]),
      request: ChartRequest(subject: "Difference", keys: [.alternative])),
    ChartCase(
      name: "heatmap-negative",
      table: table(
        ["weekday", "hour"], [money],
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].enumerated().flatMap { place, day in
          (0..<24).map {
            [
              .text(day), .text(clockText(minute: $0 * 60)),
              number(amount($0 + place) * Int128(place + 1), scale: 2),
            ]
          }
        }),
      request: ChartRequest(subject: "Net cost", keys: [.weekdays, .clock(minutes: 60)])),
    ChartCase(
      name: "versus",
      table: table(
        ["month"], [money, money],
        months.prefix(12).enumerated().map {
          [
            label($1), number(12_000 - amount($0) * 40, scale: 2),
            number(11_000 - amount($0 + 1) * 45, scale: 2),
          ]
        }),
      request: ChartRequest(
        subject: "Import cost", keys: [.calendar(.month)],
        figures: [
          ChartFigure(column: 1, name: "2021"),
          ChartFigure(column: 2, name: "2020", role: .behind),
        ])),
    ChartCase(
      name: "alternatives",
      table: table(
        ["tariff", "month"], [money],
        ["agile", "go"].enumerated().flatMap { place, tariff in
          months.prefix(12).enumerated().map {
            [
              .text(tariff), label($1),
              number(9_000 - amount($0) * (place == 0 ? 40 : 25), scale: 2),
            ]
          }
        }),
      request: ChartRequest(subject: "Import cost", keys: [.alternative, .calendar(.month)])),
  ]
}

/// Five bands, a net cost that runs, and a calendar of missing half-hours.
private func lateCases() -> [ChartCase] {
  let days = (0..<21).map { LocalDay(firstOfMonth: 7, year: 2023) + $0 }
  func table(_ columns: [ResultColumn], _ rows: [[Cell]]) -> ResultTable {
    ResultTable(
      header: ResultHeader(
        statement: "cost 2023-07", period: july, policy: "exact", columns: columns),
      rows: rows.map { ResultRow(cells: $0) },
      summary: ResultSummary(coverage: Coverage(expected: 1_488, present: 1_488)))
  }
  func label(_ name: String) -> ResultColumn { ResultColumn(name: name, title: name, kind: .text) }
  func money(_ name: String) -> ResultColumn {
    ResultColumn(name: name, title: name, unit: .money("GBP"), kind: .money(places: 2))
  }
  let bands = ["00:00-02:00", "02:00-05:00", "05:00-16:00", "16:00-19:00", "19:00-24:00"]
  let parts = table(
    [label("day"), label("band"), money("cost_gbp")],
    days.enumerated().flatMap { place, day in
      bands.enumerated().map { band, name in
        [
          .day(day), .text(name),
          number(Int128((place * 7 + band * 31) % 40 + 20 * band), scale: 2),
        ]
      }
    })
  let request = ChartRequest(subject: "Import cost", keys: [.calendar(.day), .label])
  var lines = request
  lines.kind = .line
  return [
    ChartCase(name: "bands", table: parts, request: request),
    ChartCase(name: "bands-line", table: parts, request: lines),
    ChartCase(
      name: "running-negative",
      table: table(
        [label("day"), money("cost_gbp"), money("income_gbp"), money("cumulative")],
        days.enumerated().map { place, day in
          let (cost, income) = (Int128(place * 37 % 90), Int128(place * 53 % 140))
          return [
            .day(day), number(cost, scale: 2), number(income, scale: 2),
            number(Int128(place * (place - 15)), scale: 2),
          ]
        }),
      request: ChartRequest(
        subject: "Import cost and export income", keys: [.calendar(.day)],
        figures: [
          ChartFigure(column: 1, name: "import cost"),
          ChartFigure(column: 2, name: "export income", role: .below),
          ChartFigure(column: 3, name: "running net cost", role: .running),
        ])),
    ChartCase(
      name: "gaps",
      table: table(
        [
          label("month"), label("day"),
          ResultColumn(name: "missing", title: "missing half-hours", kind: .count),
        ],
        ["2023-07", "2023-08"].flatMap { month in
          (1...31).map { day in
            let count = day % 9 == 4 ? 48 : day % 11 == 7 ? day : 0
            return [.text(month), .text(String(day)), number(Int128(count), scale: 0)]
          }
        }),
      request: ChartRequest(
        subject: "Half-hours missing", keys: [.calendar(.month), .dayOfMonth],
        figures: [ChartFigure(column: 2, name: "missing half-hours")])),
  ]
}

/// From midnight to midnight in London.
func period(from start: String, to end: String) -> ResultPeriod {
  let zone = londonZone()
  let days = [start, end].map { LocalDay(iso: $0) ?? LocalDay(number: 0) }
  return ResultPeriod(
    TimeRange(start: zone.start(of: days[0]), end: zone.start(of: days[1])), zone: zone)
}
