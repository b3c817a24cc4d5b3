package import EnergyModel
import JSONText
package import Tariffs

extension ConfigurationFile {
  /// Writes meters and tariffs as a configuration file.
  package struct Writer {
    private let meters: [(key: MeterKey, alias: String?)]
    private let tariffs: [(tariff: Tariff, bands: BandTariff)]

    /// Meters are written in the order in which they are given, tariffs by name; those whose
    /// rates have dates are left out, as the format has no place for these.
    package init(meters: [(key: MeterKey, alias: String?)], tariffs: [Tariff]) {
      self.meters = meters
      self.tariffs = tariffs.sorted { $0.name < $1.name }.compactMap { tariff in
        guard case .bands(let bands) = tariff.kind else { return nil }
        return (tariff, bands)
      }
    }

    package var meterCount: Int { meters.count }
    package var tariffCount: Int { tariffs.count }

    /// The whole file.
    package var text: String {
      var members: [(name: String, value: IndentedJSON)] = []
      if !meters.isEmpty { members.append(("meters", .list(meters.map(entry)))) }
      if !tariffs.isEmpty {
        let terms = tariffs.map { tariff, bands in (tariff.name, self.terms(of: tariff, bands)) }
        members.append(("tariffs", .object(terms)))
      }
      return IndentedJSON.object(members).text() + "\n"
    }

    private func entry(_ key: MeterKey, _ alias: String?) -> IndentedJSON {
      .object(
        present([
          (key.unit.flow == .gas ? "mprn" : "mpan", .string(key.number)),
          ("serial", .string(key.serial)),
          ("unit", .string(key.unit.rawValue)),
          ("alias", alias.map(IndentedJSON.string)),
          ("api_key", .string("<api key>")),
        ]))
    }

    private func terms(of tariff: Tariff, _ bands: BandTariff) -> IndentedJSON {
      let rates = bands.bands.map { band in
        IndentedJSON.object([
          ("interval_start", .string(clockText(minute: band.start))),
          ("interval_end", .string(clockText(minute: band.end))),
          ("rate", price(band.rate)),
        ])
      }
      return .object(
        present([
          ("unit", .string(tariff.unit.rawValue)),
          ("currency", .string(tariff.currency)),
          ("valid_from", tariff.validFrom.map { .string($0.description) }),
          ("valid_until", tariff.validUntil.map { .string($0.description) }),
          ("rates", rates.isEmpty ? nil : .list(rates)),
          ("default_rate", bands.defaultRate.map(price)),
          ("standing_charge", tariff.standingCharge.map(price)),
          ("vat", vat(tariff.vat)),
          ("tariff_code", tariff.code.map(IndentedJSON.string)),
        ]))
    }

    private func vat(_ vat: VAT) -> IndentedJSON {
      switch vat {
      case .included: .string("included")
      case .excluded: .string("excluded")
      case .percentage(let rate): .literal(rate.number.text)
      }
    }

    private func price(_ rate: Rate) -> IndentedJSON { .literal(rate.inMajorUnit.text) }

    /// The members that have a value.
    private func present(
      _ members: [(name: String, value: IndentedJSON?)]
    ) -> [(name: String, value: IndentedJSON)] {
      members.compactMap { name, value in value.map { (name, $0) } }
    }
  }
}
