import EnergyModel
import JSONText

/// The meter of a file whose rows name it: the same in all of them.
struct RowMeter {
  /// Nil before the first row, and in a file that does not name its meter.
  private(set) var key: MeterKey?
  /// How rows in the usual form begin; nil where that is not known, and rows are parsed with care.
  private(set) var head: [UInt8]?
  /// The columns behind that.
  let columns: [ConsumptionColumn?]
  private let isNamed: Bool
  /// Whether the columns that name the meter come first.
  private let isUsual: Bool
  private let unit: MeterUnit

  init(_ columns: [ConsumptionColumn?], unit: MeterUnit) {
    self.unit = unit
    isNamed = columns.contains(.number)
    head = isNamed ? nil : []
    self.columns = isNamed ? Array(columns.dropFirst(ConsumptionColumn.naming.count)) : columns
    isUsual = columns.starts(with: ConsumptionColumn.naming)
  }

  /// - Throws: a ``FormatError`` for a row of another meter than those before it, or of none that
  ///   can be.
  mutating func check(_ row: [ConsumptionColumn: String], line: Int) throws(FormatError) {
    guard isNamed else { return }
    let (number, serial) = (row[.number] ?? "", row[.serial] ?? "")
    let flow = row[.flow] ?? ""
    if let key {
      guard (key.number, key.serial, key.unit.flow.rawValue) == (number, serial, flow) else {
        throw FormatError(
          line: line,
          message: "the reading is of \(flow) meter \(serial) of \(number), and those before it of "
            + "\(key.unit.flow.rawValue) meter \(key.serial) of \(key.number)")
      }
      return
    }
    guard let known = Flow(rawValue: flow) else {
      let flows = Flow.allCases.map(\.rawValue).joined(separator: ", ")
      throw FormatError(line: line, message: "flow is \(quoted(flow)), expected one of \(flows)")
    }
    guard let unit = ReadingUnit(flow: known, unit: unit) else {
      throw FormatError(
        line: line, message: "\(unit.rawValue) can't be the unit of a meter for \(flow)")
    }
    key = try MeterKey(checking: number, serial: serial, unit: unit, line: line)
    // Other serials may be in quotes, without which they could be those of another meter.
    let isPlain = serial.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    if isUsual, isPlain { head = Array("\(number),\(serial),\(flow),".utf8) }
  }
}
