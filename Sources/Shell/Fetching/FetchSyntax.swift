import EnergyModel
import QueryLanguage

/// What `fetch` gets.
enum FetchTopic: String, DescribedWord {
  case account, readings, rates

  var summary: String {
    switch self {
    case .account: "the meters of an account, and which tariffs were agreed when"
    case .readings: "half-hours; without a period from two days before the last reading"
    case .rates: "unit rates and standing charges, of the agreed tariffs or of one"
    }
  }
}

/// The parts of a `fetch` statement.
struct FetchSyntax {
  let topic: FetchTopic
  /// The number of the account, or the code of the tariff.
  private(set) var name: Located<String>?
  /// Flows, meters and period, as in a query.
  private(set) var selection: Query
  /// The product of a tariff whose code does not tell it.
  private(set) var product: Located<String>?
  /// The flow of a tariff where nothing else tells it.
  private(set) var flow: Located<Flow>?
  private(set) var pretends = false

  init(_ cursor: inout TokenCursor) throws(QueryErrors) {
    let typed = try cursor.topic(FetchTopic.self, of: "fetch")
    topic = typed.value
    selection = Query(measure: Located(.gaps, at: typed.span))
    while !cursor.isAtEnd { cursor.collecting { (c) throws(QueryError) in try read(&c) } }
    if topic == .account, name == nil, cursor.errors.isEmpty {
      cursor.errors.append(cursor.expected("the number of an account, such as A-1234ABCD"))
    }
    if let product, name == nil, cursor.errors.isEmpty {
      cursor.errors.append(
        QueryError(
          "expected the code of a tariff that belongs to product \(product.value)",
          at: product.span))
    }
    try cursor.finish()
  }

  private mutating func read(_ cursor: inout TokenCursor) throws(QueryError) {
    if cursor.accept("pretend") {
      pretends = true
      return
    }
    switch topic {
    case .account:
      try readName(&cursor, "the number of an account")
    case .readings:
      guard try !selection.readPart(&cursor) else { return }
      let typed = try cursor.term("a flow, a period, 'meter' or 'pretend'")
      throw .unknown(
        "word", typed, among: Flow.allCases.map(\.rawValue) + ["meter", "pretend"],
        hint: "see 'help fetch'")
    case .rates:
      if selection.period == nil { PeriodParser.offer(to: cursor) }
      if FetchSyntax.accept("product", again: product != nil, &cursor) {
        try cursor.once(&product) { (c) throws(QueryError) in
          try c.operand("the code of a product")
        }
      } else if FetchSyntax.accept("as", again: flow != nil, &cursor) {
        try cursor.once(&flow) { (c) throws(QueryError) in try Parser.flow(&c) }
      } else if PeriodParser.opensPeriod(cursor) {
        _ = try selection.readPart(&cursor)
      } else {
        try readName(&cursor, "the code of a tariff", .tariff())
      }
    }
  }

  /// Steps over a word; one that stands there again is read, so that the error can name it, but not
  /// offered.
  private static func accept(
    _ word: String, again: Bool, _ cursor: inout TokenCursor
  ) -> Bool {
    let wasOutOfPlace = cursor.isOutOfPlace
    defer { cursor.isOutOfPlace = wasOutOfPlace }
    if again { cursor.isOutOfPlace = true }
    return cursor.accept(word)
  }

  private mutating func readName(
    _ cursor: inout TokenCursor, _ what: String, _ kinds: ValueKind...
  ) throws(QueryError) {
    for kind in name == nil ? kinds : [] { cursor.offer(kind) }
    let typed = try cursor.operand(what)
    if name != nil {
      throw QueryError("\(what) stands here a second time", at: typed.span)
    }
    name = typed
  }
}
