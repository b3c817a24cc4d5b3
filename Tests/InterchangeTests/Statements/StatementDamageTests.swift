import EnergyModel
import Interchange
import TestSupport
import Testing

/// What is not understood is listed and not guessed.
struct StatementDamageTests {
  /// A statement of which one line at a time is damaged.
  private static let lines = [
    "Your Charges In Detail",
    "Electricity",
    "Supply number S 2 900 BBA 2600002170611",
    "Flexible Octopus (3rd Jul 2024 - 2nd Aug 2024)",
    "Energy Charges for Meter 22L3610597",
    "3rd Jul 2024 2257.0 Smart meter reading",
    "6.67p/kWh 745.6 kWh £49.73",
    "Total consumption 745.6kWh @ 6.67p/kWh £49.73",
    "Standing Charge 31 days @ 51.37p/day £15.92",
    "Subtotal of charges before VAT £65.65",
    "VAT @ 5.00% £3.28",
    "Total Electricity Charges £68.93",
  ]

  private func notes(line: Int, as text: String) throws -> [String] {
    var lines = StatementDamageTests.lines
    lines[line - 1] = text
    let statement = try readStatement(lines.joined(separator: "\n"))
    // The figures of the other lines are there, and no others.
    let whole = try readStatement(StatementDamageTests.lines.joined(separator: "\n"))
    let found = Set(figures(of: statement))
    #expect(found.isSubset(of: figures(of: whole)), "\(text)")
    #expect(found.allSatisfy { $0.line != line }, "\(text)")
    return statement.notes.map { "\($0.line ?? 0): \($0.text)" }
  }

  @Test func theUndamagedOneHasNoNotes() throws {
    let statement = try readStatement(StatementDamageTests.lines.joined(separator: "\r\n"))
    #expect(statement.notes.isEmpty)
    #expect(statement.blocks[0].periods[0].charges.count == 1)
  }

  private static let damages: [(Int, String)] = [
    (6, "3rd Jul 2024 22S7.0 Smart meter reading"), (7, "6.67p/kWh 745.x kWh £49.73"),
    (7, "6.6.7p/kWh 745.6 kWh £49.73"), (7, "6.67p/kWh 745.6 kWh $49.73"),
    (7, "6.67p/kWh 745.6 kWh €49.73"), (7, "6.67p/kWh 745.6 kWh - £49.73"),
    (7, "6.67p/kWh 745.6 kWh (£49.73)"), (7, "6.67p/kWh 7,45.6 kWh £49.73"),
    (7, "6.67p/kWh 745.6 MWh £49.73"), (7, "6.67p/kWh 745.6 kWh -£49.73"),
    (7, "6.67p/kWh 745. kWh £49.73"), (7, "Climate levy £49.73"), (7, "745.6 kWh"),
    (7, "Reversal 6.67p/kWh 745.6 kWh £49.73"), (7, "Climate levy 6.67p/kWh 745.6 kWh £49.73"),
    (8, "Total consumptxon 745.6kWh @ 6.67p/kWh £49.73"),
    (8, "Total consumptxon     745.6kWh @ 6.67p/kWh     £49.73"),
    (8, "Total consumption 745.6 kVh @ 6.67p/kWh £49.73"),
    (9, "Standing Charge 3l days @ 51.37p/day £15.92"),
    (9, "Standing Charge 31 days @ 51.37p/week £15.92"), (9, "Standing Charge 31 days £15.92"),
    (9, "Reversal of Standing Charge 31 days @ 51.37p/day"),
    (10, "Subtotal of charges before VAT £65,6"), (11, "VAT @ 5.00 £3.28"),
    (12, "Total Electricity Charges"), (12, "Total Gas Charges £68.93"),
    (12, "Total Electricity Charges £68.93.1"), (12, "Total Electricity Charges USD 68.93"),
  ]

