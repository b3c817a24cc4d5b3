import Interchange
import QueryLanguage

/// The pages about commands, settings and variables.
extension Help {
  static let commands = HelpPage(
    usage: ["COMMAND …"], summary: "statements that are no queries",
    details: [
      (["import", "fetch", "save"], "files and Octopus into the cache, and files out of it"),
      (["show", "status", "describe", "report", "last"], "what there is"),
      (
        ["add", "set", "alias", "rename", "drop"],
        "meters and tariffs, the heat of gas, the hours of night"
      ),
      (["assign", "unassign"], "which tariff prices a meter, and when"),
      (["let", "define", "run", "forget"], "values, saved queries, scripts"),
      (["!"], "a command of the system's shell"),
      (["edit", "help", "quit"], "your editor, this, and the way out"),
    ].flatMap { names, purpose in
      ["  " + names.joined(separator: "  "), "      \(purpose)"]
    },
    examples: ["help import"])

  static let settings = HelpPage(
    usage: [".SETTING [VALUE]"],
    summary: "how the shell behaves; without a value the statement prints the one in force",
    details: HelpPage.row("settings", SettingTable.all.map(\.name))
      + [
        "", "'.settings' lists them with their values and meanings. Most are options of the",
        "command line too: see 'octowatt --help'.",
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
      "It never stands for a word of the language, and its value is not read as statements.", "",
    ]
      + HelpPage.columns([
        ("let p = last month", "for this run; a name that exists gets the new value"),
        ("octowatt --set p=2023-07", "on the command line, before any statement"),
        ("octowatt -f FILE A B", "$1 and $2 in the script, up to $9"),
        ("show variables", "what there is"),
      ])
      + ["", "Names have letters, digits and _, in any case. '$p' in quotes is the text $p."],
    examples: ["cost import $p by day", "usage import from $a to $b meter $home limit $n"])

  static let typing = HelpPage(
    usage: [], summary: "What the keys do at the prompt.",
    details: HelpPage.columns([
      ("Tab", "goes on as far as is clear, or lists what can follow"),
      ("Right, End", "take over the dim suggestion, which is from the history"),
      ("Up, Ctrl-R", "earlier statements, and a search for one"),
      ("Ctrl-C", "drops what was typed, or stops what runs; Ctrl-D leaves"),
    ]) + [
      "", "A line that ends in , or \\ or has an open ( goes on in the next. A paste of several",
      "statements runs them in turn. The history has them all, but for those that begin with",
      "a space or hold a key.", "",
      "The keys are those of GNU Readline: ~/.inputrc can change them, for this program alone",
      "between '$if octowatt' and '$endif'.",
    ],
    examples: ["show history", ".highlight off"])

  static let files = HelpPage(
    usage: [Import.form.shortUsage], summary: "the kinds of files that 'import' reads",
    details: HelpPage.columns(FileKind.allCases.map { ($0.rawValue, $0.summary) })
      + [
        "", "The kind is recognised by what is in the file, but for standing charges, which",
        "look like rates: name the kind. All are UTF-8. A bad line is refused as FILE:LINE:,",
        "and then nothing of that file is kept. What comes twice changes nothing.",
      ],
    examples: [
      "import examples/home/config.json", "import standing charges.csv for agile",
    ])
}
