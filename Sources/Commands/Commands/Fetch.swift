import EnergyModel
import QueryLanguage

extension CommandPage {
  static let fetch = CommandPage(
    FetchAccount.self, FetchReadings.self, FetchRates.self,
    summary: "get meters, readings and rates from Octopus into the cache",
    details: [
      "All take 'pretend', which prints the requests. Accounts and readings need a key: see",
      "'help add'. Each page received is kept: after a break 'fetch readings' without a period",
      "continues from there. Add 'product' if a code does not show it, and 'as' if a flow is",
      "unclear; both are needed only once. The proxy is taken from $https_proxy and $no_proxy,",
      "as curl does; 'pretend' shows it.",
    ],
    examples: [
      "fetch account A-1234ABCD pretend", "fetch readings import last month pretend",
      "fetch rates E-1R-AGILE-24-10-01-C 2023-07 pretend",
    ])
}

/// Fetches the meters of an account, and their agreements, into the cache.
struct FetchAccount: Command {
  static let form = Form(
    "fetch account",
    .operand(.text("NUMBER", "the number of an account, such as A-1234ABCD")), .flag("pretend"))
  static let summary = "the meters of an account, and its agreements on tariffs"

  let number: Located<String>
  let pretends: Bool

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (number, pretends) = try FetchAccount.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    try AccountFetch(self, workspace).run()
    return .nothing
  }
}

/// Fetches readings into the cache.
struct FetchReadings: Command {
  static let form = Form("fetch readings", .selection, .flag("pretend"))
  static let summary = "half-hours; without a period from two days before the last reading"

  /// Flows, meters and period, as in a query.
  let selection: Query
  let pretends: Bool

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (selection, pretends) = try FetchReadings.form.read(&cursor, in: context)
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    try ReadingsFetch(self, workspace).run()
    return .nothing
  }
}

/// Fetches unit rates and standing charges into the cache.
struct FetchRates: Command {
  static let form = Form(
    "fetch rates", .code, .period, .option("product", .text("CODE", "the code of a product")),
    .option("as", .flow), .flag("pretend"))
  static let summary = "unit rates and standing charges, of all agreements or of one tariff"

  /// The code of the tariff; nil for those of the agreements.
  let code: Located<String>?
  let period: Located<PeriodSyntax>?
  /// The product of a tariff whose code does not show it.
  let product: Located<String>?
  /// The flow of a tariff where nothing else shows it.
  let flow: Located<Flow>?
  let pretends: Bool

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    (code, period, product, flow, pretends) = try FetchRates.form.read(&cursor, in: context)
    if let product, code == nil {
      throw QueryError(
        "expected the code of a tariff that belongs to product \(product.value)",
        at: product.span)
    }
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    try RatesFetch(self, workspace).run()
    return .nothing
  }
}

extension FormPart<Located<String>?> {
  /// The code of a tariff: any word that opens no other part.
  fileprivate static let code = FormPart(
    usage: "[TARIFF-CODE]",
    start: Start(
      begins: { cursor in
        !PeriodParser.opensPeriod(cursor) && [.word, .string].contains(cursor.peek?.kind)
      },
      expect: { cursor, _ in cursor.expect(.tariff()) }),
    defaultValue: .some(nil)
  ) { (cursor, _, _) throws(QueryError) in try cursor.operand("the code of a tariff") }
}
