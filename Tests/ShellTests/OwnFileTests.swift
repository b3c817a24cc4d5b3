import Commands
import EnergyModel
import Foundation
import Rendering
import TestSupport
import Testing

@testable import Shell

/// Output that names what the program itself lives on.
@Suite struct OwnFileTests {
  private let octowatt: Program

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
    _ = try octowatt("add", "key", input: .text("sk_live_0123456789"))
    let folder = (octowatt.historyPath as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("#1\nusage\n".utf8).write(to: URL(fileURLWithPath: octowatt.historyPath))
  }

  private var credentials: String { octowatt.folder.path(of: "config/octowatt/credentials") }

  /// Names of each of these files: their own, with detours, and by links of both kinds.
  private func names() throws -> [String] {
    let cache = octowatt.cachePath
    let links = (0..<4).map { octowatt.folder.path(of: "link-\($0)") }
    symlink(cache, links[0])
    link(cache, links[1])
    symlink(cache + "-wal", links[2])
    symlink("data/octowatt/cache.sqlite-journal", links[3])
    return [cache, cache + "-wal", cache + "-shm", cache + "-journal", credentials]
      + [octowatt.historyPath, octowatt.folder.path(of: "data/../data/octowatt/./cache.sqlite")]
      + links
  }

  @Test func noResultOverwritesThem() throws {
    let kept = [octowatt.cachePath, credentials, octowatt.historyPath]
    let before = kept.map { FileManager.default.contents(atPath: $0) }
    for name in try names() {
      for statement in [
        ".output FILE", ".once FILE", ".log FILE", "usage as csv into! FILE",
        "save config into! FILE",
        "save readings into! FILE", "show tariffs as csv into! FILE",
      ] {
        let line = statement.replacing("FILE", with: name)
        let outcome = try octowatt("-c", line, "-c", "usage import 2023-07-04 as csv")
        #expect(outcome.status == 1 && outcome.output.isEmpty, "\(line)")
        #expect(
          outcome.errors.hasPrefix("error: cannot write \(name): it is "), "\(outcome.errors)")
      }
      let outcome = try octowatt("-o", name, "usage import 2023-07-04")
      #expect(outcome.status == 2, "\(name)")
      #expect(outcome.errors.hasPrefix("Error: Cannot write \(name): it is "), "\(outcome.errors)")
    }
    #expect(kept.map { FileManager.default.contents(atPath: $0) } == before)
    #expect(try CacheFile(octowatt.cachePath).integrity == "ok")
  }

  /// A folder takes none of their places, where they are not there yet.
  @Test func noFolderTakesTheirPlaces() throws {
    let octowatt = try Program()
    try octowatt.importExamples()
    for name in ["config", "state"] {
      try FileManager.default.createDirectory(
        atPath: octowatt.folder.path(of: "\(name)/octowatt"), withIntermediateDirectories: true)
    }
    for (name, meaning) in [
      ("data/octowatt/cache.sqlite-journal", "part of the open cache"),
      ("data/octowatt/cache.sqlite-wal", "part of the open cache"),
      ("state/octowatt/queries", "the list of your queries"),
      ("config/octowatt/credentials", "the file of API keys"),
    ] {
      for path in ["~/../\(name)/", octowatt.folder.path(of: name) + "//"] {
        let outcome = try octowatt("save readings export 2023-07 into \(path)")
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("error: cannot write "), "\(outcome.errors)")
        #expect(
          outcome.errors.hasSuffix("//: it is \(meaning)\n")
            || outcome.errors.hasSuffix("\(name)/: it is \(meaning)\n"))
      }
      #expect(!FileManager.default.fileExists(atPath: octowatt.folder.path(of: name)))
    }
    #expect(try octowatt("usage import 2023-07").status == 0)
  }

  /// What SQLite keeps beside a cache it keeps beside the file, and not beside a link to it.
  @Test(arguments: ["-wal", "-shm", "-journal"])
  func noResultOverwritesThePartsOfACacheBehindALink(end: String) throws {
    let link = octowatt.folder.path(of: "link.sqlite")
    #expect(symlink(octowatt.cachePath, link) == 0)
    let part = octowatt.cachePath + end
    let outcome = try octowatt("--db", link, "usage import 2023-07-04 as csv into! \(part)")
    #expect(
      outcome.errors == "error: cannot write \(part): it is part of the open cache\n")
    #expect(try octowatt("--db", link, "--format", "csv", "-o", part, "usage").status == 2)
  }

  @Test func neitherTheCacheNorTheKeysAreAHistory() throws {
    for path in [octowatt.cachePath, credentials] {
      let before = FileManager.default.contents(atPath: path)
      let terminal = try PseudoTerminal(
        octowattExecutable(), ["--history", path], environment: octowatt.environment)
      #expect(try terminal.waitForExit() == 2)
      #expect(terminal.transcript.contains("Error: The history can't be \(path): it is the "))
      #expect(FileManager.default.contents(atPath: path) == before)
    }
  }

  /// A cache that is still to be made is not made of results.
  @Test func aCacheToComeIsOneAlready() throws {
    let outcome = try octowatt(
      "--db", "new.sqlite", "-o", "./new.sqlite", "usage", in: octowatt.folder.path)
    #expect(outcome.status == 2)
    #expect(!FileManager.default.fileExists(atPath: octowatt.folder.path(of: "new.sqlite")))
  }

  @Test func otherFilesAreWritten() throws {
    let path = octowatt.cachePath + ".csv"
    #expect(try octowatt("-o", path, "usage import 2023-07-04").status == 0)
    #expect(try octowatt("--history", "/dev/null", "-o", "/dev/null", "usage").status == 0)
  }
}

/// Files that get their names at last.
@Suite struct NewNameTests {
  /// Of two programs that write a new file one loses, whoever comes first.
  @Test func aNameThatIsTakenMeanwhileIsNotTakenAgain() throws {
    let folder = try temporaryFolder()
    let session = try TestSession()
    let path = folder.path(of: "a.csv")
    let error = #expect(throws: Failure.self) {
      try session.session.workspace.output.writeFile(path, replacing: false) { buffer in
        try buffer.write("mine")
        try folder.write("theirs", to: "a.csv")
      }
    }
    #expect(error?.message == "\(path) exists")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "theirs")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.csv"])
  }

  @Test func ofEightProgramsOneWrites() throws {
    let octowatt = try Program()
    try octowatt.importExamples()
    for round in 0..<3 {
      let path = octowatt.folder.path(of: "\(round).csv")
      let outcome = try octowatt.bash(
        "for n in 1 2 3 4 5 6 7 8; do \"$octowatt\" 'usage import 2023-07 by slot into \(path)' & done; "
          + "wait")
      #expect(outcome.errors.components(separatedBy: "wrote ").count == 2, "\(outcome.errors)")
    }
  }

  /// A draft that a program of this number left is in nobody's way.
  @Test(arguments: ["usage into FILE", "usage as csv into! FILE", "save config into! FILE"])
  func anOldDraftIsLeftAlone(statement: String) throws {
    let octowatt = try Program()
    try octowatt.importExamples()
    let path = octowatt.folder.path(of: "a.csv")
    let line = statement.replacing("FILE", with: path)
    let outcome = try octowatt.bash(
      "echo old > '\(path)'.$$.part; echo $$; exec \"$octowatt\" '\(line)'")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: octowatt.folder.path)
    #expect(names.filter { $0.hasPrefix("a.csv") }.count == 2)
    let draft = path + ".\(outcome.lines[0]).part"
    #expect(try String(contentsOfFile: draft, encoding: .utf8) == "old\n")
  }
}
