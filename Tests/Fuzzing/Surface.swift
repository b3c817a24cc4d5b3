/// Something that reads what others wrote, and what must hold of it whatever it is given.
///
/// Whatever traps, hangs or grows is found by libFuzzer; the checks add what can be said of the
/// outcome.
enum Surface: String, CaseIterable {
  case statements, periods, numbers
  case configuration, readings, csv, rates, bills, zones
  case answers, days
  case input, lines, history

  /// Reads `bytes`; ends the program where a property does not hold.
  func check(_ bytes: [UInt8]) {
    switch self {
    case .statements: checkStatements(text(bytes))
    case .periods: checkPeriod(text(bytes))
    case .numbers: checkNumbers(bytes)
    case .configuration: checkConfiguration(bytes)
    case .readings: checkReadings(bytes)
    case .csv: checkConsumption(bytes)
    case .rates: checkRates(bytes)
    case .bills: checkBill(bytes)
    case .zones: checkZone(bytes)
    case .answers: checkAnswers(bytes)
    case .days: checkDays(text(bytes))
    case .input: checkInput(bytes)
    case .lines: checkLine(bytes)
    case .history: checkHistory(bytes)
    }
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// Ends the program, which libFuzzer reports with the input, unless `property` holds.
func must(_ property: Bool, _ name: @autoclosure () -> String) {
  if !property { fatalError("does not hold: \(name())") }
}
