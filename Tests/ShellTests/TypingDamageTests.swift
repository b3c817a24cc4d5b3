import EnergyModel
import TestSupport
import Testing

@testable import Shell
@testable import Terminal

/// Damaged lines are completed and painted, wherever the cursor is.
@Suite struct TypingDamageTests {
  private let octowatt: Program
  private let edited: EditedLine

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
    let test = try TestSession(cachePath: octowatt.cachePath)
    _ = try test.run(".color always")
    let history = History(path: nil, limit: 10)
    for entry in ["usage by day", "cost import 2023-07 by week"] { try history.add(entry) }
    edited = EditedLine(StatementTyping(test.session, history))
    edited.prompt = "octowatt> "
  }

  /// What is painted is the line itself, and perhaps what it may go on with.
  @Test func damagedLinesArePaintedAsTheyAre() throws {
    let good = [
      "cost import from 2023-07-01 to 2023-08-01 by halfhour where usage > 1 kWh # why",
      "usage meter 'the roof', house last 7 days with share, coverage as csv into! x",
      "define m (p = 2023-07) = cost import $p; import examples/home/config.json", "co",
    ]
    var random = SeededGenerator(seed: 81)
    var painted = 0
    for number in 0..<400 {
      let line = String(
        decoding: random.damaged(Array(good[number % 4].utf8), inserting: " ',;()#$!\n\u{1B}é€"),
        as: UTF8.self)
      let point = Int.random(in: 0...line.utf8.count, using: &random)
      let screen = Painter.Screen(columns: [80, 20, 11, 1][number / 4 % 4], rows: 24)
      if let painting = edited.paint(line, point: point, on: screen) {
        painted += 1
        let shown = painting.text.replacing(#/\u{1B}\[[0-9;]*[A-Za-z]/#, with: "")
        let plain = line.replacing("\n", with: "\r\n") + (painting.ghost ?? "")
        #expect(shown == "\r\(plain)\r")
      }
      let head = Array(line.utf8.prefix(point))
      let start = (head.lastIndex { $0 <= UInt8(ascii: " ") } ?? -1) + 1
      let found = edited.complete(String(decoding: head, as: UTF8.self), start: start)
      #expect(found.texts.allSatisfy { $0 == $0.visible })
      _ = edited.list(columns: screen.columns, rows: screen.rows)
    }
    #expect(painted > 100)
  }
}
