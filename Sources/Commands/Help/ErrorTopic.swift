import QueryEngine
import QueryLanguage
import Terminal

/// A kind of error message, with its remedy.
enum ErrorTopic: String, DescribedWord {
  case unknown, expected, repeated, together, dates, units, names, terms, ambiguous, mismatch
  case cubicMetres = "m3"
  case tooLarge = "large"
  case unpriced, missing, operands, scripts, exists
  case noTerminal = "terminal"
  case shellCommand = "shell"
  case refused, damaged, busy, nothing, credentials, network, sqlite

  /// The subject of such messages, in a few words.
  var summary: String {
    switch self {
    case .unknown: "no such name or word"
    case .expected: "something is missing"
    case .repeated: "something is repeated"
    case .together: "can't be combined"
    case .dates: "no such day or period"
    case .units: "the unit of a number"
    case .names: "a name that is taken"
    case .terms: "bands, prices, units"
    case .ambiguous: "more than one fits"
    case .mismatch: "the wrong flow or unit"
    case .cubicMetres: "gas in m³"
    case .tooLarge: "too large a sum or result"
    case .unpriced: "no rate"
    case .missing: "no reading"
    case .operands: "$NAME and its value"
    case .scripts: "a script that can't run"
    case .exists: "a file can't be written"
    case .noTerminal: "no terminal to ask at"
    case .shellCommand: "a shell command failed"
    case .refused: "a file can't be imported"
    case .damaged: "the cache can't be read"
    case .busy: "locked by another program"
    case .nothing: "there is nothing to use"
    case .credentials: "API keys"
    case .network: "Octopus does not answer"
    case .sqlite: "SQL that is not run"
    }
  }

  /// An example of such a message.
  private var message: String {
    switch self {
    case .unknown: "unknown key 'halfour'. Did you mean 'halfhour'?"
    case .expected: "expected a number of rows, found 'by'"
    case .repeated: "'by' is repeated"
    case .together: "'readings' takes no 'by'"
    case .dates: "February 2023 has 28 days"
    case .units: "'cost_gbp' is compared in £ or p, not in kWh or Wh"
    case .names: "there is a tariff 'flat' already"
    case .terms: "the bands 00:30-05:30 and 05:00-07:00 overlap"
    case .ambiguous: "two tariffs can price import on 2023-07-01: 'a' and 'b'"
    case .mismatch: "flux_import_2023-07 prices import only"
    case .cubicMetres: "gas in m³ has no cost before its calorific value"
    case .tooLarge: "the cost is too large to add up"
    case .unpriced: "48 half-hours have no rate; add a tariff, or: …"
    case .missing: "3 of 48 half-hours have no reading"
    case .operands: "the script was given no argument $1"
    case .scripts: "cannot open the script FILE: no such file or directory"
    case .exists: "FILE exists; to replace it: into! FILE"
    case .noTerminal: "cannot ask whether to drop flat (no terminal)"
    case .shellCommand: "the shell command ended with status 1"
    case .refused: "FILE:3: consumption is 'much', expected a number"
    case .damaged: "cannot open the cache FILE: file is not a database"
    case .busy: "cannot use the cache FILE: sqlite3 (process 4711) has it locked"
    case .nothing: "there is no result yet"
    case .credentials: "there is no API key; type: add key"
    case .network: "Octopus has trouble (503); try again later"
    case .sqlite: "'sql' only reads the cache: DELETE is not allowed"
    }
  }

