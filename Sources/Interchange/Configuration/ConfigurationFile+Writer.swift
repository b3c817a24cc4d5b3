package import EnergyModel
import JSONText
package import Tariffs

extension ConfigurationFile {
  /// Writes meters and tariffs as a configuration file.
  package struct Writer {
    private let meters: [(key: MeterKey, alias: String?)]
    private let tariffs: [Tariff]

    /// Meters are written in the order in which they are given, tariffs by name; those whose
    /// rates have dates are left out, as the format has no place for these.
    package init(meters: [(key: MeterKey, alias: String?)], tariffs: [Tariff]) {
      self.meters = meters
      self.tariffs = tariffs.filter { !$0.terms.isEmpty }.sorted { $0.name < $1.name }
    }

    package var meterCount: Int { meters.count }
    package var tariffCount: Int { tariffs.count }

    /// The whole file.
    package var text: String {
      var members: [(name: String, value: IndentedJSON)] = []
      if !meters.isEmpty { members.append(("meters", .list(meters.map(entry)))) }
      if !tariffs.isEmpty {
        members.append(("tariffs", .object(tariffs.map { ($0.name, object(of: $0)) })))
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

    private func object(of tariff: Tariff) -> IndentedJSON {
      let terms = tariff.terms
      let list = terms.map { terms in
        IndentedJSON.object(present([("valid_from", day(terms.from))] + prices(of: terms)))
      }
      let own = terms.count == 1 ? prices(of: terms[0]) : [("terms", .list(list))]
      return .object(
        present(
          [
            ("unit", .string(tariff.unit.rawValue)),
            ("currency", .string(tariff.currency)),
            ("valid_from", day(tariff.validFrom)),
            ("valid_until", day(tariff.validUntil)),
          ] + own + [
            ("vat", vat(tariff.vat)),
            ("tariff_code", tariff.code.map(IndentedJSON.string)),
            ("bundle", tariff.bundle.map(IndentedJSON.string)),
          ]))
    }

    private func prices(of terms: TariffTerms) -> [(name: String, value: IndentedJSON?)] {
      let rates = terms.bands.bands.map { band in
        IndentedJSON.object([
          ("interval_start", .string(clockText(minute: band.start))),
          ("interval_end", .string(clockText(minute: band.end))),
          ("rate", price(band.rate)),
        ])
      }
      return [
        ("rates", rates.isEmpty ? nil : .list(rates)),
        ("default_rate", terms.bands.defaultRate.map(price)),
        ("standing_charge", terms.standingCharge.map(price)),
      ]
    }

    private func day(_ day: LocalDay?) -> IndentedJSON? {
      day.map { .string($0.description) }
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
