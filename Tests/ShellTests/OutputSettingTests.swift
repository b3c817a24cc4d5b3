import EnergyModel
import Foundation
import Shell
import TestSupport
import Testing

/// The settings that name files: `.output`, `.once` and `.log`.
@Suite struct OutputSettingTests {
  private let session: TestSession
  private let folder: TemporaryFolder

  init() throws {
    session = try TestSession()
    folder = try temporaryFolder()
    _ = try session.run("import examples/home/config.json examples/home/1*.json")
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path(of: name), encoding: .utf8)
  }

  private let day = "usage import 2023-07-04"

  @Test func outputTakesAllResultsUntilItIsOff() throws {
    #expect(try session.run(".output \(folder.path(of: "a.csv"))") == "")
    #expect(try session.run(day) == "")
    #expect(try session.run(day) == "")
    #expect(try session.run("usage import nonsense").contains("unknown word 'nonsense'"))
    #expect(try text("a.csv") == "usage_kwh\n25.336\n\nusage_kwh\n25.336\n")
    _ = try session.run(".output off")
    #expect(try session.run(day).contains("25.336"))
    #expect(try text("a.csv") == "usage_kwh\n25.336\n\nusage_kwh\n25.336\n")
  }

  @Test func anExtensionThatIsNoFormatIsRefused() throws {
    let path = try folder.write("old", to: "a.xlsx")
    #expect(try session.run(".once \(path)").contains("no format has the extension '.xlsx'"))
    #expect(try session.run(".output \(path)").contains("or name the format with '.mode'"))
    #expect(try session.run(day).contains("25.336"))
    #expect(try text("a.xlsx") == "old")
    _ = try session.run(".mode csv")
    _ = try session.run(".output \(path)")
    _ = try session.run(day)
    #expect(try text("a.xlsx") == "usage_kwh\n25.336\n")
  }

  @Test func theTimeOfASettingLeavesOutTheWaitForIt() throws {
    _ = try session.run("help by")
    Thread.sleep(forTimeInterval: 1.1)
    let footer = try #require(try session.run(".settings").split(separator: "\n").last)
    #expect(footer.contains(#/ ms$/#))
  }

  @Test func outputEmptiesTheFileAndModeDecidesItsForm() throws {
    try folder.write("old", to: "a.csv")
    _ = try session.run(".mode jsonl")
    _ = try session.run(".output '\(folder.path(of: "a.csv"))'")
    _ = try session.run(day)
    #expect(try text("a.csv") == "{\"usage_kwh\":25.336}\n")
    _ = try session.run(".mode")
    #expect(try text("a.csv") == "{\"usage_kwh\":25.336}\njsonl\n")
  }

  @Test func aFailingPathLeavesTheOutputAsItWas() throws {
    _ = try session.run(".output \(folder.path(of: "a.csv"))")
    #expect(try session.run(".output \(folder.path)/none/b.csv").contains("no such file"))
    _ = try session.run(".once \(folder.path(of: "once.csv"))")
    #expect(try session.run(".once \(folder.path)").contains("is a directory"))
    _ = try session.run(day)
    _ = try session.run(day)
    #expect(try text("once.csv") == "usage_kwh\n25.336\n")
    #expect(try text("a.csv") == "usage_kwh\n25.336\n")
  }

  @Test func onceIsForOneResultWithoutAFileOfItsOwn() throws {
    try folder.write("old", to: "b.csv")
    _ = try session.run(".once \(folder.path(of: "b.csv"))")
    #expect(try text("b.csv") == "old")
    #expect(try session.run("\(day) into \(folder.path(of: "c.csv"))").contains("wrote"))
    #expect(try session.run(day) == "wrote \(folder.path(of: "b.csv"))\n")
    #expect(try text("b.csv") == "usage_kwh\n25.336\n")
    #expect(try session.run("\(day) as csv") == "usage_kwh\n25.336\n")
  }

  @Test func theLogIsAScriptWithOutcomes() throws {
    let script = try folder.write("let p = 2023-07\n  # kept\nusage $q\n", to: "s.octowatt")
    _ = try session.run(".log \(folder.path(of: "log"))")
    _ = try session.run("usage import\n  2023-07-04")
    _ = try session.run("usage by dya; usage")
    _ = try session.run("let k = sk_live_1234")
    _ = try session.run("add key sk")
    _ = try session.run("run \(script)")
    _ = try session.run(".log off")
    _ = try session.run(day)
    let stamp = "# 2023-11-02T00:00:00+00:00"
    #expect(
      try text("log") == """
        usage import
          2023-07-04
        \(stamp) ok
        usage by dya
        \(stamp) failed: unknown key 'dya'. Did you mean 'day'?
        run \(script)
        #   let p = 2023-07
        \(stamp) ok
        #   usage $q
        \(stamp) failed: unknown variable '$q'; to set it: let q = VALUE
        \(stamp) failed
        .log off
        \(stamp) ok

        """)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path(of: "log"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func theLogGrowsAndAFailingOneStays() throws {
    try folder.write("# before\n", to: "log")
    _ = try session.run(".log \(folder.path(of: "log"))")
    #expect(try session.run(".log \(folder.path)/none/log").contains("cannot write"))
    _ = try session.run("help quit")
    let text = try text("log")
    #expect(text.hasPrefix("# before\n"))
    #expect(text.contains("help quit\n# 2023-11-02T00:00:00+00:00 ok\n"))
  }

  @Test func aLogThatCanNotBeWrittenIsGivenUp() throws {
    _ = try session.run(".log /dev/full")
    #expect(
      try session.run("\(day) as csv") == """
        warning: the log is off: cannot write /dev/full: no space left on device
        usage_kwh
        25.336

        """)
    #expect(try session.run(".log") == "off\n")
  }

  @Test func anOutputThatCanNotBeWrittenFailsTheStatement() throws {
    _ = try session.run(".output /dev/full")
    #expect(try session.run(day).contains("cannot write /dev/full: no space left on device"))
    #expect(session.session.status == .failure)
    _ = try session.run(".output off")
    #expect(try session.run("\(day) as csv") == "usage_kwh\n25.336\n")
  }

  @Test func strictCountsFromWhereItIsTurnedOn() throws {
    _ = try session.run("usage import 2023-10-25")
    #expect(session.session.status == .success)
    _ = try session.run(".strict on")
    _ = try session.run("usage import 2023-10-25")
    #expect(session.session.status == .incomplete)
  }
}
