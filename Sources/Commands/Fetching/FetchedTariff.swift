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

  /// The code by which rates with dates can be fetched for it: its own, or the name where that is
  /// one, as of rates from a file; nil when there is none.
  var fetchCode: String? {
    switch kind {
    case .bands: nil
    case .dated, .registers: code ?? (TariffCode(name)?.namesFuel == true ? name : nil)
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
