import EnergyModel
import JSONText

/// The columns of a consumption download.
enum ConsumptionColumn: Hashable, Sendable {
  case consumption
  case start
  case end
  /// The supplier's own cost of the half-hour's energy, in pence with VAT.
  case cost
  /// The half-hour's share of the standing charge, in pence with VAT.
  case standing
  /// The meter of the row, in files of a folder of readings.
  case number
  case serial
  case flow

  /// Those that every download has.
  static let required: Set = [consumption, start, end]
  /// Those that name the meter, which are all there or not read.
  static let naming = [number, serial, flow]

  private static let namingNames: Set = ["mpan", "serial", "flow"]
  /// The names of the readings' column in files that name the meter.
  static let usageEnergy = "usage_kwh"
  static let usageVolume = "usage_m3"

  /// The columns of a header, nil for those that are not read.
  ///
  /// A file that names its meter is one with the names of readings in a folder; in others, columns
  /// called `Serial` or `Flow` may hold anything. In it a column of kWh beside one of m³ is what gas
  /// comes to.
  static func columns(_ names: [String]) -> [ConsumptionColumn?] {
    let lower = names.map { $0.lowercased() }
    let usage: Set = [usageEnergy, usageVolume]
    guard namingNames.isSubset(of: lower), !usage.isDisjoint(with: lower) else {
      return lower.map { ConsumptionColumn($0) }
    }
    return lower.map { name in
      switch name {
      case "mpan": .number
      case "serial": .serial
      case "flow": .flow
      case usageVolume: .consumption
      case usageEnergy: lower.contains(usageVolume) ? nil : .consumption
      default: ConsumptionColumn(name)
      }
    }
  }

  /// The column with a name in lower case, such as `consumption (kwh)`; nil for any other.
  private init?(_ name: String) {
    switch name {
    case "start": self = .start
    case "end": self = .end
    case "consumption": self = .consumption
    case "estimated cost inc. tax (p)": self = .cost
    case "standing charge inc. tax (p)": self = .standing
    case _ where ConsumptionColumn.unitWord(name) != nil: self = .consumption
    default: return nil
    }
  }

  /// The text in brackets after `consumption`, in lower case.
  private static func unitWord(_ name: String) -> Substring? {
    let title = "consumption"
    guard name.hasPrefix(title) else { return nil }
    let bracketed = name.dropFirst(title.count).drop { $0 == " " }
    guard bracketed.first == "(", bracketed.last == ")" else { return nil }
    return bracketed.dropFirst().dropLast()
  }

  private static func unit(_ name: String) -> MeterUnit? {
    switch name.lowercased() {
    case usageEnergy: return .kWh
    case usageVolume: return .m3
    default: break
    }
    return switch unitWord(name.lowercased()) {
    case "kwh": .kWh
    case "m³", "m3": .m3
    default: nil
    }
  }
}

extension ConsumptionColumn {
  /// Checks that `header` has all columns; returns the unit that it names.
  static func unit(in header: CSVHeader<ConsumptionColumn>) throws(FormatError) -> MeterUnit {
    let expected = "Consumption (kWh) or (m³), Start, End"
    guard let name = header.name(of: .consumption) else {
      throw header.missing("Consumption", expected: expected)
    }
    guard header.contains(.start) else { throw header.missing("Start", expected: expected) }
    guard header.contains(.end) else { throw header.missing("End", expected: expected) }
    guard let unit = unit(name) else {
      throw FormatError(
        line: header.line,
        message: "column \(quoted(name)) names no unit, expected Consumption (kWh) or (m³)")
    }
    return unit
  }
}
