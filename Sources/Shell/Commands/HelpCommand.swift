import QueryLanguage
import Rendering

extension Command {
  static let help = Command(
    name: "help", usage: ["help", "help TOPIC"], summary: "what can be typed, and how",
    details: ["A topic is any word of the language, or one of those that 'help' lists."],
    examples: ["help", "help cost", "help periods", "help errors"],
    run: { cursor, session in
      var topic: Located<String>?
      if !cursor.isAtEnd {
        cursor.offer(words: Help.listTopics)
        cursor.offer(words: Help.topics, isRare: true)
        topic = try located { () throws(QueryError) in try cursor.term("a topic") }
      }
      try cursor.expectEnd()
      guard let topic else { return try session.present(text: Help.overview, OutputSyntax()) }
      guard let text = Help.text(on: topic.value.lowercased()) else {
        throw QueryErrors(
          .unknown("topic", topic, among: Help.topics, hint: "type 'help' for the list"))
      }
      try session.present(text: text, OutputSyntax())
    })
}
