package import Cache
package import QueryLanguage

/// A statement that is no query: read into a value first, and then run.
///
/// The value holds all that was typed. Reading it changes nothing, as a ``ReadingContext`` leads
/// nowhere.
package protocol Command: Sendable {
  associatedtype Shape: CommandForm
  /// How it is written.
  static var form: Shape { get }
  /// One line, where a list of commands has several that begin with the same word.
  static var summary: String { get }

  /// Reads what stands behind the words of the form, to the end of the statement.
  ///
  /// - Throws: all mistakes in it, names that are not there among them.
  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws

  /// Does what it says.
  ///
  /// Names are looked up again in the transaction that changes the cache, as it may have changed
  /// since they were read.
  func run(in workspace: Workspace) throws -> FollowUp
}

extension Command {
  static var summary: String { "" }
}

/// What a session is to do when a command is done.
package enum FollowUp {
  case nothing
  /// End.
  case quit
  /// Have a person change the statement of that number in the history, or the last.
  case edit(Int?)
  /// Run a saved query with these arguments; it was named at the span.
  case query(SavedQuery, arguments: RunArguments, at: SourceSpan)
  /// Run the statements of a file with these arguments.
  case script(path: String, arguments: Variables)
}

/// How a command is written, whatever its parts are.
package protocol CommandForm: Sendable {
  /// The words that it begins with: `add`, `tariff`.
  var words: [String] { get }
  /// As the help shows it.
  var usage: [String] { get }
}

/// What the help says of a word that commands begin with, and these commands.
struct CommandPage: Sendable {
  let members: [any Command.Type]
  /// One line for the list of commands.
  let summary: String
  /// What else there is to say, in whole lines.
  private let remarks: [String]
  let examples: [String]

  init(
    _ members: any Command.Type..., summary: String, details: [String] = [], examples: [String]
  ) {
    self.members = members
    self.summary = summary
    remarks = details
    self.examples = examples
  }

  /// The word that the statement begins with.
  var name: String { members.first?.words.first ?? "" }

  var usage: [String] { members.flatMap { $0.usage } }

  /// The lines of the page behind its summary.
  var details: [String] {
    let topics = members.map { ($0.topic ?? "", $0.summary) }.filter { !$0.0.isEmpty }
    guard topics.count > 1 else { return remarks }
    return HelpPage.columns(topics) + (remarks.isEmpty ? [] : [""] + remarks)
  }

  /// The second words of its commands; none where it has but one.
  var topics: [String] { members.count > 1 ? members.compactMap { $0.topic } : [] }

  /// Reads a command behind its first word.
  func read(
    _ cursor: inout TokenCursor, in context: ReadingContext
  ) throws -> any Command {
    let command = try member(&cursor)
    for word in command.words.dropFirst(members.count > 1 ? 2 : 1) {
      try located { () throws(QueryError) in try cursor.require(word) }
    }
    return try command.init(reading: &cursor, in: context)
  }

  /// The command that the next word chooses.
  private func member(_ cursor: inout TokenCursor) throws(QueryErrors) -> any Command.Type {
    if members.count == 1 { return members[0] }
    cursor.expect(
      members.map { .word($0.topic ?? "", summary: $0.summary, isRare: false) })
    let words = members.map { "'\($0.words.dropFirst().joined(separator: " "))'" }
    let choice = words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    do throws(QueryError) {
      let typed = try cursor.term(choice)
      guard let member = members.first(where: { $0.topic == typed.value.lowercased() }) else {
        let hint =
          typed.value.hasPrefix(".")
          ? "a setting of the shell stands alone: see 'help settings'" : "'\(name)' takes \(choice)"
        throw .unknown("word", typed, among: topics, hint: hint)
      }
      return member
    } catch {
      throw QueryErrors(error)
    }
  }
}

extension Command {
  fileprivate static var words: [String] { form.words }
  fileprivate static var usage: [String] { form.usage }
  /// The second word.
  fileprivate static var topic: String? { words.dropFirst().first }
}

/// All commands: what is here is accepted, in the help, and nothing else.
enum CommandTable {
  static let all: [CommandPage] = [
    .import, .fetch, .save, .show, .status, .describe, .last, .add, .assign, .unassign, .alias,
    .rename, .drop, .set, .let, .define, .run, .forget, .edit, .help, .shell, .quit,
  ]

  static func page(_ word: String) -> CommandPage? {
    all.first { $0.name == word || (word == "exit" && $0.name == "quit") }
  }
}
