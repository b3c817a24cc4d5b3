import EnergyModel
import JSONText

/// A line of a readings file, parsed in any accepted form; this is the slow path, with the errors.
struct ReadingsFileLine {
  var meter: MeterKey
  var reading: Reading

  /// Nil when the line is blank.
  init?(_ bytes: ArraySlice<UInt8>, line: Int, fileName: ReadingsFileName) throws(FormatError) {
    var reader = JSONReader(bytes, line: line)
    guard let object = try reader.document()?.object("the line") else { return nil }
    meter = try ReadingsFileLine.meter(of: object, fileName: fileName)
    reading = try ReadingsFileLine.reading(of: object, unit: meter.unit.unit)
  }

  private static func meter(
    of object: JSONObject, fileName: ReadingsFileName
  ) throws(FormatError) -> MeterKey {
    let unit = try unit(of: object)
    let number = try object.value("mpan")?.text("mpan")
    let serial = try object.value("serial")?.text("serial")
    switch (number, serial) {
    case (let number?, let serial?):
      return try MeterKey(checking: number, serial: serial, unit: unit, line: object.line)
    case (nil, nil):
      guard let named = fileName.meter(of: unit.flow) else {
        throw FormatError(
          line: object.line,
          message: "the meter is not known: the line has no mpan and serial, and the file is not "
            + "called <MPAN>_<serial>_<start>_<end>.json")
      }
      return MeterKey(number: named.number, serial: named.serial, unit: unit)
    case (_?, nil), (nil, _?):
      throw FormatError(line: object.line, message: "expected mpan and serial, found one of them")
    }
  }

  private static func unit(of object: JSONObject) throws(FormatError) -> ReadingUnit {
    if let value = object.value("unit") {
      return try ReadingUnit(word: try value.string("unit"), line: value.line)
    }
    // The prototype's display output has a direction in place of a unit, and only electricity.
    guard let value = object.value("direction") else {
      throw FormatError(line: object.line, message: "no unit")
    }
    switch try value.string("direction") {
    case "I": return .electricityImportingKWh
    case "E": return .electricityExportingKWh
    case let other:
      throw FormatError(line: value.line, message: "direction is \(quoted(other)), expected I or E")
    }
  }

  private static func reading(
    of object: JSONObject, unit: MeterUnit
  ) throws(FormatError) -> Reading {
    let start = try stamp("interval_start", of: object)
    let end = try stamp("interval_end", of: object)
    let consumption = try value("consumption", of: object).text("consumption")
    return try Reading(
      consumption: consumption, start: start, end: end, unit: unit, line: object.line)
  }

  private static func stamp(_ name: String, of object: JSONObject) throws(FormatError) -> Stamp {
    let value = try value(name, of: object)
    return try Stamp(try value.string(name), name: name, line: value.line)
  }

  private static func value(_ name: String, of object: JSONObject) throws(FormatError) -> JSONValue
  {
    guard let value = object.value(name) else {
      throw FormatError(line: object.line, message: "no \(name)")
    }
    return value
  }
}
