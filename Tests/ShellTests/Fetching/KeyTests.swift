import Cache
import Foundation
import TestSupport
import Testing

/// How API keys come in, where they stay, and that they show nowhere else.
@Suite struct KeyTests {
  private let home: FetchingHome
  private var octowatt: Program { home.octowatt }
  private var path: String { octowatt.folder.path(of: "config/octowatt/credentials") }

  init() throws {
    home = try FetchingHome(key: nil)
    home.octopus.change { contents in
      contents.accounts["A-1234ABCD"] = #"{"number":"A-1234ABCD","properties":[]}"#
    }
  }

  /// The files below the program's own folders that hold the key, but for the one that may.
  private func leaks() throws -> [String] {
    let files = try FileManager.default.subpathsOfDirectory(atPath: octowatt.folder.path)
    return files.filter { name in
      let data = FileManager.default.contents(atPath: octowatt.folder.path(of: name)) ?? Data()
      return data.range(of: Data(FakeOctopus.key.utf8)) != nil
    }.filter { $0 != "config/octowatt/credentials" }
  }

  private func mode() throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test func aPipeGivesTheKey() throws {
    let added = try octowatt("add", "key", input: .text(" \(FakeOctopus.key) \n"))
    #expect(added.status == 0 && added.errors == "added key default: sk_live_…\n")
    #expect(try mode() == 0o600)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "default \(FakeOctopus.key)\n")
    let shown = try octowatt("show keys as csv")
    #expect(shown.output == "key,api_key,kept_in\ndefault,sk_live_…,\(path)\n")
    #expect(try home("fetch account A-1234ABCD").status == 0)
    let dropped = try octowatt("--yes", "drop key default")
    #expect(dropped.status == 0 && dropped.errors == "dropped key default\n")
    #expect(try home("fetch account A-1234ABCD").status == 4)
  }

  /// The program ends while it waits for the key, and leaves a terminal that shows what is typed.
  @Test(arguments: [SIGTERM, SIGHUP])
  func aSignalEndsTheQuestion(number: Int32) throws {
    let process = octowatt.folder.path(of: "process")
    let terminal = try octowatt.bashTerminal(
      "bash -c 'echo $$ > \(process); exec \"$0\" add key' \"$octowatt\"; "
        + "echo ended $?; stty -a | tr ' ' '\\n' | grep -x -e echo -e -echo")
    try terminal.expect("not shown): ")
    let text = try String(contentsOfFile: process, encoding: .utf8)
    #expect(kill(try #require(Int32(text.dropLast())), number) == 0)
    try terminal.expect("ended \(128 + number)\r\necho\r\n")
  }

