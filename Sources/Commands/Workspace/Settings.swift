package import EnergyModel
package import QueryLanguage
package import Rendering
package import Tariffs
import Terminal

/// The settings of a run, from its options and then its dot statements.
package final class Settings {
  package var output = Output()
  package var display = Display()
  package var pricing = Pricing()
  package var run = Run()

  package init() {}

  /// The settings of results and what is printed with them.
  package struct Output {
    /// The output format; nil for that of the output file's extension, or else a table.
    package var format: OutputFormat?
    /// The file of `-o`, for all results.
    package var path: String?
    /// The text for a missing value in csv and tsv.
    package var null = ""
    /// Whether csv and tsv keep texts that a spreadsheet would run as formulas.
    package var keepsFormulas = false
    /// Where the time of a statement is shown.
    package var timing = Timing.footer
    /// Whether statements are printed before they run.
    package var echoes = false
  }

  /// The settings of the terminal.
  package struct Display {
    /// The prompt; `{cache}` in it stands for the name of the cache file.
    package var prompt = "octowatt> "
    /// Whether lines are coloured, and completed with suggestions, while they are typed.
    package var highlights = true
    /// The width of tables at a terminal, in columns; nil for that of the terminal.
    package var width: Int?
    /// Rows of charts at a terminal; nil for what its height suits.
    package var chartHeight: Int?
    /// The colours that the terminal has.
    package var colorDepth = ColorDepth.indexed
    /// The pager command at the prompt; empty for none.
    package var pager = ""
    /// The pager command that `.pager on` sets.
    package var defaultPager = Pager.defaultCommand
  }

  /// How money is counted where a query does not say.
  package struct Pricing {
    /// Where money is rounded.
    package var policy = Policy.exact
    /// The payment method, for rates that differ by it.
    package var payment = PaymentMethod.directDebit
  }

  /// The permissions of statements, and the handling of failures.
  package struct Run {
    /// The moment used as now; nil for that of the clock.
    package var fixedNow: Instant?
    /// Whether incomplete results fail, and no cache is created.
    package var isStrict = false
    /// The longest wait for other programs; nil for no limit.
    package var wait: Duration? = .seconds(10)
    package var keepsGoing = false
    package var isQuiet = false
    /// Whether only the cache may be written, and no other programs run.
    package var isSafe = false
    /// Whether questions are answered with yes without asking.
    package var assumesYes = false
    /// Where the prompt keeps what was typed; nil for nowhere.
    package var historyPath: String?
    /// The name under which changes of the cache are recorded: process and machine.
    package var process = "0@localhost"
  }

  /// How many statements the prompt keeps.
  package static let historyLimit = 10_000

  /// - Throws: a ``Failure`` if `--safe` forbids `what`.
  func refuseIfSafe(_ what: String) throws(Failure) {
    if run.isSafe { throw Failure("--safe does not allow \(what)") }
  }
}

/// Where the time of a statement is shown.
package enum Timing: String, CaseIterable, Sendable {
  /// For every statement: in the footer, or on standard error if there is none.
  case on
  case off
  case footer
}
