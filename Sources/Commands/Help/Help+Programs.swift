import Interchange
import QueryLanguage

/// The pages about commands, settings and variables.
extension Help {
  static let commands = HelpPage(
    usage: ["COMMAND …"], summary: "statements that are not queries",
    details: [
      (["import", "fetch", "save"], "from files and Octopus into the cache, and back into files"),
      (["show", "status", "describe", "report", "last"], "what is there"),
      (
        ["add", "change", "set", "alias", "rename", "drop"],
        "meters, tariffs, API keys, calorific values, night hours and VAT"
      ),
      (["assign", "unassign"], "which tariff prices a meter, and when"),
      (
        ["undo", "check", "backup", "restore", "sql"],
        "the cache itself: a step back, what is wrong, a copy, and SQL that reads"
      ),
      (["let", "define", "run", "forget"], "variables, saved queries, scripts"),
      (["!"], "a command of the system's shell"),
      (["edit", "demo", "help", "quit"], "your editor, a home to try, this help, and leaving"),
    ].flatMap { names, purpose in
      ["  " + names.joined(separator: "  "), "      \(purpose)"]
    },
    examples: ["help import"])

  static let settings = HelpPage(
    usage: [".SETTING [VALUE]"],
    summary: "the shell's own settings; without a value the statement prints the current one",
    details: HelpPage.row("settings", SettingTable.all.map(\.name))
      + [
        "", "'.settings' lists them with their values and meanings. Most are also command-line",
        "options: see 'octowatt --help'.",
      ],
    examples: [".mode csv", ".settings"])

  static func page(_ command: CommandPage) -> HelpPage {
    HelpPage(
      usage: command.usage, summary: command.summary, details: command.details,
      examples: command.examples)
  }

  static func page(_ setting: Setting) -> HelpPage {
    HelpPage(
      usage: [setting.usage] + (setting.value == nil ? [] : [setting.name]),
      summary: setting.summary, details: setting.details, examples: setting.examples)
  }

  static let variables = HelpPage(
    usage: ["$NAME"], summary: "one operand: a name, number, path or string, or a whole period",
    details: [
      "It can't replace a word of the language, and its value is never run as a statement.", "",
    ]
      + HelpPage.columns([
        ("let p = last month", "for this run; an existing variable is overwritten"),
        ("octowatt --set p=2023-07", "on the command line, before any statement"),
        ("octowatt -f FILE A B", "$1 and $2 in the script, up to $9"),
        ("show variables", "all variables and their values"),
      ])
      + [
        "",
        "Names have letters, digits and _; case does not matter. '$p' in quotes is the text $p.",
      ],
    examples: ["cost import $p by day", "usage import from $a to $b meter $home limit $n"])

  static let typing = HelpPage(
    usage: [], summary: "What the keys do at the prompt.",
    details: HelpPage.columns([
      ("Tab", "completes as far as is clear, or lists what can follow"),
      ("Right, End", "accept the dim suggestion, an earlier statement that did not fail"),
      ("Up, Ctrl-R", "earlier statements, and a search in them"),
      ("Ctrl-C", "discards what was typed, or stops what runs; Ctrl-D leaves"),
    ]) + [
      "", "Tab looks for what begins with the letters typed, else for what has them inside, else",
      "for what is one slip away.",
      "A line that ends in , or \\ or has an open ( continues in the next. Several pasted",
      "statements run in turn, each shown above its answer. The history keeps all statements",
      "except those that begin with a space or hold an API key.", "",
      "The keys are those of GNU Readline: ~/.inputrc can change them, for this program only",
      "between '$if octowatt' and '$endif'.",
    ],
    examples: ["show history", ".highlight off"])

  static let files = HelpPage(
    usage: [Import.form.shortUsage], summary: "the kinds of files that 'import' reads",
    details: HelpPage.columns(FileKind.allCases.map { ($0.rawValue, $0.summary) })
      + [
        "", "The kind is recognised from the contents, except standing charges, which look like",
        "rates: name that kind. All are UTF-8. A bad line is refused with FILE:LINE:, and",
        "then nothing of that file is kept. Importing the same data again changes nothing.",
      ],
    examples: [
      "import examples/home/config.json", "import standing charges.csv for agile",
    ])
}