  /// The meaning of the message, and what to type.
  private var advice: [String] {
    switch self {
    case .unknown:
      [
        "No word, tariff, meter, column, saved query or variable has that name. Upper and",
        "lower case are the same. 'help' lists the words; 'show meters', 'show tariffs',",
        "'show queries' and 'show variables' list the names.",
      ]
    case .expected:
      [
        "Something else is needed at the caret; a caret after the end means that a word is",
        "missing. Put text with spaces or , ; ( ) + in quotes, closed on the same line.",
      ]
    case .repeated:
      [
        "Write a clause once, with commas between its values, and each value once. A name",
        "belongs to one meter or tariff, in upper or lower case, and some mean something already:",
        "'current', 'none', the number of a meter.",
      ]
    case .together:
      [
        "Both parts are right, but not in one query: 'help MEASURE' lists the clauses and",
        "extras of a measure. Standing charges and the policy 'bill' are per day, so they need",
        "keys of a day or longer. For parts that exclude each other, run two queries.",
      ]
    case .dates:
      [
        "There is no such day, or it can be read in two ways, or the period ends before it",
        "starts. Write 2023-07-04, or the day before the month: 4/7/2023. A period excludes its",
        "end: for one day name it alone, or use 'through'. See 'help periods'.",
      ]
    case .units:
      [
        "Energy is compared in kWh or Wh, money in £ or p, a rate in either per kWh. Counts,",
        "shares, m³ and other currencies take no unit. A number has a decimal point and no",
        "thousands separators. Labels and times are not numbers: choose them with 'where'.",
      ]
    case .names:
      [
        "A tariff, a meter, an alias and a saved query each need their own name, in upper or",
        "lower case. Words with another meaning, such as 'current', and anything that looks like",
        "the number of a meter point can't be names.",
      ]
    case .terms:
      [
        "A tariff prices each half-hour once: its time bands do not overlap, start",
        "and end on the half-hour, and its first rate is for all other hours. A price is at most £1000000.",
        "Only gas is counted in m3.",
      ]
    case .ambiguous:
      [
        "Two tariffs or two agreements apply at the same time, or there are several meters",
        "where one is needed, or the night hours are not set, and the program does not guess. The",
        "message says what settles it. To try one tariff without settling it: on TARIFF.",
      ]
    case .mismatch:
      [
        "A tariff prices one flow, in one currency, with one register or two, and a meter",
        "counts one flow; only gas is counted in m³, and Flux is for import or export. Time bands",
        "can't overlap. For two flows join two tariffs with '+'. Query each currency",
        "separately.",
      ]
    case .cubicMetres:
      [
        "The meter counts cubic metres. Set the calorific value of the gas, from the bill:",
        "set calorific value 39.5 from 2023-07-01. Without it gas has only usage, which",
        "can't be added to kWh: query the meters one by one.",
      ]
    case .tooLarge:
      [
        "Either the exact sum of readings times rates does not fit the program's numbers. Real",
        "figures are never so large: look for a reading or rate in the wrong unit.",
        "Or a result does not fit in memory: 'across' makes \(Ceiling.columns) columns at most,",
        "and what is held at once has \(Ceiling.cells) cells at most. Tables, json, html, sorted",
        "results and the pager hold the whole result; csv, tsv, jsonl and line do not. Files over",
        "\(FileNames.mostBytes >> 30) GB are not read.",
      ]
    case .unpriced:
      [
        "No tariff, or no rate of it, applies to these half-hours, so their cost is unknown and",
        "not in the figures. 'show tariffs' and 'show agreements' list what applies when;",
        "'explain' shows what prices a query. Import a tariff or rates, or price 'on' another.",
      ]
    case .missing:
      [
        "The meter should have a reading for these half-hours, between its first reading and",
        "now, but the cache has none. They are not in the figures. 'gaps' lists them, and 'status'",
        "says what to do. Import the readings of those days. 'projected' needs 14 complete days",
        "before what is to come, and a period that is not over.",
      ]
    case .operands:
      [
        "A $NAME is a single operand and must fit its place. 'let' sets it, 'run' passes values",
        "to a saved query or a script, and 'octowatt -f FILE A B' sets $1 and $2. See",
        "'help variables', 'help run'.",
      ]
    case .scripts:
      [
        "A script is a text file of statements; its paths start in the folder where the program",
        "was started. Scripts and saved queries can be nested 16 deep.",
      ]
    case .exists:
      [
        "An existing file is kept unless you type 'into!'; devices, pipes and folders with files",
        "are never replaced, nor the cache, the API keys and the history. The extension must be",
        "that of a format, unless 'as' names one: see 'help formats'. Otherwise the folder must",
        "exist and be writable. A meter or tariff is dropped when you confirm it at a terminal,",
        "or with --yes.",
      ]
    case .noTerminal:
      [
        "'drop' and 'restore' remove what is in the cache, so they ask first. Without a",
        "terminal, agree when you start the program: octowatt --yes.",
      ]
    case .shellCommand:
      [
        "A command after '!' failed, as its exit status shows, or was not found. With --safe no",
        "such commands run, and no files are written but the cache: results go to standard",
        "output, or to the file of -o.",
      ]
    case .refused:
      [
        "'import' could not use the file, and kept nothing of it; the line number shows where",
        "it is wrong. A path or pattern that matches no file is refused too. 'pretend' tries a",
        "file without writing, and 'help files' describes each kind.",
      ]
    case .damaged:
      [
        "The file is not a cache, or belongs to another user, or has invalid contents, or has",
        "been moved, or can't be written to. 'check' names what is wrong, and 'restore' puts back",
        "a copy. Name another with --db FILE, or import your files into a new one. Queries do not",
        "create a folder for it, and with --strict nothing creates a cache.",
      ]
    case .busy:
      [
        "Another program is writing to the cache, or has locked it. A statement waits 10 seconds,",
        "or as long as --wait says; at the prompt it waits until you press Ctrl-C. Queries need",
        "not wait for programs that write. 'undo' stops at what another program changed",
        "meanwhile: see 'help undo'.",
      ]
    case .nothing:
      [
        "The statement works on something that does not exist: a result, a history, a prompt, an",
        "agreement, a change to take back, readings or meters to save. Run a query or import a file",
        "first.",
      ]
    case .credentials:
      [
        "Accounts and readings need the API key that your Octopus account's web page shows.",
        "'add key' asks for it without showing it; $OCTOPUS_API_KEY takes precedence over stored",
        "keys. Only you may have access to the file of keys. See 'show keys'.",
      ]
    case .network:
      [
        "What was fetched so far is kept, and the same statement continues from there.",
        "Temporary failures are retried for up to a minute. A 403 from the network in front of",
        "Octopus has nothing to do with your key. Fetching uses libcurl (on Debian: apt install",
        "libcurl4). The exit status of such a run is 4.",
      ]
    case .sqlite:
      [
        "SQLite does not understand the SQL, and says where, or it does more than read one",
        "statement's rows: that is refused. $NAME needs a value by 'let'. 'as FORMAT' and 'into",
        "FILE' are clauses at the very end only. See 'help sql'.",
      ]
    }
  }

