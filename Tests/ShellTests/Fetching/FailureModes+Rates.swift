import EnergyModel
import TestSupport
import Testing

private let agile = "E-1R-AGILE-23-12-06-C"
private let agileRates = "AGILE-23-12-06/\(agile)/standard-unit-rates"
private let agileCharges = "AGILE-23-12-06/\(agile)/standing-charges"

/// A home whose Octopus has these rates of Agile, and a standing charge.
private func agileHome(_ rates: [FakePrice]) throws -> FetchingHome {
  var contents = FakeOctopus.Contents()
  contents.prices[agileRates] = rates
  contents.prices[agileCharges] = [FakePrice("2023-06-30T23:00", nil, "42")]
  return try FetchingHome(contents)
}

/// What a cache says of a tariff's rates: from, to, payment, pence with VAT.
private func rates(_ home: FetchingHome, kind: String = "unit") throws -> [String] {
  try home.rows(
    """
    SELECT datetime(valid_from, 'unixepoch'), datetime(valid_to, 'unixepoch'), payment_method,
      including_vat / 1000000.0
    FROM rate WHERE kind = '\(kind)' ORDER BY valid_from, payment_method
    """)
}

/// The list of one register says that the rates are in two others, whatever the code says.
func playTwoRegisters() throws {
  let code = "E-1R-IOG-SMB-TOU-24-01-01-C"
  let product = "IOG-SMB-TOU-24-01-01"
  let home = try FetchingHome()
  home.octopus.change { contents in
    contents.prices["\(product)/\(code)/day-unit-rates"] = [
      FakePrice("2023-06-30T23:00", nil, "31.5084")
    ]
    contents.prices["\(product)/\(code)/night-unit-rates"] = [
      FakePrice("2023-06-30T23:00", nil, "9.2")
    ]
    contents.prices["\(product)/\(code)/standing-charges"] = []
    contents.quirk = { request, _ in
      request.path.hasSuffix("/standard-unit-rates/")
        ? .answer(
          ServerAnswer(400, #"{"detail":"This tariff has day and night rates, not standard."}"#))
        : nil
    }
  }
  let outcome = try home("fetch rates \(code) 2023-07 as import")
  #expect(outcome.status == 0)
  #expect(try rates(home, kind: "day") == ["2023-06-30 23:00:00|||31.5084"])
  #expect(try rates(home, kind: "night") == ["2023-06-30 23:00:00|||9.2"])
  #expect(outcome.errors.contains("note: \(code) has no standing charges in that time\n"))
  // V13: without hours of night nothing is priced, and it is said how to tell them.
  #expect(outcome.errors.contains("set night 00:30-07:30 for \(code)\n"))
  home.octopus.change { contents in
    contents.readings[FetchingHome.meter] = FakeReading.series(from: "2023-07-04T10:00", ["1"])
  }
  try home.addMeter()
  let cost = try home("fetch readings; cost import 2023-07-04 on \(code)")
  #expect(cost.status == 1 && cost.errors.contains("its night hours are not set"))
}

func playOddRates() throws {
  // Not in order, of two ways of paying in either order, without that field, open at both ends.
  let home = try agileHome([
    FakePrice("2023-07-01T00:00", "2023-07-01T00:30", "20", payment: "NON_DIRECT_DEBIT"),
    FakePrice("2023-07-01T00:30", nil, "24", payment: ""),
    FakePrice(nil, "2023-07-01T00:00", "18"),
    FakePrice("2023-07-01T00:00", "2023-07-01T00:30", "19", payment: "DIRECT_DEBIT"),
  ])
  #expect(try home("fetch rates \(agile) from 2023-06-30 to 2023-07-02 as import").status == 0)
  #expect(
    try rates(home) == [
      "|2023-07-01 00:00:00||18.0", "2023-07-01 00:00:00|2023-07-01 00:30:00|DIRECT_DEBIT|19.0",
      "2023-07-01 00:00:00|2023-07-01 00:30:00|NON_DIRECT_DEBIT|20.0",
      "2023-07-01 00:30:00|||24.0",
    ])
  #expect(try rates(home, kind: "standing") == ["2023-06-30 23:00:00|||42.0"])
  let again = try home("fetch rates \(agile) from 2023-06-30 to 2023-07-02")
  #expect(again.errors.contains("rates 0 new, 5 same, 0 revised"))
  // A price that became one for all ways of paying: the old one does not outlive it.
  let changing = try agileHome([
    FakePrice("2023-06-30T23:00", nil, "20", payment: "DIRECT_DEBIT"),
    FakePrice("2023-05-31T23:00", "2023-06-30T23:00", "19", payment: "DIRECT_DEBIT"),
  ])
  #expect(try changing("fetch rates \(agile) all as import").status == 0)
  changing.octopus.change { $0.prices[agileRates] = [FakePrice("2023-06-30T23:00", nil, "21")] }
  let changed = try changing("fetch rates \(agile) since 2023-07-10")
  #expect(changed.errors.contains("rates 1 new, 1 same, 1 revised"), "\(changed.errors)")
  #expect(
    try rates(changing) == [
      "2023-05-31 23:00:00|2023-06-30 23:00:00|DIRECT_DEBIT|19.0", "2023-06-30 23:00:00|||21.0",
    ])
  // A gap, and the horizon: the last hour of the local day comes a day later.
  let holes = try agileHome([
    FakePrice("2023-07-31T12:00", "2023-07-31T22:00", "20"),
    FakePrice("2023-07-30T23:00", "2023-07-31T11:30", "19"),
  ])
  let outcome = try holes("fetch rates \(agile) 2023-07-31 as import")
  #expect(outcome.status == 0)
  for text in [
    "has no rate from 2023-07-31 12:30 until 2023-07-31 13:00\n",
    "has no rate known after 2023-07-31 23:00\n",
  ] {
    #expect(outcome.errors.contains("note: \(agile) \(text)"), "\(outcome.errors)")
  }
  // Two prices at once: neither is better, and nothing of the tariff is kept.
  let overlap = try agileHome([
    FakePrice("2023-07-31T12:00", "2023-07-31T22:00", "20"),
    FakePrice("2023-07-31T11:00", "2023-07-31T12:30", "19"),
  ])
  let refused = try overlap("fetch rates \(agile) 2023-07-31 as import")
  #expect(refused.status == 4 && refused.errors.contains("overlaps that of row"))
  #expect(try overlap.rows("SELECT count(*) FROM tariff") == ["0"])
  // An empty list is no price of zero.
  let empty = try agileHome([])
  let none = try empty("fetch rates \(agile) 2023-07-31 as import")
  #expect(none.status == 0)
  #expect(none.errors.contains("warning: \(agile) has no unit rates in that time\n"))
  #expect(try empty.rows("SELECT count(*) FROM rate WHERE kind = 'unit'") == ["0"])
}

