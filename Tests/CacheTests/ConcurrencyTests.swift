import Cache
import EnergyModel
import Foundation
import QueryEngine
import Tariffs
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct ConcurrencyTests {
  @Test func writesOfAnotherConnectionAreSeen() throws {
    let folder = try Folder()
    let path = folder.path("a.sqlite")
    let mine = try Cache(path: path)
    let other = try Cache(path: path)
    #expect(try mine.catalog().meters.isEmpty)
    try store([readings("2023-07-01", [0: 1])], in: other)
    let start = try day("2023-07-01").number * 48
    #expect(try mine.catalog().meters.map(\.readings) == [start...start])
    try store([readings("2023-07-01", [5: 1])], in: other)
    #expect(try mine.catalog().meters.map(\.readings) == [start...start + 5])
    try store([readings("2023-07-02", [0: 1])], in: mine)
    #expect(try mine.catalog().meters.map(\.readings) == [start...start + 48])
    #expect(try other.catalog() == mine.catalog())
    #expect(try ask("usage all", mine.catalog(), mine).lines == ["0.000003"])
  }

  /// An answer serves again while nothing is written, and no longer.
  @Test func theSnapshotIsKept() throws {
    let folder = try Folder()
    let cache = try Cache(path: folder.path("a.sqlite"))
    try store([readings("2023-07-01", [0: 1])], in: cache)
    let first = try cache.catalog()
    #expect(try cache.catalog() == first)
    try cache.write { try $0.store(sampleTariff("Go")) }
    #expect(try cache.catalog().tariffs.map(\.name) == ["Go"])
    try SQLiteTool(path: folder.path("a.sqlite")).run("DELETE FROM tariff")
    #expect(try cache.catalog().tariffs.isEmpty)
  }

  /// Many writers at once, each with a connection of its own: they queue, and nothing is lost.
  @Test func writersQueue() async throws {
    let folder = try Folder()
    let path = folder.path("a.sqlite")
    try store([readings("2023-07-01", [47: 1])], in: Cache(path: path))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          let cache = try Cache(path: path)
          for slot in 0..<10 {
            try store(
              [readings("2023-07-01", [writer * 10 + slot: 1])], in: cache, log: "\(writer)")
          }
        }
      }
      try await group.waitForAll()
    }
    let cache = try Cache(path: path)
    #expect(try ask("usage all with coverage", cache.catalog(), cache).lines == ["0.000041,41,94"])
    let tool = try SQLiteTool(path: path)
    #expect(try tool.rows("SELECT count(*), sum(new) FROM import_log") == ["40|40"])
    #expect(try tool.rows("PRAGMA integrity_check") == ["ok"])
  }

  /// Programs that start together on a machine without a cache all get the same one.
  @Test func openersOfANewFileQueue() async throws {
    for _ in 0..<10 {
      let folder = try Folder()
      let path = folder.path("new/a.sqlite")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for slot in 0..<6 {
          group.addTask {
            let cache = try Cache(path: path)
            try store([readings("2023-07-01", [slot: 1])], in: cache)
          }
        }
        try await group.waitForAll()
      }
      let cache = try Cache(path: path)
      #expect(try ask("usage all", cache.catalog(), cache).lines == ["0.000006"])
    }
  }
}