  @Test(arguments: damages)
  func damagedLinesAreListed(_ line: Int, _ text: String) throws {
    let shown = text.split(separator: " ").joined(separator: " ")
    #expect(try notes(line: line, as: text) == ["\(line): '\(shown)' was not understood"])
  }

  /// Cells on lines of their own below words that are not known belong to these.
  @Test func figuresBelowUnknownWordsAreListed() throws {
    #expect(
      try notes(line: 8, as: "Total consumptxon") == ["8: 'Total consumptxon' was not understood"])
    var lines = StatementDamageTests.lines
    lines.replaceSubrange(7...7, with: ["Climate levy", "6.67p/kWh", "745.6 kWh", "£49.73"])
    let statement = try readStatement(lines.joined(separator: "\n"))
    #expect(
      statement.notes.map { "\($0.line ?? 0): \($0.text)" } == [
        "8: 'Climate levy' was not understood", "9: '6.67p/kWh' was not understood",
        "10: '745.6 kWh' was not understood", "11: '£49.73' was not understood",
      ])
    #expect(statement.blocks[0].periods[0].charges.map(\.energy.line) == [7])
  }

  private static let doubts: [(Int, String, [String])] = [
    (3, "Supply number S 2 900 BBA 26000O2170611", ["3: '%' was not understood"]),
    (4, "Flexible Octopus", ["4: '%' was not understood", "5: \(noPeriod)"]),
    (4, "Flexible Octopus (3xd Jul 2024 - 2nd Aug 2024)", unread),
    (4, "Flexible Octopus (3rd Jul 2024 - 32nd Aug 2024)", unread),
    (4, "Flexible Octopus (30th Feb 2024 - 2nd Mar 2024)", unread),
    (4, "Flexible Octopus (1st Jan 0000 - 2nd Jan 0000)", unreadAbove),
    (4, "Flexible Octopus (3rd Jul 24 - 2nd Aug 24)", unreadAbove),
    (
      4, "Flexible Octopus (2nd Aug 2024 - 3rd Jul 2024)",
      ["4: the period 2024-08-02 to 2024-07-03 ends before it starts", "4: \(noPeriod)"]
    ),
    (9, "Standing Charge 31 days @ 51.37p/day £51.92", ["9: 31 × 51.37p is printed as £51.92"]),
    (
      12, "Total Electricity Charges £68.93\nTotal Electricity Charges £70.00",
      ["13: the total is 70.00 here and 68.93 on line 12"]
    ),
    (
      11, "VAT @ 5.00% £3.28\nVAT @ 5.00% £3.29\nVAT @ 5% £3.28",
      ["12: VAT is 3.29 here and 3.28 on line 11"]
    ),
    (
      10, "Subtotal of charges before VAT £65.65\nSubtotal before VAT £65.66",
      ["11: the subtotal is 65.66 here and 65.65 on line 10"]
    ),
    (
      8, "Total consumption 745.6kWh\nTotal consumption 745.60 kWh\nTotal consumption 745.7 kWh",
      ["10: the total consumption is 745.7 here and 745.6 on line 8"]
    ),
    (
      8, "Energy exported 1.0 kWh @ 5p/kWh £0.05\nElectricity used 2.0 kWh @ 5p/kWh £0.10",
      ["9: energy is used and exported under one heading, see line 8"]
    ),
  ]

  @Test(arguments: doubts)
  func doubtsNameTheirLines(_ line: Int, _ text: String, _ expected: [String]) throws {
    var lines = StatementDamageTests.lines
    lines[line - 1] = text
    let statement = try readStatement(lines.joined(separator: "\n"))
    #expect(
      statement.notes.map { "\($0.line ?? 0): \($0.text)" }
        == expected.map { $0.replacing("%", with: text) })
    #expect(statement.notes.allSatisfy { $0.isWarning })
  }

  private static let noPeriod = "no period is printed for the charges from here"
  private static let unreadAbove = ["4: '%' was not understood", "5: \(noPeriod)"]
  private static let unread = ["4: '%' was not understood", "4: \(noPeriod)"]

  /// Charges below a heading that can't be read do not go to the period before.
  @Test func damagedHeadingsBeginAPeriod() throws {
    let statement = try readStatement(
      """
      Electricity Supply number 2600002170611
      Flexible Octopus (3rd Sep 2024 - 30th Sep 2024)
      Energy Used 200.1 kWh @ 22.36p/kWh £44.74
      Flexible Octopus (1st 0ct 2024 - 2nd Oct 2024)
      Energy Used 14.9 kWh @ 24.50p/kWh £3.65
      """)
    #expect(
      statement.blocks[0].periods.map { $0.charges.map(\.energy.text) } == [["200.1"], ["14.9"]])
    #expect(statement.blocks[0].periods.map(\.days?.isEmpty) == [false, nil])
    #expect(statement.blocks[0].days == nil)
    #expect(statement.notes.map(\.line) == [4, 4])
  }

  @Test func withoutHeadingsFlowAndPeriodAreNotKnown() throws {
    let statement = try readStatement("Energy Used 14.9 kWh @ 24.50p/kWh £3.65")
    #expect(
      description(of: statement) == """
        block #1 - -
          period #1 '-' - -
          energy 14.9#1 kWh at 24.50#1 = 3.65#1
        warning 1: it is not said whether this is electricity or gas
        warning 1: no period is printed for the charges from here
        """)
  }

  @Test func listedLinesAreShortAndHarmless() throws {
    let long = "Levy \u{1B}[2J\u{202E}x\t\u{7}y " + String(repeating: "z", count: 5000)
    let statement = try readStatement(
      "Your Charges In Detail\nElectricity\n\(long)\nEnergy Used 1 kWh @ 2p/kWh\n")
    let text = try #require(statement.notes.first?.text)
    #expect(text.hasPrefix("'Levy \\u{1B}[2J\\u{202E}x \\u{07}y zzz"), "\(text)")
    #expect(text.unicodeScalars.allSatisfy { !$0.steersTerminals })
    #expect(text.count < 100)
  }

  // MARK: Files that are refused

  private func refusal(_ bytes: [UInt8]) -> String? {
    #expect(throws: ImportError.self) {
      try BilledStatement.read(bytes, path: "bill.txt", zone: londonZone())
    }?.description
  }

  @Test func filesThatAreNoStatement() {
    let none = "no charges in it that are understood, expected the text of a statement"
    #expect(refusal([]) == "bill.txt: \(none)")
    #expect(refusal(Array("hello\n".utf8)) == "bill.txt: \(none)")
    #expect(
      refusal(Array("Your Charges In Detail\nGas\nEnergy Used x\n".utf8))
        == "bill.txt:2: \(none); there are no charges under this heading that are understood")
    #expect(
      refusal(Array("%PDF-1.7\n".utf8))
        == "bill.txt: is a PDF, expected its text, which 'pdftotext -layout' writes")
    #expect(
      refusal([UInt8](repeating: 0x20, count: 10 << 20 + 1))
        == "bill.txt: is over 10 MB, too large for a statement")
    #expect(
      refusal([UInt8](repeating: 0x0A, count: 100_000))
        == "bill.txt: has over 100000 lines, too many for a statement")
  }

  @Test(arguments: [
    ("%PDF-1.4 …", true), ("Your account\n\n YOUR CHARGES IN DETAIL\n", true),
    ("Energy Used 1 kWh @ 2p/kWh\nStanding Charge 1 days @ 2p/day", true),
    ("Consumption (kWh), Start, End", false), ("", false), ("Standing charge in p/day", false),
  ])
  func isRecognised(_ text: String, _ isLikely: Bool) throws {
    #expect(BilledStatement.isLikely(Array(text.utf8)) == isLikely)
    var file = FileWindow(Array(text.utf8))
    _ = try file.detectedKind()
    #expect(file.isStatement == isLikely)
  }
}
