import Foundation
import TestSupport
import Testing

/// What a person sees while they type at the prompt.
@Suite struct TypingTests {
  private let prompter: Prompter
  private let prompt = "octowatt> "

  init() throws { prompter = try Prompter() }

  // MARK: Colours

  @Test func wordsHaveColours() throws {
    let terminal = try prompter.start()
    try terminal.send("cost imprt 2023-07 meter 'a b', $p # why")
    try terminal.waitForScreen("colours") { screen in
      screen.style(of: "cost") == "36" && screen.style(of: "imprt") == "4;31"
        && screen.style(of: "2023-07") == "33" && screen.style(of: "meter") == "36"
        && screen.style(of: "'a b'") == "32" && screen.style(of: "# why") == "2"
    }
    // The prompt has none, and the cursor is where it belongs.
    #expect(terminal.screen.style(of: "octowatt>") == "")
    #expect(terminal.screen.cursor.column == terminal.screen.cursorLine.count)
    #expect(terminal.screen.unknown.isEmpty)
  }

  /// The word in progress is not wrong yet.
  @Test func aWordIsWrongOnceItIsOver() throws {
    let terminal = try prompter.start()
    try terminal.send("cost imp")
    try terminal.waitForScreen("colours") { $0.style(of: "cost") == "36" }
    #expect(terminal.screen.style(of: "imp") == "")
    try terminal.send(" ")
    try terminal.waitForScreen("the mistake") { $0.style(of: "imp") == "4;31" }
    try terminal.send("\u{7F}ort")
    try terminal.waitForScreen("no mistake") { $0.style(of: "import") == "36" }
  }

  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
  func coloursCanBeUnwanted(variables: [String: String]) throws {
    let terminal = try prompter.start(variables)
    try terminal.answer("help limit")
    #expect(terminal.screen.lines.contains("limit N"))
    #expect(!terminal.transcript.contains(#/\x1B\[[0-9;]*m/#))
    #expect(terminal.transcript.contains("\u{1B}") == (variables["TERM"] != "dumb"))
  }

  @Test(arguments: [".highlight off", ".color never"])
  func coloursCanBeTurnedOff(statement: String) throws {
    let terminal = try prompter.start()
    try terminal.answer(statement)
    try terminal.send("cost imprt 2023")
    try terminal.waitForLast("octowatt> cost imprt 2023")
    try terminal.send("\u{1}")
    try terminal.waitForScreen("cursor at the start") { $0.cursor.column == prompt.count }
    #expect(terminal.screen.style(of: "cost imprt 2023") == "")
  }

  /// The search has a prompt of its own, which stays as it is.
  @Test func theHistoryCanBeSearched() throws {
    let terminal = try prompter.start()
    for line in ["help limit", "help top"] { try terminal.answer(line) }
    try terminal.send("\u{12}lim")
    try terminal.waitForLast("(reverse-i-search)`lim': help limit")
    try terminal.send("\r")
    try terminal.waitForScreen("the page") { screen in
      screen.lines.filter { $0 == "limit N" }.count == 2 && screen.lines.last == "octowatt>"
    }
  }

  // MARK: Wide, narrow and changing

  @Test func aLongLineWrapsAndStaysWhole() throws {
    let terminal = try prompter.start(columns: 40)
    try terminal.send("cost import from 2023-07-01 to 2023-08-01 by halfhour")
    try terminal.waitForLast(
      "octowatt> cost import from 2023-07-01 to", " 2023-08-01 by halfhour")
    try terminal.waitForScreen("colours") {
      $0.style(of: "cost") == "36" && $0.style(of: "by") == "36"
    }
    // To the start of the line and a letter in there, which moves all others.
    try terminal.send("\u{1}x")
    try terminal.waitForLast(
      "octowatt> xcost import from 2023-07-01 t", "o 2023-08-01 by halfhour")
    #expect(terminal.screen.cursor == (0, 11))
    try terminal.send("\u{7F}\u{5}")
    try terminal.waitForScreen("cursor at the end") { $0.cursor == (1, 23) }
    try terminal.send(" as csv\r")
    try terminal.waitForScreen("answer") { $0.lines.contains { $0.hasPrefix("23:30,") } }
  }

