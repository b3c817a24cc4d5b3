import Foundation
import TestSupport
import Testing

/// Files that somebody else wrote never end the program.
@Suite struct HostileFileTests {
  private let octowatt: Program

  init() throws { octowatt = try Program() }

  private func write(_ name: String, _ text: String) throws -> String {
    let path = octowatt.folder.path(of: name)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// In UTC it is the last day of the year before the first.
  @Test(arguments: [
    ("r.csv", "value_inc_vat,valid_from,valid_to\n1,0000-01-01T00:00:00+01:00,\n", "rates"),
    ("r.json", #"[{"value_inc_vat": 1, "valid_from": "0000-01-01T00:00:00+01:00"}]"#, "standing"),
    (
      "c.csv",
      "Consumption (kWh),Start,End\n1,0000-01-01T00:00:00+01:00,0000-01-01T00:30:00+01:00\n", "csv"
    ),
    (
      "1900000000001_S_0_0.json",
      #"{"consumption": 1, "unit": "electricity_importing_kwh", "#
        + #""interval_start": "0000-01-01T00:00:00+01:00", "#
        + #""interval_end": "0000-01-01T00:30:00+01:00"}"#, "cache"
    ),
    (
      "t.json",
      #"{"tariffs": {"t": {"unit": "electricity_importing_kwh", "default_rate": 1, "#
        + #""valid_from": "0000-01-01"}}}"#, "config"
    ),
  ])
  func theYearZeroIsRefused(name: String, text: String, kind: String) throws {
    let path = try write(name, text)
    let target = kind == "csv" ? "1900000000001" : "t"
    let aim = ["rates", "standing", "csv"].contains(kind) ? "for \(target) as import" : ""
    let outcome = try octowatt("-c", "import \(kind) '\(path)' \(aim) create meters")
    #expect(outcome.status == 1 && outcome.errors.contains("0000-01-01"), "\(outcome.errors)")
    let shown = try octowatt("-c", "show tariffs", "-c", "status")
    #expect(shown.status == 0)
  }

  /// A bill is compared with and not imported, and the message says how.
  @Test(arguments: [
    "%PDF-1.7\n", "Your Charges In Detail\nGas\nEnergy Used 1 kWh @ 2p/kWh\n",
  ])
  func statementsAreNotImported(_ text: String) throws {
    let path = try write("bill.txt", text)
    let outcome = try octowatt("-c", "import '\(path)'")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains(
        "\(path): is a statement, from which nothing is imported; to compare with it, type: "
          + "reconcile billed from '\(path)'"))
  }

  /// A file of a terabyte that takes no room on the disk.
  @Test func memoryIsNotReservedBySize() throws {
    let path = try write("x.json", "")
    #expect(truncate(path, 1 << 40) == 0)
    for (arguments, limit) in [
      (["-c", "import '\(path)'"], "2 GB"), (["-c", "run '\(path)'"], "16 MB"),
      (["-f", path], "16 MB"),
    ] {
      let outcome = try run(
        octowattExecutable(), arguments, environment: octowatt.environment, in: Program.root)
      #expect([1, 2].contains(outcome.status))
      #expect(outcome.errors.contains("is over \(limit), too large to read at once; split it"))
    }
  }

  @Test func keysOfAnySizeAreNotRead() throws {
    let path = octowatt.folder.path(of: "config/octowatt/credentials")
    #expect(try octowatt("add", "key", input: .text("sk_live_0123456789")).status == 0)
    #expect(truncate(path, 1 << 30) == 0)
    let outcome = try octowatt("show", "keys")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("is over 1 MB, too large to read at once"), "\(outcome.errors)")
  }

  /// A closed terminal ends the program even where the line editor never looks at signals again,
  /// as readline 8.2 doesn't behind some keys of its vi mode; here a library stands in for these.
  @Test func aClosedTerminalEndsWhatLoops() throws {
    let source = try write("loop.c", "int rl_vi_complete(int c, int k) { for (;;) c += k; }")
    let library = octowatt.folder.path(of: "loop.so")
    let compiler = try octowatt.bash(
      "PATH=$PATH:/opt/swift/usr/bin; for c in cc clang gcc; do "
        + "$c -O0 -shared -fPIC -o '\(library)' '\(source)' 2>/dev/null && exit; done; exit 1")
    guard compiler.status == 0 else { return }
    var octowatt = octowatt
    octowatt.environment["INPUTRC"] = try write("inputrc", "set editing-mode vi\n")
    octowatt.environment["LD_PRELOAD"] = library
    let terminal = try octowatt.terminal()
    try terminal.expect("octowatt> ")
    try terminal.send("help\r")
    try terminal.expect("octowatt> ")
    try terminal.send("usage\u{1B}")
    try terminal.expect("usage")
    // Behind the escape the next key would be taken for a part of a sequence.
    Thread.sleep(forTimeInterval: 1)
    try terminal.send("*")
    Thread.sleep(forTimeInterval: 1)
    terminal.signal(SIGHUP)
    #expect(try terminal.waitForExit() == 128 + SIGHUP)
    let history = try String(contentsOfFile: octowatt.historyPath, encoding: .utf8)
    #expect(history.hasSuffix("\nhelp\n"))
  }
}
