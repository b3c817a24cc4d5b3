import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs
import TestSupport
import Testing

/// Random homes: the same figures in other shapes.
@Suite struct ShapeTests {
  private struct Asker {
    let random: RandomHome

    init(seed: UInt64) throws { random = try RandomHome(seed: seed) }

    var period: String { "from \(random.days.lowerBound) to \(random.days.upperBound)" }

    func callAsFunction(_ text: String) throws -> ResultTable {
      try ask(text, random.memory, now: ClockZone.utcStamp(Instant(halfHour: random.now)))
    }
  }

  // MARK: across

  /// What `across` shows under a row and a column is what `by` shows in the row of both.
  @Test(arguments: 0..<12 as Range<UInt64>)
  func acrossIsByTurnedRound(seed: UInt64) throws {
    let answer = try Asker(seed: seed)
    var generator = SeededGenerator(seed: seed &+ 500)
    for across in GroupKey.allCases {
      let others = generator.some(GroupKey.allCases.filter { $0 != across }, most: 2)
      let keys = generator.oneIn(4) ? [] : others
      let measure = ["usage import", "cost import", "cost export, gas", "net"]
        .filter { $0 != "net" || ![across].contains(.flow) && !keys.contains(.flow) }
      let flows = measure[Int.random(in: measure.indices, using: &generator)]
      let list = keys.map(\.word).joined(separator: ", ")
      let by = keys.isEmpty ? "" : "by \(list)"
      let turned = try answer("\(flows) \(answer.period) \(by) across \(across.word)")
      let plain = try answer(
        "\(flows) \(answer.period) by \((keys + [across]).map(\.word).joined(separator: ", "))")

      // Several flows have a key in front that nobody asked for.
      let names = turned.header.columns.map(\.name)
      let count = plain.header.columns.firstIndex { $0.kind.isNumeric } ?? 0
      let turnedKey = try #require(plain.header.columns.firstIndex { $0.name == across.word })
      var figures: [[String]: Cell] = [:]
      for row in plain.rows {
        let labels = row.cells[..<count].map(\.csv)
        figures[labels] = row.cells.last
      }
      var seen = 0
      for row in turned.rows {
        for (name, cell) in zip(names, row.cells).dropFirst(count - 1) {
          var labels = row.cells[..<(count - 1)].map(\.csv)
          labels.insert(name, at: turnedKey)
          #expect(cell == figures[labels] ?? .missing, "\(flows) \(by) across \(across.word)")
          seen += figures[labels] == nil ? 0 : 1
        }
      }
      #expect(seen == figures.count, "\(flows) \(by) across \(across.word)")
    }
  }

