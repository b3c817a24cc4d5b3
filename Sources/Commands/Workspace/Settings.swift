package import EnergyModel
package import Rendering
package import Tariffs
import Terminal

/// How a run behaves, as its options and then the statements with a dot say.
package final class Settings {
  package var output = Output()
  package var display = Display()
  package var pricing = Pricing()
  package var run = Run()

  package init() {}

  /// What results look like and what goes with them.
  package struct Output {
    /// Nil: a table, or what the extension of the output file says.
    package var format: OutputFormat?
    /// What `-o` named: all results go there.
    package var path: String?
    /// What csv and tsv have for a missing value.
    package var null = ""
    /// Where the time that a statement took is shown.
    package var timing = Timing.footer
    /// Whether statements are printed before they run.
    package var echoes = false
  }

  /// What a person sees at a terminal.
  package struct Display {
    /// What stands before what is typed; `{cache}` in it is the name of the cache's file.
    package var prompt = "octowatt> "
    /// Whether lines get colours and suggestions while they are typed.
    package var highlights = true
    /// Columns that tables must fit into at a terminal; nil: the terminal's own.
    package var width: Int?
    /// The command that shows what is more than a screen, at the prompt; empty for none.
    package var pager = ""
    /// What `.pager on` means.
    package var usualPager = Pager.usual
  }

  /// How money is counted where a query does not say.
  package struct Pricing {
    /// Where money is rounded.
    package var policy = Policy.exact
    /// Whose rates hold where they differ by the way of paying.
    package var payment = PaymentMethod.directDebit
  }

  /// What statements may do, and what happens when one fails.
  package struct Run {
    /// The moment taken for now; nil: the clock's.
    package var fixedNow: Instant?
    /// Whether results that lack something fail, and no cache is made.
    package var isStrict = false
    /// How long other programs are waited for; nil: without end.
    package var wait: Duration? = .seconds(10)
    package var keepsGoing = false
    package var isQuiet = false
    /// Whether no files are written but the cache, and no other programs run.
    package var isSafe = false
    /// Whether questions are answered with yes before they are asked.
    package var assumesYes = false
    /// Where the prompt keeps what was typed; nil for nowhere.
    package var historyPath: String?
  }

  /// How many statements the prompt keeps.
  package static let historyLimit = 10_000

  /// - Throws: a ``Failure`` where `--safe` forbids what is about to be done.
  func refuseIfSafe(_ what: String) throws(Failure) {
    if run.isSafe { throw Failure("--safe allows no \(what)") }
  }
}

/// Where the time that a statement took is shown.
package enum Timing: String, CaseIterable, Sendable {
  /// Of every statement: in the footer, or on standard error where there is none.
  case on
  case off
  case footer
}
