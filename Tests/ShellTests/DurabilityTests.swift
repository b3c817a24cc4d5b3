import Foundation
import TestSupport
import Testing

/// Imports that are killed, or that meet one another.
@Suite struct DurabilityTests {
  private let octowatt: Program
  private static let serials = ["A", "B", "C"]
  private static let readings = 17_520

  init() throws {
    octowatt = try Program()
    for serial in DurabilityTests.serials {
      try octowatt.folder.write(ReadingLines.year, to: DurabilityTests.name(serial))
    }
  }

  private static func name(_ serial: String) -> String {
    "1000000000017_\(serial)_2022-01-01_2023-01-01.json"
  }

  private func start(_ serials: some Sequence<String>) throws -> PseudoTerminal {
    let files = serials.map { octowatt.folder.path(of: DurabilityTests.name($0)) }
    return try octowatt.terminal("import \(files.joined(separator: " ")) create meters")
  }

  private func counts() throws -> [String: Int] {
    let file = try CacheFile(octowatt.cachePath)
    #expect(try file.integrity == "ok")
    let rows = try file.rows("SELECT serial, count(*) FROM reading GROUP BY serial")
    return Dictionary(
      uniqueKeysWithValues: rows.map { row in
        (String(row.prefix(1)), Int(row.dropFirst(2)) ?? -1)
      })
  }

  @Test func aKilledImportLeavesWholeFilesOnly() throws {
    var generator = SeededGenerator(seed: 20_230_704)
    var seen: Set<Int> = []
    for round in 0..<3 {
      for end in ["", "-wal", "-shm"] { unlink(octowatt.cachePath + end) }
      let terminal = try start(DurabilityTests.serials)
      // Half of them when at least one file is in, the others from the start on.
      if round % 2 == 0 { try terminal.expect(DurabilityTests.name("A") + ": ") }
      // A file takes about a tenth of a second.
      usleep(UInt32.random(in: 0...50_000, using: &generator))
      terminal.signal(SIGKILL)
      #expect([0, 128 + SIGKILL].contains(try terminal.waitForExit()))
      let opened = try octowatt("status")
      #expect(opened.status == 0, "\(opened.errors)")
      let counts = try counts()
      #expect(counts.values.allSatisfy { $0 == DurabilityTests.readings }, "\(counts)")
      seen.insert(counts.count)
    }
    // Otherwise the kills came all too late to say anything.
    #expect(seen.contains { $0 < DurabilityTests.serials.count })
    #expect(seen.contains { $0 > 0 })
    #expect(try start(DurabilityTests.serials).waitForExit(timeout: .seconds(30)) == 0)
    #expect(try counts() == everything)
  }

  private let everything = ["A": readings, "B": readings, "C": readings]

  @Test func importsAtTheSameTimeBothSucceed() throws {
    #expect(try octowatt("usage").status == 0)
    let first = try start(["A"])
    let second = try start(["B", "C"])
    #expect(try first.waitForExit(timeout: .seconds(30)) == 0, "\(first.transcript)")
    #expect(try second.waitForExit(timeout: .seconds(30)) == 0, "\(second.transcript)")
    #expect(try counts() == everything)
  }

  @Test func programsMayMakeTheCacheAtTheSameTime() throws {
    for round in 0..<3 {
      let path = octowatt.folder.path(of: "new-\(round).sqlite")
      let programs = try (0..<4).map { _ in try octowatt.terminal("--db", path, "show meters") }
      for program in programs {
        #expect(try program.waitForExit() == 0, "\(program.transcript)")
      }
      #expect(try CacheFile(path).integrity == "ok")
    }
  }
}