  /// Bands that begin together and end apart are different bands.
  @Test func bandsThatBeginTogether() throws {
    let home = try oneMeter(
      Array(repeating: "1", count: 96), from: "2023-06-30T23:00",
      [
        tariff("one", ["00:00-12:00": "10", "12:00-24:00": "20"], until: "2023-07-02"),
        tariff("two", ["00:00-13:00": "30", "13:00-24:00": "40"], from: "2023-07-02"),
      ])
    let query = "cost from 2023-07-01 to 2023-07-03"
    // 24 × 10p, 24 × 20p; 26 × 30p, 22 × 40p
    #expect(
      try ask("\(query) by band", home).lines == [
        "00:00-12:00,24,2.4", "00:00-13:00,26,7.8", "12:00-24:00,24,4.8", "13:00-24:00,22,8.8",
      ])
    let across = try ask("\(query) by day across band", home)
    #expect(
      across.header.columns.map(\.name) == [
        "day", "00:00-12:00", "00:00-13:00", "12:00-24:00", "13:00-24:00",
      ])
    #expect(across.lines == ["2023-07-01,2.4,,4.8,", "2023-07-02,,7.8,,8.8"])
    #expect(
      try ask("\(query) by band across day", home).lines == [
        "00:00-12:00,2.4,", "00:00-13:00,,7.8", "12:00-24:00,4.8,", "13:00-24:00,,8.8",
      ])
  }

  // MARK: on

  /// Each of several alternatives has the rows that it has alone, whatever the keys.
  @Test(arguments: 0..<12 as Range<UInt64>)
  func alternativesAreIndependent(seed: UInt64) throws {
    let answer = try Asker(seed: seed)
    let tariffs = answer.random.memory.catalog.tariffs
    func names(_ flow: Flow) -> [String] {
      tariffs.filter { $0.unit.flow == flow }.map { "\"\($0.name)\"" }
    }
    var sets = names(.import) + ["current"]
    var flows = "import"
    if let out = names(.export).first, let other = names(.export).last {
      sets = names(.import).map { "\($0)+\(out)" } + ["\(sets[0])+\(other)", "current", out]
      flows = "import, export"
    }
    sets = sets.reduce(into: []) { kept, set in if !kept.contains(set) { kept.append(set) } }
    for keys in ["", " by day", " by halfhour", " by meter, rate", " by band"] {
      let clauses = "\(flows) \(answer.period)\(keys) with coverage, price"
      let all = try answer("cost \(clauses) on \(sets.joined(separator: ", "))")
      #expect(all.header.columns.first?.name == "tariff")
      for set in sets {
        let alone = try answer("cost \(clauses) on \(set)")
        let name = set.replacing("\"", with: "")
        let own = all.rows.filter { $0.cells[0].csv == name }
        #expect(
          own.map { Array($0.cells.dropFirst()) } == alone.rows.map(\.cells), "\(clauses) on \(set)"
        )
        #expect(own.map(\.isIncomplete) == alone.rows.map(\.isIncomplete), "\(clauses) on \(set)")
      }
    }
  }

  /// One alternative for two flows prices each as its own tariff does.
  @Test(arguments: 0..<12 as Range<UInt64>)
  func aSetPricesEachFlowByItself(seed: UInt64) throws {
    let answer = try Asker(seed: seed)
    let tariffs = answer.random.memory.catalog.tariffs
    guard let out = tariffs.first(where: { $0.unit.flow == .export })?.name,
      let into = tariffs.last(where: { $0.unit.flow == .import })?.name
    else { return }
    let both = try answer(
      "cost import, export \(answer.period) by day on \"\(into)\"+\"\(out)\"")
    for (flow, name) in [("import", into), ("export", out)] {
      let alone = try answer("cost \(flow) \(answer.period) by day on \"\(name)\"")
      let own = both.rows.filter { $0.cells[0].csv == flow }.map { Array($0.cells.dropFirst()) }
      #expect(own == alone.rows.map(\.cells), "\(flow) on \(name)")
    }
  }

  // MARK: order, limit, top, bottom

  /// Rows sorted here, by the cells of the whole result: equal ones keep their order, empty ones
  /// come last, and so does the key `none`.
  private func sorted(
    _ rows: [ResultRow], by column: Int, descending: Bool, ranks: [String: Int]?
  ) -> [ResultRow] {
    func precedes(_ left: Cell, _ right: Cell) -> Bool {
      if let ranks { return ranks[left.csv] ?? .max < ranks[right.csv] ?? .max }
      switch (left, right) {
      case (.number(let a), .number(let b)): return a < b
      case (.text(let a), .text(let b)): return a < b
      case (.day(let a), .day(let b)): return a < b
      case (.time(let a), .time(let b)): return a.instant < b.instant
      default: return false
      }
    }
    func isEmpty(_ row: ResultRow) -> Bool {
      row.cells[column] == .missing || (ranks != nil && row.cells[column] == .text("none"))
    }
    let full = rows.filter { !isEmpty($0) }.enumerated().sorted { left, right in
      let (a, b) = (left.element.cells[column], right.element.cells[column])
      if precedes(a, b) { return !descending }
      if precedes(b, a) { return descending }
      return left.offset < right.offset
    }
    return full.map(\.element) + rows.filter(isEmpty)
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func choosingRowsIsSortingAllOfThem(seed: UInt64) throws {
    let answer = try Asker(seed: seed)
    var generator = SeededGenerator(seed: seed &+ 900)
    for _ in 0..<3 {
      let keys = generator.some(GroupKey.allCases.filter { $0 != .slot }, most: 3)
      let list = keys.map(\.word).joined(separator: ", ")
      let text = "cost import \(answer.period) by \(list) with coverage, share"
      let whole = try answer(text)
      let count = Int.random(in: 1...12, using: &generator)
      let last = whole.header.columns.count - 1
      func check(_ clause: String, _ rows: [ResultRow]) throws {
        #expect(try answer("\(text) \(clause)").rows == rows, "\(text) \(clause)")
      }
      let most = sorted(whole.rows, by: last, descending: true, ranks: nil)
      let least = sorted(whole.rows, by: last, descending: false, ranks: nil)
      try check("top \(count)", Array(most.prefix(count)))
      try check("bottom \(count)", Array(least.prefix(count)))
      try check("limit \(count)", Array(whole.rows.prefix(count)))
      for (column, name) in whole.header.columns.map(\.name).enumerated() {
        // The order of a key's own values is that of its own rows.
        let ranks = try keys.first { $0.word == name }.map { key in
          let labels = try answer("cost import \(answer.period) by \(key.word)").rows
            .map { $0.cells[0].csv }
          return Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
        }
        for descending in [false, true] {
          let rows = sorted(whole.rows, by: column, descending: descending, ranks: ranks)
          let order = "order by \(name) \(descending ? "desc" : "asc")"
          try check(order, rows)
          try check("\(order) limit \(count)", Array(rows.prefix(count)))
        }
      }
    }
  }

  /// Lists too: readings by any of their columns.
  @Test(arguments: 0..<6 as Range<UInt64>)
  func readingsInOrder(seed: UInt64) throws {
    let answer = try Asker(seed: seed)
    let text = "readings import, export \(answer.period)"
    let whole = try answer(text)
    for (column, name) in whole.header.columns.map(\.name).enumerated() {
      for descending in [false, true] {
        let rows = sorted(whole.rows, by: column, descending: descending, ranks: nil)
        let order = "order by \(name) \(descending ? "desc" : "asc") limit 40"
        #expect(try answer("\(text) \(order)").rows == Array(rows.prefix(40)), "\(text) \(order)")
      }
    }
  }
}