/// A price below zero, one of zero and one of six decimals, and one that changes at midnight.
func playChangingRates() throws {
  let home = try agileHome([
    FakePrice("2023-07-31T23:00", nil, "30.72027"),
    FakePrice("2023-07-31T00:30", "2023-07-31T23:00", "51.380490"),
    FakePrice("2023-07-31T00:00", "2023-07-31T00:30", "0"),
    FakePrice("2023-07-30T23:30", "2023-07-31T00:00", "-3.5"),
    FakePrice("2023-07-30T23:00", "2023-07-30T23:30", "26.381355"),
  ])
  home.octopus.change { contents in
    contents.readings[FetchingHome.meter] = FakeReading.series(
      from: "2023-07-30T23:00", Array(repeating: "1", count: 50))
  }
  try home.addMeter()
  let fetch = "fetch readings; fetch rates \(agile) as import"
  #expect(try home(fetch, today: "2023-08-03").status == 0)
  // 26.381355 - 3.5 + 0 + 45 × 51.38049 = 2335.003405 pence; then 2 × 30.72027.
  let cost = try home("cost import by day as csv", today: "2023-08-03")
  #expect(
    cost.output == """
      day,usage_kwh,cost_gbp
      2023-07-31,48,23.35003405
      2023-08-01,2,0.6144054

      """)
}

