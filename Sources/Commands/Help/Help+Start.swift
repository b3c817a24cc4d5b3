/// The page for somebody whose cache is empty.
extension Help {
  /// Statements that begin a cache, as they are typed, with what each does.
  package static let waysToBegin = [
    ("import ~/Downloads/consumption*.csv", "half-hours downloaded from your account"),
    ("add key", "then fetch account A-…, fetch readings"),
    ("demo", "a made-up home to look around in"),
  ]

  /// These ways, a line each; in few columns the statements alone.
  package static func waysToBeginLines(columns: Int = HelpPage.width) -> [String] {
    let lines = HelpPage.columns(waysToBegin)
    return lines.allSatisfy { $0.count <= columns } ? lines : waysToBegin.map { "  \($0.0)" }
  }

  static let start = HelpPage(
    usage: [], summary: "Three ways to begin, each a line to type:",
    details: waysToBeginLines() + [
      "",
      "A download has no tariff: 'help add' shows how to add yours, and 'help fetch' how to get",
      "Octopus rates, which need no key. The API key and the number of your account are on your",
      "account's page at Octopus Energy; a fetched account brings its meters and tariffs along.",
      "The demo stays in memory, and your own cache as it is.", "",
      "Then 'status' shows what is there and what is missing. To ask: help queries.",
    ],
    examples: ["status", "usage by month", "cost last month by day"])
}
