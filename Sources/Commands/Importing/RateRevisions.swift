import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

/// The changes that a statement made to a tariff's past prices, and their effect on the cost of
/// known readings; used inside the transaction of the change.
struct RateRevisions {
  /// The tariff after the change.
  let tariff: Tariff
  private let previous: Tariff
  private let stored: [StoredRates]
  private let zone: ClockZone
  private let now: Instant
  let revisions: [RateRevision]

  /// `stored` is the outcome of storing its dated rows.
  init(
    of tariff: Tariff, previous: Tariff, stored: [StoredRates] = [], zone: ClockZone, now: Instant
  ) {
    self.tariff = tariff
    self.previous = previous
    self.stored = stored
    self.zone = zone
    self.now = now
    func past(_ changes: [RateChange], _ kind: DatedKind) -> [RateRevision] {
      changes.compactMap { $0.before(Instant(halfHour: now.halfHour)) }
        .map { RateRevision(kind: kind, change: $0) }
    }
    revisions =
      past(previous.rateChanges(to: tariff, zone: zone), .unit)
      + past(previous.standingChanges(to: tariff, zone: zone), .standing)
      + stored.flatMap { $0.revisions(before: Instant(halfHour: now.halfHour)) }
  }

  /// Whether no past price changed.
  var isEmpty: Bool { revisions.isEmpty && !changesKind }

  /// Whether the two tariffs are of different kinds, such as bands and dated rates, so that their
  /// prices can't be compared.
  private var changesKind: Bool {
    switch (previous.kind, tariff.kind) {
    case (.bands, .bands), (.dated, .dated), (.registers, .registers): false
    default: true
    }
  }

  /// The most spans listed: more would bury their effect.
  private static let mostSpans = 3

  /// Warnings about the changed prices, a few at most, and their effect; empty if no price changed.
  ///
  /// `payment` is the payment method assumed for the readings.
  func warnings(
    _ cache: Cache, _ writer: CacheWriter, payment: PaymentMethod
  ) throws -> [String] {
    try lines(cache, writer, payment: payment).map { "warning: \(tariff.name): \($0)" }
  }

  /// The warnings, without the name of the tariff.
  func lines(
    _ cache: Cache, _ writer: CacheWriter, payment: PaymentMethod
  ) throws -> [String] {
    guard !isEmpty else { return [] }
    var lines = changesKind ? ["its rates are now of another kind"] : []
    let spans = spans
    lines += spans.prefix(RateRevisions.mostSpans).map(text)
    if spans.count > RateRevisions.mostSpans {
      let rest = spans.count - RateRevisions.mostSpans
      lines.append("\(counted(rest, "more span")) changed: see 'show revisions'")
    }
    do {
      lines.append(try costEffect(cache, writer, payment))
    } catch let error as QueryError {
      let reasons = error.mistakes.map(\.text).joined(separator: ", ")
      lines.append("the new cost of its readings is not known: \(reasons)")
    }
    return lines
  }

  // MARK: Spans

  /// The revisions, with consecutive ones grouped.
  private var spans: [[RateRevision]] {
    var spans: [[RateRevision]] = []
    for revision in revisions {
      if let last = spans.last?.last, last.kind == revision.kind,
        last.change.isFollowed(by: revision.change)
      {
        spans[spans.count - 1].append(revision)
      } else {
        spans.append([revision])
      }
    }
    return spans
  }

  private func text(of span: [RateRevision]) -> String {
    let (first, last) = (span[0].change, span[span.count - 1].change)
    let start = first.from.map { "from \(zone.shortStamp($0)) " } ?? ""
    let time = start + "until " + (last.until.map { zone.shortStamp($0) } ?? "")
    let band = first.band.map { "\($0) " } ?? ""
    let noun = span[0].kind.noun
    let isOne = span.allSatisfy {
      $0.change.previous == first.previous && $0.change.new == first.new
    }
    let new = first.new.map { amount($0, tariff) } ?? "no longer known"
    let change = "\(new) and was \(amount(first.previous, previous))"
    return isOne
      ? "the \(noun) \(band)\(time) is \(change)"
      : "\(counted(span.count, noun)) \(band)\(time) changed; the first is \(change)"
  }

  private func amount(_ rate: Rate, _ tariff: Tariff) -> String {
    amountText(rate.inMajorUnit.text, in: tariff.currency)
      + (tariff.vat == .excluded ? " without VAT" : "")
  }

  // MARK: What they come to

