import EnergyModel
import Interchange
import QueryLanguage
import Rendering

/// A word that the tables of the language accept, with what the tests ask of each.
package struct AcceptedWord: Hashable, Sendable {
  /// The words by which a statement uses it: `as csv`, `show meters`, `halfhour`.
  package var phrase: [String]
  /// Whether a statement must begin with it.
  package var isOpening = false
  /// The topic whose help page names it.
  package var topic: String

  /// Every word that some table holds: what is added to a table is in here by itself.
  package static var all: [AcceptedWord] {
    let formats = OutputFormat.allCases.map(\.rawValue)
    let alone: [String] = Clause.words + GroupKey.words + Extra.words
    return Statement.openingWords.map { word in
      AcceptedWord(phrase: [word], isOpening: true, topic: word)
    }
      + alone.map { AcceptedWord(phrase: [$0], topic: $0) }
      + formats.map { AcceptedWord(phrase: ["as", $0], topic: $0) }
      + Policy.words.map { AcceptedWord(phrase: ["using", $0], topic: $0) }
      + ShowTopic.words.map { AcceptedWord(phrase: ["show", $0], topic: "show") }
      + CommandTable.all.flatMap { page in
        page.topics.map { AcceptedWord(phrase: [page.name, $0], topic: page.name) }
      }
      + FileKind.allCases.map { AcceptedWord(phrase: ["import", $0.rawValue], topic: "import") }
  }

  /// What `help` says about its topic; nil when there is no page.
  package var helpPage: String? { Help.text(on: topic) }
}
