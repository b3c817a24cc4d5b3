package import Cache
package import QueryLanguage

/// A statement that is not a query: it is first read into a value, and then run.
///
/// The value holds everything that was typed. Reading it has no effects, as a ``ReadingContext``
/// gives no access to the cache, terminal or network.
package protocol Command: Sendable {
  associatedtype Shape: CommandForm
  /// The syntax.
  static var form: Shape { get }
  /// One line for the help, where several commands begin with the same word.
  static var summary: String { get }

  /// Reads the statement after the words of the form, up to its end.
  ///
  /// - Throws: all errors in it, including unknown names.
  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws

  /// Runs the command.
  ///
  /// Names are looked up again in the transaction that changes the cache, as it may have changed
  /// since they were read.
  func run(in workspace: Workspace) throws -> FollowUp
}

extension Command {
  static var summary: String { "" }
}

/// The action of the session after a command.
package enum FollowUp {
  case nothing
  /// End.
  case quit
  /// Edit the statement of that number in the history, or the last.
  case edit(Int?)
  /// Run a saved query with these arguments; the span is that of its name.
  case query(SavedQuery, arguments: RunArguments, at: SourceSpan)
  /// Run the statements of a file with these arguments.
  case script(path: String, arguments: Variables)
  /// The same, each statement shown above its answer as the file's `.echo` asks, which ends with it.
  case show(path: String, arguments: Variables)
}

/// The syntax of a command, with the types of its parts erased.
package protocol CommandForm: Sendable {
  /// The words that it begins with: `add`, `tariff`.
  var words: [String] { get }
  /// The usage lines for the help.
  var usage: [String] { get }
}

/// The help page of a word that commands begin with, and those commands.
struct CommandPage: Sendable {
  let members: [any Command.Type]
  /// One line for the list of commands.
  let summary: String
  /// Further lines.
  private let notes: [String]
  let examples: [String]

  init(
    _ members: any Command.Type..., summary: String, details: [String] = [], examples: [String]
  ) {
    self.members = members
    self.summary = summary
    notes = details
    self.examples = examples
  }

  /// The word that the statements begin with.
  var name: String { members.first?.words.first ?? "" }

  var usage: [String] { members.flatMap { $0.usage } }

  /// The lines of the page after its summary.
  var details: [String] {
    let topics = members.map { ($0.topic ?? "", $0.summary) }.filter { !$0.0.isEmpty }
    guard topics.count > 1 else { return notes }
    return HelpPage.columns(topics) + (notes.isEmpty ? [] : [""] + notes)
  }

  /// The second words of its commands; empty if it has only one command.
  var topics: [String] { members.count > 1 ? members.compactMap { $0.topic } : [] }

  /// Reads a command after its first word.
  func read(
    _ cursor: inout TokenCursor, in context: ReadingContext
  ) throws -> any Command {
    let command = try member(&cursor)
    for word in command.words.dropFirst(members.count > 1 ? 2 : 1) {
      try cursor.require(word)
    }
    return try command.init(reading: &cursor, in: context)
  }

  /// The command that the next word selects.
  private func member(_ cursor: inout TokenCursor) throws(QueryError) -> any Command.Type {
    if members.count == 1 { return members[0] }
    cursor.expect(
      members.map { .word($0.topic ?? "", summary: $0.summary, isRare: false) })
    let words = members.map { "'\($0.words.dropFirst().joined(separator: " "))'" }
    let choice = words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    let typed = try cursor.term(choice)
    guard let member = members.first(where: { $0.topic == typed.value.lowercased() }) else {
      let hint =
        typed.value.hasPrefix(".")
        ? "a setting is a statement of its own: see 'help settings'" : "'\(name)' takes \(choice)"
      throw .unknown("word", typed, among: topics, hint: hint)
    }
    return member
  }
}

extension Command {
  fileprivate static var words: [String] { form.words }
  fileprivate static var usage: [String] { form.usage }
  /// The second word.
  fileprivate static var topic: String? { words.dropFirst().first }
}

/// All commands: exactly these are accepted, and in the help.
enum CommandTable {
  static let all: [CommandPage] = [
    .import, .fetch, .save, .show, .status, .describe, .report, .last, .add, .change, .assign,
    .unassign,
    .alias, .rename, .drop, .set, .undo, .check, .backup, .restore, .sql,
    .let, .define, .run, .forget, .edit, .demo, .help, .shell, .quit,
  ]

  static func page(_ word: String) -> CommandPage? {
    all.first { $0.name == word || (word == "exit" && $0.name == "quit") }
  }
}
