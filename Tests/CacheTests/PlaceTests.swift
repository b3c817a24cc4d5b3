import Cache
import EnergyModel
import Foundation
import GRDB
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// Caches that are not there, or no longer where they were opened.
@Suite struct PlaceTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  @Test func nothingIsMadeThatIsNotAskedFor() throws {
    let path = folder.path("a.sqlite")
    #expect(throws: CacheError.self) { try Cache(path: path, making: .nothing) }
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(throws: CacheError.self) { try Cache(path: path, making: .nothing) }
    #expect(try folder.bytes("a.sqlite").isEmpty)
    #expect(throws: CacheError.self) { try Cache(path: folder.path("b/a.sqlite"), making: .file) }
    #expect(try folder.names == ["a.sqlite"])
    _ = try Cache(path: path, making: .file)
    _ = try Cache(path: path, making: .nothing)
    #expect(try folder.names == ["a.sqlite"])
  }

  @Test func whatIsSettledIsInTheFileAlone() throws {
    let cache = try Cache(path: folder.path("a.sqlite"))
    try store([readings("2023-07-01", [0: 1])], in: cache)
    #expect(try !folder.bytes("a.sqlite-wal").isEmpty)
    cache.settle()
    #expect(try folder.bytes("a.sqlite-wal").isEmpty)
    try Data(folder.bytes("a.sqlite")).write(to: URL(fileURLWithPath: folder.path("copy.sqlite")))
    #expect(try Cache(path: folder.path("copy.sqlite")).catalog().meters.count == 1)
  }

  /// Somebody who reads is not waited for, and the next time all of it is settled.
  @Test func settlingWaitsForNobody() throws {
    let cache = try Cache(path: folder.path("a.sqlite"))
    let reader = try DatabaseQueue(path: folder.path("a.sqlite"))
    try reader.read { db in
      _ = try Row.fetchAll(db, sql: "SELECT * FROM meter")
      try store([readings("2023-07-01", [0: 1])], in: cache)
      let start = ContinuousClock.now
      cache.settle()
      #expect(ContinuousClock.now - start < .seconds(2))
    }
    #expect(try !folder.bytes("a.sqlite-wal").isEmpty)
    cache.settle()
    #expect(try folder.bytes("a.sqlite-wal").isEmpty)
  }

  @Test func aCacheThatIsGoneIsRefused() throws {
    let path = folder.path("a.sqlite")
    let cache = try Cache(path: path)
    try store([readings("2023-07-01", [0: 1])], in: cache)
    try FileManager.default.moveItem(atPath: path, toPath: folder.path("b.sqlite"))
    let moved = CacheError.moved(path: path, .gone)
    #expect(throws: moved) { try store([readings("2023-07-02", [0: 1])], in: cache) }
    #expect(throws: moved) { try cache.catalog() }
    #expect(throws: moved) { try cache.checkPlace() }
    // What the log had went with the file.
    #expect(try Cache(path: folder.path("b.sqlite")).catalog().meters.count == 1)
  }

  /// The log of the old file is not read into the new one.
  @Test func aCacheThatWasReplacedIsRefused() throws {
    let path = folder.path("a.sqlite")
    do {
      let other = try Cache(path: folder.path("b.sqlite"))
      try other.write { try $0.store(sampleTariff("Go")) }
    }
    let cache = try Cache(path: path)
    try store([readings("2023-07-01", [0: 1])], in: cache)
    #expect(rename(folder.path("b.sqlite"), path) == 0)
    #expect(throws: CacheError.moved(path: path, .replaced)) {
      try store([readings("2023-07-02", [0: 1])], in: cache)
    }
    let new = try Cache(path: path)
    #expect(try new.catalog().tariffs.map(\.name) == ["Go"])
    #expect(try new.catalog().meters.isEmpty)
    #expect(try SQLiteTool(path: path).rows("PRAGMA integrity_check") == ["ok"])
  }

  @Test func aMoveBeforeTheEndOfATransactionTakesItBack() throws {
    let path = folder.path("a.sqlite")
    let cache = try Cache(path: path)
    #expect(throws: CacheError.moved(path: path, .gone)) {
      try cache.write { writer in
        try writer.store(sampleTariff("Go"))
        try FileManager.default.moveItem(atPath: path, toPath: folder.path("b.sqlite"))
      }
    }
    #expect(try Cache(path: folder.path("b.sqlite")).catalog().tariffs.isEmpty)
  }
}

/// Locks beside those of SQLite.
@Suite struct LockTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func impatient() -> LockWait { LockWait(limit: .milliseconds(50)) }

  @Test func oneAtATime() throws {
    let path = folder.path("lock")
    do {
      let first = try LockedFile(path: path, waiting: impatient())
      #expect(try mode(path) == 0o600)
      #expect(throws: LockError.self) { try LockedFile(path: path, waiting: impatient()) }
      // Who gets it when it has lost its name would have another file than those who come later.
      #expect(unlink(first.path) == 0)
      let second = try LockedFile(path: path, waiting: impatient())
      #expect(throws: LockError.self) { try LockedFile(path: path, waiting: impatient()) }
      withExtendedLifetime((first, second)) {}
    }
    _ = try LockedFile(path: path, waiting: impatient())
  }

  @Test func cancellingEndsTheWait() throws {
    let path = folder.path("lock")
    let first = try LockedFile(path: path, waiting: impatient())
    let wait = LockWait(limit: nil, cancellation: Cancellation { true })
    #expect(throws: LockError.self) { try LockedFile(path: path, waiting: wait) }
    withExtendedLifetime(first) {}
  }

  /// Whoever locks the folder, which takes no more than reading it, stops nobody.
  @Test func theFolderMayBeLocked() throws {
    let descriptor = open(folder.path(""), O_RDONLY | O_DIRECTORY)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX) == 0)
    let cache = try Cache(path: folder.path("a.sqlite"), waiting: impatient())
    try store([readings("2023-07-01", [0: 1])], in: cache)
    _ = try Cache(path: folder.path("a.sqlite"), waiting: impatient()).catalog()
  }

  /// Only making a cache takes the lock of makers; who holds it stops no reader.
  @Test func readersTakeNoLockOfTheirOwn() throws {
    let path = folder.path("a.sqlite")
    _ = try Cache(path: path)
    let lock = try LockedFile(path: path + "-lock", waiting: impatient())
    _ = try Cache(path: path, waiting: impatient()).catalog()
    let other = try LockedFile(path: folder.path("b.sqlite-lock"), waiting: impatient())
    #expect(throws: CacheError.self) {
      try Cache(path: folder.path("b.sqlite"), waiting: impatient())
    }
    #expect(try folder.names.sorted() == ["a.sqlite", "a.sqlite-lock", "b.sqlite-lock"])
    withExtendedLifetime((lock, other)) {}
  }
}
