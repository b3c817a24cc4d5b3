package import EnergyModel
package import JSONText

/// An account as the API answers it.
///
/// Invalid entries are skipped with a note; unknown fields are ignored.
package struct AccountAnswer: Hashable, Sendable {
  /// A tariff that prices a meter point for some time; nil is an open start or end.
  package struct Agreement: Hashable, Sendable {
    package var code: String
    package var from: Instant?
    package var to: Instant?
  }

  package struct Point: Hashable, Sendable {
    package var number: String
    package var flow: Flow
    /// The serial numbers of all its meters, including replaced ones.
    package var serials: [String] = []
    /// In order of time.
    package var agreements: [Agreement] = []
  }

  package var points: [Point] = []
  package var properties = 0
  /// Properties that the customer has moved out of.
  package var formerProperties = 0
  package var notes: [String] = []

  /// - Throws: an ``ImportError``, with `path` as its file, when the answer is not an account.
  package init(_ answer: JSONObject, path: String) throws(ImportError) {
    do throws(FormatError) {
      guard let properties = answer.value("properties") else {
        throw FormatError(line: answer.line, message: "no properties, expected those of an account")
      }
      for property in try properties.objects("properties") { try add(property) }
    } catch {
      throw ImportError(path: path, line: nil, message: error.message)
    }
  }

  private mutating func add(_ property: JSONObject) throws(FormatError) {
    properties += 1
    formerProperties += property.value("moved_out_at") == nil ? 0 : 1
    let movedIn = try instant("moved_in_at", of: property)
    for object in try objects("electricity_meter_points", of: property) {
      var isExport = false
      if case .boolean(true)? = object.value("is_export")?.content { isExport = true }
      try add(object, number: "mpan", isExport ? .export : .import, since: movedIn)
    }
    for object in try objects("gas_meter_points", of: property) {
      try add(object, number: "mprn", .gas, since: movedIn)
    }
  }

  private mutating func add(
    _ object: JSONObject, number name: String, _ flow: Flow, since movedIn: Instant?
  ) throws(FormatError) {
    let number = try object.value(name)?.text(name) ?? ""
    guard MeterPoint.isNumber(number, of: flow) else {
      notes.append(
        "a meter point for \(flow.rawValue) was left out: its \(name) is \(quoted(number))")
      return
    }
    var point = Point(number: number, flow: flow)
    for meter in try objects("meters", of: object) {
      let serial = try meter.value("serial_number")?.text("serial_number") ?? ""
      if serial.allSatisfy(\.isWhitespace) || serial.hasControls {
        notes.append("a meter of \(number) has no serial number that can be typed and was left out")
      } else if !point.serials.contains(serial) {
        point.serials.append(serial)
      }
      // Meters that were never installed have no register, but so may some that were.
      if case .list(let registers)? = meter.value("registers")?.content, registers.isEmpty {
        notes.append("meter \(serial) of \(number) has no register; it may never have read")
      }
    }
    for agreement in try objects("agreements", of: object) {
      guard let code = try agreement.value("tariff_code")?.string("tariff_code"),
        !code.hasControls
      else {
        notes.append("an agreement of \(number) has no tariff and was left out")
        continue
      }
      point.agreements.append(
        Agreement(
          code: code, from: try instant("valid_from", of: agreement) ?? movedIn,
          to: try instant("valid_to", of: agreement)))
    }
    point.agreements.sort { ($0.from?.seconds ?? .min) < ($1.from?.seconds ?? .min) }
    points.append(point)
  }

  /// The objects of a list; none when it is absent.
  private func objects(_ name: String, of object: JSONObject) throws(FormatError) -> [JSONObject] {
    try object.value(name)?.objects(name) ?? []
  }

  private func instant(_ name: String, of object: JSONObject) throws(FormatError) -> Instant? {
    guard let value = object.value(name) else { return nil }
    return Instant(
      seconds: try Stamp(try value.string(name), name: name, line: value.line).seconds)
  }
}
