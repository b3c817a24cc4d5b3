/// The direction and fuel of energy: electricity in, electricity out, gas in.
package enum Flow: String, CaseIterable, Hashable, Sendable, Comparable {
  case `import`
  case export
  case gas

  package static func < (left: Flow, right: Flow) -> Bool { left.order < right.order }

  private var order: Int { Flow.allCases.firstIndex(of: self) ?? 0 }
}

/// The unit that a meter counts in.
package enum MeterUnit: String, CaseIterable, Hashable, Sendable {
  case kWh
  case m3
}

/// A flow and its unit, under the names that configuration and cache files use.
package enum ReadingUnit: String, CaseIterable, Hashable, Sendable {
  case electricityImportingKWh = "electricity_importing_kwh"
  case electricityExportingKWh = "electricity_exporting_kwh"
  case gasImportingKWh = "gas_importing_kwh"
  case gasImportingM3 = "gas_importing_m3"

  package init?(flow: Flow, unit: MeterUnit) {
    guard let match = ReadingUnit.allCases.first(where: { $0.flow == flow && $0.unit == unit })
    else { return nil }
    self = match
  }

  package var flow: Flow {
    switch self {
    case .electricityImportingKWh: .import
    case .electricityExportingKWh: .export
    case .gasImportingKWh, .gasImportingM3: .gas
    }
  }

  package var unit: MeterUnit { self == .gasImportingM3 ? .m3 : .kWh }
}
