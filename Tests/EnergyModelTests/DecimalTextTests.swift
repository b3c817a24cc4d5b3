import EnergyModel
import TestSupport
import Testing

@Suite struct DecimalTextTests {
  private func read(_ text: String, scale: Int = 6) -> DecimalText? {
    DecimalText(text.utf8, scale: scale)
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("1", 1_000_000), ("-1.5", -1_500_000), ("+2", 2_000_000),
      ("0.30720", 307_200), ("0.39600000000000000000", 396_000), ("0E-20", 0), ("0e5", 0),
      ("1e3", 1_000_000_000), ("1.25E-4", 125), ("2.5e+2", 250_000_000), ("12300e-2", 123_000_000),
      ("0.000001", 1), ("000000000000000000000000000000000000000001", 1_000_000),
      ("1.000000000000000000000000000000000000000000000000", 1_000_000),
      ("9223372036854.775807", Int64.max), ("-9223372036854.775808", Int64.min),
    ])
  func exact(text: String, value: Int64) throws {
    let number = try #require(read(text))
    #expect(number.value == value)
    #expect(number.isExact)
  }

  @Test(
    arguments: [
      ("0.0000005", 0), ("0.0000015", 2), ("0.0000025", 2), ("-0.0000015", -2),
      ("-0.0000025", -2), ("0.00000250000000000000000000000000000000000001", 3),
      ("0.00000249999999999999999999999999999999999999", 2), ("0.0000035", 4), ("1e-7", 0),
      ("6e-7", 1), ("1e-60", 0), ("1e-999", 0), ("0.3960000000000000000004", 396_000),
      ("1234567890.12345678901234567890123456789", 1_234_567_890_123_457),
    ])
  func roundedHalfEven(text: String, value: Int64) throws {
    let number = try #require(read(text))
    #expect(number.value == value)
    #expect(!number.isExact)
  }

  @Test(
    arguments: [
      "9223372036854.775808", "-9223372036854.775809", "1e13", "1e40", "1e999",
      "100000000000000000000000000000000000000000000000", "9223372036854.7758075",
    ])
  func tooLarge(text: String) { #expect(read(text) == nil) }

  @Test(
    arguments: [
      "", " ", "-", "+", ".", "-.", "e5", "1e", "1e+", "1e5.0", "1e5 ", " 1", "1 ", "1,5", "1.2.3",
      "--1", "+-1", "0x10", "1_000", "nan", "NaN", "inf", "null", "1e1000", "1e-1000", "1%",
      "\u{661}",
    ])
  func notANumber(text: String) { #expect(read(text) == nil) }

  @Test func scales() {
    #expect(read("0.30720", scale: 8)?.value == 30_720_000)
    #expect(read("2.5", scale: 0)?.value == 2)
    #expect(read("3.5", scale: 0)?.value == 4)
  }

  @Test(arguments: [
    "1e9223372036854775807", "1e-9223372036854775807", "1e-9223372036854775808",
    "1e99999999999999999999",
  ])
  func exponentsBeyondAllReason(text: String) { #expect(read(text) == nil) }

  /// Any text is a number or none; a number that is exact is the same once it is printed.
  @Test func anyTextIsReadOrRefused() {
    var random = SeededGenerator(seed: 31)
    let letters = Array("0001234567899.-+eE ".utf8)
    var exact = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...40, using: &random)
      let text = (0..<count).map { _ in letters.randomElement(using: &random) ?? 0 }
      let scale = Int.random(in: 0...12, using: &random)
      guard let number = DecimalText(text, scale: scale), number.isExact else { continue }
      exact += 1
      let printed = FixedPoint(Int128(number.value), scale: scale).text
      #expect(read(printed, scale: scale) == number, "\(printed)")
    }
    #expect(exact > 300)
  }
}
