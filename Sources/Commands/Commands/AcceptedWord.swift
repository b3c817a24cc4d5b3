import EnergyModel
import Interchange
import QueryLanguage

/// A word accepted by the language's tables, with the data that tests need about it.
package struct AcceptedWord: Hashable, Sendable {
  /// The words by which a statement uses it: `as csv`, `show meters`, `halfhour`.
  package var phrase: [String]
  /// Whether a statement must begin with it.
  package var isOpening = false
  /// The topic whose help page mentions it.
  package var topic: String

  /// The words of all tables: an addition to a table is included automatically.
  package static var all: [AcceptedWord] {
    let alone: [String] = Clause.words + GroupKey.words + Extra.words
    return Statement.openingWords.map { word in
      AcceptedWord(phrase: [word], isOpening: true, topic: word)
    }
      + alone.map { AcceptedWord(phrase: [$0], topic: $0) }
      + OutputFormat.words.map { AcceptedWord(phrase: ["as", $0], topic: $0) }
      + ChartKind.words.map { AcceptedWord(phrase: ["chart", $0], topic: "chart") }
      + Policy.words.map { AcceptedWord(phrase: ["using", $0], topic: $0) }
      + ShowTopic.words.map { AcceptedWord(phrase: ["show", $0], topic: "show") }
      + CommandTable.all.flatMap { page in
        page.topics.map { AcceptedWord(phrase: [page.name, $0], topic: page.name) }
      }
      + FileKind.allCases.map { AcceptedWord(phrase: ["import", $0.rawValue], topic: "import") }
  }

  /// The help page of its topic; nil when there is none.
  package var helpPage: String? { Help.text(on: topic) }
}
