import ArgumentParser
import EnergyModel
import QueryLanguage
import Shell
import Terminal

/// The command-line options and arguments.
struct Options: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "octowatt",
    abstract: "Ask your meter: usage and cost of energy on smart tariffs, to the penny.",
    // The parser wraps each line to the width of the terminal.
    discussion: """
      Without words, -c or -f: a prompt at a terminal, else statements from standard input. \
      Type 'octowatt help' for the language.

      Exit status: 0 all well; 1 a statement failed; 2 bad usage, or a script or the cache can't \
      be opened; 3 under --strict, data incomplete; 4 the network or Octopus failed; \
      130 interrupted.

      Environment: OCTOWATT_DB the cache; OCTOPUS_API_KEY a key for 'fetch'; OCTOWATT_API_BASE the \
      root of Octopus's API; https_proxy, no_proxy as for curl; OCTOWATT_PAGER, PAGER what shows \
      long results at the prompt; NO_COLOR no colours. At the prompt \
      $XDG_CONFIG_HOME/octowatt/init.octowatt runs first.
      """,
    version: "octowatt 0.1.0")

  @Option(
    name: .customLong("db"),
    help: ArgumentHelp("The cache, or ':memory:'.", valueName: "file"), completion: .file())
  var database: String?

  @Option(
    name: [.customShort("c"), .long], parsing: .singleValue,
    help: ArgumentHelp(
      "A statement to run; repeatable, in order with -f.", valueName: "statement"))
  var command: [String] = []

  @Option(
    name: [.customShort("f"), .long], parsing: .singleValue,
    help: ArgumentHelp("A script to run; '-' is standard input.", valueName: "script"),
    completion: .file(extensions: ["octowatt"]))
  var file: [String] = []

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("A variable, used as $NAME; repeatable.", valueName: "name=value"),
    transform: Assignment.init)
  var variables: [Assignment] = []

  @Option(help: "The output format.")
  var format: OutputFormat?

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Where results go instead of standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp("Fixes the clock at the start of that local day.", valueName: "date"),
    transform: day)
  var today: LocalDay?

  @Option(help: "The rounding policy, unless 'using' names one.")
  var policy = Policy.exact

  @Flag(
    help: "Exit with 3 when a result has missing or unpriced half-hours, and create no cache.")
  var strict = false

  @Flag(help: "Continue after a statement that failed.")
  var keepGoing = false

  @Option(help: ArgumentHelp("The root of Octopus's API.", valueName: "url"))
  var apiBase: String?

  @Flag(help: "Fetch nothing from the network.")
  var offline = false

  @Flag(help: "No reports, notes or progress.")
  var quiet = false

  @Flag(help: "Answer yes where a command would ask.")
  var yes = false

  @Option(
    help: ArgumentHelp(
      "How long to wait for another program's write: 10, and at the prompt without end.",
      valueName: "seconds"))
  var wait: Int?

  @Option(help: "When to use colours.")
  var color = ColorChoice.auto

  @Option(help: ArgumentHelp("Columns of the terminal.", valueName: "columns"))
  var width: Int?

  @Flag(help: "Write no files but the cache, and run no other programs.")
  var safe = false

  @Option(
    name: .customLong("init"),
    help: ArgumentHelp(
      "A script to run first, in place of the start-up file.", valueName: "script"),
    completion: .file(extensions: ["octowatt"]))
  var startUp: String?

  @Flag(help: "Run no start-up file at the prompt.")
  var noInit = false

  @Option(
    help: ArgumentHelp("The history of the prompt, or 'none'.", valueName: "file"),
    completion: .file())
  var history: String?

  @Argument(
    help: """
      The words of one statement, one with a space being one name; with -f, the script's \
      arguments $1 to $9.
      """)
  var words: [String] = []

  func validate() throws {
    if !words.isEmpty, !command.isEmpty, file.isEmpty {
      throw ValidationError("Words can't be combined with -c.")
    }
    if !file.isEmpty, words.count > 9 {
      throw ValidationError("A script takes nine arguments at most.")
    }
    // It would be kept in the cache where the statement puts it, and shown.
    let values = variables.map(\.value) + (file.isEmpty ? [] : words)
    if values.contains(where: APIKey.isLikely) {
      throw ValidationError("An API key is no argument: type 'add key', or set OCTOPUS_API_KEY.")
    }
    if let wait, !(0...1_000_000_000).contains(wait) {
      throw ValidationError("The wait is 0 to 1000000000 seconds.")
    }
    if let width, width < 1 { throw ValidationError("The width is at least 1.") }
  }

  private static func day(_ text: String) throws -> LocalDay {
    guard let day = PeriodParser.day(text), ClockZone.coveredYears.contains(day.civil.year)
    else {
      throw ValidationError("'\(text)' is not a date such as 2023-08-15.")
    }
    return day
  }
}

/// A variable from `--set NAME=VALUE`.
struct Assignment {
  var name: String
  var value: String

  init(_ text: String) throws {
    guard let sign = text.firstIndex(of: "="), Variables.isName(String(text[..<sign])) else {
      throw ValidationError("'\(text)' is not NAME=VALUE, with a name of letters, digits and _.")
    }
    name = String(text[..<sign])
    value = String(text[text.index(after: sign)...])
  }
}

extension ColorChoice: ExpressibleByArgument {}

extension OutputFormat: ExpressibleByArgument {}

extension Policy: ExpressibleByArgument {}
