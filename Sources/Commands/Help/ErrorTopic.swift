import QueryEngine
import QueryLanguage
import Terminal

/// A kind of error message, with its remedy.
enum ErrorTopic: String, DescribedWord {
  case unknown, expected, twice, together, dates, units, names, terms, ambiguous, elsewhere, cubic
  case large, unpriced, missing, operands, scripts, exists, asked, outside, refused, damaged, busy
  case nothing, credentials, network

  /// The subject of such messages, in a few words.
  var summary: String {
    switch self {
    case .unknown: "no such name or word"
    case .expected: "something is missing"
    case .twice: "said a second time"
    case .together: "not in one query"
    case .dates: "no such day or period"
    case .units: "kWh, £, p, or no number"
    case .names: "a name that is taken"
    case .terms: "bands, prices, units"
    case .ambiguous: "more than one would do"
    case .elsewhere: "of another flow"
    case .cubic: "gas in m³"
    case .large: "sums, results too large"
    case .unpriced: "no rate"
    case .missing: "no reading"
    case .operands: "$NAME and its value"
    case .scripts: "a script that can't run"
    case .exists: "a file can't be written"
    case .asked: "nobody can be asked"
    case .outside: "a command of the system"
    case .refused: "a file can't be imported"
    case .damaged: "the cache can't be read"
    case .busy: "another program has it"
    case .nothing: "nothing there to show"
    case .credentials: "API keys"
    case .network: "Octopus does not answer"
    }
  }

  /// An example of such a message.
  private var message: String {
    switch self {
    case .unknown: "unknown key 'halfour'. Did you mean 'halfhour'?"
    case .expected: "expected a number of rows, found 'by'"
    case .twice: "'by' stands here a second time"
    case .together: "'readings' takes no 'by'"
    case .dates: "February 2023 has 28 days"
    case .units: "'cost_gbp' is compared in £ or p, not in kWh or Wh"
    case .names: "there is a tariff 'flat' already"
    case .terms: "the bands 00:30-05:30 and 05:00-07:00 overlap"
    case .ambiguous: "two tariffs can price import on 2023-07-01: 'a' and 'b'"
    case .elsewhere: "flux_import_2023-07 prices import only"
    case .cubic: "gas in m³ has no cost before its calorific value"
    case .large: "the cost is too large to add up"
    case .unpriced: "48 half-hours have no rate; add a tariff, or: …"
    case .missing: "3 of 48 half-hours have no reading"
    case .operands: "the script was given no argument $1"
    case .scripts: "cannot open the script FILE: no such file or directory"
    case .exists: "FILE exists; to replace it: into! FILE"
    case .asked: "nobody can be asked whether to drop flat"
    case .outside: "the shell command ended with status 1"
    case .refused: "FILE:3: consumption is 'much', expected a number"
    case .damaged: "cannot open the cache FILE: file is not a database"
    case .busy: "cannot use the cache FILE: sqlite3 (process 4711) has it locked"
    case .nothing: "there is no result yet"
    case .credentials: "there is no API key; type: add key"
    case .network: "Octopus has trouble (503); try again later"
    }
  }

