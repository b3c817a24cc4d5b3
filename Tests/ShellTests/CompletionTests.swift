import Commands
import EnergyModel
import Foundation
import QueryLanguage
import Rendering
import Terminal
import TestSupport
import Testing

@testable import Shell

/// What is offered for the word that is being typed.
@Suite struct CompletionTests {
  private let octowatt: Program
  private let session: Session

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
    let test = try TestSession(cachePath: octowatt.cachePath)
    session = test.session
    for statement in [
      "alias 1000000000025 'the roof'", "define monthly (p = 2023-07) = cost import $p",
      "let p = last month", "let n = 3", "let home = house",
    ] {
      _ = try test.run(statement)
    }
  }

  private func names(_ text: String) -> [String] {
    Completer(session).candidates(for: text).candidates.map(\.text)
  }

  @Test(
    arguments: [
      ("", ["usage", "cost", "net", "readings", "rates"]),
      ("cost ", ["import", "export", "gas", "from", "since", "until", "all"]),
      ("cost import, ", ["export", "gas"]),
      ("cost import 2023-07 ", ["versus", "by", "across", "on", "meter", "where"]),
      ("cost import by month top 3 ", ["from"]),
      ("compare by", []),
      ("gaps import 2023 w", []),
      ("readings by ", []),
      ("usage by day by ", []),
      ("readings by day ", ["import", "export", "gas", "from"]),
      ("cost by halfhour with s", ["share", "spread"]),
      ("cost where weekend with s", ["share", "spread", "supplier", "spark"]),
      ("cost by day with s", ["standing", "share", "spread", "supplier", "spark"]),
      ("cost above 300W bel", []),
      ("cost above 300W with s", ["share", "spread"]),
      ("cost above 300W where u", []),
      ("cost where usage > 1 be", []),
      ("cost with standing be", []),
      ("usage by slot pe", []),
      ("cost 2023-07 versus ", ["previous", "year", "from", "since", "until", "all"]),
      ("cost versus ", ["year", "from", "since", "until", "all"]),
      ("cost versus year ", ["to", "earlier"]),
      ("cost versus y", ["year", "yesterday", "ytd"]),
      ("cost versus tom", ["today"]),
      ("cost 2023-07 versus 2023-06 acr", []),
      ("usage across day ver", ["per"]),
      ("bill ver", []),
      ("usage projected by r", []), ("cost projected with ", ["standing"]),
      ("cost per day projec", []), ("cost projected to", ["today", "tomorrow"]),
      ("gaps projec", []),
      ("usage per ", ["day", "week", "month", "year"]),
      ("usage by month per ", ["day", "week", "month"]),
      ("usage per month by ", ["halfhour", "hour", "weekday", "daytype", "month", "quarter"]),
      ("readings pe", []),
      ("cost having cost > 3 p", ["per"]),
      ("usage above 300 ", ["kW", "W"]),
      ("net with r", ["rolling"]),
      ("cost with standing by h", []),
      ("cost with standing across d", ["daytype", "day"]),
      ("usage by month across weekday h", []),
      ("usage with share acr", []),
      ("usage across day with", []),
      ("net ", ["from"]),
      ("net import, ", ["export"]),
      ("cheapest 3h import, ", []),
      ("usage export meter ", ["\"the roof\""]),
      ("usage with spark by ha", []), ("usage by rate with sp", ["spread", "spark"]),
      ("usage with ", ["coverage", "share", "cumulative"]),
      (
        "usage gas with ",
        ["coverage", "share", "cumulative", "rolling", "spread", "power", "volume", "spark"]
      ),
      ("usage by month, we", ["weekday", "week"]),
      ("usage by week across we", ["weekday"]),
      ("cost from 2023-07-01 t", ["to", "through"]),
      ("cost last ", ["week", "month", "quarter", "year", "7 days"]), ("usage latest ", ["7 days"]),
      ("cost last 7", ["7 days"]), ("cost last 7 d", ["days"]),
      ("cheapest ", ["1h", "2h", "3h", "4h", "6h", "90m"]), ("dearest 9", ["90m"]),
      ("csot", ["cost"]), ("usage by hlf", ["halfhour"]), ("usage by our", ["halfhour", "hour"]),
      ("cost imprt", ["import"]), ("usage meter ROO", ["\"the roof\""]), ("usage by xq", []),
      ("cost import on import", ["flux_import_2023-07"]), ("cost on fulx", ["flux_import_2023-07"]),
      ("cost 2023-07 to ", []), ("cost 2023-07 to 2023-0", []),
      ("cost last 3 ", ["days", "weeks", "months", "quarters", "years"]),
      ("cost 4 ja", ["january"]),
      ("cost nov", ["november"]),
      ("cost import on f", ["flux_import_2023-07"]),
      ("cost export, import on f", ["flux_export_2023-07", "flux_import_2023-07"]),
      ("cost on f", ["flux_import_2023-07"]),
      ("compare on f", ["flux_export_2023-07", "flux_import_2023-07"]),
      ("cost on flux_import_2023-07+", ["flux_export_2023-07"]),
      ("cost import, export on flux_export_2023-07+", ["flux_import_2023-07"]),
      ("cost gas on f", []),
      ("cost import on FLUX_I", ["flux_import_2023-07"]),
      ("cost on flux_import_2023-07+flux_e", ["flux_export_2023-07"]),
      ("cost on ", ["current"]),
      ("usage meter ", ["house", "\"the roof\""]),
      ("usage meter house, 'the", ["the roof"]),
      ("usage meter 10", ["1000000000017", "1000000000025"]),
      ("usage where t", ["time", "tariff"]),
      ("usage where tariff ", ["="]),
      ("usage where day in (m", ["mon"]), ("usage where day ", ["in"]),
      ("usage where day in (", ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
      ("show history l", ["limit"]), ("show history limit 3 ", ["as", "into"]),
      ("usage where usage ", ["<", "<=", ">", ">=", "="]),
      ("cost 2023-07 using ", ["exact", "guide", "bill"]),
      ("cost as j", ["json", "jsonl"]),
      ("cost import by month order by ", ["month", "usage_kwh", "cost_gbp"]),
      ("cost having cost", ["cost_gbp"]),
      ("cost by day having ", ["usage_kwh", "cost_gbp"]),
      ("cost by day order by d", ["day"]),
      ("cheapest 3h import tom", ["tomorrow"]),
      ("explain bi", ["bill"]),
      ("cost 20", ["2023", "2023-07", "2023-08", "2023-09", "2023-10", "2023-11"]),
      ("cost from 2023-07 to 2023-1", ["2023-10", "2023-11"]),
      ("cost 2023-11", ["2023-11", "2023-11-01"]),
      ("cost july 2", ["2023"]),
      ("show q", ["queries"]), ("show v", ["vat", "variables"]),
      ("set v", ["vat"]), ("set vat ", ["electricity", "gas"]), ("set vat gas 5 ", ["from"]),
      ("SHOW ME", ["meters"]),
      ("run m", ["monthly"]),
      ("run monthly ", ["p="]),
      ("run monthly p=2023-07 p", []), ("run monthly 2023-07 ", []), ("run monthly 2023-07, p", []),
      ("run monthly p=2023-07 ", []),
      ("forget ", ["monthly"]),
      ("describe mon", ["monthly"]),
      ("define x ", ["(", "="]),
      ("define x = cost import by mo", ["month"]),
      ("let q = la", ["last", "latest"]),
      ("cost $", ["$p"]),
      ("cost top $", ["$n"]),
      ("usage meter $", ["$home", "$n", "$p"]),
      (".", SettingTable.all.map(\.name)),
      (".mode h", ["html"]),
      (".highlight ", ["on", "off"]),
      (".policy g", ["guide"]),
      ("assign flux_import_2023-07 ", ["to"]),
      ("assign flux_import_2023-07 to ", ["house"]),
      ("assign flux_export_2023-07 to ", ["\"the roof\""]),
      ("add tariff go as import rate 30p v", ["valid"]),
      ("add tariff go as import as", []),
      ("import x.json c", ["create"]),
      ("drop t", ["tariff"]),
      ("drop tariff flux_i", ["flux_import_2023-07"]),
      ("usage into x.html o", ["open", "october"]), ("last into x.csv ", ["open"]),
      ("report o", ["october", "open"]), ("report into x.html o", ["october", "open"]),
      ("report 2023-07 open o", []), ("report v", ["versus"]), ("report versus p", ["previous"]),
      ("report all versus p", []), ("report versus year e", ["earlier"]),
      ("report versus previous v", []), ("save readings v", []),
      ("save readings wi", ["with", "winter"]), ("save readings with ", ["cost"]),
      ("save readings with cost wi", ["winter"]),
      ("save config into x.json o", []),
      ("help err", ["errors"]),
      ("import r", ["rates", "register", "replace"]),
      ("usage; cost b", ["by", "below", "bottom"]),
      ("usage import,\n", ["export", "gas"]),
      ("usage # b", []),
      ("usage nonsense b", ["by", "below", "bottom"]),
      ("sql ", ["select", "with", "values", "explain", "pragma"]),
      ("sql select * from read", ["reading", "reading_day", "reading_revision"]),
      ("sql select seri from meter where seri", ["serial"]),
      ("sql select name from tariff whe", ["where"]),
      ("sql select 1 as ", ["table", "box", "plain", "markdown", "csv"]),
      ("sql select 1 as json in", ["into"]), ("sql select 1 into x.csv ", ["open", "as"]),
      ("check ", ["as", "into"]), ("backup ", ["into"]),
      ("quit ", []),
    ] as [(String, [String])])
  func offers(text: String, expected: [String]) {
    let offered = names(text)
    // The lists at the top are long; how they begin shows their order.
    #expect(Array(offered.prefix(max(expected.count, expected.isEmpty ? 1 : 0))) == expected)
  }

  /// The words of 'set' say what they are.
  @Test(arguments: ["set ", "set night 00:30-07:30 ", "set vat ", "set vat gas 5 "])
  func wordsOfSetAreDescribed(text: String) {
    let candidates = Completer(session).candidates(for: text).candidates
    #expect(!candidates.isEmpty && candidates.allSatisfy { !$0.summary.isEmpty })
  }

  @Test func filesAreOfferedWhereFilesStand() throws {
    for name in ["my file.csv", "a.json", "report.octowatt", ".hidden"] {
      try octowatt.folder.write("", to: name)
    }
    let folder = octowatt.folder.path + "/"
    #expect(
      names("import \(folder)") == ["\(folder)a.json", "\(folder)data/", "\(folder)home/"]
        + ["\"\(folder)my file.csv\"", "\(folder)report.octowatt"])
    #expect(names("cost into '\(folder)my") == ["\(folder)my file.csv"])
    #expect(names("run \(folder)r") == ["\(folder)report.octowatt"])
    #expect(
      names(".read \(folder)") == ["\(folder)data/", "\(folder)home/", "\(folder)report.octowatt"])
    #expect(names("save config into \(folder).h") == ["\(folder).hidden"])
    #expect(names("import /nowhere/") == [])
  }

  @Test func keysAreOfferedByName() throws {
    let path = octowatt.folder.path + "/credentials"
    try octowatt.folder.write("", to: "credentials")
    #expect(chmod(path, 0o600) == 0)
    session.workspace.network.keys = KeyRing(path: path)
    let key = try #require(APIKey("sk_test_0123456789abcdef"))
    for name in ["default", "house"] {
      _ = try session.workspace.network.keys.add(key, named: name)
    }
    #expect(names("drop key ") == ["default", "house"])
    #expect(names("drop key h") == ["house"])
  }

  /// Statements that people type, from the golden scripts.
  private static func statements() throws -> [String] {
    try goldenScripts(in: "Golden").flatMap { try GoldenScript($0).statements }
      .filter { !$0.contains("\n") }
  }

  /// What is offered behind the start of a statement is taken there: reading goes on behind it.
  @Test(arguments: [21, 25] as [UInt64])
  func whatIsOfferedIsAccepted(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var offers = 0
    for statement in try CompletionTests.statements().shuffled(using: &random) {
      let cut = statement.indices.randomElement(using: &random) ?? statement.startIndex
      let (start, candidates) = Completer(session).candidates(for: String(statement[..<cut]))
      let prefix = String(decoding: statement.utf8.prefix(start), as: UTF8.self)
      let mistakes = errors(in: prefix).filter { $0 < start }
      for candidate in candidates {
        offers += 1
        let text = prefix + candidate.text + (candidate.isWhole ? " " : "")
        // It may mend a mistake, as a unit does behind '0.3', but makes none.
        let found = errors(in: text).filter { $0 < text.utf8.count }
        #expect(Set(found).isSubset(of: mistakes), "\(text)")
        if mistakes.isEmpty { #expect(refusal(of: text, from: start) == nil, "\(text)") }
      }
    }
    #expect(offers > 3000)
  }

  /// What the planner has against the end of a query that begins at a byte; nil when there is
  /// nothing, or the query is not whole yet, as one whose flow may still follow, or whose period
  /// makes too many columns and may be shorter.
  private func refusal(of text: String, from start: Int) -> String? {
    let endings = [""] + Flow.allCases.map { " " + $0.word }
    let refusals = endings.map { refusal(ofWhole: text + $0, from: start) }
    return refusals.contains(nil) ? nil : refusals[0]
  }

  private func refusal(ofWhole text: String, from start: Int) -> String? {
    guard let tokens = Lexer.lex(text).statements.last,
      let query = try? Parser.query(tokens)
    else { return nil }
    do {
      _ = try session.workspace.plan(query)
      return nil
    } catch {
      let errors = (error as? QueryError)?.mistakes ?? []
      // How many columns or complete days there would be depends on the period, which is not looked at.
      return errors.first { error in
        error.span.map { $0.lowerBound >= start } ?? false
          && !["would make", "no complete day yet"].contains { error.message.contains($0) }
      }?.text
    }
  }

  /// Where the mistakes are in the last statement of a text.
  private func errors(in text: String) -> [Int] {
    let quoted = Lexer.lex(text).tokens.last?.kind == .unclosed ? text + "'" : text
    let tokens = Lexer.lex(quoted).statements.last ?? []
    return session.analyse(tokens, end: quoted.utf8.count).errors.compactMap {
      $0.span?.lowerBound
    }
  }

  /// Whatever is typed, nothing is done before Enter.
  @Test func lookingDoesNothing() throws {
    let before = try octowatt.dump()
    let settings = session.workspace.settingTable().rows
    let test = try TestSession(cachePath: octowatt.cachePath)
    for statement in try CompletionTests.statements() {
      let tokens = Lexer.lex(statement).tokens
      for count in 0...tokens.count {
        _ = test.session.analyse(tokens.prefix(count), end: statement.utf8.count)
      }
    }
    #expect(test.printed.isEmpty)
    #expect(!test.session.isOver)
    #expect(test.session.workspace.settingTable().rows == settings)
    #expect(try octowatt.dump() == before)
  }

  /// Nobody waits for completions or colours: 20 ms at most, of a processor's own time.
  @Test func neitherCompletionNorColoursAreSlow() throws {
    var slowest = (text: "", time: Duration.zero)
    func measure(_ text: String, _ step: () -> Void) {
      let start = processorTime()
      step()
      let time = processorTime() - start
      if time > slowest.time { slowest = (text, time) }
    }
    for statement in try CompletionTests.statements().shuffled().prefix(150) {
      measure(statement) { _ = Completer(session).candidates(for: statement + " ") }
      measure(statement) {
        _ = Highlighter(session).marks(in: "", then: statement, point: statement.utf8.count)
      }
    }
    #expect(slowest.time < .milliseconds(20), "\(slowest.text)")
  }
}
