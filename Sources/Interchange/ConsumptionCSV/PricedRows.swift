package import EnergyModel

/// Writes the readings of one meter as rows that name it, with prices if asked: what the files of a
/// folder of readings hold.
///
/// Gas in m³ has a column of m³, and beside prices one of kWh. The columns of the supplier's costs
/// are there where any are known.
package struct PricedRows {
  private let head: [UInt8]
  private let hasVolume: Bool
  private let isPriced: Bool
  private var intervals: IntervalWriter
  private var supplier: SupplierColumns
  /// The line of column names.
  package let header: String

  /// Rows without prices, or with those of a `currency`, an ISO 4217 code.
  ///
  /// `costs`: the supplier's costs of the meter. `zone`: the clock of the stamps.
  package init(of meter: MeterKey, currency: String?, costs: SupplierCosts, zone: ClockZone) {
    head = Array("\(meter.number),\(csvField(meter.serial)),\(meter.unit.flow.rawValue),".utf8)
    hasVolume = meter.unit.unit == .m3
    isPriced = currency != nil
    intervals = IntervalWriter(zone: zone)
    supplier = SupplierColumns(costs)
    var names = ["mpan", "serial", "flow", "start", "end"]
    if hasVolume { names.append(ConsumptionColumn.usageVolume) }
    if !hasVolume || isPriced { names.append(ConsumptionColumn.usageEnergy) }
    if let code = currency?.lowercased() {
      names += [code == "gbp" ? "rate_p_per_kwh" : "rate_\(code)_cent_per_kwh", "cost_\(code)"]
    }
    header = (names + supplier.names).joined(separator: ",") + "\n"
  }

  /// Appends the row of a half-hour, which is counted from 1970-01-01T00:00Z.
  ///
  /// `reading`: what the meter read, in millionths of its unit. `energy`: the same in millionths of a
  /// kWh. `rate`: in micropence per kWh; nil where there is none, which leaves its field and that of
  /// the cost empty.
  package mutating func write(
    _ halfHour: Int, reading: Int64, energy: Int64, rate: Int64?, to bytes: inout [UInt8]
  ) {
    let comma = UInt8(ascii: ",")
    bytes += head
    intervals.write(halfHour, to: &bytes)
    bytes.append(comma)
    intervals.write(halfHour + 1, to: &bytes)
    bytes.append(comma)
    FixedPoint(Int128(reading), scale: 6).write(to: &bytes)
    if isPriced {
      if hasVolume {
        bytes.append(comma)
        FixedPoint(Int128(energy), scale: 6).write(to: &bytes)
      }
      bytes.append(comma)
      if let rate { FixedPoint(Int128(rate), scale: 6).write(to: &bytes) }
      bytes.append(comma)
      if let rate {
        Money(picopence: Int128(energy) * Int128(rate)).inMajorUnit.write(to: &bytes)
      }
    }
    for field in supplier.fields(at: halfHour) {
      bytes.append(comma)
      bytes += field.utf8
    }
    bytes.append(UInt8(ascii: "\n"))
  }
}

/// The text as a field of a CSV: in quotes where it needs them, as spaces around a field do not count.
private func csvField(_ text: String) -> String {
  let isSpecial = text.contains { ",\"".contains($0) || $0.isNewline }
  guard isSpecial || text.first == " " || text.last == " " else { return text }
  return "\"\(text.replacing("\"", with: "\"\""))\""
}
