import Foundation
import TestSupport
import Testing

/// The man page and the completions for the command line, which the option parser itself makes.
@Suite struct ManualTests {
  private let octowatt: Program
  private let arguments: [Argument]

  /// What the man page is made from.
  private struct Dump: Decodable {
    struct Command: Decodable { var arguments: [Argument] }
    var command: Command
  }

  private struct Argument: Decodable {
    struct Name: Decodable { var kind: String, name: String }
    var abstract: String?
    var names: [Name]?
    var valueName: String?
    var kind: String
  }

  init() throws {
    octowatt = try Program()
    let dump = try octowatt("--experimental-dump-help")
    arguments = try JSONDecoder().decode(Dump.self, from: Data(dump.outputBytes)).command.arguments
  }

  /// The options of the contract's first table that there are, and the two that come by themselves.
  private static let options = [
    "db", "command", "file", "set", "format", "output", "today", "policy", "strict", "keep-going",
    "quiet", "yes", "color", "width", "safe", "init", "no-init", "history", "version", "help",
  ]

  private var names: [String] { arguments.flatMap { $0.names ?? [] }.map(\.name) }

  @Test func everyOptionIsExplained() {
    #expect(Set(ManualTests.options).subtracting(names) == [])
    for argument in arguments {
      let abstract = argument.abstract ?? ""
      #expect(abstract.count > 8 && abstract.hasSuffix("."), "\(argument)")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionsNameEveryOption(shell: String) throws {
    let outcome = try octowatt("--generate-completion-script", shell)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    for option in ManualTests.options {
      let word = shell == "fish" ? "'\(option)'" : "--\(option)"
      #expect(outcome.output.contains(word), "\(option)")
    }
    for format in ["markdown", "jsonl"] { #expect(outcome.output.contains(format)) }
  }

  /// In bash itself: a beginning becomes the options and values that begin so.
  @Test func bashCompletesOptionsAndTheirValues() throws {
    let script = try octowatt("--generate-completion-script", "bash").output
    try octowatt.folder.write(script, to: "octowatt.bash")
    func completed(_ words: String...) throws -> Set<String> {
      let list = words.map { "'\($0)'" }.joined(separator: " ")
      let outcome = try octowatt.bash(
        """
        . '\(octowatt.folder.path(of: "octowatt.bash"))'
        COMP_WORDS=(octowatt \(list)); COMP_CWORD=\(words.count); COMP_LINE="${COMP_WORDS[*]}"
        COMP_POINT=${#COMP_LINE}
        _octowatt octowatt '\(words.last ?? "")' '\(words.dropLast().last ?? "octowatt")'
        printf '%s\\n' "${COMPREPLY[@]}"
        """)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return Set(outcome.lines.map { $0.trimmingCharacters(in: .whitespaces) })
    }
    #expect(try completed("--st") == ["--strict"])
    #expect(try completed("--format", "j") == ["json", "jsonl"])
    #expect(try completed("--policy", "") == ["exact", "guide", "bill"])
  }
}
