import EnergyModel

/// The name of a file of readings, `<MPAN>_<serial>_<start>_<end>.json`, in which a serial may hold `_`.
struct ReadingsFileName {
  /// What stands before the dates; less than two parts when the name has another form.
  private let parts: [Substring]

  init(path: String) {
    let name = path.split(separator: "/").last ?? ""
    parts = name.split(separator: "_", omittingEmptySubsequences: false).dropLast(2)
  }

  /// The number and serial for readings of `flow`; nil when the name holds none.
  ///
  /// The prototype's code read the two in the other order than its README says, so that files
  /// with the serial first exist.
  func meter(of flow: Flow) -> (number: String, serial: String)? {
    guard let first = parts.first, let last = parts.last, parts.count >= 2 else { return nil }
    let (number, serial) =
      if MeterPoint.isNumber(first, of: flow) {
        (first, parts.dropFirst().joined(separator: "_"))
      } else {
        (last, parts.dropLast().joined(separator: "_"))
      }
    guard MeterPoint.isNumber(number, of: flow), !serial.isEmpty else { return nil }
    return (String(number), serial)
  }
}
