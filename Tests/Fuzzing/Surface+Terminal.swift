import EnergyModel
import Foundation

@testable import Shell
@testable import Terminal

extension Surface {
  /// Lines of a pipe are the bytes between newlines.
  func checkInput(_ bytes: [UInt8]) {
    // A pipe holds 64 kB, and nobody reads while it is filled.
    let bytes = bytes.prefix(65_536)
    var ends: [Int32] = [0, 0]
    must(pipe(&ends) == 0, "there is a pipe")
    _ = bytes.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
    close(ends[1])
    dup2(ends[0], STDIN_FILENO)
    close(ends[0])
    let reader = PlainReader()
    var lines: [[UInt8]] = []
    while let line = try? reader.next(cancellation: .never) { lines.append(line) }
    var expected = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if expected.last?.isEmpty ?? false { expected.removeLast() }
    let isEnded = bytes.last == UInt8(ascii: "\n")
    let texts = expected.enumerated().map { index, line in
      let hasNewline = isEnded || index < expected.count - 1
      let isCarried = hasNewline && line.last == UInt8(ascii: "\r")
      return Array(isCarried ? line.dropLast() : line)
    }
    must(lines == texts, "the lines are \(lines)")
  }

  /// A line that is typed: the first bytes are the cursor, the size of the screen and where the word
  /// begins; the last line of the rest is being typed.
  func checkLine(_ bytes: [UInt8]) {
    guard bytes.count > 4 else { return }
    let text = String(decoding: bytes[4...], as: UTF8.self)
    let edited = EditedLine(StatementTyping(FuzzedHome.shared.session, Surface.typed))
    edited.prompt = "octowatt> "
    var line = text[...]
    if bytes[3] & 1 == 1, let newline = text.lastIndex(of: "\n") {
      edited.earlierLines = String(text[...newline])
      line = text[text.index(after: newline)...]
    }
    let typed = String(line)
    let point = typed.utf8.isEmpty ? 0 : Int(bytes[0]) % (typed.utf8.count + 1)
    let screen = Painter.Screen(columns: Int(bytes[1]), rows: Int(bytes[2]))
    if let painting = edited.paint(typed, point: point, on: screen) {
      let shown = painting.text.replacing(#/\u{1B}\[[0-9;]*[A-Za-z]/#, with: "")
      let plain = typed.replacing("\n", with: "\r\n") + (painting.ghost ?? "")
      must(shown == "\r\(plain)\r", "what is painted is the line: \(shown)")
    }
    let head = String(decoding: typed.utf8.prefix(point), as: UTF8.self)
    let start = head.utf8.lastIndex { $0 <= 0x20 }.map {
      head.utf8.distance(from: head.startIndex, to: $0) + 1
    }
    let found = edited.complete(head, start: start ?? 0)
    // The first may be the word as it was typed.
    let word = String(decoding: head.utf8.dropFirst(start ?? 0), as: UTF8.self)
    for text in found.texts where text != word {
      must(text == text.visible, "no candidate steers: \(text)")
    }
    _ = edited.list(columns: screen.columns, rows: screen.rows)
    checkDisplay(text, width: max(1, screen.columns))
  }

  private nonisolated(unsafe) static let typed: History = {
    let history = History(path: nil, limit: 10)
    for entry in ["usage", "cost import 2023-07 by week", "bill 2023-07"] {
      try? history.add(entry)
    }
    return history
  }()

  /// Text of others fits and does not steer the terminal.
  private func checkDisplay(_ text: String, width: Int) {
    must(!text.visible.unicodeScalars.contains(where: \.steersTerminals), "\(text) is visible")
    var cut = text
    cut.cut(to: width, mark: "…")
    must(cut.displayWidth <= max(width, 1), "\(cut) fits \(width)")
    _ = text.visibleLines.wrappedLines(to: width)
    _ = text.screenWidth
    _ = text.withoutTrailingSpaces
  }

  /// A history that is compacted is read as its newest entries.
  func checkHistory(_ bytes: [UInt8]) {
    let path = Surface.historyPath
    must(FileManager.default.createFile(atPath: path, contents: Data(bytes)), "there is a file")
    let history = History(path: path, limit: 3)
    do throws(Failure) {
      try history.load()
      let kept = try History.read(path)
      must(
        History.newest(3, of: kept).map(\.text) == history.entries.map(\.text),
        "the entries of \(kept)")
      must(
        History.newest(3, of: kept).map(\.failed) == history.entries.map(\.failed),
        "the failures of \(kept)")
    } catch {
      must(false, "a file can be read: \(error)")
    }
  }

  private static let historyPath = "/dev/shm/octowatt-fuzz-\(getpid())"
}
