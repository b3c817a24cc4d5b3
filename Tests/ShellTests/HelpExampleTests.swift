import Commands
import EnergyModel
import Foundation
import QueryLanguage
import Shell
import TestSupport
import Testing

/// Every statement that the help gives as an example runs on the bundled home.
@Suite struct HelpExampleTests {
  /// Each once, with the topics that show it; those that need a person at a prompt are tried there.
  static func examples() throws -> [String: [String]] {
    var topics: [String: [String]] = [:]
    for (topic, page) in try HelpText.pages() {
      for example in HelpText.examples(of: page) where !example.hasPrefix("edit") {
        topics[example, default: []].append(topic)
      }
    }
    return topics
  }

  /// The files that examples name, in the folder in which they run.
  private static let files = [
    "consumption.csv": """
    Consumption (kWh), Start, End
    0.25, 2023-11-01T12:00:00+00:00, 2023-11-01T12:30:00+00:00

    """,
    "agile.json": """
    {"results": [{"value_exc_vat": 20, "value_inc_vat": 21, "payment_method": null,
      "valid_from": "2023-07-01T00:00:00Z", "valid_to": "2023-07-01T00:30:00Z"}]}
    """,
    "charges.csv": """
    value_exc_vat,value_inc_vat,valid_from,valid_to
    40,42,2023-06-30T23:00:00Z,

    """,
  ]

  /// What examples go on from: further tariffs, one of two registers and one to come, and a saved
  /// query.
  private static let preparation = [
    "import rates agile.json for agile as import",
    "import rates agile.json for economy7 as import register day",
    "import rates agile.json for economy7 as import register night",
    "set night 00:30-07:30 for economy7",
    "add tariff cap as import rate 27p valid from 2024-01-01",
    "assign flux_export_2023-07 to solar from 2023-07-01",
    "define monthly (p = last month) = cost import $p by day",
  ]

  /// What there must be before an agreement can be taken away.
  private static let agreement = "assign flux_import_2023-07 to house from 2023-07-01"

  /// A program with the bundled home, in a folder with those files and the examples.
  private static func program() throws -> Program {
    var octowatt = try Program()
    octowatt.environment["TMPDIR"] = octowatt.folder.path(of: "home")
    try octowatt.importExamples()
    for (name, text) in files { try octowatt.folder.write(text, to: name) }
    for name in ["examples", "configs"] {
      try FileManager.default.createSymbolicLink(
        atPath: octowatt.folder.path(of: name), withDestinationPath: "\(Program.root)/\(name)")
    }
    try FileManager.default.copyItem(
      atPath: "\(Program.root)/examples/home/config.json",
      toPath: octowatt.folder.path(of: "config.json"))
    return octowatt
  }

  /// The cache that the preparation leaves.
  private static let prepared = Result {
    let octowatt = try program()
    let outcome = try octowatt(
      "-c", preparation.joined(separator: "\n"), in: octowatt.folder.path)
    guard outcome.status == 0 else { throw ProgramError(outcome.errors) }
    return try Data(contentsOf: URL(fileURLWithPath: octowatt.cachePath))
  }

  /// Runs statements behind a query, in a world of their own.
  private func answer(_ statements: [String]) throws -> ProcessOutcome {
    let octowatt = try HelpExampleTests.program()
    try HelpExampleTests.prepared.get().write(to: URL(fileURLWithPath: octowatt.cachePath))
    let variables = ["p=2023-07", "a=2023-07-01", "b=2023-08-01", "home=house", "n=3"]
    return try run(
      octowattExecutable(),
      ["--today", "2023-11-02", "--keep-going", "--yes"] + variables.flatMap { ["--set", $0] }
        + (["usage 2023-07"] + statements).flatMap { ["-c", $0] },
      environment: octowatt.environment, in: octowatt.folder.path)
  }

  /// Whether an example changes nothing, so that others can run beside it.
  private func isQuestion(_ example: String) -> Bool {
    let words = example.split(separator: " ").map(String.init)
    let asks = words.first.map { Parser.opensQuery($0) || ["help", "show"].contains($0) } ?? false
    return asks && !example.contains("into") && !example.contains(";")
  }

  @Test func examplesRun() throws {
    let examples = try HelpExampleTests.examples()
    let questions = examples.keys.filter(isQuestion).sorted()
    #expect(questions.count > 80)
    let outcome = try answer(questions)
    #expect(outcome.status == 0 && !outcome.errors.contains("^"), "\(outcome.errors)")
    for (example, topics) in examples.sorted(by: { $0.key < $1.key }) where !isQuestion(example) {
      let isOfAgreement = example.hasPrefix("unassign")
      let outcome = try answer((isOfAgreement ? [HelpExampleTests.agreement] : []) + [example])
      #expect(
        outcome.status == 0 && !outcome.errors.contains("^"),
        "\(example) of \(topics.joined(separator: ", ")): \(outcome.errors)")
    }
  }

  /// An example of a word uses it.
  @Test func examplesUseTheirWord() throws {
    let words: [String] =
      Measure.words + Clause.words.filter { $0 != "from" } + GroupKey.words + Extra.words
      + OutputFormat.words + Policy.words + ["import", "export", "gas"]
      + ["since", "through", "summer", "latest", "yesterday"]
    for word in words {
      let page = try #require(Help.text(on: word))
      let used = HelpText.examples(of: page).contains { example in
        Lexer.lex(example).tokens.contains { $0.text == word || $0.text == word + "!" }
      }
      #expect(used, "\(word)")
    }
  }

  /// What a page says is refused is refused, and by a message of its kind.
  @Test func refusalsAreRefused() throws {
    var count = 0
    for (topic, page) in try HelpText.pages() {
      for statement in HelpText.block("This is refused:", of: page) {
        count += 1
        let outcome = try answer([statement])
        #expect([1, 2].contains(outcome.status), "\(statement) of \(topic)")
        let kinds = ErrorMessages.topics(of: outcome.errors)
        #expect(kinds == [topic], "\(statement) of \(topic): \(outcome.errors)")
      }
    }
    #expect(count == 18)
  }
}
