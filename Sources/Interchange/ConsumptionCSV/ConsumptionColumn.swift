import EnergyModel
import JSONText

/// The columns of a consumption download that are read.
enum ConsumptionColumn: CaseIterable, Hashable, Sendable {
  case consumption
  case start
  case end

  /// Knows a column by its name in lower case, such as `consumption (kwh)`.
  init?(_ name: String) {
    switch name {
    case "start": self = .start
    case "end": self = .end
    case "consumption": self = .consumption
    case _ where ConsumptionColumn.unitWord(name) != nil: self = .consumption
    default: return nil
    }
  }

  /// What stands in brackets behind `consumption`, all in lower case.
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
  /// The unit that `header` names, once all columns that a download has are in it.
  static func unit(in header: CSVHeader<ConsumptionColumn>) throws(Refusal) -> MeterUnit {
    let expected = "Consumption (kWh) or (m³), Start, End"
    guard let name = header.name(of: .consumption) else {
      throw header.lacks("Consumption", expected: expected)
    }
    guard header.contains(.start) else { throw header.lacks("Start", expected: expected) }
    guard header.contains(.end) else { throw header.lacks("End", expected: expected) }
    guard let unit = unit(name) else {
      throw Refusal(
        line: header.line,
        message: "column \(quoted(name)) names no unit, expected Consumption (kWh) or (m³)")
    }
    return unit
  }
}
