/// A supply point: an MPAN (13 digits) or, for gas, an MPRN (6 to 10 digits).
package struct MeterPoint: Hashable, Sendable, Identifiable {
  package var id: Int64
  package var number: String
  package var flow: Flow
  package var alias: String?

  package init(id: Int64, number: String, flow: Flow, alias: String?) {
    self.id = id
    self.number = number
    self.flow = flow
    self.alias = alias
  }

  /// The name used in results: the alias, or else the number.
  package var name: String { alias ?? number }

  /// Whether `text` has the form of an MPAN or MPRN; check digits are not tested.
  package static func isNumber(_ text: some StringProtocol, of flow: Flow) -> Bool {
    let digits = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return digits && (flow == .gas ? (6...10).contains(text.utf8.count) : text.utf8.count == 13)
  }

  /// The required form of a meter point number for `flow`, in words.
  package static func numberForm(of flow: Flow) -> String {
    flow == .gas ? "an MPRN of 6 to 10 digits" : "an MPAN of 13 digits"
  }
}

/// A physical meter at a meter point; a replacement meter is at the same meter point.
package struct Meter: Hashable, Sendable, Identifiable {
  package var id: Int64
  package var meterPointID: Int64
  package var serial: String
  package var unit: MeterUnit

  package init(id: Int64, meterPointID: Int64, serial: String, unit: MeterUnit) {
    self.id = id
    self.meterPointID = meterPointID
    self.serial = serial
    self.unit = unit
  }
}
