import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

/// Names that users type, looked up.
extension Home {
  /// The meter point of that alias or number, in any case.
  func point(named name: String) -> MeterPoint? {
    points.first { $0.number == name || $0.alias?.lowercased() == name.lowercased() }
  }

  /// - Throws: that there is none, with the name that was probably meant.
  func point(_ name: Located<String>) throws(QueryError) -> MeterPoint {
    if let point = point(named: name.value) { return point }
    let names = points.flatMap { [$0.alias, $0.number].compactMap(\.self) }
    throw .unknown("meter", name, among: names, hint: "see 'show meters'")
  }

  /// - Throws: that there is none, with the name that was probably meant.
  func tariff(_ name: Located<String>) throws(QueryError) -> Tariff {
    if let tariff = tariff(named: name.value) { return tariff }
    throw .unknown("tariff", name, among: tariffs.map(\.name), hint: "see 'show tariffs'")
  }
}

extension Session {
  /// Changes the cache in one transaction, by what is in it when that begins.
  ///
  /// - Throws: a ``Rehearsal`` when the statement is only looked at.
  func change<Result>(_ body: (CacheWriter, Home) throws -> Result) throws -> Result {
    if isRehearsing { throw Rehearsal() }
    let cache = try cache()
    return try cache.write { try body($0, try cache.home($0)) }
  }
}

extension Agreement {
  /// `from 2023-07-01 until 2023-08-01`.
  var dayText: String { "from \(from)" + (until.map { " until \($0)" } ?? "") }

  /// The statement that makes it.
  func statement(for point: MeterPoint) -> String {
    "assign \(quotedIfNeeded(tariff)) to \(quotedIfNeeded(point.name)) \(dayText)"
  }
}
