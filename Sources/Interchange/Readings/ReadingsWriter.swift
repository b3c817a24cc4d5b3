package import EnergyModel

/// A writer of half-hourly readings, meter by meter, in a format that can be read back.
package protocol ReadingsWriter {
  /// Whether each reading names its meter, so that one file can hold those of several.
  var namesMeters: Bool { get }

  /// Whether the format has columns for the supplier's own costs.
  var keepsCosts: Bool { get }

  /// Starts the readings of `meter`; returns the text that stands before them.
  ///
  /// `costs`: the supplier's costs that are written with them, where the format keeps costs.
  mutating func begin(_ meter: MeterKey, with costs: SupplierCosts) -> String

  /// Returns one reading as text that ends in a newline.
  ///
  /// `quantity`: in millionths of the meter's unit. `halfHour`: counted from 1970-01-01T00:00Z.
  mutating func text(of quantity: Int64, at halfHour: Int) -> String
}
