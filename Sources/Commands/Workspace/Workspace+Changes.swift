import Cache
import EnergyModel
package import QueryLanguage

/// The record of what statements change.
extension Workspace {
  /// Begins a statement, as its text is recorded with what it changes.
  package func beginStatement(
    text statement: String, _ tokens: ArraySlice<Token>, in source: String
  ) {
    // A key that a statement holds is nobody's business later on.
    let line =
      StatementLog.holdsKey(statement, tokens)
      ? "\(tokens.first?.text ?? "") …" : text(of: tokens, in: source)
    cacheHandle.beginStatement(
      ChangeAuthor(process: settings.run.process, statement: line, at: now))
  }

  /// Tells, when it has begun, that old changes are no longer kept.
  package func noteLostChanges() throws {
    guard let last = cacheHandle.consumeLostChanges() else { return }
    try reporter.note(lossText(last) + ": see 'help undo'")
  }

  /// Says up to when changes are no longer kept.
  func lossText(_ last: Instant) -> String {
    "changes until \(zone.shortStamp(last)) are no longer kept"
  }
}
