package import EnergyModel

extension Query {
  /// An alternative of `on`: the agreements, or a tariff or rate for some of the flows.
  package enum TariffSet: Hashable, Sendable, CustomStringConvertible {
    case current
    case named([Member])

    /// A part of a set, between its `+` signs.
    package enum Member: Hashable, Sendable, CustomStringConvertible {
      case tariff(String)
      /// A flat rate with VAT, for the flow of its place in the set.
      case rate(Rate)
      /// The agreements, for the flow of its place.
      case current

      package var description: String {
        switch self {
        // A name that reads as a rate is one only in quotes.
        case .tariff(let name): Rate(typed: name) == nil ? quotedIfNeeded(name) : quoted(name)
        case .rate(let rate): rate.inPence
        case .current: "current"
        }
      }
    }

    package var members: [Member] {
      switch self {
      case .current: []
      case .named(let members): members
      }
    }

    /// The names of its tariffs.
    package var names: [String] {
      members.compactMap { if case .tariff(let name) = $0 { name } else { nil } }
    }

    /// Whether the places of its members tell their flows, as nothing else does.
    package var hasPlaces: Bool { names.count < members.count }

    package var description: String {
      switch self {
      case .current: "current"
      case .named(let members): members.map(\.description).joined(separator: "+")
      }
    }

    /// What makes it the same alternative as another: names match in any case and, unless there
    /// are places, in any order.
    var identity: [String] {
      let parts = members.map { $0.description.lowercased() }
      return members.isEmpty ? [description] : hasPlaces ? parts : parts.sorted()
    }
  }
}

extension Parser {
  /// Reads `a`, `a+b`, `27p+15p`, `current+15p` or `current`; tariffs of `flows` are completed first,
  /// and then of `others`.
  static func tariffSet(
    _ cursor: inout TokenCursor, of flows: Set<Flow>, thenOf others: Set<Flow>, offersCurrent: Bool
  ) throws(QueryError) -> Located<Query.TariffSet> {
    if offersCurrent {
      cursor.expect([.word("current", summary: "the tariffs in force", isRare: false)])
    }
    let start = cursor.here.lowerBound
    var members: [Query.TariffSet.Member] = []
    repeat {
      let isQuoted = cursor.peek?.kind == .string
      let typed = try cursor.operand(
        members.isEmpty ? "a tariff, a rate such as 27p, or 'current'" : "a tariff or a rate",
        .tariff(members.isEmpty ? flows : others))
      if typed.value.lowercased() == "current" {
        members.append(.current)
      } else if !isQuoted, let rate = cursor.flatRate(typed.value) {
        members.append(.rate(rate))
      } else {
        members.append(.tariff(typed.value))
      }
    } while cursor.accept(sign: "+")
    let span = start..<cursor.lastEnd
    if members == [.current] { return Located(.current, at: span) }
    guard members.count(where: { $0 == .current }) < 2 else {
      throw QueryError(
        "'current' is repeated", at: span, hint: "alone it stands for all flows")
    }
    return Located(.named(members), at: span)
  }
}

extension TokenCursor {
  /// The flat rate that a word behind the cursor is, with the unit that may stand apart from it: `27p`,
  /// `27 p`, `27p per kWh`; nil for a name.
  mutating func flatRate(_ typed: String) -> Rate? {
    var rate = Rate(typed: typed)
    if rate == nil, let unit = word, let whole = Rate(typed: typed + unit) {
      rate = whole
      next()
    }
    if rate != nil, word == Clause.per.word, rest.dropFirst().first?.text.lowercased() == "kwh" {
      next()
      next()
    }
    return rate
  }
}
