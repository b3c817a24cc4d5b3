import EnergyModel
import QueryLanguage

/// The filter and sorter of result rows, for `having`, `order by`, `top`, `bottom` and `limit`.
///
/// Rows are passed straight on unless something needs all of them first.
struct RowSelection {
  private let rows: Plan.Rows
  private let cancellation: Cancellation
  private var kept: [(row: ResultRow, ranks: [Int])] = []
  /// The number of rows that passed `having`.
  private(set) var passed = 0
  private(set) var sent = 0

  init(_ rows: Plan.Rows, cancellation: Cancellation = .never) {
    self.rows = rows
    self.cancellation = cancellation
  }

  /// Adds a row; `ranks` are the ordinals of its first columns' values among those of their keys.
  mutating func append(
    _ row: ResultRow, ranks: @autoclosure () -> [Int] = [], to sink: inout some ResultSink
  ) throws {
    guard rows.having.allSatisfy({ $0.holds(row) }) else { return }
    passed += 1
    if rows.arePutInOrder {
      guard kept.count * row.cells.count < Ceiling.cells else { throw Ceiling.tooManyCellsToOrder }
      kept.append((row, ranks()))
    } else if case .limit(let count) = rows.cut, sent >= count {
      return
    } else {
      sent += 1
      try sink.append(row)
    }
  }

  /// Whether further rows would change nothing, not even the count of those that passed.
  var isFull: Bool {
    guard case .limit(let count) = rows.cut, !rows.arePutInOrder, rows.having.isEmpty else {
      return false
    }
    return sent >= count
  }

  mutating func finish(to sink: inout some ResultSink) throws {
    guard rows.arePutInOrder else { return }
    var indices = Array(kept.indices)
    let ranked = rows.rankedColumn
    switch rows.cut {
    case .top(let count):
      indices = try Array(sorted(indices, ranked, isDescending: true).prefix(count))
    case .bottom(let count):
      indices = try Array(sorted(indices, ranked, isDescending: false).prefix(count))
    case .limit, nil: break
    }
    if let order = rows.order {
      indices = try sorted(indices.sorted(), order.column, isDescending: order.isDescending)
    }
    if case .limit(let count) = rows.cut { indices = Array(indices.prefix(count)) }
    sent = indices.count
    for index in indices { try sink.append(kept[index].row) }
  }

  /// Sorts stably by one column, with empty rows and `none` last.
  private func sorted(_ indices: [Int], _ column: Int, isDescending: Bool) throws -> [Int] {
    let keys = indices.map { index in
      SortKey(kept[index].row.cells[column], in: column, ranks: kept[index].ranks)
    }
    return try keys.indices.sorted { left, right in
      try cancellation.check()
      let (a, b) = (keys[left], keys[right])
      guard a.isEmpty == b.isEmpty else { return b.isEmpty }
      guard let ascending = a.precedes(b) else { return left < right }
      return ascending != isDescending
    }.map { indices[$0] }
  }
}

/// A cell's value for sorting.
private enum SortKey {
  case rank(Int)
  case number(FixedPoint)
  case text(String)
  case day(LocalDay)
  case instant(Instant)
  case empty

  /// `ranks` are those of ``RowSelection/append(_:ranks:to:)``.
  init(_ cell: Cell, in column: Int, ranks: [Int]) {
    self =
      switch cell {
      case .missing, .spark: .empty
      case .text(LabelAxis.none) where column < ranks.count: .empty
      case _ where column < ranks.count: .rank(ranks[column])
      case .number(let number): .number(number)
      case .text(let text): .text(text)
      case .day(let day): .day(day)
      case .time(let time): .instant(time.instant)
      }
  }

  var isEmpty: Bool { if case .empty = self { true } else { false } }

  /// Whether it sorts before `other`; nil if they are equal.
  func precedes(_ other: SortKey) -> Bool? {
    func compare<Value: Comparable>(_ a: Value, _ b: Value) -> Bool? { a == b ? nil : a < b }
    return switch (self, other) {
    case (.rank(let a), .rank(let b)): compare(a, b)
    case (.number(let a), .number(let b)): compare(a, b)
    case (.text(let a), .text(let b)): compare(a, b)
    case (.day(let a), .day(let b)): compare(a, b)
    case (.instant(let a), .instant(let b)): compare(a, b)
    default: nil
    }
  }
}

extension Plan.Rows {
  /// Whether all rows must be present before the first can be sent.
  var arePutInOrder: Bool {
    switch cut {
    case .top, .bottom: true
    case .limit, nil: order != nil
    }
  }
}

extension Plan {
  /// Sends a result whose rows are not groups; `append` adds them and returns the facts that are
  /// only known afterwards.
  func list<Sink: ResultSink>(
    to sink: inout Sink, cancellation: Cancellation = .never,
    _ append: (inout RowSelection, inout Sink) throws -> ResultSummary
  ) throws {
    try sink.begin(header)
    var selection = RowSelection(rows, cancellation: cancellation)
    var summary = try append(&selection, &sink)
    try selection.finish(to: &sink)
    if selection.sent < selection.passed { summary.rowsInAll = selection.passed }
    try sink.end(summary)
  }
}

extension Plan.Limit {
  /// Whether a row's figure satisfies the condition; an empty one never does.
  fileprivate func holds(_ row: ResultRow) -> Bool {
    guard case .number(let figure) = row.cells[column] else { return false }
    return comparison.holds(figure, number)
  }
}
