import Cache
import EnergyModel
import QueryEngine
import QueryLanguage

/// All that the reading of a statement may ask: the clock, its own text, and a snapshot of names.
///
/// There is no way from here to change the cache, or to a terminal or the network, so that a statement
/// can be read while it is being typed.
package struct ReadingContext {
  /// The clock by which local days begin.
  let zone: ClockZone
  /// What dates in commands go by, which have no readings to look at.
  let periods: PeriodContext
  /// The whole statement, as it was typed.
  let statement: String
  /// What `$NAME` stands for.
  let variables: Variables
  /// What the cache knew when the statement was read.
  ///
  /// - Throws: when the cache can't be read.
  let catalog: () throws -> Catalog
  /// The saved query of a name, in any case.
  let savedQuery: (String) throws -> SavedQuery?

  /// The parts of a saved query; nil when there is none, or it can't be read any more.
  package func definition(named name: String) -> Definition? {
    (try? savedQuery(name)).flatMap { $0 }.flatMap {
      try? Definition(stored: $0.text, variables: variables)
    }
  }
}
