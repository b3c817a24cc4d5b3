import Foundation
import TestSupport
import Testing

/// What nobody else should read: keys, and the files themselves.
@Suite struct SecretTests {
  private let octowatt: Program

  init() throws { octowatt = try Program() }

  private let key = "sk_live_secret_0123456789abcdef"

  private func writeConfiguration() throws -> String {
    try octowatt.folder.write(
      """
      {"meters": {"api_key": "\(key)", "serial": "S", "meters": [
        {"mpan": "1000000000017", "unit": "electricity_importing_kwh"},
        {"mpan": "1000000000025", "unit": "electricity_exporting_kwh", "api_key": "\(key)"},
        {"mpan": "1000000000025", "unit": "electricity_importing_kwh", "api_key": "\(key)"}]}}
      """, to: "config.json")
  }

  /// The files below the program's own folders that hold the key.
  private func leaks() throws -> [String] {
    let files = try FileManager.default.subpathsOfDirectory(atPath: octowatt.folder.path)
    return files.filter { name in
      let data = FileManager.default.contents(atPath: octowatt.folder.path(of: name)) ?? Data()
      return !["config.json", "config/octowatt/credentials"].contains(name)
        && data.range(of: Data(key.utf8)) != nil
    }
  }

  @Test func aKeyIsStoredAndShownNowhere() throws {
    let file = try writeConfiguration()
    // The third meter contradicts the second, so the first try is an error, the others are none.
    let refused = try octowatt("import", file)
    #expect(refused.status == 1)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try octowatt.folder.write(
      text.replacingOccurrences(
        of: "1000000000025\", \"unit\": \"electricity_importing",
        with: "1000000000033\", \"unit\": \"electricity_importing"),
      to: "config.json")
    let taken = try octowatt("import", file)
    #expect(taken.status == 0)
    // The meters have one key between them; the credentials are where it belongs.
    #expect(taken.errors.contains("its API key is kept as key default, not in the cache"))
    let shown = try octowatt(
      "-c", "show meters; show tariffs; status; explain cost import all; usage", "--format", "json")
    #expect(shown.status == 0)
    for outcome in [refused, taken, shown] {
      #expect(!outcome.output.contains(key) && !outcome.errors.contains(key))
    }
    #expect(try leaks().isEmpty)
  }

  @Test(arguments: ["serial", "alias", "mpan", "unit", "note"])
  func aKeyInTheWrongFieldIsRefused(field: String) throws {
    let file = try octowatt.folder.write(
      """
      {"meters": [
        {"api_key": "\(key)", "mpan": "1000000000017", "serial": "S",
          "unit": "electricity_importing_kwh"},
        {"\(field)": "\(key)"}]}
      """, to: "config.json")
    let refused = try octowatt("import", file)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("config.json:4: an API key stands outside \"api_key\""))
    #expect(!refused.errors.contains(key) && !refused.output.contains(key))
    #expect(try leaks().isEmpty)
  }

  /// A file of readings has no place for one, and an argument would be kept where a statement puts it.
  @Test func aKeyThatIsNoKeyIsRefusedAndMasked() throws {
    let line = """
      {"consumption": 1, "unit": "electricity_importing_kwh", "mpan": "1000000000017", \
      "serial": "\(key)", "interval_start": "2023-07-01T00:00:00Z", \
      "interval_end": "2023-07-01T00:30:00Z"}

      """
    let rows = "Consumption (kWh),Start,End\n\(key),2023-07-01T00:00:00Z,2023-07-01T00:30:00Z\n"
    for (text, name, reason) in [
      (line, "readings.json", ":1: the serial of meter 1000000000017 is an API key"),
      (rows, "readings.csv", ":2: consumption is 'sk_live_…', expected a number"),
    ] {
      let file = try octowatt.folder.write(text, to: name)
      let refused = try octowatt(
        "import", file, "for", "1000000000017", "as", "import", "create", "meters")
      #expect(refused.status == 1)
      #expect(refused.errors.contains(reason), "\(refused.errors)")
      #expect(!refused.errors.contains(key))
    }
    for arguments in [["--set", "k=\(key)", "-c", "alias house $k"], ["-f", "x.octowatt", key]] {
      let refused = try run(octowattExecutable(), arguments, environment: octowatt.environment)
      #expect(refused.status == 2)
      #expect(refused.errors.contains("An API key is no argument"))
      #expect(!refused.errors.contains(key))
    }
  }

  /// --safe writes no files but the cache: keys are not kept, nor is a history.
  @Test func safeModeKeepsNoKeys() throws {
    let folder = octowatt.folder
    let file = try folder.write(
      """
      {"meters": {"api_key": "\(key)", "mpan": "1000000000017", "serial": "S",
        "unit": "electricity_importing_kwh"}}
      """, to: "config.json")
    let taken = try octowatt("--safe", "import", file)
    #expect(taken.status == 0)
    #expect(taken.errors.contains("its API keys were not kept: --safe does not write files"))
    let refused = try octowatt("--safe", "-c", "add key", input: .text(key + "\n"))
    #expect(refused.status == 1)
    #expect(refused.errors == "error: --safe does not allow writing files\n")
    #expect(!FileManager.default.fileExists(atPath: folder.path(of: "config/octowatt/credentials")))
  }

  @Test func aKeyStaysOutOfTheHistoryAndTheWriteAheadLog() throws {
    let file = try writeConfiguration().replacingOccurrences(of: " ", with: "\\ ")
    let terminal = try octowatt.terminal()
    try terminal.expect("octowatt> ")
    try terminal.send("import \(file)\r")
    try terminal.expect("contradicts")
    try terminal.expect("octowatt> ")
    // The shell is alive, so that the log beside the cache is there.
    #expect(FileManager.default.fileExists(atPath: octowatt.cachePath + "-wal"))
    #expect(FileManager.default.fileExists(atPath: octowatt.historyPath))
    #expect(try leaks().isEmpty)
    #expect(!terminal.transcript.contains(key))
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
  }

  /// A dump would hold the key; Bash says when there is one, wherever the system puts it.
  @Test func aCrashLeavesNoDumpOfItsMemory() throws {
    let crash = try octowatt.bash(
      """
      cd '\(octowatt.folder.path)'; ulimit -c unlimited
      OCTOPUS_API_KEY=\(key) "$octowatt" -c '! kill -XCPU $PPID'
      echo "status $?"
      """)
    #expect(crash.output == "status 152\n")
    #expect(crash.errors.contains("CPU time limit exceeded"))
    #expect(!crash.errors.contains("core dumped"))
    #expect(try leaks().isEmpty)
  }

  @Test func programsThatAreStartedGetNoKey() throws {
    var octowatt = octowatt
    let seen = octowatt.folder.path(of: "seen")
    try FileManager.default.createDirectory(
      atPath: octowatt.folder.path(of: "programs"), withIntermediateDirectories: true)
    let look = "env >>'\(seen)'; echo looked"
    let program = try octowatt.folder.write("#!/bin/sh\n\(look)\n", to: "programs/pdftotext")
    #expect(chmod(program, 0o700) == 0)
    let pdf = try octowatt.folder.write("%PDF-1.7\n", to: "bill.pdf")
    octowatt.environment["PATH"] = octowatt.folder.path(of: "programs") + ":/usr/bin:/bin"
    octowatt.environment["OCTOPUS_API_KEY"] = key
    octowatt.environment["OCTOWATT_PAGER"] = "\(look); cat >/dev/null"
    octowatt.environment["VISUAL"] = "\(look);:"
    try octowatt.importExamples()
    let terminal = try octowatt.terminal()
    try terminal.expect("octowatt> ")
    let long = "usage import 2023-07 by halfhour"
    for statement in ["! \(look)", long, "edit", "reconcile billed from '\(pdf)'"] {
      try terminal.send(statement + "\r")
      try terminal.expect("octowatt> ")
    }
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
    let text = try String(contentsOfFile: seen, encoding: .utf8)
    #expect(text.split(separator: "\n").count { $0.hasPrefix("PATH=") } == 4)
    #expect(!text.contains(key))
  }

  @Test(arguments: ["000", "022", "077"])
  func cacheAndHistoryAreTheOwnersAlone(mask: String) throws {
    let terminal = try octowatt.bashTerminal("umask \(mask); exec \"$octowatt\"")
    try terminal.expect("octowatt> ")
    try terminal.send("usage\r")
    try terminal.expect("octowatt> ")
    for path in [octowatt.cachePath, octowatt.cachePath + "-wal", octowatt.historyPath] {
      #expect(try mode(path) == 0o600, "\(path)")
    }
    for path in [octowatt.cachePath, octowatt.historyPath] {
      #expect(try mode((path as NSString).deletingLastPathComponent) == 0o700, "\(path)")
    }
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
  }

  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  /// Names may hold the letters that keys begin with.
  @Test func aNameLikeAKeyIsNone() throws {
    let outcome = try octowatt(
      "--set", "f=disk_test_1", "-c", "import disk_test_a.csv task_live_2.csv")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("disk_test_a.csv: no such file"), "\(outcome.errors)")
    #expect(outcome.errors.contains("task_live_2.csv: no such file"), "\(outcome.errors)")
  }
}