  /// At the very edge the cursor is at the start of the next row.
  @Test func aLineEndsAtTheEdge() throws {
    let terminal = try prompter.start(columns: 40)
    try terminal.send("cost import 2023-07 by month-x")
    try terminal.waitForScreen("the edge") { $0.cursor == (1, 0) && $0.style(of: "by") == "36" }
    try terminal.send(" as")
    try terminal.waitForLast("octowatt> cost import 2023-07 by month-x", " as")
    try terminal.send("\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}")
    try terminal.waitForLast("octowatt> cost import 2023-07 by month")
  }

  @Test(arguments: [(80, 50), (50, 80), (80, 40), (40, 100)])
  func aResizeKeepsTheLine(from old: Int, to new: Int) throws {
    let terminal = try prompter.start(columns: old)
    let line = "cost import 2023-07 by day where usage > 0.5"
    func isShown(_ line: String, at columns: Int) -> (TerminalScreen) -> Bool {
      let letters = Array(prompt + line)
      let rows = stride(from: 0, to: letters.count, by: columns).map { start in
        String(letters[start..<min(start + columns, letters.count)]).trimmed
      }
      return { $0.lines.map(\.trimmed) == rows && $0.style(of: "by") == "36" }
    }
    try terminal.send(line)
    try terminal.waitForScreen("the line in colours", isShown(line, at: old))
    try terminal.resize(columns: new, rows: 24)
    try terminal.waitForScreen("the line at \(new)", isShown(line, at: new))
    try terminal.send(" kWh")
    try terminal.waitForScreen("the longer line", isShown(line + " kWh", at: new))
    try terminal.send("\u{1}\u{4}")
    try terminal.waitForScreen("a letter less", isShown(line.dropFirst() + " kWh", at: new))
    #expect(terminal.screen.cursor == (0, prompt.count))
    try terminal.send("c\r")
    try terminal.waitForScreen("answer") { $0.lines.contains { $0.hasPrefix("total ") } }
  }

  /// Nobody but the kernel knows of a resize while a statement runs.
  @Test func aResizeMeanwhileCounts() throws {
    let terminal = try prompter.start()
    let pipe = prompter.octowatt.folder.path(of: "pipe.csv")
    #expect(mkfifo(pipe, 0o600) == 0)
    try terminal.send("import '\(pipe)'\r")
    // Opening waits for the reader, which then is told that nothing comes.
    let writer = open(pipe, O_WRONLY)
    try terminal.resize(columns: 40, rows: 24)
    close(writer)
    try terminal.waitForLast("octowatt>")
    try terminal.send("cost import 2023-07 by day where usage > 0.5")
    try terminal.waitForLast("octowatt> cost import 2023-07 by day whe", "re usage > 0.5")
  }

  @Test func thePromptCanBeAnother() throws {
    let terminal = try prompter.start()
    try terminal.send(".prompt '{cache}: '\r")
    try terminal.waitForScreen("prompt") { $0.cursorLine == "cache.sqlite:" }
    try terminal.send("cost imprt 2023\r")
    try terminal.waitForLast(
      "cache.sqlite: cost imprt 2023",
      "                   ^^^^^ unknown word 'imprt'. Did you mean 'import'?", "cache.sqlite:")
    try terminal.send("cost import,\r")
    try terminal.waitForLast("         ...>")
  }

  @Test func lettersBeyondASCII() throws {
    let terminal = try prompter.start()
    try terminal.send("usage 2023-07 by day having usage > £1 meter 'café'")
    try terminal.waitForScreen("colours") {
      $0.style(of: "'café'") == "32" && $0.style(of: "meter") == "36"
    }
    try terminal.send("\u{2}\u{7F}\u{7F}")
    try terminal.waitForLast("octowatt> usage 2023-07 by day having usage > £1 meter 'ca'")
  }

  // MARK: Suggestions

  @Test func theHistorySuggests() throws {
    let terminal = try prompter.start()
    try terminal.answer("usage 2023-07 by month as csv")
    func waitForSuggestion(_ rest: String) throws {
      try terminal.waitForScreen("suggestion") {
        $0.cursorLine.hasSuffix("by month as csv") && $0.style(of: rest) == "2"
      }
    }
    try terminal.send("usa")
    try waitForSuggestion("ge 2023-07 by month as csv")
    #expect(terminal.screen.cursor.column == prompt.count + 3)
    // Enter takes what was typed alone, and leaves nothing of the rest behind.
    try terminal.send("\r")
    try terminal.waitForLast(
      "octowatt> usa", "          ^^^ unknown word 'usa'. Did you mean 'usage'?", "octowatt>")
    try terminal.send("usag")
    try waitForSuggestion("e 2023-07 by month as csv")
    try terminal.send("\u{5}")
    try terminal.waitForScreen("all of it typed") {
      $0.cursor.column == $0.cursorLine.count && $0.style(of: "by") == "36"
    }
    try terminal.send("\r")
    try terminal.waitForLast(
      "octowatt> usage 2023-07 by month as csv", "month,usage_kwh", "2023-07,495.601", "octowatt>")
    try terminal.send("usage")
    try waitForSuggestion(" 2023-07 by month as csv")
    try terminal.send("\u{1B}[C\u{7F}\u{7F}\u{7F}tsv\r")
    try terminal.waitForLast("month\tusage_kwh".tabbed, "2023-07\t495.601".tabbed, "octowatt>")
  }