  /// The meaning of the message, and what to type.
  private var advice: [String] {
    switch self {
    case .unknown:
      [
        "No word, tariff, meter, column, saved query or variable has that name. Names and",
        "words go in any case. 'help' lists the words; 'show meters', 'show tariffs',",
        "'show queries' and 'show variables' list the names.",
      ]
    case .expected:
      [
        "Something else must stand at the caret; a caret behind the end means that a word",
        "is missing. Text with spaces or , ; ( ) + goes in quotes, which end on their line.",
      ]
    case .twice:
      [
        "A clause stands once, with commas between its values, and each value once. A name",
        "belongs to one meter or tariff, in any case of the letters, and some mean something",
        "already: 'current', 'none', the number of a meter.",
      ]
    case .together:
      [
        "Both parts are right, but not in one query: 'help MEASURE' lists the clauses and",
        "extras of a measure. Standing charges and the policy 'bill' are by the day, so",
        "they go with keys of a day or longer. For parts that exclude each other, ask twice.",
      ]
    case .dates:
      [
        "There is no such day, or it can be read in two ways, or the period ends before it",
        "starts. Write 2023-07-04, or the day before the month: 4/7/2023. A period is",
        "half-open: for one day name it alone, or say 'through'. See 'help periods'.",
      ]
    case .units:
      [
        "Energy is compared in kWh or Wh, money in £ or p, a rate in either per kWh. Counts,",
        "shares, m³ and money of other countries have no unit. A number has a point and no",
        "thousands marks. Labels and times are no numbers: choose them with 'where'.",
      ]
    case .names:
      [
        "A tariff, a meter, an alias and a saved query each have a name of their own, in any",
        "case of the letters. Words that stand for something else, such as 'current', and",
        "what looks like a number of a meter point are no names.",
      ]
    case .terms:
      [
        "A tariff prices each half-hour once: its bands begin and end on the clock and do not",
        "overlap, and its first rate is for all other hours. A price is at most £1000000.",
        "Only gas is counted in m3.",
      ]
    case .ambiguous:
      [
        "Two tariffs, or two agreements, hold at the same time, or there are several meters",
        "where one is wanted, or nobody said which hours are night, and the program does not",
        "guess. The message says what settles it. To try one tariff without: on TARIFF.",
      ]
    case .elsewhere:
      [
        "A tariff prices one flow, in one currency, by one register or two, and a meter",
        "counts one flow; only gas is counted in m³, and Flux is of import or export. Bands of",
        "the clock can't overlap. For two flows join two tariffs by '+'. Ask for each currency",
        "by itself.",
      ]
    case .cubic:
      [
        "The meter counts cubic metres. Say how much heat gas holds, as the bill does:",
        "set calorific value 39.5 from 2023-07-01. Without it gas has usage alone, which",
        "can't be added to kWh: ask for the meters one by one.",
      ]
    case .large:
      [
        "Either the exact sum of readings times rates does not fit the program's numbers. Real",
        "figures never get there: look for a reading or rate in the wrong unit.",
        "Or a result does not fit the memory: 'across' makes \(Ceiling.columns) columns at most,",
        "and what is held at once has \(Ceiling.cells) cells at most. Tables, json and html",
        "are held, what goes to the pager, and all that is put in order; csv, tsv, jsonl and",
        "line are not. Files over \(FileNames.mostBytes >> 30) GB are not read.",
      ]
    case .unpriced:
      [
        "No tariff, or no rate of it, holds for these half-hours, so their cost is not known",
        "and not in the figures. 'show tariffs' and 'show agreements' say what holds when,",
        "'explain' what prices a query. Import a tariff or rates, or price 'on' another.",
      ]
    case .missing:
      [
        "A meter should have read these half-hours, between its first reading and now, and",
        "the cache has nothing. They are not in the figures. 'gaps' lists them, 'status'",
        "says what to do. Import the readings of those days.",
      ]
    case .operands:
      [
        "A $NAME stands for one operand and must fit the place it is in. 'let' sets it,",
        "'run' gives values to the parameters of a saved query and to a script, and",
        "'octowatt -f FILE A B' gives $1 and $2. See 'help variables', 'help run'.",
      ]
    case .scripts:
      [
        "A script is a text file of statements; paths start in the folder where the program was",
        "started. Scripts and saved queries can run one another 16 deep.",
      ]
    case .exists:
      [
        "A file that is there is kept unless 'into!' says otherwise; devices and pipes are",
        "never replaced, and the cache, the API keys and the history never overwritten. The",
        "extension is that of a format, unless 'as' names one: see 'help formats'. Otherwise",
        "the folder must be there and let you write. A meter or tariff is dropped when you say",
        "so at a terminal, or with --yes.",
      ]
    case .asked:
      [
        "'drop' takes away what can't be had back from the files, and asks first. Where no",
        "person is at the terminal, say so when you start the program: octowatt --yes.",
      ]
    case .outside:
      [
        "A command behind '!' says by its status that it failed, or could not be found. Under",
        "--safe there are no such commands, and no files are written but the cache: results",
        "go to standard output, or where -o says.",
      ]
    case .refused:
      [
        "'import' could not take the file, and kept nothing of it; the line says where it",
        "is wrong. A path or pattern that fits no file is one too. 'pretend' tries a file",
        "without writing, and 'help files' tells what each kind must look like.",
      ]
    case .damaged:
      [
        "The file is no cache, or belongs to somebody else, or holds what it must not, or is",
        "no longer where it was. Name another with --db FILE, or import your files into a new",
        "one. Queries make no folder for it, and under --strict nothing makes a cache.",
      ]
    case .busy:
      [
        "Another program writes to the cache, or has it for itself alone. A statement waits 10",
        "seconds for it, or those of --wait, and at the prompt without end: Ctrl-C ends that.",
        "Queries need not wait for programs that write.",
      ]
    case .nothing:
      [
        "The statement works on something that is not there: a result, a history, a prompt, an",
        "agreement, readings or meters to save. Ask or import first.",
      ]
    case .credentials:
      [
        "Accounts and readings need the API key that the page of your Octopus account shows.",
        "'add key' asks for it, and it does not show; $OCTOPUS_API_KEY goes before those that",
        "are kept. The file that keeps them must be yours alone. See 'show keys'.",
      ]
    case .network:
      [
        "What was fetched so far is kept, and the same statement goes on from there. Passing",
        "troubles were waited for up to a minute. A 403 of the network in front of Octopus has",
        "nothing to do with your key. What fetches is libcurl (on Debian: apt install libcurl4).",
        "The exit status of such a run is 4.",
      ]
    }
  }

