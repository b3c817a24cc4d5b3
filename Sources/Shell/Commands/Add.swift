import QueryLanguage

/// What `add` makes.
enum AddTopic: String, DescribedWord {
  case meter, tariff, flux, key

  var summary: String {
    switch self {
    case .meter: "a meter, and its meter point when that is not there"
    case .tariff: "a tariff of one rate, or with others for some hours of the clock"
    case .flux: "low from 02:00 to 05:00, peak from 16:00 to 19:00, base otherwise"
    case .key: "an API key of Octopus, which is asked for and does not show"
    }
  }
}

extension Command {
  static let add = Command(
    name: "add",
    usage: [
      "add meter NUMBER serial S as FLOW [unit m3] [alias NAME]",
      "add tariff NAME as FLOW rate R [from HH:MM to HH:MM rate R …] [standing R] "
        + "[valid from DATE] [until DATE]",
      "add flux import|export from DATE base R low R peak R [standing R] [until DATE] "
        + "[finish current]",
      "add key [NAME]",
    ],
    summary: "make a meter or a tariff, or keep an API key",
    details: HelpPage.columns(AddTopic.allCases.map { ($0.word, $0.summary) }) + [
      "",
      "R is with VAT, per kWh, or per day behind 'standing': 0.3072, £0.3072 or 30.72p.",
      "NUMBER is an MPAN of 13 digits, or for gas an MPRN of 6 to 10.",
      "The until day is not included. The hours are of the local clock; 24:00 ends a day.",
      "'finish current' ends what prices the flow then; meters with agreements get a new one.",
    ],
    examples: [
      "add meter 7000000033 serial 00A0000003 as gas unit m3 alias boiler",
      "add tariff go as import rate 30p from 00:30 to 05:30 rate 9p standing 47.93p",
      "add flux import from 2023-10-01 base 0.277 low 0.166 peak 0.387 finish current",
    ],
    run: { cursor, session in
      switch try cursor.topic(AddTopic.self, of: "add").value {
      case .meter: try session.addMeter(&cursor)
      case .tariff: try session.addTariff(&cursor)
      case .flux: try session.addFlux(&cursor)
      case .key: try session.addKey(&cursor)
      }
    })
}
