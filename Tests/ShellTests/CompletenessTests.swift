import Commands
import EnergyModel
import Foundation
import QueryLanguage
import Shell
import TestSupport
import Testing

/// Whatever the tables accept is explained in the help and shown in a golden script.
@Suite struct CompletenessTests {
  @Test func everyWordHasAHelpPage() {
    let missing = AcceptedWord.all.filter { accepted in
      let word = accepted.phrase.last ?? ""
      return !(accepted.helpPage?.contains(word) ?? false)
    }
    #expect(missing.map { $0.phrase.joined(separator: " ") } == [])
  }

  /// The page for those who change the language holds the words that its tables hold.
  @Test func everyWordOfAQueryIsInTheGrammar() throws {
    let page = try String(
      contentsOfFile: Program.root + "/Sources/Shell/Shell.docc/QueryLanguage.md", encoding: .utf8)
    let words = Measure.words + GroupKey.words + Clause.words + Extra.words + Policy.words
    #expect(words.filter { !page.contains("\"\($0)\"") } == [])
  }

  @Test func everyWordIsInAGoldenScript() throws {
    let statements = try goldenScripts(in: "Golden").flatMap { try GoldenScript($0).statements }
      .map { statement in Lexer.lex(statement).tokens.map { $0.text.lowercased() } }
    let missing = AcceptedWord.all.filter { accepted in
      !statements.contains { words in
        if accepted.isOpening { return words.starts(with: accepted.phrase) }
        // To ask for help about a word is not to use it.
        return words.first != "help" && words.firstRange(of: accepted.phrase) != nil
      }
    }
    #expect(missing.map { $0.phrase.joined(separator: " ") } == [])
  }
}
