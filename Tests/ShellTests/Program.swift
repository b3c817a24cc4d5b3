import Foundation
import TestSupport

/// The built program in a world of its own: home, cache and history lie in a folder that goes away
/// with it.
struct Program {
  let folder: TemporaryFolder
  var environment: [String: String]

  init(_ variables: [String: String] = [:]) throws {
    folder = try temporaryFolder()
    environment = [
      "HOME": folder.path(of: "home"), "XDG_DATA_HOME": folder.path(of: "data"),
      "XDG_STATE_HOME": folder.path(of: "state"), "XDG_CONFIG_HOME": folder.path(of: "config"),
      "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm", "INPUTRC": "/dev/null",
      "OCTOWATT_PAGER": "",
    ]
    // What a sanitizer was told holds for the program as well.
    for name in ["ASAN_OPTIONS", "TSAN_OPTIONS"] {
      environment[name] = ProcessInfo.processInfo.environment[name]
    }
    environment.merge(variables) { $1 }
    try FileManager.default.createDirectory(
      atPath: folder.path(of: "home"), withIntermediateDirectories: true)
  }

  /// The folder of the package, in which `examples/` lies.
  static let root = path("../..")

  var cachePath: String { folder.path(of: "data/octowatt/cache.sqlite") }
  /// Whether there is a cache at its place.
  var hasCache: Bool { FileManager.default.fileExists(atPath: cachePath) }
  var historyPath: String { folder.path(of: "state/octowatt/history") }

  /// Runs it to its end, in the package's folder unless `place` says otherwise.
  func callAsFunction(
    _ arguments: String..., input: StandardInput = .null, in place: String = Program.root
  ) throws -> ProcessOutcome {
    try run(
      octowattExecutable(), arguments, environment: environment, input: input, in: place)
  }

  /// Runs a line of bash, in which `$octowatt` is the program, in the package's folder.
  func bash(_ line: String) throws -> ProcessOutcome {
    try run("/bin/bash", ["-c", line], environment: shellEnvironment, in: Program.root)
  }

  /// Starts it at a terminal.
  func terminal(_ arguments: String..., columns: Int = 120) throws -> PseudoTerminal {
    try PseudoTerminal(
      octowattExecutable(), arguments, environment: environment, columns: columns)
  }

  /// Starts a line of bash, in which `$octowatt` is the program, at a terminal.
  func bashTerminal(_ line: String) throws -> PseudoTerminal {
    try PseudoTerminal("/bin/bash", ["-c", line], environment: shellEnvironment)
  }

  private var shellEnvironment: [String: String] {
    environment.merging(["octowatt": octowattExecutable()]) { $1 }
  }

  /// Gives it a cache that has taken in the bundled home.
  func importExamples() throws {
    let folder = (cachePath as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Program.exampleCache.get().write(to: URL(fileURLWithPath: cachePath))
  }

  /// The cache of the bundled home, imported once for all tests.
  private static let exampleCache = Result {
    let octowatt = try Program()
    let outcome = try octowatt("import", "examples/home/config.json", "examples/home/1*.json")
    guard outcome.status == 0 else { throw ProgramError(outcome.errors) }
    return try Data(contentsOf: URL(fileURLWithPath: octowatt.cachePath))
  }

  /// All rows of all tables of the cache but the log of imports.
  func dump() throws -> [String] {
    try CacheFile(cachePath).dump(except: ["import_log"])
  }
}

/// What the program said when it should not have failed.
struct ProgramError: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}

extension ProcessOutcome {
  /// The lines of standard output.
  var lines: [String] { output.split(separator: "\n").map(String.init) }

  /// Whether standard output or error has an escape sequence.
  var hasEscapes: Bool { (outputBytes + errorBytes).contains(0x1B) }
}
