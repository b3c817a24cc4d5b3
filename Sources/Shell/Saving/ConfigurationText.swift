import EnergyModel
import QueryEngine
import Tariffs

/// What a configuration file says of a home: its meters and those tariffs that repeat with the
/// clock.
struct ConfigurationText {
  /// By flow and number, those of a meter point in the order in which they came.
  let meters: [(point: MeterPoint, meter: Meter, unit: ReadingUnit)]
  /// By name.
  let tariffs: [(tariff: Tariff, bands: BandTariff)]

  init(_ home: Home) {
    let points = home.points.sorted { ($0.flow, $0.number) < ($1.flow, $1.number) }
    meters = points.flatMap { point in
      home.meters(of: point).compactMap { record in
        ReadingUnit(flow: point.flow, unit: record.meter.unit).map { (point, record.meter, $0) }
      }
    }
    tariffs = home.tariffs.sorted { $0.name < $1.name }.compactMap { tariff in
      guard case .bands(let bands) = tariff.kind else { return nil }
      return (tariff, bands)
    }
  }

  /// The whole file.
  var text: String {
    var members: [(name: String, value: IndentedJSON)] = []
    if !meters.isEmpty { members.append(("meters", .list(meters.map(entry)))) }
    if !tariffs.isEmpty {
      let terms = tariffs.map { tariff, bands in (tariff.name, self.terms(of: tariff, bands)) }
      members.append(("tariffs", .object(terms)))
    }
    return IndentedJSON.object(members).text() + "\n"
  }

  private func entry(_ point: MeterPoint, _ meter: Meter, _ unit: ReadingUnit) -> IndentedJSON {
    .object(
      present([
        (point.flow == .gas ? "mprn" : "mpan", .string(point.number)),
        ("serial", .string(meter.serial)),
        ("unit", .string(unit.rawValue)),
        ("alias", point.alias.map(IndentedJSON.string)),
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