/// What nobody knows to be of import or export is not taken for either.
private func playUnknownFlow() throws {
  let home = try agileHome([FakePrice("2023-06-30T23:00", nil, "15")])
  let outcome = try home("fetch rates \(agile) 2023-07")
  #expect(outcome.status == 1)
  #expect(
    outcome.errors.contains(
      "it is unclear whether \(agile) is for import or export; add: as import or as export\n"))
  #expect(try home.rows("SELECT count(*) FROM tariff") == ["0"])
  #expect(try home("fetch rates \(agile) 2023-07 as export").status == 0)
  for (statement, reason) in [
    ("fetch rates \(agile) as import", "'as import' contradicts \(agile), which is for export"),
    (
      "fetch rates E-1R-GO-22-07-05-C as gas",
      "'as gas' contradicts E-1R-GO-22-07-05-C, which is for elec"
    ),
    (
      "fetch rates G-1R-VAR-22-11-01-C as import",
      "contradicts G-1R-VAR-22-11-01-C, which is for gas"
    ),
    ("fetch rates product GO-22-07-05", "the code of a tariff that belongs to product GO-22-07-05"),
  ] {
    let refused = try home(statement)
    #expect(refused.status == 1 && refused.errors.contains(reason), "\(refused.errors)")
  }
}

/// Without a list of standing charges the unit rates are kept.
private func playNoStandingCharges() throws {
  let home = try agileHome([FakePrice("2023-06-30T23:00", nil, "15")])
  home.octopus.change { $0.prices[agileCharges] = nil }
  let outcome = try home("fetch rates \(agile) 2023-07 as import")
  #expect(outcome.status == 0)
  #expect(outcome.errors.contains("note: \(agile): no standing charges: Octopus knows no"))
  #expect(try rates(home) == ["2023-06-30 23:00:00|||15.0"])
}

func playOddProducts() throws {
  try playUnknownFlow()
  try playNoStandingCharges()

  // Not on the page of its product, but there; the code tells of two registers.
  let flat = "E-FLAT2R-SILVER-23-12-06-A"
  let home = try FetchingHome()
  home.octopus.change { contents in
    contents.products["SILVER-23-12-06"] = #"{"code":"SILVER-23-12-06","direction":"IMPORT"}"#
    for (list, price) in [("day-unit-rates", "30"), ("night-unit-rates", "10")] {
      contents.prices["SILVER-23-12-06/\(flat)/\(list)"] = [
        FakePrice("2023-06-30T23:00", nil, price)
      ]
    }
    contents.prices["SILVER-23-12-06/\(flat)/standing-charges"] = [
      FakePrice("2023-06-30T23:00", nil, "50")
    ]
    contents.prices["BUS-2022/BUS-PANELP-12M-FIXED-SEPTEMBER2029/standard-unit-rates"] = [
      FakePrice("2023-06-30T23:00", nil, "15")
    ]
    contents.prices["BUS-2022/BUS-PANELP-12M-FIXED-SEPTEMBER2029/standing-charges"] = []
    contents.products["BUS-2022"] = #"{"direction":"EXPORT"}"#
  }
  #expect(try home("fetch rates \(flat) 2023-07").status == 0)
  #expect(try rates(home, kind: "day") == ["2023-06-30 23:00:00|||30.0"])
  #expect(try rates(home, kind: "night") == ["2023-06-30 23:00:00|||10.0"])
  // The code does not tell the product, so it is asked for; the product tells the flow.
  let code = "BUS-PANELP-12M-FIXED-SEPTEMBER2029"
  let unknown = try home("fetch rates \(code) 2023-07")
  #expect(unknown.status == 1)
  #expect(
    unknown.errors.contains(
      "does not say which product it belongs to; type: fetch rates \(code) product CODE"))
  #expect(try home("fetch rates \(code) 2023-07 product BUS-2022").status == 0)
  #expect(
    try home.rows("SELECT unit FROM tariff WHERE name = '\(code)'")
      == ["electricity_exporting_kwh"])
}
