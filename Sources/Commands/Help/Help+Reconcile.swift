import QueryLanguage

/// The page of `reconcile` and of its clause `billed`.
extension Help {
  static var reconcile: HelpPage {
    HelpPage(
      usage: [
        "reconcile [FLOW] [PERIOD] billed LINE FIGURE, …", "reconcile billed from FILE",
        "reconcile [FLOW] [PERIOD] [by KEY]",
      ],
      summary: Measure.reconcile.summary,
      details: [
        "LINE is usage, energy, standing, vat or total, FIGURE the number that a paper bill",
        "prints for it: energy and standing charge without VAT. FILE is the text of a bill, or",
        "its PDF, which has period and flow too. Without 'billed' it is the supplier's cost of",
        "each half-hour from a CSV download; KEY is day, month, halfhour or band.", "",
        "A line agrees when rounding explains the difference: 'bound' says how much that can",
        "be. Where one does not, causes are tried alone and in pairs, and the simplest that",
        "leaves no difference is named: other rounding, a day more or less, the way of paying,",
        "VAT, a change of prices on another day, another tariff, revised or missing readings,",
        "credits. 'explain reconcile …' lists what was tried, and with 'as csv' as rows.",
      ],
      examples: Clause.billed.examples)
  }
}