  /// The effect on the cost of the known readings that the tariff prices, and on its standing
  /// charges.
  private func costEffect(
    _ cache: Cache, _ writer: CacheWriter, _ payment: PaymentMethod
  ) throws -> String {
    let catalog = try cache.catalog(writer)
    let records = catalog.points.filter { $0.flow == tariff.unit.flow }
      .flatMap { catalog.meters(of: $0) }
    guard let read = zone.days(of: records.compactMap(\.readings)) else {
      return "no known reading is from that time"
    }
    let last = changesKind ? read.upperBound : lastDay ?? read.upperBound
    let first = max(firstDay ?? read.lowerBound, read.lowerBound)
    guard first <= last else { return "no known reading is from that time" }
    var query = Query(measure: Located(.cost, at: 0..<0))
    query.flows = [Located(tariff.unit.flow, at: 0..<0)]
    query.period = Located(
      .between(Located(.day(first), at: 0..<0), Located(.day(last), at: 0..<0), through: true),
      at: 0..<0)
    query.extras = [Located(.standing, at: 0..<0)]
    let current = try Planner.plan(
      query, catalog: catalog, rates: cache, payment: payment, zone: zone, now: now)
    query.alternatives = [Located(.named([.tariff(tariff.name)]), at: 0..<0)]
    let before = try Planner.plan(
      query, catalog: earlier(catalog),
      rates: EarlierRates(cache: cache, tariff: tariff, stored: stored),
      payment: payment, zone: zone, now: now)
    return text(of: try CostChange(of: tariff.name, from: before, to: current, source: cache))
  }

  /// The first day with a changed price; nil if there is no earliest.
  private var firstDay: LocalDay? {
    if changesKind { return nil }
    let starts = revisions.map(\.change.from)
    return starts.contains(nil) ? nil : starts.compactMap(\.self).min().map { zone.day(of: $0) }
  }

  private var lastDay: LocalDay? {
    revisions.compactMap(\.change.until).max().map {
      zone.day(of: Instant(seconds: $0.seconds - 1))
    }
  }

  /// The catalog with the tariff as it was before.
  private func earlier(_ catalog: Catalog) -> Catalog {
    var earlier = catalog
    for index in earlier.tariffs.indices where earlier.tariffs[index].name == tariff.name {
      earlier.tariffs[index] = previous
      earlier.tariffs[index].name = tariff.name
    }
    return earlier
  }

  private func text(of change: CostChange) -> String {
    var texts: [String] = []
    let what = tariff.unit.flow == .export ? "the income from" : "the cost of"
    if change.halfHours > 0 {
      texts.append(
        "\(what) \(counted(change.halfHours, "known half-hour")) \(course(of: change.energy))")
    }
    if change.unpriced > 0 {
      let verb = havingVerb(change.unpriced)
      texts.append("\(counted(change.unpriced, "known half-hour")) \(verb) no rate now")
    }
    if change.days > 0 {
      let days = counted(change.days, "day")
      texts.append("the standing charge of \(days) \(course(of: change.standing))")
    }
    return texts.isEmpty ? "no known reading costs more or less" : texts.joined(separator: "; ")
  }

  private func course(of money: Money) -> String {
    if money.picopence == 0 { return "stays the same" }
    let size = Money(picopence: abs(money.picopence)).inMajorUnit.text
    return (money.picopence > 0 ? "rises by " : "falls by ")
      + amountText(size, in: tariff.currency)
  }
}

/// The rates of the cache, except that those of one tariff are as they were before.
private struct EarlierRates: RateSource {
  let cache: Cache
  let tariff: Tariff
  let stored: [StoredRates]

  func datedRates(
    of name: String, _ kind: DatedKind, overlapping range: TimeRange
  ) throws -> [DatedRate] {
    guard name == tariff.name, let stored = stored.first(where: { $0.kind == kind }) else {
      return try cache.datedRates(of: name, kind, overlapping: range)
    }
    return stored.previous.filter { $0.overlaps(range) }
  }

  func paymentMethods(
    of name: String, overlapping range: TimeRange
  ) throws -> Set<PaymentMethod?> {
    try cache.paymentMethods(of: name, overlapping: range)
  }
}

extension DatedKind {
  /// The noun for a price of that kind: `unit rate`, `standing charge`.
  var noun: String {
    switch self {
    case .unit: "unit rate"
    case .day: "day rate"
    case .night: "night rate"
    case .standing: "standing charge"
    }
  }
}
