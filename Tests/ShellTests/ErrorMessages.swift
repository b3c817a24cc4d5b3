import Foundation

/// Which page of the help tells of a message.
enum ErrorMessages {
  /// What messages contain, by the topic of their page; the first that fits decides.
  static let marks: [(topic: String, marks: [String])] = [
    ("units", ["is compared ", "expected a number with kWh", "is no number"]),
    (
      "operands",
      [
        "a variable can't stand", "be the name of", "is not the name of", "no argument $",
        ", and $", "$p is '",
        "the name alone", "a value too many", "no value and no default", "nine values",
        "has a value by name",
      ]
    ),
    (
      "together",
      [
        "don't go together", "takes no '", "takes one ", "a standing charge ", "is of one flow",
        "is of import and export", "'order by' takes a key", "the policy 'bill'",
      ]
    ),
    (
      "twice",
      [
        "a second time", "stands here twice", "already", "which looks like the number",
        "meaning of its own", "needs a name",
      ]
    ),
    (
      "dates",
      [
        "is not a date", "there is no month", "has the quarters", "has the weeks", "has no year",
        "can mean two winters", "before it starts", "is empty, as 'to'", "is outside 1970",
        "2023 has 28 days", "2023 has 31 days", "expected day/month/year", "has no day",
      ]
    ),
    (
      "ambiguous",
      [
        "two tariffs can price", "two agreements", "has an agreement on", "different rates",
        "which hours are night", "and there are readings of",
      ]
    ),
    (
      "elsewhere",
      [
        " prices ", "both price ", "is a meter of ", " is in EUR", "no day and night registers",
        "the bands ", "has no length", "can't begin or end", "is more than £",
        "before it has begun",
        "only gas is counted", "Flux is of", "is a meter point of", "serial number is empty",
      ]
    ),
    ("cubic", ["m³"]),
    ("large", ["too large to add up"]),
    ("scripts", ["cannot open the script", "'run' inside 'run'"]),
    ("exists", [" exists; ", "is no regular file", "cannot write ", "nobody can be asked"]),
    ("damaged", ["cannot open the cache", "is damaged"]),
    (
      "nothing",
      [
        "there is no result", "the last result has", "there is no history", "there is no reading",
        "there is no meter to save", "has no agreement",
      ]
    ),
    ("unpriced", ["no rate", "no tariff holds", "has rates throughout"]),
    ("missing", ["no reading"]),
    ("expected", ["expected ", "this string is not closed"]),
    ("unknown", ["unknown "]),
  ]

  /// The topic of a message; nil when there is none.
  static func topic(of message: String) -> String? {
    // Refusals of files say whatever is wrong with one.
    if message.firstMatch(of: #/^\S+\.(json|csv|md|nope)(:[0-9]+)?: /#) != nil { return "refused" }
    return marks.first { $0.marks.contains { message.contains($0) } }?.topic
  }

  /// The messages that errors are in a text, without the place that they are about.
  static func messages(in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      if let match = line.wholeMatch(of: #/\s*\^+ (.+)/#) { return String(match.1) }
      if let match = line.wholeMatch(of: #/(?:error|<stdin>:[0-9:]+|\S+\.octowatt:[0-9:]+): (.+)/#)
      {
        return String(match.1)
      }
      let isReport = line.contains(" new, ") || line.contains("nothing in it")
      return line.contains(#/^\S+\.(json|csv|md|nope)(:[0-9]+)?: /#) && !isReport
        ? String(line) : nil
    }
  }

  /// The notes in a text, of which some tell of figures that are not complete.
  static func notes(in text: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix("note: ") }.map(String.init)
  }

  /// The topics of the messages in a text, each once.
  static func topics(of text: String) -> Set<String?> { Set(messages(in: text).map(topic)) }
}
