package import EnergyModel

extension APIRequest {
  /// An account with its properties, meter points and agreements.
  package static func account(_ number: String) -> APIRequest {
    APIRequest(["accounts", number], needsKey: true)
  }

  /// The readings of one meter, oldest first, `from` inclusive, `to` exclusive.
  ///
  /// With the oldest first, an interrupted fetch leaves readings without a gap up to some moment.
  /// The API accepts no `to` without `from`.
  package static func consumption(
    of meter: MeterKey, from: Instant?, to: Instant?
  ) -> APIRequest {
    let fuel = meter.unit.flow == .gas ? "gas" : "electricity"
    return APIRequest(
      ["\(fuel)-meter-points", meter.number, "meters", meter.serial, "consumption"],
      query: Item.period(from: from, to: from == nil ? nil : to)
        + [Item("page_size", "25000"), Item("order_by", "period")],
      needsKey: true)
  }

  /// A product with its tariffs in each region.
  package static func product(_ code: String) -> APIRequest {
    APIRequest(["products", code], needsKey: false)
  }

  /// The unit rates or standing charges of a tariff that overlap a time; always newest first.
  package static func prices(
    _ list: PriceList, of tariff: String, product: String, from: Instant?, to: Instant?
  ) -> APIRequest {
    let fuel = TariffCode.isGas(tariff) ? "gas" : "electricity"
    return APIRequest(
      ["products", product, "\(fuel)-tariffs", tariff, list.rawValue],
      query: Item.period(from: from, to: from == nil ? nil : to) + [Item("page_size", "1500")],
      needsKey: false)
  }
}

/// A list of prices that a tariff may have; the raw value is its name in an address.
package enum PriceList: String, CaseIterable, Hashable, Sendable {
  case standard = "standard-unit-rates"
  case day = "day-unit-rates"
  case night = "night-unit-rates"
  case standing = "standing-charges"

  /// Reads the name that a product's links use.
  init?(relation: String) { self.init(rawValue: relation.replacing("_", with: "-")) }
}
