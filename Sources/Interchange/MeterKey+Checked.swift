import EnergyModel
import JSONText

extension ReadingUnit {
  /// The unit of a file's `word`, such as `gas_importing_m3`.
  init(word: String, line: Int) throws(FormatError) {
    guard let unit = ReadingUnit(rawValue: word) else {
      let words = ReadingUnit.allCases.map(\.rawValue).joined(separator: ", ")
      throw FormatError(
        line: line, message: "unknown unit \(quoted(word)), expected one of \(words)")
    }
    self = unit
  }
}

extension MeterKey {
  /// Checks that `number` has the form of an MPAN or MPRN, as `unit` asks for, and that `serial` is
  /// not empty, can be typed, and is no API key, which would be kept and shown.
  init(checking number: String, serial: String, unit: ReadingUnit, line: Int) throws(FormatError) {
    guard MeterPoint.isNumber(number, of: unit.flow) else {
      let form = MeterPoint.numberForm(of: unit.flow)
      throw FormatError(
        line: line, message: "\(quoted(number)) is not a meter point number, expected \(form)")
    }
    guard !APIKey.isLikely(in: serial) else {
      throw FormatError(line: line, message: "the serial of meter \(number) is an API key")
    }
    guard !serial.isEmpty else {
      throw FormatError(line: line, message: "the serial of meter \(number) is empty")
    }
    guard !serial.hasControls else {
      throw FormatError(
        line: line, message: "the serial of meter \(number) has a control character")
    }
    self.init(number: number, serial: serial, unit: unit)
  }
}
