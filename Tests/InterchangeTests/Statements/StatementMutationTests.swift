import EnergyModel
import Interchange
import TestSupport
import Testing

/// Damaged statements by a fixed seed.
@Suite(.timeLimit(.minutes(10))) struct StatementMutationTests {
  private static let text = """
    Your Charges In Detail
    Electricity
    Supply number    S 2 900 BBA 2600002170611
    Intelligent Octopus Go (3rd Jul 2024 - 2nd Aug 2024)
    Energy Charges for Meter 22L3610597
    3rd Jul 2024  2257.0 Smart meter reading
    6.67p/kWh      1,745.6 kWh     £116.431
    21.70p/kWh
    6.0 kWh
    £1.302
    Total consumption    1751.6kWh @ 6.72p/kWh
    Reversal 27.092p × 3.1 = -£0.84
    Standing Charge    31 days @ 51.37p/day    £15.92
    Subtotal of charges before VAT £132.81
    VAT @ 5.00%  £6.64
    Total Electricity Charges  £139.45
    Gas
    Meter Point Reference: 1234567890
    Flexible Octopus (01/02/2026 - 28/02/2026)
    Units (m³) 75.7   Calorific value 39.5
    Energy Used* 849.5 kWh @ 5.63p/kWh  £47.83
    29th October 2023
    For electricity meter 22L3610597
    Total cost £ 1.00
    Period  Rate p / kWh  Consumption kWh  Cost p
    00:30 - 01:00  6.67  3.59  23.928
    01:00 - 01:30  -6.67  3.59  -23.928
    01:00 - 01:30  6.67
    7.36
    49.042
    """

  /// A token or two that mutations put in.
  private static let pieces = [
    "-", "£", "$", "p/kWh", " kWh", "(", ")", "@", "×", "0", "9", ",", ".", ":", "\n", "  ", "\t",
    "3rd Jul 2024", "1st Jan 0000", "Standing Charge", "Gas", "Total Electricity Charges ",
    "Supply number ", "Reversal ", "9999999999999", "00:00 - 00:30", "\u{0}", "é",
    "About Your Tariff",
  ]

  /// Whatever is understood stands on its line with the same digits.
  @Test func whatIsUnderstoodKeepsItsDigits() {
    var random = SeededGenerator(seed: 20_241_203)
    let good = Array(StatementMutationTests.text.utf8)
    var (readCount, noteCount) = (0, 0)
    for _ in 0..<3000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        case 2:
          let end = min(bytes.count, index + Int.random(in: 1...40, using: &random))
          bytes.removeSubrange(index..<end)
        default:
          let piece = StatementMutationTests.pieces.randomElement(using: &random) ?? ""
          bytes.insert(contentsOf: Array(piece.utf8), at: index)
        }
      }
      guard let statement = try? BilledStatement.read(bytes, path: "x", zone: zone) else {
        continue
      }
      readCount += 1
      noteCount += statement.notes.count
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self).replacing(",", with: "")
      }
      for figure in figures(of: statement) {
        // The sign may be another character, or come from the amount of a reversal.
        let digits = figure.text.replacing("-", with: "")
        let line = lines[figure.line - 1]
        #expect(line.contains(digits), "\(figure.text) on line \(figure.line): \(line)")
      }
    }
    #expect(readCount > 2000)
    #expect(noteCount > 2000)
  }

  private let zone = londonZone()

  @Test func anyBytesAreReadOrRefused() {
    var random = SeededGenerator(seed: 7)
    var refused = 0
    for _ in 0..<2000 {
      let words = (0..<Int.random(in: 1...60, using: &random)).map { _ in
        random.oneIn(3)
          ? String(
            decoding: (0..<5).map { _ in UInt8.random(in: 0...255, using: &random) }, as: UTF8.self)
          : StatementMutationTests.pieces.randomElement(using: &random) ?? ""
      }
      do throws(ImportError) {
        _ = try BilledStatement.read(
          Array(words.joined(separator: " ").utf8), path: "x", zone: zone)
      } catch {
        refused += 1
        #expect(error.path == "x")
      }
    }
    #expect(refused > 500)
  }

  /// Numbers, words and lines of any length, and as much as is read at all.
  @Test func largeTextsAreReadOrRefused() throws {
    let digits = String(repeating: "9", count: 1000)
    for number in [digits, "-\(digits)", "0.\(digits)", "1,\(digits)", "\(digits).\(digits)"] {
      let statement = try readStatement(
        "Your Charges In Detail\nGas\nEnergy Used \(number) kWh @ \(number)p/kWh £\(number)\n"
          + "Energy Used 999999999999 kWh @ 999999.999999p/kWh £999999.999999\n")
      #expect(statement.blocks[0].periods[0].charges.count == 1)
      #expect(statement.notes.first?.line == 3)
    }
    let row = "Energy Used 1.0 kWh @ 2.00p/kWh £0.02\n"
    let many = try readStatement(String(repeating: row, count: 99_000))
    #expect(many.blocks[0].periods[0].usage(of: .gas)?.energy == FixedPoint(99_000))
    let oneLine = Array(String(repeating: "(", count: 5 << 20).utf8)
    #expect(throws: ImportError.self) {
      try BilledStatement.read(oneLine, path: "x", zone: zone)
    }
  }
}
