import EnergyModel
import Foundation
import QueryLanguage
import TestSupport
import Testing

@testable import Commands

/// What messages tell people to type is taken by the very forms that read it.
@Suite struct HintTests {
  private struct NoCache: Error {}

  /// The statements that hints in the sources name, with words in the place of what varies.
  private static func hints() throws -> Set<String> {
    let folder = path("../../Sources")
    var hints: Set<String> = []
    for file in try FileManager.default.subpathsOfDirectory(atPath: folder)
    where file.hasSuffix(".swift") {
      let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
        .replacing(#/\\\((?:[^()]|\([^()]*\))*\)/#, with: "x1")
      for match in text.matches(of: #/type: (?<text>[^"\n]*)"|see '(?<page>[^'\n]*)'/#) {
        let typed = match.output.text ?? match.output.page ?? ""
        for hint in typed.split(separator: #/, or |, where /#) {
          hints.insert(String(hint))
        }
      }
    }
    return hints
  }

  /// Those that are of commands, with something in the place of each gap.
  private static func statements() throws -> [String] {
    try hints().compactMap { hint in
      let statement = hint.replacing("FILE…", with: "a.json").replacing("A-…", with: "A-1234ABCD")
      let opening = Lexer.lex(statement).tokens.first?.text.lowercased()
      let isWhole = !statement.contains("…") && statement != "help x1"
      return isWhole && opening.flatMap(CommandTable.page) != nil ? statement : nil
    }.sorted()
  }

  @Test func hintsAreStatements() throws {
    let statements = try HintTests.statements()
    #expect(statements.count > 20, "\(statements)")
    #expect(statements.contains("set night 00:30-07:30 for x1"))
    for statement in statements {
      do {
        let tokens = try #require(Lexer.lex(statement).statements.first)
        var cursor = TokenCursor(tokens)
        _ = try Statement(reading: &cursor, in: context(statement))
      } catch is NoCache {
        // It has been read, and only then are names asked for.
      } catch {
        Issue.record("\(statement): \(error)")
      }
    }
  }

  /// A context whose cache can't be read, so that any name will do.
  private func context(_ statement: String) -> ReadingContext {
    let zone = londonZone()
    let today = LocalDay(firstOfMonth: 11, year: 2023)
    return ReadingContext(
      zone: zone, periods: PeriodContext(today: today, readings: nil, years: zone.years),
      statement: statement, variables: Variables(), catalog: { throw NoCache() },
      savedQuery: { _ in throw NoCache() })
  }
}
