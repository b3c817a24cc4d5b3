/// An error with a message for the user and an exit status for the calling program.
package protocol Diagnosable: Error {
  /// What was found and what was expected, as one sentence without a full stop.
  var message: String { get }
  /// What the user can type to put it right; nil if nothing helps.
  var hint: String? { get }
  /// The exit status of the process, unless something failed earlier.
  var exitStatus: ExitStatus { get }
  /// The message and the hint on one line.
  var text: String { get }
}

extension Diagnosable {
  package var hint: String? { nil }
  package var exitStatus: ExitStatus { .failure }

  package var text: String { hint.map { "\(message); \($0)" } ?? message }
}

/// A failure that is only ever shown to the user: no caller looks into its cause.
package struct Failure: Diagnosable, Hashable, CustomStringConvertible {
  package let message: String
  package let hint: String?

  package init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  package var description: String { text }
}

/// The exit status of the process.
package enum ExitStatus: Int32, Sendable {
  case success = 0
  /// A statement failed.
  case failure = 1
  /// Bad usage, or a script or the cache can't be opened.
  case usage = 2
  /// Under `--strict`: a result had missing or unpriced half-hours.
  case incomplete = 3
  /// The network or Octopus failed, or the key was rejected.
  case network = 4
  /// Ctrl-C ended a statement.
  case interrupted = 130
}
