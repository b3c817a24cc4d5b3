import EnergyModel
import OctopusAPI
import Tariffs

extension Tariff {
  /// A tariff whose rates are to be fetched; it is called by its code.
  ///
  /// `hasRegisters`: whether it has a day and a night register; nil: as the code says.
  init(code: String, flow: Flow, hasRegisters: Bool?) {
    let unit: ReadingUnit =
      switch flow {
      case .import: .electricityImportingKWh
      case .export: .electricityExportingKWh
      case .gas: .gasImportingKWh
      }
    let registers = hasRegisters ?? TariffCode(code)?.hasTwoRegisters ?? false
    self.init(
      name: code, unit: unit, kind: registers ? .registers(nil) : .dated, isSecondary: true,
      code: code, source: "octopus")
  }

  /// Whether rates with dates can be fetched for it.
  var isFetched: Bool {
    switch kind {
    case .bands: false
    case .dated, .registers: code != nil
    }
  }
}

extension [Tariff] {
  /// The tariff of that name, or one that carries the code; in any case of the letters.
  func fetched(_ code: String) -> Tariff? {
    let wanted = code.lowercased()
    return first { $0.name.lowercased() == wanted } ?? first { $0.code?.lowercased() == wanted }
  }
}
