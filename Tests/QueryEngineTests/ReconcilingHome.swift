import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// The made-up home of five months that `Fixtures/reconcile/make_bills.py` has too.
///
/// In April there are hours without a rate, in May readings that were revised in June, in June half-hours
/// without a reading, in July a change of tariffs, and in August rates that differ by the way of
/// paying, and half-hours that the supplier itself has at a cheap rate.
func reconcilingHome() throws -> MemoryHome {
  var home = MemoryHome()
  let meter = home.addMeter("1900000000001", alias: "house")
  let (start, end) = (try halfHour("2024-04-10T00:00"), try halfHour("2024-09-10T00:00"))
  let missing = try halfHour("2024-06-12T08:00")..<halfHour("2024-06-12T10:30")
  home.store(
    (start..<end).map { missing.contains($0) ? nil : wattHours($0) * 1000 }, from: start, of: meter)
  let revised = try halfHour("2024-05-20T15:00")..<halfHour("2024-05-21T01:00")
  let revision = Instant(halfHour: try halfHour("2024-06-03T09:00"))
  home.add(revised.map { Revision(halfHour: $0, previous: 97_000, at: revision) }, to: meter)
  try addTariffs(to: &home)
  home.assign("gaps", to: meter, from: try day("2024-04-01"), until: try day("2024-05-01"))
  home.assign("spring", to: meter, from: try day("2024-05-01"), until: try day("2024-07-11"))
  home.assign("summer", to: meter, from: try day("2024-07-11"), until: try day("2024-08-01"))
  home.assign("paid", to: meter, from: try day("2024-08-01"))
  try addCosts(to: &home, of: meter)
  return home
}

private func wattHours(_ n: Int) -> Int64 { Int64((n * n * 37 + n * 1009) % 1201) }

private func addTariffs(to home: inout MemoryHome) throws {
  let rates: [(name: String, bands: [String: String], standing: String)] = [
    ("gaps", ["05:00-24:00": "25.113"], "41.07"),
    ("spring", ["00:30-04:30": "8.517", "04:30-00:30": "27.891"], "47.931"),
    ("summer", ["00:00-24:00": "24.317"], "51.223"),
    ("other", ["00:00-24:00": "22.118"], "44.107"),
  ]
  for (name, bands, standing) in rates {
    var made = try tariff(name, bands, vat: .excluded)
    made.standingCharge = Rate(micropence: try energy(standing))
    home.add(made)
  }
  home.add(Tariff(name: "paid", unit: .electricityImportingKWh, kind: .dated))
  func row(_ payment: PaymentMethod, _ pence: String) throws -> DatedRate {
    DatedRate(
      validFrom: nil, validTo: nil, paymentMethod: payment,
      excludingVAT: Rate(micropence: try energy(pence)), includingVAT: nil)
  }
  home.add(
    [try row(.directDebit, "23.513"), try row(.nonDirectDebit, "25.871")], .unit, to: "paid")
  home.add(
    [try row(.directDebit, "50.011"), try row(.nonDirectDebit, "54.327")], .standing, to: "paid")
}

/// The supplier's costs of August: those of the tariff with VAT, but for four half-hours at 7.013p.
private func addCosts(to home: inout MemoryHome, of meter: Meter) throws {
  let (start, end) = (try halfHour("2024-07-31T23:00"), try halfHour("2024-08-31T23:00"))
  let cheap = try halfHour("2024-08-14T13:00")..<halfHour("2024-08-14T15:00")
  home.storeCosts(
    (start..<end).map { n in
      // Wh × p/kWh × 1.05, in 10^-8 p.
      let cost = Int128(wattHours(n)) * (cheap.contains(n) ? 7_013 : 23_513) * 105
      return FixedPoint(cost, scale: 8).text
    }, from: start, of: meter)
}