  /// A statement that fails with this message on the bundled home.
  private var refusedStatement: String? {
    switch self {
    case .unknown: "cost import last month by halfour"
    case .expected: "cost import last month top by day"
    case .repeated: "cost import last month by day by hour"
    case .together: "readings import yesterday by day"
    case .dates: "usage import 2023-02-29"
    case .units: "cost import last month by day having cost > 5 kWh"
    case .names: "add tariff flux_import_2023-07 as import rate 30p"
    case .terms: "add tariff go as import rate 30p from 00:30 to 00:30 rate 9p"
    case .mismatch: "cost export last month on flux_import_2023-07"
    case .operands: "let p = 2023-07; usage import limit $p"
    case .scripts: "run nowhere.octowatt"
    case .exists: "cost last month into config.json"
    case .shellCommand: "! exit 1"
    case .refused: "import nowhere.json"
    case .nothing: "save readings 2022 into july.json"
    case .credentials: "drop key house"
    case .tooLarge: "usage last year by month across slot"
    case .sqlite: "sql delete from tariff"
    case .ambiguous, .cubicMetres, .unpriced, .missing, .noTerminal, .damaged, .busy, .network: nil
    }
  }

  private var examples: [String] {
    switch self {
    case .unknown: ["cost import last month by halfhour", "show tariffs"]
    case .expected: ["cost import last month by day top 5"]
    case .repeated: ["cost import last month by day, hour"]
    case .together: ["usage import yesterday by day", "help readings"]
    case .dates: ["usage import 2023-02-28", "usage import from 2023-07-01 through 2023-07-04"]
    case .units: ["cost import last month by day having cost > £5 and usage > 5 kWh"]
    case .names: ["add tariff flux_2 as import rate 30p", "show tariffs"]
    case .terms: ["add tariff go as import rate 30p from 00:30 to 05:30 rate 9p"]
    case .ambiguous: ["assign flux_import_2023-07 to house from 2023-07-01", "show agreements"]
    case .mismatch: ["net last month on flux_import_2023-07+flux_export_2023-07"]
    case .cubicMetres: ["set calorific value 39.5 from 2023-07-01", "usage gas last month"]
    case .tooLarge:
      [
        "readings import 2023-07 order by usage desc limit 5",
        "usage last month by month across day",
      ]
    case .unpriced: ["show tariffs", "explain cost import last month"]
    case .missing: ["gaps import last month", "usage import last month by day with coverage"]
    case .operands: ["let p = 2023-07; usage import $p by day"]
    case .scripts: ["run examples/july.octowatt"]
    case .exists: ["cost last month into! october.json"]
    case .noTerminal: ["drop tariff flux_import_2023-07"]
    case .shellCommand: ["! true"]
    case .refused: ["import examples/home/config.json pretend"]
    case .damaged: ["show imports"]
    case .busy: ["status"]
    case .nothing: ["save readings 2023-07 into july.json", "usage import last month; last as csv"]
    case .credentials: ["show keys", "fetch account A-1234ABCD pretend"]
    case .network: ["fetch readings pretend"]
    case .sqlite: ["sql select name from tariff"]
    }
  }

  var page: HelpPage {
    HelpPage(
      usage: [message], summary: "", details: advice, refused: refusedStatement,
      examples: examples)
  }
}

extension Help {
  static let errors = HelpPage(
    usage: [], summary: "What a message means: type 'help' and the word beside its kind.",
    details: HelpPage.twoColumns(ErrorTopic.allCases.map { ($0.word, $0.summary) }),
    examples: ["help unknown"])
}
