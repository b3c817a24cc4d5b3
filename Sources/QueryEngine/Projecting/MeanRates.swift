import EnergyModel
import Tariffs

/// The mean rates of some days by daytype and half-hour of the local clock.
struct MeanRates {
  private var cells = [Cell](repeating: Cell(), count: 96)

  private struct Cell {
    var count: Int128 = 0
    /// Of rates as they are paid, in micropence.
    var payable: Int128 = 0
    /// Of rates without VAT, each rounded half-even to a micropenny.
    var withoutVAT: Int128 = 0
    var vats: Set<VATRate> = []
    /// The tariff of the last one.
    var tariff = ""
  }

  /// Knows none.
  init() {}

  init(_ timeline: RateTimeline, over days: [LocalDay], zone: ClockZone) {
    for day in days {
      zone.forEachHalfHour(in: zone.range(from: day, to: day + 1).halfHours) { time, day, slot in
        guard let position = timeline.rates.position(at: time, slot: slot),
          let row = timeline.row(at: position)
        else { return }
        let place = DayProfile.place(weekday: day.weekday, slot: slot)
        cells[place].count += 1
        cells[place].payable += Int128(row.rate.micropence)
        cells[place].withoutVAT += divide(row.price.partsWithoutVAT, by: row.price.vat.parts, .even)
        cells[place].vats.insert(row.price.vat)
        cells[place].tariff = row.tariff
      }
    }
  }

  /// The tariff that last priced a place; nil where nothing did.
  func tariff(at place: Int) -> String? { cells[place].count > 0 ? cells[place].tariff : nil }

  /// The mean at a place, rounded half-even to a micropenny; nil where nothing is known.
  ///
  /// `vat`: that of the half-hour to be priced. If the mean is of rates with another one, it is that of
  /// the rates without VAT, to which this is added.
  func price(at place: Int, vat: VATRate) -> Price? {
    let cell = cells[place]
    guard cell.count > 0 else { return nil }
    func mean(_ sum: Int128) -> Rate { Rate(micropence: Int64(divide(sum, by: cell.count, .even))) }
    return cell.vats == [vat]
      ? Price(including: mean(cell.payable), vat: vat)
      : Price(excluding: mean(cell.withoutVAT), vat: vat)
  }
}
