import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

/// Look-up of the names that users type.
extension Catalog {
  /// The meter point with that alias or number, in any case.
  func point(named name: String) -> MeterPoint? {
    points.first { $0.number == name || $0.alias?.lowercased() == name.lowercased() }
  }

  /// - Throws: a ``QueryError`` with the closest name when there is none.
  func point(_ name: Located<String>) throws(QueryError) -> MeterPoint {
    if let point = point(named: name.value) { return point }
    let names = points.flatMap { [$0.alias, $0.number].compactMap(\.self) }
    throw .unknown("meter", name, among: names, hint: "see 'show meters'")
  }

  /// - Throws: a ``QueryError`` with the closest name when there is none.
  func tariff(_ name: Located<String>) throws(QueryError) -> Tariff {
    if let tariff = tariff(named: name.value) { return tariff }
    throw .unknown("tariff", name, among: tariffs.map(\.name), hint: "see 'show tariffs'")
  }
}

extension Catalog {
  /// The meter points that a statement names, or else those of its flows, by flow and number.
  func points(_ selection: Query) throws(QueryError) -> [MeterPoint] {
    let flows = selection.flows.map(\.value)
    let asked = points.filter { flows.isEmpty || flows.contains($0.flow) }
    var mistakes = ErrorCollector()
    var named: Set<MeterPoint.ID> = []
    for name in selection.meters {
      do throws(QueryError) {
        let point = try point(name)
        guard asked.contains(point) else {
          throw QueryError("\(point.name) is a meter for \(point.flow.rawValue)", at: name.span)
        }
        named.insert(point.id)
      } catch {
        mistakes.append(error)
      }
    }
    try mistakes.finish()
    return asked.filter { selection.meters.isEmpty || named.contains($0.id) }
      .sorted { ($0.flow, $0.number) < ($1.flow, $1.number) }
  }
}

extension Agreement {
  /// The period, such as `from 2023-07-01 until 2023-08-01`; a bound within a day has its time.
  func timeText(_ zone: ClockZone) -> String {
    opening(zone) + (until.map { " until \(zone.shortStamp($0))" } ?? "")
  }

  /// The start of the period, such as `from 2023-07-01`.
  func opening(_ zone: ClockZone) -> String { "from \(zone.shortStamp(from))" }

  /// The agreement for just the local days that begin in it, as `assign` takes whole days.
  func inWholeDays(_ zone: ClockZone) -> Agreement {
    var whole = self
    whole.from = zone.start(of: zone.nextDay(at: from))
    whole.until = until.map { zone.start(of: zone.nextDay(at: $0)) }
    return whole
  }

  /// The statement that creates it, if it is of whole days.
  func statement(for point: MeterPoint, _ zone: ClockZone) -> String {
    "assign \(quotedIfNeeded(tariff)) to \(quotedIfNeeded(point.name)) \(timeText(zone))"
  }
}
