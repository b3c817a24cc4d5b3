import EnergyModel
import JSONText

extension ReadingUnit {
  /// The unit that a file calls `word`.
  init(word: String, line: Int) throws(Refusal) {
    guard let unit = ReadingUnit(rawValue: word) else {
      let words = ReadingUnit.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal(line: line, message: "unknown unit \(quoted(word)), expected one of \(words)")
    }
    self = unit
  }
}

extension MeterKey {
  /// A meter that has a serial, and a number of the form that its flow asks for.
  init(checking number: String, serial: String, unit: ReadingUnit, line: Int) throws(Refusal) {
    guard MeterPoint.isNumber(number, of: unit.flow) else {
      let form = MeterPoint.numberForm(of: unit.flow)
      throw Refusal(
        line: line, message: "\(quoted(number)) is no meter point number, expected \(form)")
    }
    guard !serial.isEmpty else {
      throw Refusal(line: line, message: "the serial of meter \(number) is empty")
    }
    self.init(number: number, serial: serial, unit: unit)
  }
}
