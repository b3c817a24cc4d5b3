import EnergyModel
import QueryLanguage
import Rendering
import Testing

/// The help knows every word that can be typed.
@Suite struct HelpTests {
  private static let words =
    Measure.words + Clause.words + GroupKey.words + Extra.words + Flow.allCases.map(\.rawValue)
    + OutputFormat.allCases.map(\.rawValue)
    + ["explain", "exit", "into!", "meters", "tariffs", "periods", "keys", "formats"]
    + ["from", "since", "until", "in", "for", "during", "all", "today", "last", "latest", "winter"]
    + ["jul", "september", "2023", "2023-07-04", "q3"]

  @Test func aPageForEveryWord() throws {
    let session = try TestSession()
    for word in HelpTests.words {
      let page = try session.run("help \(word)")
      #expect(!page.contains("unknown topic") && page.hasSuffix("\n"), "\(word)")
    }
  }

  /// The overview names every command, and each has a page that begins with how it is typed.
  @Test func aPageForEveryCommand() throws {
    let session = try TestSession()
    let overview = try session.run("help").split(separator: "\n", omittingEmptySubsequences: false)
    let commands = overview.drop { $0 != "Commands:" }.dropFirst(2).prefix { !$0.isEmpty }
    let names = commands.compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(
      names == [
        "import", "save", "show", "status", "describe", "last", "add", "assign", "unassign",
        "alias", "rename", "drop", "set", "let", "define", "run", "forget", "help", "quit",
        "explain",
      ])
    for name in names { #expect(try session.run("help \(name)").hasPrefix(name), "\(name)") }
  }

  /// What the help gives as an example can be typed.
  @Test func examplesAreUnderstood() throws {
    let session = try TestSession()
    #expect(try session.run("import examples/home/*.json create meters").contains("0 refused"))
    for word in HelpTests.words + ["import", "show", "status", "assign", "help"] {
      let page = try session.run("help \(word)").split(separator: "\n")
      for line in page where line.hasPrefix("  ") && !line.contains("   ") {
        let example = line.drop { $0 == " " }
        guard let first = example.split(separator: " ").first,
          ["usage", "cost", "explain", "show", "status", "assign", "help"].contains(first)
        else { continue }
        let answer = try session.run(String(example))
        #expect(!answer.contains("^"), "\(example): \(answer)")
      }
    }
  }
}
