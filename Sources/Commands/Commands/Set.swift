extension CommandPage {
  static let set = CommandPage(
    SetCalorificValue.self, SetNight.self, SetVAT.self,
    summary: "set the calorific value of gas, the night hours or the rate of VAT",
    details: [
      "V is in MJ per m³, as on the bill, typically 37.5 to 43. It holds until the day of another",
      "value; before the first, gas in m³ has no kWh and no cost. A tariff with two registers needs",
      "your meter's night hours; with 'utc' they stay on that clock all year, as on",
      "smart meters. VAT is for rates that do not state their own: see 'show vat'.",
      "The shell's own settings begin with a dot: see 'help settings'.",
    ],
    examples: [
      "set calorific value 39.5 from 2023-07-01", "set night 00:30-07:30 utc for economy7",
      "set vat electricity 20 from 2028-04-01",
    ])
}
