import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

extension Command {
  static let set = Command(
    name: "set",
    usage: [
      "set calorific value V from DATE", "set night HH:MM-HH:MM [utc] for TARIFF",
      "set vat electricity|gas PERCENT from DATE",
    ],
    summary: "how much heat gas holds, which hours are night, how much VAT there is",
    details: [
      "V is in MJ per m³, as on the bill: usual are 37.5 to 43. It holds until the day of another",
      "value; one of the same day is replaced. Before the first, gas in m³ has no kWh and no cost.",
      "",
      "A tariff with a day and a night register needs the hours that your meter takes for night.",
      "They go by the local clock, or with 'utc' by that of UTC all year, as smart meters have it.",
      "",
      "VAT is what 'show vat' lists, each until the next of its fuel, for rates that do not say",
      "it themselves by naming prices with it and without.",
      "",
      "How the shell behaves is said with a dot: see 'help settings'.",
    ],
    examples: [
      "set calorific value 39.5 from 2023-07-01", "set night 00:30-07:30 utc for economy7",
      "set vat electricity 20 from 2028-04-01",
    ],
    run: { cursor, session in
      if cursor.accept("calorific") {
        try session.setCalorificValue(&cursor)
      } else if cursor.accept("night") {
        try session.setNight(&cursor)
      } else if cursor.accept("vat") {
        try session.setVAT(&cursor)
      } else {
        var error = cursor.expected("'calorific value', 'night' or 'vat'")
        error.hint = "see 'help set', and 'help settings' for the shell's own"
        throw QueryErrors(error)
      }
    })
}

extension Session {
  /// Says which hours a tariff with day and night rates prices as night.
  fileprivate func setNight(_ cursor: inout TokenCursor) throws {
    let (times, isUTC, name) = try located { () throws(QueryError) in
      let times = try cursor.clockTimes()
      let isUTC = cursor.accept("utc")
      try cursor.require("for")
      return (times, isUTC, try cursor.tariffName())
    }
    try cursor.expectEnd()
    let hours = try NightHours(start: times.from * 30, end: times.to * 30, isUTC: isUTC)
    let tariff = try change { home in
      var tariff = try located { () throws(QueryError) in try home.tariff(name) }
      guard case .registers = tariff.kind else {
        throw QueryErrors(
          QueryError(
            "\(tariff.name) has no day and night registers", at: name.span,
            hint: "their rates are imported with: register day, register night"))
      }
      tariff.kind = .registers(hours)
      return tariff
    } storing: { writer, _, tariff in
      try writer.store(tariff)
      return tariff
    }
    try tell("\(tariff.name) has night \(hours.text)")
  }
}
