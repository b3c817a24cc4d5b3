import EnergyModel
import TestSupport
import Testing

@testable import Cache

/// 48 items of JSON, the first ones given.
private func array(_ items: [String], count: Int = 48, rest: String = "null") -> String {
  "[" + (items + Array(repeating: rest, count: max(0, count - items.count))).joined(separator: ",")
    + "]"
}

private func read(_ text: String) throws -> [Int64] {
  try DayText.values(text, meter: 7, day: "2023-07-01")
}

@Suite struct DayTextTests {
  /// Watt-hours with up to three decimals are millionths of a kWh.
  @Test(
    arguments: [
      ("0", 0), ("1", 1000), ("0.001", 1), ("0.5", 500), ("12.25", 12_250), ("12.250", 12_250),
      ("null", -1), ("100000000", 100_000_000_000), ("99999999.999", 99_999_999_999),
      ("100000000.000", 100_000_000_000),
    ] as [(String, Int64)])
  func items(item: String, value: Int64) throws {
    #expect(try read(array([item])).prefix(2) == [value, -1])
    #expect(try read(array([], count: 47).dropLast() + ",\(item)]").last == value)
  }

  @Test func blanksBehindCommas() throws {
    let text = array(["1", "2"]).split(separator: ",").joined(separator: ", ")
    #expect(try read(text).prefix(3) == [1000, 2000, -1])
  }

  @Test(
    arguments: [
      (0, "0"), (1, "0.001"), (10, "0.01"), (100, "0.1"), (1000, "1"), (1_010, "1.01"),
      (123_456, "123.456"), (DayReadings.limit, "100000000"), (-1, "null"),
    ] as [(Int64, String)])
  func writing(value: Int64, item: String) {
    let text = DayText.text([value] + Array(repeating: -1, count: 47))
    #expect(text == array([item]))
  }

  @Test func whatIsWrittenIsReadBack() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<500 {
      let values = (0..<48).map { _ -> Int64 in
        if random.oneIn(5) { return DayReadings.missing }
        let scale: Int64 = [1, 10, 1000, 100_000, 100_000_000][
          Int.random(in: 0..<5, using: &random)]
        return Int64.random(in: 0...1000, using: &random) * scale
      }
      try #require(try read(DayText.text(values)) == values)
    }
  }

  /// Damaged rows are refused or are 48 numbers, which are written and read back.
  @Test func damagedRowsAreReadOrRefused() throws {
    var random = SeededGenerator(seed: 6)
    var (readings, rates, costs) = (0, 0, 0)
    for good in ["12.25", "1500", "-2500000", "-23.92812345678901234567"] {
      let bytes = Array(array([good, "0"], rest: good).utf8)
      for _ in 0..<1000 {
        let text = String(
          decoding: random.damaged(bytes, inserting: "[],.-0019nul "), as: UTF8.self)
        if let values = try? read(text) {
          readings += 1
          try #require(try read(DayText.text(values)) == values, "\(text)")
        }
        if let numbers = rateNumbers(text) {
          rates += 1
          try #require(rateNumbers(RateDayText.text(numbers)) == numbers, "\(text)")
        }
        if let amounts = costAmounts(text) {
          costs += 1
          try #require(costAmounts(CostDayText.text(amounts)) == amounts, "\(text)")
        }
      }
    }
    #expect(readings > 50 && rates > 50 && costs > 100)
  }

  private func rateNumbers(_ text: String) -> [Int64]? {
    var numbers = [Int64](repeating: 0, count: 48)
    // In a buffer that ends with the text, as SQLite's does.
    let isValid = Array(text.utf8).withUnsafeBufferPointer { bytes in
      numbers.withUnsafeMutableBufferPointer { numbers in
        guard let first = bytes.baseAddress, let base = numbers.baseAddress else { return false }
        return RateDayText.read(first, count: bytes.count, into: base)
      }
    }
    return isValid ? numbers : nil
  }

  private func costAmounts(_ text: String) -> [Int128?]? {
    Array(text.utf8).withUnsafeBufferPointer { CostDayText.read($0) }
  }

  @Test(arguments: [
    "", "[", "[]", "{}", "null", array([], count: 47), array([], count: 49),
    array([]) + "]", array([]) + " ", array([]) + "x", array([]) + "\n", array([]) + "\u{0}",
    " " + array([]), array(["-1"]), array(["+1"]), array(["1.2345"]), array(["1."]), array([".5"]),
    array(["1e3"]), array(["NaN"]), array(["nan"]), array(["Infinity"]), array(["\"1\""]),
    array(["\"\""]), array(["true"]), array(["nul"]), array(["nulll"]), array(["NULL"]),
    array(["[1]"]), array(["{}"]), array([""]), array(["1 2"]), array(["1 "]), array(["0x1"]),
    array(["100000000.001"]), array(["100000001"]), array(["1000000000"]),
    array(["99999999999999999999"]), array(["1\u{0}"]), array(["٣"]), array(["01"]), array(["00"]),
    String(array([]).dropLast()), array([]).replacingFirstComma(),
  ])
  func anythingElseIsRefusedWithTheRow(text: String) {
    let error = #expect(throws: CacheError.self) { try read(text) }
    #expect(
      error?.description
        == "the cache is damaged: reading_day of meter_id 7, day '2023-07-01' is not an array of "
        + "48 numbers")
  }
}

extension String {
  /// With `;` for the first comma.
  fileprivate func replacingFirstComma() -> String {
    guard let comma = firstIndex(of: ",") else { return self }
    return self[..<comma] + ";" + self[index(after: comma)...]
  }
}
