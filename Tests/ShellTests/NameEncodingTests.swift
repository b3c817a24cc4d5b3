import Foundation
import TestSupport
import Testing

/// Names of files that are not UTF-8: two of them are never taken for one, nor for a third.
@Suite struct NameEncodingTests {
  private let octowatt: Program

  init() throws {
    octowatt = try Program()
    let csv = """
      Start,End,Consumption (kwh)
      2023-07-01T00:00:00+01:00,2023-07-01T00:30:00+01:00,1

      """
    try octowatt.folder.write(csv, to: "plain.csv")
    // The name that both come to when their bytes are replaced.
    try octowatt.folder.write(csv, to: "caf\u{FFFD}.csv")
    #expect(try inFolder(#"cp plain.csv $'caf\xe9.csv'; cp plain.csv $'caf\xe8.csv'"#).status == 0)
  }

  private func inFolder(_ line: String) throws -> ProcessOutcome {
    try octowatt.bash("cd '\(octowatt.folder.path)'; \(line)")
  }

  @Test(arguments: [
    (#"import $'caf\xe9.csv'"#, "argument"), (#"-f $'caf\xe9.csv'"#, "argument"),
    (#"--db $'caf\xe9.csv' status"#, "argument"), (#"-c $'import \'caf\xe9.csv\''"#, "argument"),
    (#"usage into $'caf\xe9.csv'"#, "argument"), (#"-o $'caf\xe9.csv' usage"#, "argument"),
  ])
  func anArgumentIsRefused(arguments: String, what: String) throws {
    let outcome = try inFolder("$octowatt \(arguments)")
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errors.contains(#"caf\xe9.csv"#), "\(outcome.errors)")
    #expect(outcome.errors.contains("is not UTF-8: rename the file or folder."))
    #expect(!octowatt.hasCache)
  }

  @Test(arguments: ["OCTOWATT_DB", "HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR"])
  func aPathOfTheEnvironmentIsRefused(variable: String) throws {
    let outcome = try inFolder("env \(variable)=$'/tmp/caf\\xe9' $octowatt status")
    #expect(outcome.status == 2)
    let reason = #"Error: The path in $\#(variable) '/tmp/caf\xe9' is not UTF-8"#
    #expect(outcome.errors.hasPrefix(reason), "\(outcome.errors)")
  }

  @Test func aLineOfStandardInputIsRefused() throws {
    let outcome = try inFolder(#"printf "status\nimport 'caf\xe9.csv'\n" | $octowatt"#)
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasSuffix("<stdin>:2:12: this is not text: it has the byte 0xe9\n"))
  }

  /// Where the locale has UTF-8, readline drops such bytes itself.
  @Test(arguments: ["LC_ALL=C", "TERM=dumb"])
  func aLineThatIsTypedIsRefused(variable: String) throws {
    let terminal = try octowatt.bashTerminal(
      "cd '\(octowatt.folder.path)'; \(variable) exec $octowatt --no-init")
    try terminal.expect("octowatt> ")
    try terminal.send(bytes: Array("import 'caf".utf8) + [0xe9] + Array(".csv'\r".utf8))
    try terminal.expect("this is not text: it has the byte 0xe9")
    try terminal.expect("octowatt> ")
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
    #expect(!terminal.transcript.contains("imported"))
  }

  /// Of the files that a pattern stands for, the others are imported.
  @Test func aFileOfAPatternIsNamed() throws {
    let outcome = try inFolder(
      "$octowatt \"import '*.csv' for 1900000000000 as import create meters\"")
    #expect(outcome.status == 1)
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    #expect(lines.contains(#"caf\xe8.csv: the file's name is not UTF-8: rename it"#))
    #expect(lines.contains(#"caf\xe9.csv: the file's name is not UTF-8: rename it"#))
    #expect(lines.last?.hasPrefix("imported 2 of 4 files: ") == true, "\(lines)")
    // The other has the same reading.
    let sources = try CacheFile(octowatt.cachePath).rows("SELECT source FROM import_log")
    #expect(sources == ["caf\u{FFFD}.csv"])
  }

  /// Such a name can't be typed, and so is not offered.
  @Test func completionLeavesItOut() throws {
    try FileManager.default.removeItem(atPath: octowatt.folder.path(of: "caf\u{FFFD}.csv"))
    try octowatt.folder.write("", to: "cafe.csv")
    let terminal = try octowatt.bashTerminal(
      "cd '\(octowatt.folder.path)'; exec $octowatt --no-init")
    try terminal.expect("octowatt> ")
    try terminal.send("import 'caf\t")
    try terminal.expect("cafe.csv'")
    try terminal.send("\u{3}")
    try terminal.expect("octowatt> ")
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
  }

  /// A link to a cache in such a folder does not say where its last changes are; a link to the folder
  /// does.
  @Test func aLinkIntoSuchAFolderIsRefused() throws {
    try octowatt.importExamples()
    let made = try inFolder(
      #"mkdir $'d\xe9'; cp '\#(octowatt.cachePath)' $'d\xe9/c.db'; ln -s $'d\xe9/c.db' lnk.db; "#
        + #"ln -s $'d\xe9' dir"#)
    #expect(made.status == 0)
    // The row is in the WAL for as long as the file is open here.
    let file = try CacheFile(octowatt.folder.path(of: "dir/c.db"))
    try file.execute("INSERT INTO saved_query VALUES ('q', 'define q = usage')")
    for arguments in ["--db :memory: --yes restore lnk.db", "--db lnk.db show queries"] {
      let outcome = try inFolder("$octowatt \(arguments)")
      #expect(outcome.status == 2)
      #expect(
        outcome.errors == "error: cannot open the cache lnk.db: it is a link to a path that is not "
          + "UTF-8: rename the file or folder\n")
    }
    let restored = try inFolder(
      "$octowatt --db :memory: --yes -c 'restore dir/c.db' -c 'show queries as csv'")
    #expect(restored.status == 0 && restored.output.contains("q,"), "\(restored.errors)")
    withExtendedLifetime(file) {}
  }

  /// A cache in a folder with such a name is found by a path that does not name the folder.
  @Test func theFolderAboveMayHaveIt() throws {
    let line = #"mkdir $'\xe9'; cd $'\xe9'; $octowatt --db a.sqlite import ../plain.csv"#
    #expect(try inFolder("\(line) for 1900000000000 as import create meters").status == 0)
    let outcome = try inFolder(#"cd $'\xe9'; $octowatt --db a.sqlite usage import as csv"#)
    #expect(outcome.lines == ["usage_kwh", "1"])
  }
}
