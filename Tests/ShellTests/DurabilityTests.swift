import Foundation
import TestSupport
import Testing

/// Imports that are killed, or that meet one another.
@Suite struct DurabilityTests {
  private let octowatt: Program
  private static let serials = ["A", "B", "C", "D"]
  private static let readings = 17_520

  init() throws {
    octowatt = try Program()
    for serial in DurabilityTests.serials {
      try octowatt.folder.write(DurabilityTests.year, to: DurabilityTests.name(serial))
    }
  }

  private static func name(_ serial: String) -> String {
    "1000000000017_\(serial)_2022-01-01_2023-01-01.json"
  }

  /// Half-hours of UTC through all of 2022.
  private static let year: String = {
    let end = "T%02d:%02d:00Z"
    var lines: [String] = []
    for month in 1...12 {
      for day in 1...[31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] {
        let date = String(format: "2022-%02d-%02d", month, day)
        let stamps = (0..<48).map { date + String(format: end, $0 / 2, $0 % 2 * 30) }
        for slot in 0..<48 {
          // The last half-hour of a day ends at 24:00, which only an offset can say.
          let stop =
            slot < 47 ? stamps[slot + 1] : date + "T23:00:00-01:00"
          lines.append(ReadingLines.line("0.125", from: stamps[slot], to: stop))
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }()

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
    for round in 0..<6 {
      for end in ["", "-wal", "-shm"] { unlink(octowatt.cachePath + end) }
      let terminal = try start(DurabilityTests.serials)
      // Half of them when at least one file is in, the others from the start on.
      if round % 2 == 0 { try terminal.expect(DurabilityTests.name("A") + ": ") }
      usleep(UInt32.random(in: 10_000...1_000_000, using: &generator))
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

  private let everything = ["A": readings, "B": readings, "C": readings, "D": readings]

  @Test func importsAtTheSameTimeBothSucceed() throws {
    #expect(try octowatt("usage").status == 0)
    let first = try start(["A", "B"])
    let second = try start(["C", "D"])
    #expect(try first.waitForExit(timeout: .seconds(30)) == 0, "\(first.transcript)")
    #expect(try second.waitForExit(timeout: .seconds(30)) == 0, "\(second.transcript)")
    #expect(try counts() == everything)
  }

  @Test func programsMayMakeTheCacheAtTheSameTime() throws {
    // "table meter_point already exists", "is not an octowatt cache", "no such table:
    // grdb_migrations": one program looks at the file while another makes its tables.
    withKnownIssue("the cache is not made in one step", isIntermittent: true) {
      let programs = try (0..<4).map { _ in try octowatt.terminal("show meters") }
      for program in programs {
        #expect(try program.waitForExit() == 0, "\(program.transcript)")
      }
    }
    #expect(try octowatt("show meters").status == 0)
  }
}
