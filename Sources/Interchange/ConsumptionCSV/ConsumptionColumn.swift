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

  /// Those that every download has.
  static let required: Set = [consumption, start, end]

  /// The column with a name in lower case, such as `consumption (kwh)`; nil for any other.
  init?(_ name: String) {
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
    switch unitWord(name.lowercased()) {
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
