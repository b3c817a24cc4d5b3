import EnergyModel
import Foundation
import Terminal
import TestSupport
import Testing

/// The file of what was typed, as several shells have it open.
@Suite struct HistoryTests {
  /// Shells that add at the same moment, and put the file in order meanwhile, lose nothing.
  @Test func manyShellsAtOnce() throws {
    let folder = try temporaryFolder()
    let path = folder.path(of: "history")
    DispatchQueue.concurrentPerform(iterations: 8) { shell in
      for number in 0..<25 {
        let history = History(path: path, limit: 1000)
        do {
          // A text that each of them adds, so that there always is something to put in order.
          try history.load()
          try history.add("help top")
          try history.add("help \(shell) \(number)")
        } catch {
          Issue.record(error)
        }
      }
    }
    let history = History(path: path, limit: 1000)
    try history.load()
    let expected = (0..<8).flatMap { shell in (0..<25).map { "help \(shell) \($0)" } }
    #expect(Set(history.entries.map(\.text)) == Set(expected + ["help top"]))
    #expect(history.entries.count == 201)
  }

  /// What does not pass is left out, and what is older is suggested.
  @Test func suggestionsCanBeChosen() throws {
    let history = History(path: nil, limit: 10)
    try history.add("cost into a.csv")
    try history.add("cost into! a.csv")
    #expect(history.suggestion(for: "cost into") == "cost into! a.csv")
    #expect(
      history.suggestion(for: "cost into") { !$0.contains("!") } == "cost into a.csv")
  }

  /// What failed is kept but not suggested, also in the next shell, until it goes well.
  @Test func whatFailedIsNotSuggested() throws {
    let folder = try temporaryFolder()
    let path = folder.path(of: "history")
    let history = History(path: path, limit: 10)
    try history.add("help limit")
    try history.add("help lmit")
    try history.noteFailure(of: "help lmit")
    #expect(history.suggestion(for: "help l") == "help limit")
    let next = History(path: path, limit: 10)
    try next.load()
    #expect(next.entries.map(\.text) == ["help limit", "help lmit"])
    #expect(next.entries.map(\.failed) == [false, true])
    #expect(next.suggestion(for: "help l") == "help limit")
    try next.add("help lmit")
    #expect(next.suggestion(for: "help l") == "help lmit")
    let last = History(path: path, limit: 10)
    try last.load()
    #expect(last.entries.map(\.failed) == [false, false])
  }

  /// Where the file is put in order, it stays known what failed.
  @Test func failuresStayWithTheirEntries() throws {
    let folder = try temporaryFolder()
    let path = try folder.write("#1\na\n#1!\na\n#2\nb\n#2\nc\n#2!\nb\n#4\nc\n", to: "history")
    let history = History(path: path, limit: 10)
    try history.load()
    let expected = "#1!\na\n#2!\nb\n#4\nc\n"
    #expect(try String(contentsOfFile: path, encoding: .utf8) == expected)
  }

  /// Older entries go, and a text that comes again counts by its last time.
  @Test func theNewestAreKept() throws {
    let folder = try temporaryFolder()
    let path = try folder.write("#1\na\n#2\nb\n#3\na\n#4\nc\n", to: "history")
    let history = History(path: path, limit: 2)
    try history.load()
    #expect(history.entries.map(\.text) == ["a", "c"])
    #expect(history.entries.map(\.time) == [3, 4])
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "#3\na\n#4\nc\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["history"])
  }

  /// An editor of another system may have written the file.
  @Test func linesMayEndWithCarriageReturns() throws {
    let folder = try temporaryFolder()
    let path = try folder.write("#1\r\na\r\n  b\r\n#2!\r\nc\r\n\r\n#3\r\n", to: "history")
    let entries = try History.read(path)
    #expect(entries.map(\.text) == ["a\n  b", "c"])
    #expect(entries.map(\.time) == [1, 2])
    #expect(entries.map(\.failed) == [false, true])
  }

  /// Lines that look like times stay lines of their entry.
  @Test func linesOfAnEntryStayItsOwn() throws {
    let folder = try temporaryFolder()
    let path = folder.path(of: "history")
    for text in ["a\r\n#5\nb", "#6", "c\r"] { try History(path: path, limit: 9).add(text) }
    #expect(try History.read(path).map(\.text) == ["a\n #5\nb", " #6", "c"])
  }

  /// Whatever is in the file, its newest entries are there again once it was put in order.
  @Test func damagedFilesAreRead() throws {
    let folder = try temporaryFolder()
    let path = folder.path(of: "history")
    let good = Array("#1\na\n#2!\ncost\n  by day\n#3\nb\n#4\na\n#5\nc\n".utf8)
    var random = SeededGenerator(seed: 41)
    var kept = 0
    for _ in 0..<300 {
      let bytes = random.damaged(good, inserting: "#!\n\r9 ")
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let history = History(path: path, limit: 3)
      try history.load()
      let again = History(path: path, limit: 3)
      try again.load()
      #expect(again.entries.map(\.text) == history.entries.map(\.text))
      #expect(again.entries.map(\.failed) == history.entries.map(\.failed))
      kept += history.entries.count
    }
    #expect(kept > 400)
  }

  /// Times that can't be, and none, are no times; what stands below is a statement all the same.
  @Test func timesThatCanNotBe() throws {
    let folder = try temporaryFolder()
    let path = try folder.write(
      "#-99999999999999\nusage\n#9223372036854775807\ncost\n#0\nnet\n#1700000000!\nrates\n",
      to: "history")
    let entries = try History.read(path)
    #expect(entries.map(\.text) == ["usage", "cost", "net", "rates"])
    #expect(entries.map(\.time) == [nil, nil, nil, 1_700_000_000])
  }
}
