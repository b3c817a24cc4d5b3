import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs
import TestSupport
import Testing

let london = londonZone()

func day(_ iso: String) throws -> LocalDay { try #require(LocalDay(iso: iso), "\(iso)") }

/// The number of the half-hour that begins at `2023-07-01T00:30` UTC.
func halfHour(_ utc: String) throws -> Int {
  let parts = utc.split { "T:".contains($0) }.map(String.init)
  let (hour, minute) = (try #require(Int(parts[1])), try #require(Int(parts[2])))
  return try day(parts[0]).number * 48 + hour * 2 + minute / 30
}

/// The plan of a query's text; now is the end of 2024 unless given, in UTC.
func plan(_ text: String, _ home: MemoryHome, now: String = "2024-12-31T12:00") throws -> Plan {
  let statement = try #require(Lexer.lex(text).statements.first)
  let query = try Parser.query(statement)
  return try Planner.plan(
    query, catalog: home.catalog, rates: home, readings: home, zone: london,
    now: Instant(halfHour: try halfHour(now)))
}

func ask(
  _ text: String, _ home: MemoryHome, now: String = "2024-12-31T12:00"
) throws -> ResultTable {
  var table = ResultTable()
  try Executor.run(try plan(text, home, now: now), source: home, into: &table)
  return table
}

/// What a query is refused with.
func refusal(_ text: String, _ home: MemoryHome) -> String {
  do {
    return "no error, but \(try ask(text, home).rows.count) rows"
  } catch let errors as QueryError {
    return errors.mistakes.map(\.text).joined(separator: " | ")
  } catch {
    return "\(error)"
  }
}

extension Cell {
  /// As csv has it: missing is empty.
  var csv: String {
    switch self {
    case .missing: ""
    case .text(let text): text
    case .number(let number): number.text
    case .day(let day): day.description
    case .time(let time): time.stamp
    case .spark(let heights): heights.map { $0.map(String.init) ?? "-" }.joined(separator: " ")
    }
  }
}

extension Cell {
  /// The sum of two figures of one scale; a missing one adds nothing.
  fileprivate func adding(_ other: Cell) -> Cell {
    switch (self, other) {
    case (.number(let left), .number(let right)):
      .number(FixedPoint(left.digits + right.digits, scale: left.scale))
    case (.missing, _): other
    default: self
    }
  }
}

extension ResultTable {
  /// The rows, as csv has them.
  var lines: [String] { rows.map { $0.cells.map(\.csv).joined(separator: ",") } }

  /// The total as csv has it; where flows have totals of their own, what they add up to.
  var totalLine: String? {
    guard let first = summary.totals.first else { return nil }
    let cells = summary.totals.dropFirst().reduce(first.cells) { sums, total in
      zip(sums, total.cells).map { $0.adding($1) }
    }
    return cells.map(\.csv).joined(separator: ",")
  }
}

/// A tariff of bands, each `HH:MM-HH:MM` with its rate in pence as text, such as `30.72`.
func tariff(
  _ name: String, _ rates: [String: String], unit: ReadingUnit = .electricityImportingKWh,
  from: String? = nil, until: String? = nil, currency: String = "GBP", vat: VAT = .included
) throws -> Tariff {
  let bands = try rates.map { times, rate in
    let minutes = times.split { "-:".contains($0) }.compactMap { Int($0) }
    let micropence = try #require(DecimalText(rate.utf8, scale: 6)).value
    return try Band(
      start: minutes[0] * 60 + minutes[1], end: minutes[2] * 60 + minutes[3],
      rate: Rate(micropence: micropence))
  }
  return Tariff(
    name: name, unit: unit, currency: currency, validFrom: try from.map(day),
    validUntil: try until.map(day), kind: .bands(try BandTariff(bands: bands)), vat: vat)
}

/// A home with one import meter that reads `values`, in kWh as text, from a UTC time on.
func oneMeter(_ values: [String?], from utc: String, _ tariffs: [Tariff] = []) throws -> MemoryHome
{
  var home = MemoryHome()
  let meter = home.addMeter("1900000000001")
  home.store(try values.map { try $0.map(energy) }, from: try halfHour(utc), of: meter)
  for tariff in tariffs { home.add(tariff) }
  return home
}

/// `0.5` kWh in millionths.
func energy(_ text: String) throws -> Int64 {
  try #require(DecimalText(text.utf8, scale: 6)).value
}
