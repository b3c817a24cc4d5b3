import EnergyModel
import QueryLanguage

/// What `having`, `order by`, `top`, `bottom` and `limit` leave of the rows of a result.
///
/// Rows go straight on where nothing asks for all of them first.
struct RowSelection {
  private let plan: Plan
  private let cancellation: Cancellation
  private var kept: [(row: ResultRow, ranks: [Int])] = []
  /// Rows that passed `having`.
  private(set) var passed = 0
  private(set) var sent = 0

  init(_ plan: Plan, unless cancellation: Cancellation = .never) {
    self.plan = plan
    self.cancellation = cancellation
  }

  /// `ranks`: the places of the values of the first columns among those of their keys.
  mutating func append(
    _ row: ResultRow, ranks: @autoclosure () -> [Int] = [], to sink: inout some ResultSink
  ) throws {
    guard plan.having.allSatisfy({ $0.holds(row) }) else { return }
    passed += 1
    if needsAll {
      kept.append((row, ranks()))
    } else if case .limit(let count) = plan.cut, sent >= count {
      return
    } else {
      sent += 1
      try sink.append(row)
    }
  }

  /// Whether further rows would change nothing, not even the count of those that passed.
  var isFull: Bool {
    guard case .limit(let count) = plan.cut, !needsAll, plan.having.isEmpty else { return false }
    return sent >= count
  }

  mutating func finish(to sink: inout some ResultSink) throws {
    guard needsAll else { return }
    var indices = Array(kept.indices)
    let last = plan.columns.count - 1
    switch plan.cut {
    case .top(let count):
      indices = try Array(sorted(indices, last, isDescending: true).prefix(count))
    case .bottom(let count):
      indices = try Array(sorted(indices, last, isDescending: false).prefix(count))
    case .limit, nil: break
    }
    if let order = plan.order {
      indices = try sorted(indices.sorted(), order.column, isDescending: order.isDescending)
    }
    if case .limit(let count) = plan.cut { indices = Array(indices.prefix(count)) }
    sent = indices.count
    for index in indices { try sink.append(kept[index].row) }
  }

  private var needsAll: Bool {
    switch plan.cut {
    case .top, .bottom: true
    case .limit, nil: plan.order != nil
    }
  }

  /// By one column; equal rows stay in their order, empty ones come last.
  private func sorted(_ indices: [Int], _ column: Int, isDescending: Bool) throws -> [Int] {
    func precedes(_ left: Int, _ right: Int) -> Bool? {
      let (first, second) = (kept[left], kept[right])
      if column < first.ranks.count {
        let (a, b) = (first.ranks[column], second.ranks[column])
        return a == b ? nil : a < b
      }
      switch (first.row.cells[column], second.row.cells[column]) {
      case (.number(let a), .number(let b)): return a == b ? nil : a < b
      case (.text(let a), .text(let b)): return a == b ? nil : a < b
      default: return nil
      }
    }
    func isEmpty(_ index: Int) -> Bool { kept[index].row.cells[column] == .missing }
    return try indices.enumerated().sorted { left, right in
      try cancellation.check()
      let (a, b) = (left.element, right.element)
      guard isEmpty(a) == isEmpty(b) else { return isEmpty(b) }
      guard let ascending = precedes(a, b) else { return left.offset < right.offset }
      return ascending != isDescending
    }.map(\.element)
  }
}

extension Plan {
  /// Sends a result whose rows are of its own kind; `rows` appends them and gives what is known of
  /// them afterwards.
  func list<Sink: ResultSink>(
    to sink: inout Sink, unless cancellation: Cancellation = .never,
    _ rows: (inout RowSelection, inout Sink) throws -> ResultFoot
  ) throws {
    try sink.begin(head)
    var selection = RowSelection(self, unless: cancellation)
    var foot = try rows(&selection, &sink)
    try selection.finish(to: &sink)
    if selection.sent < selection.passed { foot.rowsInAll = selection.passed }
    try sink.end(foot)
  }
}

extension Plan.Limit {
  /// Whether a row's figure is above or below the number; an empty one is neither.
  fileprivate func holds(_ row: ResultRow) -> Bool {
    guard case .number(let figure) = row.cells[column] else { return false }
    return comparison.holds(figure, number)
  }
}