  /// What would overwrite a file is not accepted in passing.
  @Test func whatOverwritesIsNoSuggestion() throws {
    let terminal = try prompter.start()
    try terminal.answer("usage 2023-07 by month as csv")
    try terminal.answer("usage 2023-07 into! ~/a.csv")
    try terminal.send("usa")
    try terminal.waitForScreen("suggestion") {
      $0.cursorLine.hasSuffix("by month as csv") && $0.style(of: "ge 2023-07") == "2"
    }
  }

  /// What failed in the cache is no suggestion either.
  @Test func onlyWhatWentWellIsSuggested() throws {
    let terminal = try prompter.start()
    try terminal.answer("help limit")
    try terminal.answer("help lmit")
    try terminal.answer("help nope")
    try terminal.send("hel")
    try terminal.waitForScreen("suggestion") {
      $0.cursorLine == "octowatt> help limit" && $0.style(of: "p limit") == "2"
    }
  }

  /// The statement is shown again, row by row, where it was too long for one.
  @Test func caretsStandUnderTheirWordWhenTheInputWraps() throws {
    let terminal = try prompter.start(columns: 50)
    try terminal.send("cost imoprt from 2023-07-01 to 2023-08-01 by halfour with standign\r")
    try terminal.waitForLast(
      "octowatt> cost imoprt from 2023-07-01 to 2023-08-0", "1 by halfour with standign",
      "cost imoprt from 2023-07-01 to 2023-08-01 by",
      "     ^^^^^^ unknown word 'imoprt'. Did you mean",
      "            'import'?", "halfour with standign",
      "^^^^^^^ unknown key 'halfour'. Did you mean",
      "        'halfhour'?", "             ^^^^^^^^",
      "unknown extra 'standign'. Did you mean 'standing'?", "octowatt>")
  }

  // MARK: Several lines

  @Test func aPasteRunsItsStatementsInTurn() throws {
    let terminal = try prompter.start(rows: 50)
    let lines = [
      "help limit", "frobnicate", "help top", "usage import,", "  export 2023-07", "help bottom",
    ]
    try terminal.send("\u{1B}[200~" + lines.joined(separator: "\r") + "\u{1B}[201~")
    try terminal.waitForScreen("all lines") {
      $0.lines == ["octowatt> help limit"] + lines.dropFirst()
    }
    try terminal.send("\r")
    try terminal.waitForScreen("the last answer") {
      $0.lines.contains("bottom N") && $0.lines.last == "octowatt>"
    }
    let shown = terminal.screen.lines.dropFirst(lines.count)
    // Each is shown again above its answer.
    let answers = [
      "help limit", "limit N", "frobnicate",
      "^^^^^^^^^^ unknown word 'frobnicate'; see 'help'", "help top", "top N", "usage import,",
      "  export 2023-07", "import    495.601", "export    382.581", "help bottom", "bottom N",
    ]
    #expect(shown.filter(answers.contains) == answers, "\(shown)")
    #expect(terminal.screen.style(of: "help bottom") == "2")
    // An entry each, the one of two lines as a whole.
    try terminal.send("\u{1B}[A\u{1B}[A")
    try terminal.waitForLast("octowatt> usage import,", "  export 2023-07")
  }

  @Test func controlCLeavesAStatementOfSeveralLinesOnTheScreen() throws {
    let terminal = try prompter.start(columns: 40)
    try terminal.send("usage import,\r")
    try terminal.waitForLast("octowatt> usage import,", "     ...>")
    try terminal.send("export 2023-07 by day where usage > 0.5")
    try terminal.waitForLast("     ...> export 2023-07 by day where us", "age > 0.5")
    try terminal.send("\u{1}")
    try terminal.waitForScreen("cursor at the start") { $0.cursor == (1, prompt.count) }
    var rows = [
      "octowatt> usage import,", "     ...> export 2023-07 by day where us", "age > 0.5",
    ]
    for _ in 0..<3 {
      try terminal.send("\u{3}")
      rows[rows.count - 1] += "^C"
      rows.append("octowatt>")
      try terminal.waitForScreen("\(rows)") { $0.lines == rows }
      rows[rows.count - 1] += " "
    }
    try terminal.answer("help limit")
    #expect(terminal.screen.lines.contains("limit N"))
  }

