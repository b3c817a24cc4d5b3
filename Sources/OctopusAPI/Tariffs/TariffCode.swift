/// The parts of a tariff code: `E-1R-AGILE-23-12-06-C` is electricity, one register, the product
/// `AGILE-23-12-06` and the region C.
package struct TariffCode: Hashable, Sendable {
  package let product: String
  /// Whether it begins with a fuel, as nearly all do; without one, any other text may look like a
  /// code.
  package let namesFuel: Bool
  /// Whether the meter has a day and a night register.
  package let hasTwoRegisters: Bool

  /// Returns nil for text that is no such code; those of some business tariffs are not, and their
  /// product has to be named.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let letters = parts.joined().utf8
    let isPlain = letters.allSatisfy {
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    guard isPlain, parts.count >= 2, !parts.contains(""), let region = parts.last,
      region.count == 1, region.allSatisfy(\.isLetter)
    else { return nil }
    // Fuel and registers may be absent, as in V2G-EXPORT-12M-FIXED-22-12-01-C.
    namesFuel = parts.count > 3 && parts[0].count == 1 && parts[0].allSatisfy(\.isLetter)
    product = parts.dropFirst(namesFuel ? 2 : 0).dropLast().joined(separator: "-")
    hasTwoRegisters = namesFuel && parts[1].hasSuffix("2R")
  }

  /// Whether a code is for gas, whether or not it has the usual form.
  package static func isGas(_ code: String) -> Bool { code.hasPrefix("G-") }
}
