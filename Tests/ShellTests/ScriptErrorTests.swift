import Foundation
import TestSupport
import Testing

/// Errors of scripts and of statements in words: the place, the text, the carets.
@Suite struct ScriptErrorTests {
  private let octowatt: Program

  init() throws { octowatt = try Program() }

  private func errors(of script: String) throws -> (file: String, lines: [String]) {
    let file = try octowatt.folder.write(script, to: "script.octowatt")
    let outcome = try octowatt("-f", file)
    #expect(outcome.status == 1)
    return (file, outcome.errors.split(separator: "\n").map(String.init))
  }

  @Test func aScriptStopsAtItsFirstError() throws {
    let (file, lines) = try errors(of: "# a script\n\ncost imoprt 2023-07\nfrobnicate\n")
    #expect(
      lines == [
        "\(file):3:6: unknown word 'imoprt'. Did you mean 'import'?",
        "cost imoprt 2023-07", "     ^^^^^^",
      ])
  }

  /// One character can have any number of bytes, and the error shows the line that it is in.
  @Test(arguments: ["e", "e\u{301}", "e" + String(repeating: "\u{301}", count: 40_000)])
  func aLineThatIsNoStatementIsNotShown(character: String) throws {
    let text = String(repeating: character, count: 70_000 / character.utf8.count + 1)
    let (file, lines) = try errors(of: "usage\nusage meter \(text)\nusage\n")
    #expect(lines.last == "\(file):2: the line is over 64 KB, so it is not a statement")
  }

  /// Input without an end would else be held until the memory is gone: 13 bytes a line, and 7 a
  /// comment behind the 5 of the statement, pass 2^20 in these lines.
  @Test(arguments: [
    ("", "help limit \\\n", 80_660), ("usage\n", "# more\n", 149_797),
  ])
  func aStatementWithoutAnEndIsRefused(start: String, line: String, number: Int) throws {
    let (file, lines) = try errors(of: start + String(repeating: line, count: 200_000))
    #expect(lines == ["\(file):\(number): the statement is over 1 MB"])
  }

  @Test func commentsOfAnyLengthMayComeFirst() throws {
    let text = String(repeating: "# more\n", count: 200_000) + "help limit\n"
    let outcome = try octowatt("-f", try octowatt.folder.write(text, to: "long.octowatt"))
    #expect(outcome.status == 0 && outcome.output.hasPrefix("limit N"))
  }

  /// Characters of East Asia take two columns, and their carets too.
  @Test func caretsStandUnderWideCharacters() throws {
    let octowatt = try Program()
    let wide = try octowatt("cost import 2023-07 on 電気, foo bar")
    let indent = String(repeating: " ", count: 33)
    #expect(wide.errors.contains("\n\(indent)^^^ unknown word 'bar'"), "\(wide.errors)")
    let unknown = try octowatt("cost 日本é import")
    #expect(unknown.errors.contains("\n     ^^^^^ unknown word '日本é'"), "\(unknown.errors)")
  }

  @Test func columnsCountCharactersNotBytes() throws {
    let (file, lines) = try errors(of: "usage meter 'café £', x y imoprt\n")
    #expect(lines.first == "\(file):1:25: unknown word 'y'; see 'help usage'")
    #expect(lines.contains("                        ^"))
    #expect(lines.contains("\(file):1:27: unknown word 'imoprt'. Did you mean 'import'?"))
  }

  @Test func continuedLinesHaveTheirOwnPlace() throws {
    let script = """
      # indented, comma, backslash
      usage import
        2023-07
        bye
      """
    let (file, lines) = try errors(of: script)
    #expect(
      lines == ["\(file):4:3: unknown word 'bye'. Did you mean 'by'?", "  bye", "  ^^^"])
    let comma = try errors(of: "usage import,\nexprot\n").lines
    #expect(
      comma == ["\(file):2:1: unknown flow 'exprot'. Did you mean 'export'?", "exprot", "^^^^^^"])
    let backslash = try errors(of: "usage \\\n\timoprt\n").lines
    #expect(
      backslash
        == ["\(file):2:2: unknown word 'imoprt'. Did you mean 'import'?", "\timoprt", "\t^^^^^^"])
  }

  @Test func threeErrorsAtMost() throws {
    let (_, lines) = try errors(of: "usage by aaa, bbb, ccc, ddd\n")
    #expect(lines.count { $0.contains("unknown key") } == 3)
  }

  @Test func bytesOfNoTextAreRefused() throws {
    let (file, lines) = try errors(of: String(repeating: "\0", count: 100))
    #expect(lines == ["\(file):1:1: this is not text: it has the byte 0x00"])
    let late = try octowatt.folder.write("help by\nhelp \u{1}by\nhelp limit\n", to: "late.octowatt")
    let outcome = try octowatt("-f", late)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("by KEY, …") && !outcome.output.contains("limit N"))
    #expect(outcome.errors == "\(late):2:6: this is not text: it has the byte 0x01\n")
    let piped = try octowatt(input: .text("\0\0"))
    #expect(piped.status == 1)
    #expect(piped.errors == "<stdin>:1:1: this is not text: it has the byte 0x00\n")
    let going = try octowatt("--keep-going", "-f", late)
    #expect(going.status == 1 && going.output.contains("limit N"))
  }

  @Test func whatIsNotUTF8HasAPlaceInAFileToo() throws {
    let file = octowatt.folder.path(of: "latin.octowatt")
    try Data("usage meter caf".utf8 + [0xE9, 0x0A]).write(to: URL(fileURLWithPath: file))
    let outcome = try octowatt("-f", file)
    #expect(outcome.status == 1)
    #expect(outcome.errors == "\(file):1:16: this is not text: it has the byte 0xe9\n")
  }

  @Test func standardInputHasAName() throws {
    let outcome = try octowatt(input: .text("help by\n\nusage bye\n"))
    #expect(outcome.errors.hasPrefix("<stdin>:3:7: unknown word 'bye'"))
  }

  @Test func aMistakeOnALaterLineOfOneCommand() throws {
    let outcome = try octowatt("-c", "usage import\n  bye")
    #expect(outcome.errors == "  bye\n  ^^^ unknown word 'bye'. Did you mean 'by'?\n")
  }

  @Test func errorsWithoutAColumnHaveFileAndLine() throws {
    let taken = try octowatt.folder.write("x", to: "taken.csv")
    let (file, lines) = try errors(of: "help by\n\nusage into \(taken)\n")
    #expect(lines == ["\(file):3: \(taken) exists; to replace it: into! \(taken)"])
  }
}
