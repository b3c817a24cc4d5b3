import EnergyModel

/// The name of a readings file, `<MPAN>_<serial>_<start>_<end>.json`; a serial may contain `_`.
struct ReadingsFileName {
  /// The parts before the two dates; fewer than two when the name has another form.
  private let parts: [Substring]

  init(path: String) {
    let name = path.split(separator: "/").last ?? ""
    parts = name.split(separator: "_", omittingEmptySubsequences: false).dropLast(2)
  }

  /// The number and serial of a meter of `flow`; nil when the name has none.
  ///
  /// The prototype's code and its README disagree on the order of the two, so files with the
  /// serial first exist.
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
