import Commands
import Shell
import Testing

/// The pages of the help as a reader sees them.
enum HelpText {
  /// The overview and the page of every topic, by topic.
  static func pages() throws -> [(topic: String, text: String)] {
    try [("", Help.overview)]
      + Help.topics.map { ($0, try #require(Help.text(on: $0), "no page about \($0)")) }
  }

  /// The indented lines below a heading, up to the next empty line.
  static func block(_ heading: String, of page: String) -> [String] {
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.drop { $0 != heading }.dropFirst().prefix { !$0.isEmpty }
      .map { String($0.drop { $0 == " " }) }
  }

  /// The first words of the lines of a page's table, which may stand in two columns.
  static func listed(on page: String) -> [String] {
    page.split(separator: "\n").prefix { $0 != "Examples:" }.filter { $0.hasPrefix("  ") }
      .flatMap { line in
        let cells = line.split(separator: #/ {2,}/#)
        return stride(from: 0, to: cells.count, by: 2).map { cells[$0] }
      }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  /// The statements that a page gives to try.
  static func examples(of page: String) -> [String] { block("Examples:", of: page) }
}