  /// A statement that fails with this message on the bundled home.
  private var refusedStatement: String? {
    switch self {
    case .unknown: "cost import last month by halfour"
    case .expected: "cost import last month top by day"
    case .twice: "cost import last month by day by hour"
    case .together: "readings import yesterday by day"
    case .dates: "usage import 2023-02-29"
    case .units: "cost import last month by day having cost > 5 kWh"
    case .names: "add tariff flux_import_2023-07 as import rate 30p"
    case .terms: "add tariff go as import rate 30p from 00:30 to 00:30 rate 9p"
    case .elsewhere: "cost export last month on flux_import_2023-07"
    case .operands: "let p = 2023-07; usage import limit $p"
    case .scripts: "run nowhere.octowatt"
    case .exists: "cost last month into config.json"
    case .outside: "! exit 1"
    case .refused: "import nowhere.json"
    case .nothing: "save readings 2022 into july.json"
    case .credentials: "drop key house"
    case .large: "usage last year by month across slot"
    case .ambiguous, .cubic, .unpriced, .missing, .asked, .damaged, .busy, .network: nil
    }
  }

  private var examples: [String] {
    switch self {
    case .unknown: ["cost import last month by halfhour", "show tariffs"]
    case .expected: ["cost import last month by day top 5"]
    case .twice: ["cost import last month by day, hour"]
    case .together: ["usage import yesterday by day", "help readings"]
    case .dates: ["usage import 2023-02-28", "usage import from 2023-07-01 through 2023-07-04"]
    case .units: ["cost import last month by day having cost > £5 and usage > 5 kWh"]
    case .names: ["add tariff flux_2 as import rate 30p", "show tariffs"]
    case .terms: ["add tariff go as import rate 30p from 00:30 to 05:30 rate 9p"]
    case .ambiguous: ["assign flux_import_2023-07 to house from 2023-07-01", "show agreements"]
    case .elsewhere: ["net last month on flux_import_2023-07+flux_export_2023-07"]
    case .cubic: ["set calorific value 39.5 from 2023-07-01", "usage gas last month"]
    case .large:
      [
        "readings import 2023-07 order by usage desc limit 5",
        "usage last month by month across day",
      ]
    case .unpriced: ["show tariffs", "explain cost import last month"]
    case .missing: ["gaps import last month", "usage import last month by day with coverage"]
    case .operands: ["let p = 2023-07; usage import $p by day"]
    case .scripts: ["run examples/july.octowatt"]
    case .exists: ["cost last month into! october.json"]
    case .asked: ["drop tariff flux_import_2023-07"]
    case .outside: ["! true"]
    case .refused: ["import examples/home/config.json pretend"]
    case .damaged: ["show imports"]
    case .busy: ["status"]
    case .nothing: ["save readings 2023-07 into july.json", "usage import last month; last as csv"]
    case .credentials: ["show keys", "fetch account A-1234ABCD pretend"]
    case .network: ["fetch readings pretend"]
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
    usage: [], summary: "What a message means: 'help' with the word beside one of its kind.",
    details: HelpPage.twoColumns(ErrorTopic.allCases.map { ($0.word, $0.summary) }),
    examples: ["help unknown"])
}
