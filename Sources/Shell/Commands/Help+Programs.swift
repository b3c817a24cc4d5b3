extension Help {
  /// What `help settings` says.
  static var settings: String {
    lines(
      [
        "Statements that begin with a dot say how the shell behaves. Alone they print the value.",
        "",
      ]
        + columns(
          SettingTable.all.map { ($0.usage, $0.summary) }, width: 28)
        + ["", "Most are options of the command line too: see 'octowatt --help'."])
  }

  static func page(_ setting: Setting) -> String {
    let alone = setting.value == nil ? [] : [setting.name]
    let details = setting.details.isEmpty ? [] : [""] + setting.details
    let examples = setting.examples.isEmpty ? [] : [""] + setting.examples.map { "  \($0)" }
    return lines([setting.usage] + alone + ["", setting.summary] + details + examples)
  }

  /// What `help variables` says.
  static let variables = lines(
    [
      "$NAME stands for one operand: a name, number, path or string, or a whole period. It never",
      "stands for a word of the language, and its value is not read as statements.", "",
    ]
      + columns(
        [
          ("let p = last month", "for this run; a name that exists gets the new value"),
          ("octowatt --set p=2023-07", "the same on the command line, before any statement"),
          ("octowatt -f FILE A B", "$1 and $2 in the script, up to $9"),
          ("show variables", "what there is"),
        ], width: 30)
      + [
        "", "  cost import $p by day", "  usage import from $a to $b meter $home top $n", "",
        "Names have letters, digits and _, in any case. '$p' in quotes is the text $p.",
      ])
}
