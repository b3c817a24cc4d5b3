import Cache
import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage
import Tariffs

/// Saves meters and tariffs as a configuration file, and notes what such a file can't hold.
struct SaveConfiguration: Command {
  static let form = Form("save config", .file)
  static let summary = "a configuration file (JSON) of meters and tariffs"

  let file: OutputSyntax

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    file = try SaveConfiguration.form.read(&cursor, in: context)
  }

  /// - Throws: an error when there are none; the file is then left unchanged.
  func run(in workspace: Workspace) throws -> FollowUp {
    let cache = try workspace.cache()
    let catalog = try cache.catalog()
    let configuration = ConfigurationFile.Writer(
      meters: meters(of: catalog), tariffs: catalog.tariffs)
    let (meters, tariffs) = (configuration.meterCount, configuration.tariffCount)
    guard meters > 0 || tariffs > 0 else {
      throw Failure("there are no meters to save, and no tariffs without dates")
    }
    let notes = try excluded(of: catalog, cache)
    let contents = "\(counted(meters, "meter")), \(counted(tariffs, "tariff"))"
    try workspace.output.writeFile(file, contents: { contents }) { buffer in
      try buffer.write(configuration.text)
    }
    for text in notes { try workspace.reporter.note(text) }
    return .nothing
  }

  /// The meters by flow and meter point number, those of one point in the order of the cache.
  private func meters(of catalog: Catalog) -> [(key: MeterKey, alias: String?)] {
    let points = catalog.points.sorted { ($0.flow, $0.number) < ($1.flow, $1.number) }
    return points.flatMap { point in
      catalog.meters(of: point).compactMap { record in
        ReadingUnit(flow: point.flow, unit: record.meter.unit).map { unit in
          let serial = record.meter.serial
          return (MeterKey(number: point.number, serial: serial, unit: unit), point.alias)
        }
      }
    }
  }

  /// The parts of the home that a configuration can't hold.
  private func excluded(of catalog: Catalog, _ cache: Cache) throws -> [String] {
    func names(_ isMeant: (Tariff) throws -> Bool) rethrows -> String? {
      let names = try catalog.tariffs.filter(isMeant).map(\.name).sorted()
      return names.isEmpty ? nil : names.joined(separator: ", ")
    }
    func isDated(_ tariff: Tariff) -> Bool {
      switch tariff.kind {
      case .bands: false
      case .dated, .registers: true
      }
    }
    let dated = names(isDated)
    let charged = try names { tariff in
      guard !isDated(tariff) else { return false }
      return try !cache.datedRates(of: tariff.name, .standing, overlapping: .always).isEmpty
    }
    let secondary = names { !isDated($0) && $0.isSecondary }
    let agreements = catalog.agreements.count
    let calorific = catalog.calorificValues.count
    let vat = catalog.vat.entries.count { !$0.isBuiltIn }
    return [
      dated.map { "not in the file, which can't hold rates with dates: \($0)" },
      charged.map { "not in the file, which can't hold dates: standing charges of \($0)" },
      secondary.map { "a configuration can't mark tariffs as being for comparison: \($0)" },
      agreements == 0
        ? nil : "not in the file: \(counted(agreements, "agreement")), see 'show agreements'",
      calorific == 0 ? nil : "not in the file: \(counted(calorific, "calorific value"))",
      vat == 0 ? nil : "not in the file: \(counted(vat, "rate")) of VAT, see 'show vat'",
    ].compactMap(\.self)
  }
}
