import Foundation
import TestSupport
import Testing

/// The ways to hand statements to the program.
@Suite struct InvocationTests {
  private let octowatt: Program
  private let days = "usage import 2023-10-26 by day as csv"
  private let answer = "day,usage_kwh\n2023-10-26,"

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
  }

  @Test func wordsAreOneStatementAndOneWordIsItsText() throws {
    let words = try octowatt("usage", "import", "2023-10-26", "by", "day", "as", "csv")
    let text = try octowatt(days)
    let command = try octowatt("-c", days)
    #expect(text.output.hasPrefix(answer))
    #expect(words.output == text.output)
    #expect(command.output == text.output)
  }

  @Test func optionsStandBeforeAndBehindWords() throws {
    let expected = try octowatt(days).output
    let before = try octowatt("--format", "csv", "usage", "import", "2023-10-26", "by", "day")
    let behind = try octowatt("usage", "import", "2023-10-26", "by", "day", "--format", "csv")
    let between = try octowatt("usage", "import", "--format=csv", "2023-10-26", "by", "day")
    let dashes = try octowatt("--format", "csv", "--", "usage", "import", "2023-10-26", "by", "day")
    for outcome in [before, behind, between, dashes] {
      #expect(outcome.output == expected)
      #expect(outcome.status == 0)
    }
  }

  /// 4 July 2023, from its readings: £5.2021248, and £5.2021248 / 1.05 = £4.954… without VAT.
  @Test func policyHoldsForTheRun() throws {
    let query = "cost import 2023-07-04 as csv"
    #expect(try octowatt("--policy", "bill", query).output.hasSuffix("\n25.336,4.95\n"))
    let exact = try octowatt("--policy", "bill", query + " using exact")
    #expect(exact.output.hasSuffix("\n25.336,5.2021248\n"))
    let refused = try octowatt("--policy", "penny", query)
    #expect(refused.status == 2)
    #expect(refused.output.isEmpty && refused.errors.contains("'penny' is invalid"))
  }

  @Test func behindTwoDashesNothingIsAnOption() throws {
    let outcome = try octowatt("--", "usage", "--format", "csv")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("unknown word '--format'"))
  }

  @Test func standardInputIsAScript() throws {
    let text = days + "\nusage import 2023-10-27\n  by day as csv\n"
    let piped = try octowatt(input: .text(text))
    let named = try octowatt("-f", "-", input: .text(text))
    #expect(piped.status == 0)
    #expect(named.output == piped.output)
    #expect(
      piped.lines.filter { $0.hasPrefix("2023-") }.map { String($0.prefix(10)) }
        == ["2023-10-26", "2023-10-27"])
    // The last line needs no newline, and no input is no work.
    #expect(try octowatt(input: .text(days)).output.hasPrefix(answer))
    #expect(try octowatt(input: .null).output.isEmpty)
  }

  /// What can't be read is no empty script.
  @Test func standardInputThatCannotBeRead() throws {
    let closed = try octowatt(input: .closed)
    #expect(closed.status == 2)
    #expect(closed.errors.contains("cannot read standard input"))
    let folder = try octowatt.bash("\"$octowatt\" < /")
    #expect(folder.status == 2)
    #expect(folder.errors.contains("cannot read standard input: is a directory"))
  }

  /// A line without an end would take all memory before anything is said.
  @Test func aLineOfStandardInputHasALimit() throws {
    let outcome = try octowatt.bash("head -c 3000000 /dev/zero | \"$octowatt\"")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("a line of standard input is over 1 MB"))
    let long = "usage import 2023-07 # " + String(repeating: "x", count: 60_000)
    #expect(try octowatt(input: .text(long)).status == 0)
  }

  @Test func commandsAndFilesRunInTheOrderGiven() throws {
    let file = try octowatt.folder.write("help by\n", to: "a.octowatt")
    let topics = [
      "first": "by KEY, …", "second": "with EXTRA, …", "third": "limit N", "fourth": "top N",
    ]
    let outcome = try octowatt(
      "-c", "help with", "-f", file, "--command=help limit", "-f", "-", "--file", file,
      input: .text("help top\n"))
    #expect(
      outcome.lines.filter { topics.values.contains($0) }
        == ["with EXTRA, …", "by KEY, …", "limit N", "top N", "by KEY, …"])
  }

  @Test func aValueThatLooksLikeAnOptionIsNoCommand() throws {
    let file = try octowatt.folder.write("help by\n", to: "-c")
    let outcome = try octowatt("--file=-c", "-c", "help limit", in: octowatt.folder.path)
    #expect(
      outcome.lines.filter { ["by KEY, …", "limit N"].contains($0) } == ["by KEY, …", "limit N"])
    #expect(file.hasSuffix("/-c"))
  }

  @Test func aCommandMayHoldSeveralStatements() throws {
    let outcome = try octowatt("-c", "help by; help limit\nhelp top")
    #expect(outcome.lines.filter { ["by KEY, …", "limit N", "top N"].contains($0) }.count == 3)
  }

  @Test func aScriptWithMarkAndCarriageReturnsIsTheSame() throws {
    let plain = try octowatt.folder.write("# days\n\(days)\nhelp\n  by\nimport nowhere\n", to: "a")
    let other = try octowatt.folder.write(
      "\u{FEFF}# days\r\n\(days)\r\nhelp\r\n  by\r\ncost imoprt\r\n", to: "b")
    #expect(try octowatt("-f", other).output == octowatt("-f", plain).output)
    let errors = try octowatt("-f", other).errors
    #expect(errors.hasPrefix("\(other):5:6: unknown word 'imoprt'"))
    #expect(!errors.contains("\r"))
    let marked = try octowatt(input: .text("\u{FEFF}\(days)\r\n"))
    #expect(marked.output.hasPrefix(answer))
  }

  @Test func filesWithOddNamesAreOneWordOfTheCommandLine() throws {
    let name = "my home (1), new #2.json"
    try octowatt.folder.write("{\"tariffs\": {}}", to: name)
    let outcome = try octowatt("import", name, in: octowatt.folder.path)
    #expect(outcome.status == 0)
    #expect(outcome.errors.hasPrefix("\(name): nothing in it"))
    let quoted = try octowatt("import 'my home (1), new #2.json'", in: octowatt.folder.path)
    #expect(quoted.status == 0)
  }

  @Test func anArgumentWithASpaceIsOneOperand() throws {
    #expect(try octowatt("alias", "solar", "the roof").status == 0)
    let expected = try octowatt("usage export 2023-07 meter 'the roof' as csv").output
    #expect(expected == "usage_kwh\n382.581\n")
    for name in ["the roof", "\"the roof\""] {
      let outcome = try octowatt("usage", "export", "2023-07", "meter", name, "as", "csv")
      #expect(outcome.output == expected)
      #expect(outcome.errors.isEmpty)
    }
    let day = try octowatt("usage", "export", "from", "4 july 2023", "to", "5/7/2023", "as", "csv")
    #expect(try day.output == octowatt("usage export 2023-07-04 as csv").output)
    let month = try octowatt("--today", "2023-08-15", "usage", "export", "last month", "as", "csv")
    #expect(month.output == expected)
  }

  @Test func anArgumentWithASpaceIsNoSyntax() throws {
    let hint = "; in quotes it is one name; leave the quotes off words of the language"
    for (words, message) in [
      (["usage", "2023-07", "by day"], "expected a clause, found 'by day'"),
      (["usage import", "2023-07"], "expected a statement, found 'usage import'"),
    ] {
      let outcome = try run(octowattExecutable(), words, environment: octowatt.environment)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains(message + hint))
      #expect(outcome.errors.contains("\"\(words.first { $0.contains(" ") } ?? "")\""))
    }
  }

  @Test func valuesWithSpacesKeepTheirNames() throws {
    #expect(try octowatt("define", "sum", "(p)", "=", "usage", "export", "$p").status == 0)
    let outcome = try octowatt("--format", "csv", "run", "sum", "p=july 2023")
    #expect(outcome.output == "usage_kwh\n382.581\n")
    #expect(try octowatt("!", "echo", "a b", ";", "echo", "c").output == "a b\nc\n")
  }

  /// What SQLite could take for an address or for memory is the name of a file.
  @Test(arguments: [
    "file:other.db", "file:x?mode=memory", "file::memory:", "a:b", ":memory:x", "%41",
  ])
  func aPathIsAPath(name: String) throws {
    let place = octowatt.folder.path
    #expect(try octowatt("--db", name, "show meters", in: place).status == 0)
    #expect(try CacheFile(place + "/" + name).rows("PRAGMA application_id") == ["1868788855"])
    let attributes = try FileManager.default.attributesOfItem(atPath: place + "/" + name)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    // And a database of somebody else is refused by whatever name.
    #expect(unlink(place + "/" + name) == 0)
    #expect(try octowatt.bash("echo not a cache > '\(place)/\(name)'").status == 0)
    #expect(try octowatt("--db", name, "show meters", in: place).status == 2)
  }

  @Test func theCacheIsWhereItIsSaid() throws {
    let other = octowatt.folder.path(of: "deep/er/other.sqlite")
    var elsewhere = octowatt
    elsewhere.environment["OCTOWATT_DB"] = other
    #expect(try elsewhere("show meters as csv").lines.count == 1)
    #expect(FileManager.default.fileExists(atPath: other))
    #expect(try elsewhere("--db", octowatt.cachePath, "show meters as csv").lines.count == 3)
    #expect(try octowatt("--db", ":memory:", "show meters as csv").lines.count == 1)
    var homely = try Program()
    homely.environment["XDG_DATA_HOME"] = nil
    #expect(try homely("usage").status == 0)
    let path = homely.folder.path(of: "home/.local/share/octowatt/cache.sqlite")
    #expect(FileManager.default.fileExists(atPath: path))
  }
}
