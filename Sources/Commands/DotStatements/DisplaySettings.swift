import QueryLanguage
import Terminal

extension Setting {
  static let width = Setting(
    name: ".width", values: "N|auto", summary: "the width that tables must fit, at a terminal",
    details: ["Elsewhere, and in files, nothing is ever cut."],
    examples: [".width 100", ".width auto"],
    value: { $0.settings.display.width.map(String.init) ?? "auto" },
    change: { cursor in
      let typed = try cursor.onlyOperand("a number of columns, or auto", words: ["auto"])
      let isAuto = typed.value.lowercased() == "auto"
      let width = Int(typed.value)
      guard isAuto || width ?? 0 > 0 else {
        throw QueryError(
          "expected a number of columns, or auto, found '\(typed.value)'", at: typed.span)
      }
      return changing { $0.settings.display.width = width }
    })

  static let color = Setting(
    name: ".color", values: "auto|always|never", summary: "when results and errors have colours",
    details: ["'auto' means at a terminal, unless $NO_COLOR is set or $TERM is dumb."],
    examples: [".color never"],
    value: { $0.reporter.console.color.rawValue },
    change: { cursor in
      let words = ColorChoice.allCases.map(\.rawValue)
      let typed = try cursor.choice("auto, always or never", words)
      return changing { $0.reporter.console.color = ColorChoice(rawValue: typed) ?? .auto }
    })

  static let highlight = flag(
    ".highlight", "whether typing shows colours, and suggestions from the history",
    details: [
      "Words of the language, periods, strings and errors look different; Right or End accepts",
      "the suggestion. Only where '.color' allows colours.",
    ], \.display.highlights)

  static let pager = Setting(
    name: ".pager", values: "on|off|COMMAND",
    summary: "the program that shows results longer than a screen, at the prompt",
    details: [
      "'on' is $OCTOWATT_PAGER, else $PAGER, else '\(Pager.defaultCommand)'. Results wider than the",
      "screen go to it too, and scroll sideways there. Ctrl-C in it is left to it, and then ends",
      "a running script; so does quitting it twice within a second. With --safe there is no pager.",
    ],
    examples: [".pager off", ".pager 'less -R'"],
    value: { workspace in
      let pager = workspace.settings.display.pager
      return pager.isEmpty ? "off" : quotedIfNeeded(pager)
    },
    change: { cursor in
      let typed = try cursor.onlyOperand("on, off or a command", words: ["on", "off"]).value
      return changing { workspace in
        let settings = workspace.settings
        let isOff = typed.lowercased() == "off"
        if !isOff { try settings.refuseIfSafe("running other programs") }
        settings.display.pager =
          isOff ? "" : typed.lowercased() == "on" ? settings.display.defaultPager : typed
      }
    })

  static let timing = Setting(
    name: ".timing", values: "on|off|footer", summary: "where the time of a statement is shown",
    details: [
      "'on' is for commands and queries, on standard error where a result has no footer."
    ],
    examples: [".timing on", ".timing off"],
    value: { $0.settings.output.timing.rawValue },
    change: { cursor in
      let typed = try cursor.choice("on, off or footer", Timing.allCases.map(\.rawValue))
      return changing { $0.settings.output.timing = Timing(rawValue: typed) ?? .footer }
    })

  static let strict = flag(
    ".strict", "whether missing or unpriced half-hours give exit status 3",
    details: ["While it is on, a missing cache is an error, and none is created."],
    \.run.isStrict)

  static let echo = flag(
    ".echo", "whether statements are printed before they run",
    details: ["They go where results go. A statement with an API key is not printed."],
    \.output.echoes)
}
