import EnergyModel

/// A line of a cache file read with care: all forms that are accepted, all refusals in words.
struct CacheLine {
  var meter: MeterKey
  var reading: CacheReading

  /// Nil when the line is blank.
  init?(_ bytes: ArraySlice<UInt8>, line: Int, fileName: CacheFileName) throws(Refusal) {
    var reader = JSONReader(bytes, line: line)
    guard let object = try reader.document()?.object("the line") else { return nil }
    meter = try CacheLine.meter(of: object, fileName: fileName)
    let halfHour = try CacheLine.halfHour(of: object)
    let (quantity, isRounded) = try CacheLine.quantity(of: object, unit: meter.unit.unit)
    reading = CacheReading(halfHour: halfHour, quantity: quantity, isRounded: isRounded)
  }

  private static func meter(
    of object: JSONObject, fileName: CacheFileName
  ) throws(Refusal) -> MeterKey {
    let unit = try unit(of: object)
    let number = try object.value("mpan")?.text("mpan")
    let serial = try object.value("serial")?.text("serial")
    switch (number, serial) {
    case (let number?, let serial?):
      return try MeterKey(checking: number, serial: serial, unit: unit, line: object.line)
    case (nil, nil):
      guard let named = fileName.meter(of: unit.flow) else {
        throw Refusal(
          line: object.line,
          message: "the meter is not known: the line has no mpan and serial, and the file is not "
            + "called <MPAN>_<serial>_<start>_<end>.json")
      }
      return MeterKey(number: named.number, serial: named.serial, unit: unit)
    case (_?, nil), (nil, _?):
      throw Refusal(line: object.line, message: "expected mpan and serial, found one of them")
    }
  }

  private static func unit(of object: JSONObject) throws(Refusal) -> ReadingUnit {
    if let value = object.value("unit") {
      return try ReadingUnit(word: try value.string("unit"), line: value.line)
    }
    // What the prototype wrote for its author's eyes has a direction and is always electricity.
    guard let value = object.value("direction") else {
      throw Refusal(line: object.line, message: "no unit")
    }
    switch try value.string("direction") {
    case "I": return .electricityImportingKWh
    case "E": return .electricityExportingKWh
    case let other:
      throw Refusal(line: value.line, message: "direction is \(quoted(other)), expected I or E")
    }
  }

  private static func quantity(
    of object: JSONObject, unit: MeterUnit
  ) throws(Refusal) -> (Int64, isRounded: Bool) {
    guard let value = object.value("consumption") else {
      throw Refusal(line: object.line, message: "no consumption")
    }
    let text = try value.text("consumption")
    guard let number = DecimalText(text.utf8, scale: 6),
      (0...DayReadings.limit).contains(number.value),
      // What rounds to -0 is negative; -0 itself is nothing.
      number.isExact || !text.hasPrefix("-")
    else {
      throw Refusal(
        line: value.line,
        message: "consumption is \(quoted(text)), expected a number from 0 to 100000 \(unit)")
    }
    return (number.value, !number.isExact)
  }

  private static func halfHour(of object: JSONObject) throws(Refusal) -> Int {
    let (startText, start) = try stamp("interval_start", of: object)
    let (endText, end) = try stamp("interval_end", of: object)
    func refusal(_ flaw: String) -> Refusal {
      Refusal(line: object.line, message: "interval \(startText) to \(endText) \(flaw)")
    }
    let length = end - start
    guard length >= 0 else { throw refusal("ends before it starts") }
    guard length % 60 == 0 else { throw refusal("is \(length) seconds long, not 1800") }
    guard length == 1800 else { throw refusal("is \(length / 60) minutes long, not 30") }
    guard start % 1800 == 0 else { throw refusal("does not begin on a half-hour") }
    return Instant(seconds: start).halfHour
  }

  private static func stamp(
    _ name: String, of object: JSONObject
  ) throws(Refusal) -> (text: String, seconds: Int64) {
    guard let value = object.value(name) else {
      throw Refusal(line: object.line, message: "no \(name)")
    }
    let text = try value.string(name)
    let bytes = Array(text.utf8)
    var stamps = StampReader()
    var end = 0
    do throws(StampReader.Flaw) {
      let seconds = try stamps.seconds(bytes.span, at: &end)
      guard end == bytes.count else { throw .form }
      return (text, seconds)
    } catch {
      throw Refusal(line: value.line, message: "\(name) \(quoted(text)) \(error.rawValue)")
    }
  }
}
