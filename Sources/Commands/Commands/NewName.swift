import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

/// The checks on new names for meters and tariffs.
enum NewName {
  /// Whether the name has another meaning where a tariff can be named, as that of a flat rate has.
  static func isReserved(_ name: String) -> Bool {
    ["current", "none"].contains(name.lowercased()) || Rate(typed: name) != nil
  }

  /// Whether it could be taken for a meter point number.
  static func isNumber(_ name: String) -> Bool {
    Flow.allCases.contains { MeterPoint.isNumber(name, of: $0) }
  }

  /// Refuses names that nothing can have; `thing` says what is being named.
  private static func check(_ name: Located<String>, of thing: String) throws(QueryError) {
    if name.value.allSatisfy(\.isWhitespace) {
      throw QueryError("a \(thing) needs a name", at: name.span)
    }
    if name.value.hasControls {
      throw QueryError("a \(thing) can't have a control character in its name", at: name.span)
    }
    if isReserved(name.value) {
      throw QueryError(
        "a \(thing) can't be called '\(name.value)', which has a meaning already",
        at: name.span)
    }
    if isNumber(name.value) {
      throw QueryError(
        "a \(thing) can't be called '\(name.value)', which looks like the number of a meter point",
        at: name.span)
    }
  }

  /// Refuses a name that no tariff can have; `owner` is the one that may keep it.
  static func check(
    _ name: Located<String>, ofTariffIn catalog: Catalog, but owner: Tariff? = nil
  ) throws(QueryError) {
    try check(name, of: "tariff")
    if let other = catalog.tariff(named: name.value), other.name != owner?.name {
      throw QueryError("there is a tariff '\(other.name)' already", at: name.span)
    }
  }

  /// Refuses an alias that no meter point can have; `owner` is the one that may keep it.
  static func check(
    _ alias: Located<String>, ofMeterIn catalog: Catalog, but owner: MeterPoint? = nil
  ) throws(QueryError) {
    try check(alias, of: "meter")
    if let other = catalog.point(named: alias.value), other.id != owner?.id {
      throw QueryError("\(other.number) is called '\(other.name)' already", at: alias.span)
    }
  }
}
