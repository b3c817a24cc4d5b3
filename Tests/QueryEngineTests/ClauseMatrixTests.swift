import EnergyModel
import QueryEngine
import QueryLanguage
import TestSupport
import Testing

/// Every measure with every clause and every extra, against a table written out by hand from the
/// contract, §2: `readings`, `rates`, `gaps`, `cheapest` and `bill` take no `by`, `bill` and `gaps`
/// no `where`.
///
/// Besides: the one row of `cheapest` and the lines of a bill are not chosen or sorted, what is not
/// priced takes no `on`, only costs take `using`, and a comparison is of whole days.
@Suite struct ClauseMatrixTests {
  private static let table = """
    usage: versus by across meter where having with per projected above below order limit top bottom
    cost: versus by across on meter where having with per projected above below order limit top bottom using
    net: versus by across on meter where having with per projected above below order limit top bottom using
    readings: on meter where having with order limit top bottom using
    rates: on meter where having order limit top bottom
    gaps: meter having order limit top bottom
    cheapest: on meter where
    dearest: on meter where
    bill: projected on meter using
    compare: on meter having order limit top bottom using
    reconcile: by on meter having billed order limit top bottom using
    """

  /// The contract, §2 and §4.
  private static let extraTable = """
    usage: coverage share cumulative rolling spread power volume spark
    cost: standing coverage price share cumulative rolling spread power supplier vat volume spark
    net: coverage share cumulative rolling spark
    readings: supplier revisions
    rates:
    gaps:
    cheapest:
    dearest:
    bill:
    compare:
    reconcile:
    """

  /// All measures take these.
  private static let common: Set = ["from", "as", "into", "chart"]

  /// A column of figures that each has.
  private static let columns = [
    "usage": "usage", "cost": "cost", "net": "net_cost", "readings": "usage", "rates": "rate",
    "gaps": "halfhours", "cheapest": "average_rate", "dearest": "average_rate", "bill": "amount",
    "compare": "total", "reconcile": "difference",
  ]

  private static func words(_ text: String) -> [String: Set<String>] {
    Dictionary(
      uniqueKeysWithValues: text.split(separator: "\n").map { line in
        let parts = line.split(separator: ":", omittingEmptySubsequences: false)
        return (String(parts[0]), Set(parts[1].split(separator: " ").map(String.init)))
      })
  }

  private static let clauses = words(table).mapValues { $0.union(common) }
  private static let extras = words(extraTable)

  /// A new word must get its place in the tables.
  @Test func theTablesHaveAllWords() {
    #expect(Set(ClauseMatrixTests.clauses.keys) == Set(Measure.words))
    #expect(Set(ClauseMatrixTests.extras.keys) == Set(Measure.words))
    #expect(
      ClauseMatrixTests.clauses.values.reduce(into: []) { $0.formUnion($1) } == Set(Clause.words))
    #expect(
      ClauseMatrixTests.extras.values.reduce(into: []) { $0.formUnion($1) } == Set(Extra.words))
    #expect(Set(ClauseMatrixTests.columns.keys) == Set(Measure.words))
  }

  /// Import, export and gas in m³, each with a reading, twenty days to project from, and a tariff.
  private static func home() throws -> MemoryHome {
    var home = MemoryHome()
    let meters = [
      home.addMeter("1900000000001", .import, alias: "house"),
      home.addMeter("1900000000002", .export),
      home.addMeter("3900001", .gas, unit: .m3, alias: "boiler"),
    ]
    for meter in meters {
      home.store([1_000_000], from: try halfHour("2023-07-01T12:00"), of: meter)
      home.storeCosts(["10"], from: try halfHour("2023-07-01T12:00"), of: meter)
      home.store(
        Array(repeating: 1_000_000, count: 20 * 48), from: try halfHour("2024-12-11T00:00"),
        of: meter)
    }
    home.add([CalorificValue(from: try day("2023-01-01"), value: 39_500_000)])
    home.add(try tariff("in", ["00:00-24:00": "10"]))
    home.add(try tariff("out", ["00:00-24:00": "5"], unit: .electricityExportingKWh))
    home.add(try tariff("heat", ["00:00-24:00": "3"], unit: .gasImportingM3))
    return home
  }

  private func text(_ clause: String, _ measure: String, _ meter: String) -> String {
    switch clause {
    case "from": "from 2023-07-01 to 2023-07-02"
    case "by": "by day"
    case "across": "across day"
    case "on": "on current"
    case "meter": "meter \(meter)"
    case "where": "where weekend"
    case "having": "having \(ClauseMatrixTests.columns[measure] ?? "") > 0"
    case "per": "per day"
    case "versus": "versus 2023-06"
    case "projected": "2024-12 projected"
    case "above", "below": "\(clause) 300W"
    case "billed": "billed energy £1"
    case "order": "order by \(ClauseMatrixTests.columns[measure] ?? "")"
    case "limit", "top", "bottom": "\(clause) 3"
    case "using": "using exact"
    case "as": "as csv"
    case "chart": "chart"
    case "into": "into out.csv"
    default: ""
    }
  }

  @Test(arguments: Measure.words)
  func measure(_ measure: String) throws {
    let home = try ClauseMatrixTests.home()
    let clauses = try #require(ClauseMatrixTests.clauses[measure])
    let extras = try #require(ClauseMatrixTests.extras[measure])
    let opening = measure + (["cheapest", "dearest"].contains(measure) ? " 30m" : "")
    for clause in Clause.words {
      var refused: [String] = []
      if !clauses.contains(clause) { refused = ["'\(measure)' takes no '\(clause)'"] }
      if clause != "with" {
        check("\(opening) \(text(clause, measure, "house"))", refused, home)
        #expect(!text(clause, measure, "").isEmpty, "\(clause)")
      }
      for extra in Extra.words {
        let isGas = extra == "volume"
        let flow = isGas && measure != "net" ? " gas" : ""
        let part = text(clause, measure, isGas ? "boiler" : "house")
        var errors = clause == "with" ? [] : refused
        if !clauses.contains("with") {
          errors.append("'\(measure)' takes no 'with'")
        } else if !extras.contains(extra) {
          errors.append("'\(measure)' takes no 'with \(extra)'")
        } else if errors.isEmpty, clause == "across" {
          errors = ["'with' and 'across' can't be combined"]
        } else if errors.isEmpty, clause == "projected", extra != "standing" {
          errors = ["'projected' takes no 'with \(extra)'"]
        } else if errors.isEmpty, clause == "where", extra == "standing" {
          errors = ["a standing charge can't be combined with 'where'"]
        } else if errors.isEmpty, ["above", "below"].contains(clause), extra == "standing" {
          errors = ["a standing charge can't be combined with '\(clause)'"]
        } else if errors.isEmpty, ["above", "below"].contains(clause),
          ["supplier", "volume"].contains(extra)
        {
          errors = [
            "'\(clause)' counts parts of half-hours, so it can't be combined with '\(extra)'"
          ]
        }
        let operand = extra == "rolling" ? " 2" : ""
        check("\(opening)\(flow) \(part) with \(extra)\(operand)", errors, home)
      }
    }
  }

  private func check(_ text: String, _ errors: [String], _ home: MemoryHome) {
    do {
      _ = try ask(text, home)
      #expect(errors == [], "\(text)")
    } catch let refusal as QueryError {
      #expect(refusal.mistakes.map(\.message) == errors, "\(text)")
    } catch {
      Issue.record("\(text): \(error)")
    }
  }
}
