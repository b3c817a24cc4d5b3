import Cache
import EnergyModel
import Foundation
import QueryEngine
import Synchronization
import TestSupport
import Testing

/// Copies of caches, and caches from copies.
@Suite struct CopyTests {
  private let home: CheckedHome

  init() throws { home = try CheckedHome() }

  private func copy(_ name: String, of cache: Cache) throws -> String {
    let path = home.folder.path(name)
    _ = try cache.copy(to: path, named: path)
    return path
  }

  @Test func aCopyIsTheCache() throws {
    let path = try copy("b.sqlite", of: home.cache)
    #expect(try home.folder.names.contains("b.sqlite-wal") == false)
    let copy = try Cache(path: path, making: .nothing)
    #expect(try copy.check().findings == [])
    #expect(try copy.catalog() == home.cache.catalog())
    #expect(try copy.imports() == home.cache.imports())
  }

  /// A cache in memory is copied too, and is one of the file's kind then.
  @Test func aCacheInMemoryIsCopied() throws {
    let memory = try Cache(path: ":memory:")
    try store([readings("2023-07-01", [0: 1])], in: memory)
    let copy = try Cache(path: try copy("b.sqlite", of: memory), making: .nothing)
    #expect(try copy.catalog().meters.count == 1)
    #expect(try copy.check().findings == [])
  }

  /// A signal that ends the program deletes the one file that it is told of.
  ///
  /// The text is of more pages than SQLite copies in one step.
  @Test func nothingIsEverBesideACopy() throws {
    let text = "define q = usage # " + String(repeating: "x", count: 6_000_000)
    try home.cache.write { _ = try $0.store(SavedQuery(name: "q", text: text)) }
    let folder = home.folder.path
    let seen = Mutex<Set<String>>([])
    let cancellation = Cancellation {
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
      seen.withLock { $0.formUnion(names ?? []) }
      return false
    }
    let cache = try Cache(path: home.path, waiting: LockWait(cancellation: cancellation))
    _ = try copy("b.part", of: cache)
    #expect(seen.withLock { $0.filter { $0.hasPrefix("b.part") } } == ["b.part"])
    #expect(try home.folder.names.filter { $0.hasPrefix("b.part") } == ["b.part"])
  }

  /// Two meters get a day in each transaction of another program: a copy has as many of both.
  @Test func aCopyIsOfOneMoment() throws {
    let path = home.path
    let writer = Thread {
      guard let cache = try? Cache(path: path) else { return }
      for number in 0..<200 {
        try? cache.write { writer in
          for serial in ["A", "B"] {
            let point =
              try writer.point(number: "1900000000027")
              ?? writer.addPoint(number: "1900000000027", flow: .export)
            let meter =
              try writer.meter(serial: serial, of: point)
              ?? writer.addMeter(serial: serial, unit: .kWh, to: point)
            _ = try writer.store([readings("2023-08-01", [number % 48: Int64(number)])], of: meter)
          }
        }
      }
    }
    writer.start()
    var seen: Set<String> = []
    for number in 0..<20 {
      let copy = try Cache(path: try copy("\(number).sqlite", of: home.cache), making: .nothing)
      #expect(try copy.check().findings == [])
      let tool = try SQLiteTool(path: home.folder.path("\(number).sqlite"))
      let days = try tool.rows(
        """
        SELECT readings FROM reading_day JOIN meter ON meter.id = meter_id
        WHERE serial IN ('A', 'B')
        """)
      #expect(Set(days).count <= 1 && [0, 2].contains(days.count))
      seen.insert(days.first ?? "")
      usleep(5_000)
    }
    while !writer.isFinished { usleep(1_000) }
    // Otherwise the writer wrote nothing meanwhile.
    #expect(seen.count > 1)
  }

