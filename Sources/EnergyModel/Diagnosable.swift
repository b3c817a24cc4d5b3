/// What went wrong, as a person and the program that called are told.
package protocol Diagnosable: Error {
  /// What was found and what was expected: one sentence without a full stop.
  var message: String { get }
  /// What to type about it; nil where there is nothing.
  var hint: String? { get }
  /// What the process says at its end when nothing failed before.
  var exitStatus: ExitStatus { get }
  /// The message and the hint in one line.
  var text: String { get }
}

extension Diagnosable {
  package var hint: String? { nil }
  package var exitStatus: ExitStatus { .failure }

  package var text: String { hint.map { "\(message); \($0)" } ?? message }
}

/// Something that could not be done, and that nothing but a person will look into.
package struct Failure: Diagnosable, Hashable, CustomStringConvertible {
  package let message: String
  package let hint: String?

  package init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  package var description: String { text }
}

/// What the process says when it ends.
package enum ExitStatus: Int32, Sendable {
  case success = 0
  /// A statement failed.
  case failure = 1
  /// Bad usage, or a script or the cache can't be opened.
  case usage = 2
  /// Under `--strict`: a result had missing or unpriced half-hours.
  case incomplete = 3
  /// The network or Octopus failed, or did not take the key.
  case network = 4
  /// Ctrl-C ended a statement.
  case interrupted = 130
}
