import Cache
import EnergyModel
import Foundation
import QueryEngine
import TestSupport
import Testing

/// Caches of which one byte is another: what they answer is right, or `check` says that it is not.
@Suite struct MutationTests {
  /// The days of two months, or nil where reading them is refused.
  private func answers(_ path: String) -> [[Int64]]? {
    guard let cache = try? Cache(path: path, making: .nothing),
      let catalog = try? cache.catalog()
    else { return nil }
    var days: [[Int64]] = []
    for record in catalog.meters {
      let isRead: Void? = try? cache.scan(meter: record.meter.id, days: 0..<100_000) {
        days.append([Int64($0)] + UnsafeBufferPointer(start: $1, count: 48))
      }
      if isRead == nil { return nil }
    }
    return days
  }

  /// The numbers of findings, or nil where the file is refused.
  private func findings(_ path: String) throws -> Int? {
    guard let cache = try? Cache(path: path, making: .nothing) else { return nil }
    return try cache.check().findings.count
  }

  @Test func aChangedByteOfADayIsNamed() throws {
    var random = SeededGenerator(seed: 20_230_701)
    let folder = try Folder()
    let path = folder.path("a.sqlite")
    let first = try day("2023-07-01").number
    let cache = try Cache(path: path)
    try store(
      (0..<60).map { number in
        var day = DayReadings(day: first + number)
        for slot in 0..<48 { day.values[slot] = Int64.random(in: 0...2_500, using: &random) * 1000 }
        return day
      }, in: cache)
    cache.settle()
    try cache.close()
    let whole = try folder.bytes("a.sqlite")
    let right = try #require(answers(path))
    #expect(right.count == 60)
    // Pages in which rows of days lie: SQLite's are of 4096 bytes.
    let pages = stride(from: 0, to: whole.count, by: 4096).filter { start in
      String(decoding: whole[start..<start + 4096], as: UTF8.self).contains("2023-07-")
        || String(decoding: whole[start..<start + 4096], as: UTF8.self).contains("2023-08-")
    }
    #expect(pages.count > 3)
    var (different, named) = (0, 0)
    for round in 0..<300 {
      var bytes = whole
      let place = pages.randomElement(using: &random)! + Int.random(in: 0..<4096, using: &random)
      bytes[place] ^= UInt8.random(in: 1...255, using: &random)
      let mutant = folder.path("\(round).sqlite")
      try Data(bytes).write(to: URL(fileURLWithPath: mutant))
      let isNamed = try findings(mutant).map { $0 > 0 } ?? true
      if isNamed { named += 1 }
      guard answers(mutant) != right else { continue }
      different += 1
      #expect(isNamed, "byte \(place) is \(bytes[place]) and was \(whole[place])")
    }
    // Otherwise nothing has been tried.
    #expect(different > 100 && named >= different)
  }
}
