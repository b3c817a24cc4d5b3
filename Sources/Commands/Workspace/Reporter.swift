package import EnergyModel
package import Terminal

/// Says what happens, on standard error, and remembers how the run went.
package final class Reporter {
  package let console: Console
  private let settings: Settings
  /// The exit status of the process; the first failure decides, unless the run was interrupted.
  package private(set) var status = ExitStatus.success

  /// Where statements and their outcomes are written down; nil for nowhere.
  package var log: StatementLog?

  init(console: Console, settings: Settings) {
    self.console = console
    self.settings = settings
  }

  /// Whether the user asked for nothing but results and errors.
  var isQuiet: Bool { settings.run.isQuiet }

  /// Says what a statement did, unless the user asked for quiet.
  func info(_ text: String) throws {
    if !isQuiet { try console.report(text.visible) }
  }

  /// Says something that the user should know, unless they asked for quiet.
  func note(_ text: String) throws {
    if !isQuiet { try console.report(console.colored("note: \(text.visible)", "2")) }
  }

  /// Says that what was typed is probably not what was meant, unless the user asked for quiet.
  func warn(_ text: String) throws { try info("warning: \(text)") }

  /// Says what failed, however quiet the run is.
  package func error(_ text: String) throws {
    try console.report(console.colored(text.visible, "31"))
  }

  /// Counts a failure.
  package func fail(_ status: ExitStatus) {
    let isFirst = self.status == .success || self.status == .incomplete
    if isFirst || status == .interrupted { self.status = status }
  }

  /// Notes that a result was not complete, which matters under `--strict`.
  func noteIncomplete() {
    if settings.run.isStrict, status == .success { status = .incomplete }
  }

  /// Says that a person ended a statement: by Ctrl-C unless there is another `reason`.
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

/// What went wrong has been said already.
package struct AlreadyReported: Error {
  package init() {}
}
