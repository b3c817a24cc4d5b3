extension CommandPage {
  static let add = CommandPage(
    AddMeter.self, AddTariff.self, AddFlux.self, AddKey.self,
    summary: "add a meter or a tariff, or store an API key",
    details: [
      "R includes VAT and is per kWh, or per day after 'standing': 0.3072, £0.3072 or 30.72p.",
      "NUMBER is an MPAN of 13 digits, or for gas an MPRN of 6 to 10.",
      "The until day is not included. Times are local; 24:00 ends a day.",
      "'finish current' ends the tariff now in force; meters with agreements get a new one.",
    ],
    examples: [
      "add meter 7000000033 serial 00A0000003 as gas unit m3 alias boiler",
      "add tariff go as import rate 30p from 00:30 to 05:30 rate 9p standing 47.93p",
      "add flux import from 2023-10-01 base 0.277 low 0.166 peak 0.387 finish current",
    ])
}
