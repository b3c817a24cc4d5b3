import EnergyModel
import QueryLanguage

/// What `save` writes.
enum SaveTopic: String, DescribedWord {
  case readings, config

  var summary: String {
    switch self {
    case .readings: "a cache file (JSON lines), or of one meter a CSV download"
    case .config: "a configuration file (JSON) of meters and tariffs"
    }
  }
}

extension Command {
  static let save = Command(
    name: "save",
    usage: [
      "save readings [FLOW, …] [PERIOD] [meter NAME, …] into FILE", "save config into FILE",
    ],
    summary: "write the cache to files that 'import' reads again",
    details: HelpPage.columns(SaveTopic.allCases.map { ($0.word, $0.summary) }) + [
      "",
      "Readings are of every flow and all time, unless the statement says otherwise.",
      "The extension .csv makes a CSV; its lines name no meter, so it takes the readings of one.",
      "Rates with dates, agreements and calorific values have no place in a configuration, nor have",
      "API keys, for which it has <api key>. A file that exists is kept; 'into!' replaces it.",
    ],
    examples: [
      "save readings import 2023-07 into july.json", "save readings meter house into house.csv",
      "save config into home.json",
    ],
    run: { cursor, session in
      let syntax = try SaveSyntax(&cursor)
      switch syntax.topic {
      case .readings: try session.saveReadings(syntax.selection, into: syntax.file)
      case .config: try session.saveConfiguration(into: syntax.file)
      }
    })
}

/// The parts of a `save` statement.
struct SaveSyntax {
  /// The file to write.
  struct File {
    var path: String
    var replaces: Bool
  }

  let topic: SaveTopic
  /// The readings to write: those that `gaps` would look at, of every flow and without prices.
  private(set) var selection: Query
  private(set) var file = File(path: "", replaces: false)

  init(_ cursor: inout TokenCursor) throws(QueryErrors) {
    let typed = try cursor.topic(SaveTopic.self, of: "save")
    topic = typed.value
    selection = Query(measure: Located(.gaps, at: typed.span))
    while !cursor.isAtEnd { cursor.collecting { (c) throws(QueryError) in try read(&c) } }
    if let path = selection.output.path {
      file = File(path: path.value, replaces: selection.output.replaces)
    } else if cursor.errors.isEmpty {
      cursor.errors.append(cursor.expected("'into' and a file"))
    }
    try cursor.finish()
  }

  private mutating func read(_ cursor: inout TokenCursor) throws(QueryError) {
    if selection.output.path == nil { cursor.offer([Clause.into]) }
    if ["into", "into!"].contains(cursor.word) {
      if selection.output.path != nil {
        cursor.errors.append(QueryError("'into' stands here a second time", at: cursor.here))
      }
      _ = try Parser.output(&cursor, &selection.output, formats: [])
      return
    }
    guard topic == .readings else { throw cursor.expected("'into' and a file") }
    if try selection.readPart(&cursor) { return }
    if cursor.word == "as" {
      throw QueryError(
        "'save' takes no 'as'", at: cursor.here, hint: "a file that ends in .csv gets a CSV")
    } else {
      let typed = try cursor.term("a flow, a period, 'meter' or 'into'")
      throw .unknown(
        "word", typed, among: Flow.allCases.map(\.rawValue) + ["meter", "into"],
        hint: "see 'help save'")
    }
  }
}
