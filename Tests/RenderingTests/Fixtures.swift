import EnergyModel
import QueryLanguage
import Rendering
import TestSupport

/// What a format makes of a result.
func rendered(
  _ table: ResultTable, as format: OutputFormat, _ options: RenderOptions = RenderOptions()
) throws -> String {
  var bytes: [UInt8] = []
  let output = OutputBuffer { bytes += $0 }
  var sink = makeRenderer(format, options: options, output: output)
  try table.send(to: &sink)
  try output.flush()
  return String(decoding: bytes, as: UTF8.self)
}

/// July 2023 in London.
let july: ResultPeriod = {
  let summer = ClockZone.Transition(start: Instant(seconds: 1_679_792_400), offset: 3600)
  let zone = ClockZone(name: "Europe/London", years: 2023...2023, transitions: [summer])
  return ResultPeriod(
    TimeRange(
      start: Instant(seconds: 1_688_166_000), end: Instant(seconds: 1_690_844_400)),
    zone: zone)
}()

/// The local time of London so many half-hours after the beginning of 2023-07-01 there.
func time(_ halfHours: Int) -> Cell {
  .time(londonZone().localTime(Instant(seconds: 1_688_166_000 + Int64(halfHours) * 1800)))
}

func number(_ digits: Int128, scale: Int) -> Cell { .number(FixedPoint(digits, scale: scale)) }

/// Three days of cost: one whole, one with a gap, one without readings.
let costs = ResultTable(
  header: ResultHeader(
    statement: "cost import from 2023-07-01 to 2023-08-01 by day", period: july,
    policy: "exact",
    columns: [
      ResultColumn(name: "day", title: "day", kind: .text),
      ResultColumn(name: "usage_kwh", title: "usage kWh", unit: .energy, kind: .energy),
      ResultColumn(name: "cost_gbp", title: "cost £", unit: .money("GBP"), kind: .money(places: 2)),
    ]),
  rows: [
    ResultRow(
      cells: [.text("2023-07-01"), number(1_234_567_800, scale: 6), number(37_925, scale: 3)]),
    ResultRow(
      cells: [.text("2023-07-02"), number(9_480_000, scale: 6), number(-1425, scale: 3)],
      isIncomplete: true),
    ResultRow(cells: [.text("2023-07-03"), .missing, .missing], isIncomplete: true),
  ],
  summary: ResultSummary(
    coverage: Coverage(expected: 1488, present: 1436, unpriced: 3),
    totals: [
      ResultTotal(
        cells: [.missing, number(1_244_047_800, scale: 6), number(36_500, scale: 3)],
        isIncomplete: true)
    ],
    tariffs: ["flux_import", "agile"],
    notes: ["'to' is exclusive, so 1 August is not included"]))

/// A list whose texts try each format's quoting.
let names = ResultTable(
  header: ResultHeader(
    statement: "show tariffs",
    columns: [
      ResultColumn(name: "name", title: "name", kind: .text),
      ResultColumn(name: "days", title: "days", kind: .count),
      ResultColumn(
        name: "rate_gbp_per_kwh", title: "rate £/kWh", unit: .moneyPerKWh("GBP"), kind: .rate),
    ]),
  rows: [
    ResultRow(cells: [.text("a \"b\", c|d"), number(1234, scale: 0), number(3072, scale: 4)]),
    ResultRow(cells: [.text("<b>&</b>\tx\\"), .missing, number(-15, scale: 2)]),
    ResultRow(cells: [.text("電気 e\u{301}🏠"), number(0, scale: 0), .missing]),
    ResultRow(cells: [.text("\u{1b}[2J\nend"), number(7, scale: 0), number(1_234_500, scale: 2)]),
  ])