  @Test func aCopyIsPutBack() throws {
    let path = try copy("b.sqlite", of: home.cache)
    let before = try home.folder.bytes("b.sqlite")
    try store([readings("2023-09-01", [0: 1])], in: home.cache)
    try home.cache.write { try $0.drop(try #require(try $0.point(number: "1900000000001"))) }
    #expect(try home.cache.catalog().meters.isEmpty)
    let other = try Cache(path: home.path)
    #expect(try other.catalog().meters.isEmpty)
    try home.cache.restore(from: Cache(copyOf: path, waiting: LockWait()))
    for cache in [home.cache, other] {
      #expect(try cache.catalog().meters.count == 1)
      #expect(try cache.check().findings == [])
    }
    // The copy is as it was, and nothing has been left beside it.
    #expect(try home.folder.bytes("b.sqlite") == before)
    #expect(try !home.folder.names.contains { $0.hasPrefix("b.sqlite-") })
  }

  /// The changes beside a damaged cache would be taken for those of the copy.
  @Test func whatIsBesideADamagedCacheGoesWithIt() throws {
    let names = ["d.sqlite", "d.sqlite-wal", "d.sqlite-journal", "d.sqlite.damaged-wal"]
    for name in names {
      try Data(name.utf8).write(to: URL(fileURLWithPath: home.folder.path(name)))
    }
    let aside = try home.cache.replaceDamaged(
      home.folder.path("d.sqlite"), through: home.folder.path("d.part"), waiting: LockWait())
    #expect(aside.hasSuffix("/d.sqlite.damaged-2"))
    for end in ["", "-wal", "-journal"] {
      #expect(try home.folder.bytes("d.sqlite.damaged-2" + end) == Array("d.sqlite\(end)".utf8))
    }
    let own = try home.folder.names.filter { $0.hasPrefix("d.") && !$0.contains("damaged") }
    #expect(own == ["d.sqlite"])
    #expect(try Cache(path: home.folder.path("d.sqlite")).check().findings == [])
  }

  /// SQLite can't copy pages of another size over those of a cache, and the message says how to go on.
  @Test func aCopyWithOtherPagesIsPutBackOnceTheyFit() throws {
    let path = try copy("b.sqlite", of: home.cache)
    let tool = try SQLiteTool(path: path)
    try tool.run("PRAGMA journal_mode = DELETE; PRAGMA page_size = 8192; VACUUM")
    try tool.close()
    let error = #expect(throws: CacheError.self) {
      try home.cache.restore(from: Cache(copyOf: path, waiting: LockWait()))
    }
    let message = try #require(error?.description)
    let line = try #require(message.firstMatch(of: #/in sqlite3: (.*);$/#))
    #expect(try home.cache.check().findings == [])
    let mender = try SQLiteTool(path: path)
    try mender.run(String(line.1))
    try mender.close()
    try home.cache.restore(from: Cache(copyOf: path, waiting: LockWait()))
    #expect(try home.cache.check().findings == [])
    #expect(try home.cache.catalog().meters.count == 1)
  }

  @Test(arguments: ["nothing.sqlite", "text.txt", "empty", "other.sqlite", "half.sqlite"])
  func whatIsNoCacheIsRefused(name: String) throws {
    try "not a cache, but quite some text to read".write(
      toFile: home.folder.path("text.txt"), atomically: true, encoding: .utf8)
    try Data().write(to: URL(fileURLWithPath: home.folder.path("empty")))
    let tool = try SQLiteTool(path: home.folder.path("other.sqlite"))
    try tool.run("CREATE TABLE t(x)")
    let bytes = try home.folder.bytes("a.sqlite")
    try Data(bytes[..<(bytes.count / 2)]).write(
      to: URL(fileURLWithPath: home.folder.path("half.sqlite")))
    #expect(throws: CacheError.self) {
      let copy = try Cache(copyOf: home.folder.path(name), waiting: LockWait())
      // Half a file may open; its findings are for the caller to refuse.
      if try !copy.check().findings.isEmpty { throw CacheError.notACache(path: name) }
    }
  }
}
