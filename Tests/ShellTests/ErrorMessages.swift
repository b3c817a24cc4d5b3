import Foundation

/// Which page of the help tells of a message.
enum ErrorMessages {
  /// What messages contain, behind the topic of their page; the first line that fits decides.
  private static let table = """
    sqlite: 'sql' | SQLite: | there is no value for
    units: is compared | expected a number with kWh | is not a number
    operands: a variable can't stand | be the name of | is not the name of | no argument $ | , and $
    operands: $p is ' | the name alone | too many values | no value and no default | nine values
    operands: already has a value by name
    together: which are per day | joined by 'and' only | can't be combined | takes no ' | takes one | a standing charge
    together: 'with spark' shows | holds figures, and no | 'chart | makes no chart | no rows to draw | has no picture
    together: share a chart | for a chart | column of numbers to draw
    together: projected can't be given | means per | is drawn behind bars | covers import and export | 'order by' takes a key | the policy 'bill' | reads no meter
    repeated: is repeated | are repeated
    dates: occurs twice on | when the clocks go | is not a date | there is no month | has quarters | has weeks | has no year
    dates: has no complete day | nothing comes before | takes no unit | is of whole days | the periods are in
    dates: can mean two winters | before it starts | before it has begun | covers no day
    dates: is empty, as 'to' | is outside 1970 | 2023 has 28 days | 2023 has 31 days
    dates: expected day/month/year | can be read yet
    names: already | can't be called | needs a name | number is empty | control character
    terms: has no length | overlap | is more than £ | begin or end at 24:00 | Flux is for
    terms: only gas is counted | begins on | ends on | have dates | has a rate of its own
    terms: differ by payment method
    credentials: ask for the key
    terminal: cannot ask whether
    ambiguous: two tariffs can price | two agreements | has an agreement on | on different rates
    ambiguous: night hours are not set | and there are readings of
    mismatch: prices | both price | is a meter for | is a meter point for | is in EUR
    mismatch: no day and night registers | contradicts
    credentials: API key
    network: Octopus has trouble | as --offline says | can't be reached | does not answer
    m3: m³
    large: too large to add up | would make | cells, and
    scripts: cannot open the script | 'run' inside 'run' | is not text | nested 16 deep
    exists: exists; to replace it | exists and is not | is the current folder | is a mount point | can't be replaced | cannot restore | is not a regular file | cannot write | no format has the extension | holds a result (
    shell: the shell command ended | --safe does not allow
    busy: has it locked | has it open | nothing was taken back
    damaged: cannot open the cache | is damaged | can't be used: | while it was open here | cannot change the cache | finding in | findings in
    damaged: is not an octowatt cache
    nothing: to take back | changes are not kept
    nothing: there is no result | the last result has | there is no history | there are no readings
    nothing: there are no meters to save | has no agreement | there is no meter to fetch
    nothing: no agreement on an Octopus tariff | nothing to fetch | nothing to reconcile with | no charges in the period
    nothing: there is no prompt | there is no statement
    unpriced: no rate | no tariff applies | has rates throughout
    missing: nothing of the period is to come | nothing is to come | a projection | complete days of
    missing: to project from | no reading
    expected: 'number' needs 'for'
    expected: the text is ' | expected | does not say which product | it is unclear whether | this string is not closed
    unknown: unknown
    """

  private static let marks = table.split(separator: "\n").map { line in
    let parts = line.split(separator: ": ", maxSplits: 1)
    return (topic: String(parts[0]), marks: parts[1].split(separator: " | ").map(String.init))
  }

  static let topics = Set(marks.map(\.topic) + ["refused"])

  /// The topic of a message; nil when there is none.
  static func topic(of message: String) -> String? {
    // Refusals of files say whatever is wrong with one.
    if message.contains(#/^\S+\.(json|csv|md|nope|txt)(:[0-9]+)?: /#) { return "refused" }
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
      return line.contains(#/^\S+\.(json|csv|md|nope|txt)(:[0-9]+)?: /#) && !isReport
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
