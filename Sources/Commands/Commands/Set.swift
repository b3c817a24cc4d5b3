extension CommandPage {
  static let set = CommandPage(
    SetCalorificValue.self, SetNight.self, SetVAT.self,
    summary: "how much heat gas holds, which hours are night, how much VAT there is",
    details: [
      "V is in MJ per m³, as on the bill: usual are 37.5 to 43. It holds until the day of another",
      "value; before the first, gas in m³ has no kWh and no cost. A tariff with two registers needs",
      "the hours that your meter takes for night; with 'utc' they go by that clock all year, as",
      "smart meters have it. VAT is for rates that do not say theirs themselves: see 'show vat'.",
      "How the shell behaves is said with a dot: see 'help settings'.",
    ],
    examples: [
      "set calorific value 39.5 from 2023-07-01", "set night 00:30-07:30 utc for economy7",
      "set vat electricity 20 from 2028-04-01",
    ])
}
