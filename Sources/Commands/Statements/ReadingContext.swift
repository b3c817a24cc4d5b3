import Cache
import EnergyModel
import QueryEngine
import QueryLanguage

/// The inputs of parsing a statement: the clock, its text, and a snapshot of names.
///
/// It gives no access to a terminal, the network or changes of the cache, so that a statement can
/// be parsed while it is being typed.
package struct ReadingContext {
  /// The local clock, by which days begin.
  let zone: ClockZone
  /// The context for dates in commands, which does not depend on readings.
  let periods: PeriodContext
  /// The text of the whole statement, as typed.
  let statement: String
  /// The values of `$NAME`.
  let variables: Variables
  /// The catalog at the time of parsing.
  ///
  /// - Throws: an error when the cache can't be read.
  let catalog: () throws -> Catalog
  /// The saved query of a name, in any case.
  let savedQuery: (String) throws -> SavedQuery?

  /// The parsed definition of a saved query; nil when there is none, or it is no longer valid.
  package func definition(named name: String) -> Definition? {
    (try? savedQuery(name)).flatMap { $0 }.flatMap {
      try? Definition(stored: $0.text, variables: variables)
    }
  }
}