  /// Typed at a terminal it does not show, and the terminal echoes again afterwards.
  @Test func aTerminalDoesNotShowTheKey() throws {
    var octowatt = octowatt
    octowatt.environment["OCTOWATT_API_BASE"] = home.octopus.base
    let terminal = try octowatt.terminal()
    try terminal.expect("octowatt> ")
    try terminal.send(".log \(octowatt.folder.path(of: "log"))\r")
    try terminal.expect("octowatt> ")
    try terminal.send("add key house\r")
    try terminal.expect("not shown): ")
    // With a slip of the finger that is taken back.
    try terminal.send("x\u{7F}\(FakeOctopus.key)\r")
    try terminal.expect("added key house: sk_live_…")
    try terminal.expect("octowatt> ")
    try terminal.send("fetch account A-1234ABCD\r")
    try terminal.expect("lists no meter points")
    try terminal.send("show keys\r")
    try terminal.expect("sk_live_…")
    try terminal.send("add key other\r")
    try terminal.expect("not shown): ")
    try terminal.send("sk_live\u{3}")
    try terminal.expect("no API key was given")
    try terminal.expect("octowatt> ")
    try terminal.send("usage\r")
    // The echo is back.
    try terminal.expect("usage")
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
    #expect(!terminal.transcript.contains(FakeOctopus.key))
    #expect(try leaks() == [])
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "house \(FakeOctopus.key)\n")
  }

  /// Not where it would be kept, either.
  @Test(arguments: [
    "add key KEY", "define mine = usage import meter KEY", "alias house KEY",
    "let name = KEY", "add tariff KEY as import rate 27p",
  ])
  func aStatementNeverHoldsAKey(statement: String) throws {
    let typed = statement.replacingOccurrences(of: "KEY", with: FakeOctopus.key)
    let outcome = try octowatt("-c", typed, input: .text("x\n"))
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("a key is never typed in a statement"))
    #expect(!outcome.errors.contains(FakeOctopus.key))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  /// The statements of a script are not taken for a key.
  @Test func aScriptFromAPipeGivesNoKey() throws {
    let outcome = try octowatt(input: .text("add key\n\(FakeOctopus.key)\n"))
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("cannot ask for the key (no terminal)"))
  }

  @Test(arguments: ["", "sk live\n", "short\n", "sk_live_\n", "\n"])
  func whatIsNoKey(input: String) throws {
    let outcome = try octowatt("add", "key", input: .text(input))
    #expect(outcome.status == 1 && outcome.errors.contains("API key"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func aFileThatOthersCanReadIsRefused() throws {
    _ = try octowatt("add", "key", input: .text(FakeOctopus.key))
    #expect(chmod(path, 0o640) == 0)
    let outcome = try home("fetch account A-1234ABCD")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors
        == "error: others can read the API keys in \(path); type in a shell: chmod 600 \(path)\n")
    #expect(home.octopus.requests.isEmpty)
    #expect(chmod(path, 0o600) == 0)
    #expect(try home("fetch account A-1234ABCD").status == 0)
  }

  /// The table does not need the keys.
  @Test func statusDoesWithoutAFileThatIsRefused() throws {
    _ = try octowatt("add", "key", input: .text(FakeOctopus.key))
    try home.addMeter()
    #expect(chmod(path, 0o640) == 0)
    let outcome = try home("status as csv")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("\n1000000000017,import,"))
    #expect(outcome.errors.hasPrefix("note: others can read the API keys in \(path); "))
  }

  /// The file that a link points at is the one that is kept.
  @Test func aLinkToTheFileStays() throws {
    _ = try octowatt("add", "key", input: .text(FakeOctopus.key))
    let other = octowatt.folder.path(of: "elsewhere")
    try FileManager.default.moveItem(atPath: path, toPath: other)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: other)
    #expect(try octowatt("--yes", "drop key default").status == 0)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == other)
    #expect(FileManager.default.contents(atPath: other) == Data())
  }

  @Test func twelveProgramsKeepTwelveKeys() throws {
    let line = "echo sk_live_000000$n | \"$octowatt\" --quiet add key k$n"
    let added = try octowatt.bash("for n in 1 2 3 4 5 6 7 8 9 10 11 12; do \(line) & done; wait")
    #expect(added.errors.isEmpty)
    #expect(try octowatt("show keys as csv").lines.count == 13)
    let dropped = try octowatt.bash(
      "for n in 1 2 3 4 5 6; do \"$octowatt\" --yes --quiet drop key k$n & done; wait")
    #expect(dropped.errors.isEmpty)
    #expect(try octowatt("show keys as csv").lines.count == 7)
    #expect(try mode() == 0o600)
  }

  /// A program that changes the keys is waited for as long as `--wait` says, and no longer.
  @Test func keysThatAnotherProgramChangesAreWaitedFor() throws {
    _ = try octowatt("add", "key", input: .text(FakeOctopus.key))
    let draft = try LockedFile(path: path + ".part", waiting: LockWait())
    let start = ContinuousClock.now
    let outcome = try octowatt("--wait", "1", "add", "key", "other", input: .text(FakeOctopus.key))
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("cannot write \(path)"))
    // Far from the ten seconds of a script that says nothing.
    #expect(ContinuousClock.now - start < .seconds(8))
    #expect(FileManager.default.fileExists(atPath: draft.path))
  }

  /// What a program left that was killed while it wrote the keys is gone with the next start.
  @Test func aDraftOfKeysIsRemoved() throws {
    _ = try octowatt("add", "key", input: .text(FakeOctopus.key))
    try octowatt.folder.write(FakeOctopus.key, to: "config/octowatt/credentials.part")
    #expect(try octowatt("help limit").status == 0)
    #expect(try leaks() == [])
    // One that another program has is left to it.
    let draft = try LockedFile(path: path + ".part", waiting: LockWait())
    #expect(try octowatt("help limit").status == 0)
    #expect(FileManager.default.fileExists(atPath: draft.path))
  }

  /// The environment goes before the file, a name before the default.
  @Test func whichKeyIsSent() throws {
    func sent() throws -> [String] {
      defer { home.octopus.forgetRequests() }
      return try home.octopus.requests.map { request in
        let header = try #require(request.headers["authorization"])
        let data = try #require(Data(base64Encoded: String(header.dropFirst("Basic ".count))))
        return String(decoding: data, as: UTF8.self)
      }
    }
    for (name, key) in [("one", "sk_live_one"), ("two", "sk_live_two")] {
      #expect(try octowatt("add", "key", name, input: .text(key)).status == 0)
    }
    let unclear = try home("fetch account A-1234ABCD")
    #expect(unclear.status == 1)
    #expect(
      unclear.errors.contains("none of 2 API keys is called A-1234ABCD or default; see 'show keys'")
    )
    #expect(try octowatt("add", "key", "a-1234abcd", input: .text("sk_live_mine")).status == 0)
    #expect(try octowatt("add", "key", input: .text("sk_live_default")).status == 0)
    _ = try home("fetch account A-1234ABCD")
    _ = try home("fetch account A-0000000F")
    #expect(try sent() == ["sk_live_mine:", "sk_live_default:"])
    try home.addMeter(FetchingHome.number, FetchingHome.serial, "as import alias two")
    _ = try home("fetch readings")
    #expect(try sent() == ["sk_live_two:"])
    var other = home.octowatt
    other.environment["OCTOPUS_API_KEY"] = "sk_live_environment"
    _ = try other("--api-base", home.octopus.base, "fetch readings")
    #expect(try sent() == ["sk_live_environment:"])
    other.environment["OCTOPUS_API_KEY"] = "x"
    let refused = try other("--api-base", home.octopus.base, "fetch readings")
    #expect(refused.status == 4)
    #expect(refused.errors == "error: $OCTOPUS_API_KEY holds no API key\n")
  }

  /// Of several keys the wrong one may have been taken.
  @Test func theKeyThatWasTakenIsNamed() throws {
    for (name, key) in [("one", "sk_live_one"), ("default", "sk_live_default")] {
      #expect(try octowatt("add", "key", name, input: .text(key)).status == 0)
    }
    try home.addMeter(FetchingHome.number, FetchingHome.serial, "as import alias house")
    for (status, statement, name) in [
      (403, "fetch readings", "house"), (404, "fetch readings", "house"),
      (401, "fetch readings", "house"), (403, "fetch account A-1234ABCD", "A-1234ABCD"),
    ] {
      home.octopus.change { contents in
        contents.quirk = { _, _ in .answer(ServerAnswer(status, "{\"detail\":\"no\"}")) }
      }
      let outcome = try home(statement)
      #expect(outcome.status == 4)
      #expect(
        outcome.errors.contains(
          "note: asked with key default; if \(name) is of another account, type: add key \(name)\n"),
        "\(outcome.errors)")
    }
    #expect(try octowatt("--yes", "drop key one").status == 0)
    let only = try home("fetch readings")
    #expect(!only.errors.contains("asked with key"), "\(only.errors)")
  }

  /// A server that sends the key back, in what is said of rows and in what is kept of them.
  @Test func aKeyThatComesBackIsMasked() throws {
    _ = try octowatt("add", "key", input: .text(FakeOctopus.key))
    try home.addMeter()
    home.octopus.change { contents in
      contents.readings[FetchingHome.meter] = [
        FakeReading(instant("2023-07-30T23:00"), "\"\(FakeOctopus.key)\""),
        FakeReading(instant("2023-07-30T23:30"), "1"),
      ]
      contents.accounts["A-1234ABCD"] = """
        {"properties":[{"electricity_meter_points":[{"mpan":"1000000000017","is_export":false,
         "meters":[{"serial_number":"\(FakeOctopus.key)"}],"agreements":[]}]}]}
        """
    }
    let readings = try home("fetch readings")
    #expect(readings.errors.contains("sk_live_…"), "\(readings.errors)")
    #expect(try home.readings().count == 1)
    let account = try home("fetch account A-1234ABCD")
    #expect(account.status == 0)
    for outcome in [readings, account] { #expect(!outcome.errors.contains(FakeOctopus.key)) }
    #expect(try leaks() == [])
  }

  /// The spelling of a key in JSON may be another than its own.
  @Test func aKeySpelledInEscapesIsMasked() throws {
    _ = try octowatt("add", "key", input: .text(FakeOctopus.key))
    let spelled = FakeOctopus.key.utf8.map { byte in
      "\\u00" + String(byte, radix: 16)
    }.joined()
    home.octopus.change { contents in
      contents.quirk = { _, _ in .answer(ServerAnswer(401, "{\"detail\":\"no key \(spelled)\"}")) }
    }
    let log = octowatt.folder.path(of: "log")
    let outcome = try home(".log \(log)\nfetch account A-1234ABCD\n")
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("no key sk_live_…"), "\(outcome.errors)")
    #expect(try String(contentsOfFile: log, encoding: .utf8).contains("no key sk_live_…"))
    #expect(try leaks() == [])
  }

  /// Cache, history, log, output and errors hold no key after all that handles one.
  @Test func aPlantedKeyShowsNowhere() throws {
    let file = try octowatt.folder.write(
      """
      {"meters": {"mpan": "1000000000017", "serial": "00A0000001",
        "unit": "electricity_importing_kwh", "api_key": "\(FakeOctopus.key)"}}
      """, to: "config.json")
    home.octopus.change { contents in
      contents.readings[FetchingHome.meter] = FakeReading.series(from: "2023-07-30T23:00", ["1"])
    }
    let log = octowatt.folder.path(of: "log")
    let outcome = try home(
      """
      .log \(log)
      import config \(file) pretend
      import config \(file)
      import config \(file)
      fetch readings
      show keys
      save config into \(octowatt.folder.path(of: "saved.json"))
      explain usage import
      show imports
      """)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("its API key would be kept as key default, not in the cache\n"))
    #expect(outcome.errors.contains("its API key is kept as key default, not in the cache\n"))
    #expect(try home.readings().count == 1)
    #expect(!outcome.output.contains(FakeOctopus.key) && !outcome.errors.contains(FakeOctopus.key))
    #expect(try leaks() == ["config.json"])
    #expect(try mode() == 0o600)
  }
}
