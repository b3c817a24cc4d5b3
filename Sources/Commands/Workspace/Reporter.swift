package import EnergyModel
package import Terminal

/// Reports to standard error, and keeps the exit status of the run.
package final class Reporter {
  package let console: Console
  private let settings: Settings
  /// The exit status: that of the first failure, unless the run was interrupted.
  package private(set) var status = ExitStatus.success
  /// The number of failures so far.
  package private(set) var failures = 0

  /// The log of statements and their outcomes; nil for none.
  package var log: StatementLog?

  init(console: Console, settings: Settings) {
    self.console = console
    self.settings = settings
  }

  /// Whether the user asked for only results and errors.
  var isQuiet: Bool { settings.run.isQuiet }

  /// Reports the effect of a statement, unless quiet.
  func info(_ text: String) throws {
    if !isQuiet { try report(text) }
  }

  /// Prints a note for the user, unless quiet.
  func note(_ text: String) throws {
    if !isQuiet { try report("note: \(text)", inColour: "2") }
  }

  /// Warns that the input is probably not what was meant, unless quiet.
  func warn(_ text: String) throws { try info("warning: \(text)") }

  /// Prints an error, even if quiet.
  package func error(_ text: String) throws {
    try report(text, inColour: "31")
  }

  /// A question as it is asked: in lines that break between words, with a space behind the last.
  func question(_ text: String) -> String {
    console.wrapped(text.visible).joined(separator: "\n") + " "
  }

  /// Files and others have keys where none belongs, which messages show.
  private func report(_ text: String, inColour code: String? = nil) throws {
    let text = APIKey.masking(text)
    for line in console.wrapped(text.shortened(to: Reporter.longest).visible) {
      try console.report(code.map { console.colored(line, $0) } ?? line)
    }
  }

  /// The most code points of a message, which may hold names of any length.
  private static let longest = 4_000

  /// Records a failure.
  package func fail(_ status: ExitStatus) {
    failures += 1
    let isFirst = self.status == .success || self.status == .incomplete
    if isFirst || status == .interrupted { self.status = status }
  }

  /// Records that a result was incomplete, which matters under `--strict`.
  func noteIncomplete() {
    if settings.run.isStrict, status == .success { status = .incomplete }
  }

  /// Reports that the user ended a statement, by Ctrl-C unless there is another `reason`.
  package func interrupted(saying reason: String?) throws {
    // A terminal shows the ^C itself, and leaves the line open.
    try console.report(reason ?? (console.errorIsTerminal ? "\n" : "") + "interrupted")
    fail(.interrupted)
  }
}

extension Progress {
  /// The bar of a statement, which is not drawn where the user asked for quiet.
  convenience init(_ reporter: Reporter) {
    self.init(on: reporter.console, isQuiet: reporter.isQuiet)
  }
}

/// The error that a failure has been reported already.
package struct AlreadyReported: Error {
  package init() {}
}