  // MARK: Other terminals

  @Test func aDumbTerminalHasThePromptAlone() throws {
    let terminal = try prompter.start(["TERM": "dumb"])
    try terminal.send("usage import,\r")
    try terminal.waitForLast("octowatt> usage import,", "     ...>")
    try terminal.send("\u{3}")
    try terminal.waitForLast("     ...> ^C", "octowatt>")
    try terminal.send("\u{3}")
    try terminal.waitForLast("octowatt> ^C", "octowatt>")
    try terminal.answer("help limit")
    #expect(terminal.screen.lines.contains("limit N"))
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
    #expect(!terminal.transcript.contains("\u{1B}"))
  }

  @Test(arguments: ["xterm", "dumb"])
  func aLineIsThereAgainAfterAStop(term: String) throws {
    var octowatt = prompter.octowatt
    octowatt.environment["TERM"] = term
    let terminal = try octowatt.bashTerminal("set -m; \"$octowatt\" --quiet; fg > /dev/null")
    try terminal.waitForLast("octowatt>")
    try terminal.send("help li")
    try terminal.waitForLast("octowatt> help li")
    try terminal.send("\u{1A}")
    // What was typed is gone at a dumb terminal, whose own editor forgets it.
    let rest = term == "dumb" ? "help limit" : "mit"
    try terminal.waitForScreen("the line below") { screen in
      screen.cursorLine == (term == "dumb" ? "octowatt>" : "octowatt> help li")
        && screen.lines.filter { $0.hasPrefix("octowatt> help li") }.count
          == (term == "dumb" ? 1 : 2)
    }
    try terminal.send(rest + "\r")
    try terminal.waitForScreen("answer") { $0.lines.contains("limit N") }
  }

  @Test func inputrcHasASectionForIt() throws {
    let file = try prompter.octowatt.folder.write(
      """
      $if octowatt
      "\\C-t": "help limit"
      $endif
      $if other
      "\\C-t": "help top"
      $endif

      """, to: "inputrc")
    let terminal = try prompter.start(["INPUTRC": file])
    try terminal.send("\u{14}")
    try terminal.waitForLast("octowatt> help limit")
  }

  /// Whatever keys a person has chosen, Ctrl-C drops the line and Right takes a suggestion.
  @Test(arguments: ["set editing-mode vi", "\"\\C-c\": \"help top\""])
  func keysOfTheirOwn(line: String) throws {
    let file = try prompter.octowatt.folder.write(line + "\n", to: "inputrc")
    let terminal = try prompter.start(["INPUTRC": file])
    try terminal.answer("help limit")
    try terminal.send("cost import")
    try terminal.waitForLast("octowatt> cost import")
    try terminal.send("\u{3}")
    try terminal.waitForLast("octowatt> cost import^C", "octowatt>")
    try terminal.send("hel")
    try terminal.waitForScreen("suggestion") { $0.cursorLine.hasSuffix("limit") }
    try terminal.send("\u{1B}[C")
    try terminal.waitForScreen("all of it typed") { $0.cursor.column == $0.cursorLine.count }
  }

  /// Debian's inputrc binds the End key of some terminals; it takes a suggestion all the same.
  @Test func keysOfTheInputrcTakeSuggestions() throws {
    let file = try prompter.octowatt.folder.write("\"\\e[4~\": end-of-line\n", to: "inputrc")
    let terminal = try prompter.start(["INPUTRC": file])
    try terminal.answer("help limit")
    try terminal.send("hel")
    try terminal.waitForScreen("suggestion") { $0.cursorLine.hasSuffix("limit") }
    try terminal.send("\u{1B}[4~")
    try terminal.waitForScreen("all of it typed") { $0.cursor.column == $0.cursorLine.count }
  }
}

extension StringProtocol {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }

  /// As a terminal shows it, with a tab stop every eight columns.
  fileprivate var tabbed: String {
    reduce(into: "") { text, letter in
      text += letter == "\t" ? String(repeating: " ", count: 8 - text.count % 8) : String(letter)
    }
  }
}
