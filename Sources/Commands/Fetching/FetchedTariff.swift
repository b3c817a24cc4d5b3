import EnergyModel
import OctopusAPI
import Tariffs

extension Tariff {
  /// Creates a tariff whose rates are to be fetched, named after its code.
  ///
  /// `hasRegisters` tells whether it has a day and a night register; nil leaves that to the code.
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

  /// The code by which its dated rates can be fetched: its own, or its name if that is a code, as
  /// with rates from a file; nil when there is none.
  var fetchCode: String? {
    switch kind {
    case .bands: nil
    case .dated, .registers: code ?? (TariffCode(name)?.namesFuel == true ? name : nil)
    }
  }
}

extension [Tariff] {
  /// The tariff with that name, or else one that carries the code, in any case.
  func fetched(_ code: String) -> Tariff? {
    let wanted = code.lowercased()
    return first { $0.name.lowercased() == wanted } ?? first { $0.code?.lowercased() == wanted }
  }
}
