import EnergyModel
import Interchange
import TestSupport
import Testing

/// A file that comes in pieces of at most `most` bytes, of random lengths.
private func pieces(of text: String, atMost most: Int) -> FileWindow {
  var rest = Array(text.utf8)[...]
  var generator = SeededGenerator(seed: UInt64(most))
  return FileWindow(size: 0) { buffer in
    let count = min(rest.count, Int.random(in: 1...most, using: &generator), buffer.count)
    buffer.copyBytes(from: rest.prefix(count))
    rest = rest.dropFirst(count)
    return count
  }
}

/// What is read does not depend on the pieces in which it comes.
@Suite struct FileWindowTests {
  private static let file = "1012345678901_21L1234567_2023-07-01_2023-08-01.json"

  private let lines = (0..<200).map { number in
    let start = ClockZone.utcStamp(Instant(halfHour: 937_872 + number))
    let end = ClockZone.utcStamp(Instant(halfHour: 937_873 + number))
    let padding = String(repeating: " ", count: number % 50 == 0 ? 1000 : 0)
    return line("0.\(number + 1)", from: start + ":00+00:00", to: end + ":00+00:00") + padding
  }

  @Test(arguments: [1, 7, 150, 4000], ["\n", "\r\n", "\n\n"])
  func piecesChangeNothing(_ most: Int, _ separator: String) throws {
    for text in ["", "\u{FEFF}", lines.joined(separator: separator)]
      + [("\u{FEFF}" + lines.joined(separator: separator) + separator)]
    {
      let whole = try ReadingsFile.read(FileWindow(Array(text.utf8)), path: FileWindowTests.file)
      var count = 0
      let read = try ReadingsFile.read(pieces(of: text, atMost: most), path: FileWindowTests.file) {
        count = $0
      }
      #expect(read == whole)
      #expect(count == text.utf8.count)
      #expect(whole.meters.first?.batch.count == (text.utf8.count > 3 ? 200 : nil))
    }
  }

  @Test(arguments: [1, 7, 150])
  func errorsHaveTheirLines(_ most: Int) {
    let text = (lines + ["{}"]).joined(separator: "\n")
    let error = #expect(throws: ImportError.self) {
      try ReadingsFile.read(pieces(of: text, atMost: most), path: FileWindowTests.file)
    }
    #expect(error?.line == 201)
  }

  @Test func theKindIsToldWhereverTheKeyStands() throws {
    let long = String(repeating: " ", count: 300_000)
    for (text, kind) in [
      (lines[0], FileKind.cache), ("{\(long)\"tariffs\": {}}", .config),
      ("Consumption (kWh),\(long)Start, End\n", .csv),
    ] {
      var file = pieces(of: text, atMost: 5000)
      #expect(try file.detectedKind() == kind)
      #expect(try file.whole(atMost: text.utf8.count) == Array(text.utf8))
    }
    var unknown = pieces(of: String(repeating: " ", count: 2 << 20) + lines[0], atMost: 9000)
    #expect(try unknown.detectedKind() == nil)
  }

  /// Whatever the size is said to be: a pipe has none.
  @Test func whatIsTooLargeIsNotRead() throws {
    var read = 0
    func endless(_ claimed: Int) -> FileWindow {
      FileWindow(size: claimed) { buffer in
        read += buffer.count
        buffer.copyBytes(from: repeatElement(UInt8(ascii: "x"), count: buffer.count))
        return buffer.count
      }
    }
    var pipe = endless(0)
    #expect(try pipe.whole(atMost: 3 << 20) == nil)
    #expect(read < 4 << 20)
    var file = endless(4 << 20)
    #expect(try file.whole(atMost: 3 << 20) == nil)
    read = 0
    let error = #expect(throws: ImportError.self) {
      try ReadingsFile.read(endless(1 << 30), path: FileWindowTests.file)
    }
    #expect(error?.line == 1 && error?.message == "the line is over 1 MB")
    #expect(read < 2 << 20)
  }

  /// A day is closed when another follows, and keeps the lines of its readings all the same.
  @Test(arguments: [1, 2, 3])
  func contradictionsNameTheirLinesWhateverIsBetween(_ gap: Int) {
    func reading(_ number: Int, _ value: String) -> String {
      let start = ClockZone.utcStamp(Instant(halfHour: 937_872 + number))
      let end = ClockZone.utcStamp(Instant(halfHour: 937_873 + number))
      return line(value, from: start + "Z", to: end + "Z")
    }
    // Slots 0 to 47 on lines 1, 1 + gap, …; then, with uneven lines, the next day.
    var text: [String] = []
    for slot in 0..<48 {
      text.append(reading(slot, "1"))
      text += Array(repeating: "", count: slot == 20 ? 0 : gap - 1)
    }
    let lineOf40 = 1 + 40 * gap - (gap - 1)
    text += [reading(60, "2"), reading(40, "3")]
    let error = #expect(throws: ImportError.self) {
      try ReadingsFile.read(
        FileWindow(Array(text.joined(separator: "\n").utf8)), path: FileWindowTests.file)
    }
    #expect(error?.line == text.count)
    #expect(error?.message.hasSuffix("has 3 kWh here and 1 kWh on line \(lineOf40)") ?? false)
  }
}
