import QueryLanguage

extension Command {
  static let fetch = Command(
    name: "fetch",
    usage: [
      "fetch account NUMBER", "fetch readings [FLOW, …] [PERIOD] [meter NAME, …]",
      "fetch rates [TARIFF-CODE] [PERIOD] [product CODE] [as FLOW]",
    ],
    summary: "get meters, readings and rates from Octopus into the cache",
    details: HelpPage.columns(FetchTopic.allCases.map { ($0.word, $0.summary) }) + [
      "",
      "All take 'pretend', which prints the requests. Accounts and readings need a key: see",
      "'help add'. Each page that came is kept: after a break 'fetch readings' without a period",
      "goes on from there. 'product' is for a code that does not tell it, 'as' for a flow that",
      "nothing tells; both are needed once.",
    ],
    examples: [
      "fetch account A-1234ABCD pretend", "fetch readings import last month pretend",
      "fetch rates E-1R-AGILE-24-10-01-C 2023-07 pretend",
    ],
    run: { cursor, session in
      let syntax = try FetchSyntax(&cursor)
      switch syntax.topic {
      case .account: try AccountFetch(syntax, session).run()
      case .readings: try ReadingsFetch(syntax, session).run()
      case .rates: try RatesFetch(syntax, session).run()
      }
    })
}
