import Cache
import EnergyModel
import Foundation
import QueryEngine
import TestSupport
import Testing

@Suite struct FileTests {
  @Test func filesAreForTheirOwnerOnly() throws {
    let folder = try Folder()
    let path = folder.path("data/deep/cache.sqlite")
    let cache = try Cache(path: path)
    try store([readings("2023-07-01", [0: 1])], in: cache)
    for name in ["cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm"] {
      #expect(try mode(folder.path("data/deep/\(name)")) == 0o600, "\(name)")
    }
    #expect(try mode(folder.path("data/deep")) == 0o700)
    #expect(try mode(folder.path("data")) == 0o700)
    _ = try cache.catalog()
  }

  @Test func aCacheIsOneFileWhenItIsClosed() throws {
    let folder = try Folder()
    do {
      let cache = try Cache(path: folder.path("a.sqlite"))
      try store([readings("2023-07-01", [0: 1])], in: cache)
    }
    #expect(try folder.names == ["a.sqlite"])
    let tool = try SQLiteTool(path: folder.path("a.sqlite"))
    #expect(try tool.rows("PRAGMA application_id") == ["1868788855"])
    #expect(try tool.rows("PRAGMA journal_mode") == ["wal"])
    #expect(try tool.rows("PRAGMA integrity_check") == ["ok"])
    #expect(try tool.rows("PRAGMA foreign_key_check").isEmpty)
  }

  @Test func memoryLeavesNoFile() throws {
    let cache = try Cache(path: ":memory:")
    try store([readings("2023-07-01", [0: 1])], in: cache)
    #expect(try cache.catalog().meters.count == 1)
    #expect(!FileManager.default.fileExists(atPath: ":memory:"))
  }

  @Test func openingAgainChangesNothing() throws {
    let folder = try Folder()
    for _ in 0..<2 {
      let cache = try Cache(path: folder.path("a.sqlite"))
      try store([readings("2023-07-01", [0: 1])], in: cache)
    }
    let before = try folder.bytes("a.sqlite")
    for _ in 0..<2 { _ = try Cache(path: folder.path("a.sqlite")).catalog() }
    #expect(try folder.bytes("a.sqlite") == before)
  }

  @Test func anEmptyFileBecomesACache() throws {
    let folder = try Folder()
    try Data().write(to: URL(fileURLWithPath: folder.path("a.sqlite")))
    let cache = try Cache(path: folder.path("a.sqlite"))
    #expect(try cache.catalog().meters.isEmpty)
  }

  @Test(arguments: ["", "folder", "file/below.sqlite"])
  func placesWhereNoFileCanBe(name: String) throws {
    let folder = try Folder()
    try FileManager.default.createDirectory(
      atPath: folder.path("folder"), withIntermediateDirectories: true)
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder.path("file")))
    let path = name.isEmpty ? "" : folder.path(name)
    let error = #expect(throws: CacheError.self) { try Cache(path: path) }
    #expect(error?.description.hasPrefix("cannot open the cache \(path): ") == true)
  }
}

@Suite struct RefusedFileTests {
  /// Neither of these is touched, whatever else it may be.
  @Test(arguments: [
    "plain text, not a database", "x", "SQLite format 3\0 but cut short",
    String(repeating: "SQLite format 3\0", count: 20), String(repeating: "\0", count: 4096),
  ])
  func filesThatAreNoDatabase(content: String) throws {
    let folder = try Folder()
    let path = folder.path("a.sqlite")
    try Data(content.utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: CacheError.notACache(path: path)) { try Cache(path: path) }
    #expect(try folder.bytes("a.sqlite") == Array(content.utf8))
    #expect(try folder.names == ["a.sqlite"])
  }

  @Test(arguments: ["PRAGMA user_version = 3", "PRAGMA application_id = 252006675"])
  func databasesOfOtherPrograms(sql: String) throws {
    let folder = try Folder()
    let path = folder.path("a.sqlite")
    do {
      let tool = try SQLiteTool(path: path)
      try tool.run("CREATE TABLE meter(id); \(sql); INSERT INTO meter VALUES (1)")
      try tool.close()
    }
    let before = try folder.bytes("a.sqlite")
    #expect(throws: CacheError.notACache(path: path)) { try Cache(path: path) }
    #expect(try folder.bytes("a.sqlite") == before)
    #expect(try folder.names == ["a.sqlite"])
  }

  @Test func aNewerCache() throws {
    let folder = try Folder()
    let path = folder.path("a.sqlite")
    do {
      try store([readings("2023-07-01", [0: 1])], in: Cache(path: path))
      let tool = try SQLiteTool(path: path)
      try tool.run("INSERT INTO grdb_migrations VALUES ('9999: from the future')")
      try tool.close()
    }
    let before = try folder.bytes("a.sqlite")
    let error = #expect(throws: CacheError.self) { try Cache(path: path) }
    #expect(error == .newer(path: path))
    #expect(try folder.bytes("a.sqlite") == before)
    #expect(try folder.names == ["a.sqlite"])
  }

  /// A file of ours whose inside is ruined says so and does not crash.
  @Test func aDamagedDatabase() throws {
    let folder = try Folder()
    let path = folder.path("a.sqlite")
    try store([readings("2023-07-01", [0: 1])], in: Cache(path: path))
    var bytes = try folder.bytes("a.sqlite")
    bytes.replaceSubrange(100..<bytes.count, with: repeatElement(0x55, count: bytes.count - 100))
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(throws: CacheError.self) { try Cache(path: path) }
  }
}
