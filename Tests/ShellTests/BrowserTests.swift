import Foundation
import TestSupport
import Testing

/// Files that are handed to a browser, which here writes down what it gets.
@Suite struct BrowserTests {
  private var octowatt: Program
  private let query = "net 2023-07 by day chart"

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
    octowatt.environment["TMPDIR"] = octowatt.folder.path(of: "home")
  }

  private var seen: String { octowatt.folder.path(of: "seen") }

  /// A program that notes its arguments, under a name in the folder.
  private func browser(_ name: String = "browser") throws -> String {
    let path = try octowatt.folder.write(
      "#!/bin/sh\nfor a; do printf '%s\\n' \"$a\"; done >'\(seen)'\n", to: name)
    #expect(chmod(path, 0o755) == 0)
    return path
  }

  private func waitForSeen() throws -> String {
    try wait("the browser") {
      (try? String(contentsOfFile: seen, encoding: .utf8))?.isEmpty == false
    }
    return try String(contentsOfFile: seen, encoding: .utf8)
  }

  @Test func theNamedOneGetsTheFile() throws {
    var octowatt = octowatt
    octowatt.environment["BROWSER"] = try browser() + " --new-tab:other"
    let path = octowatt.folder.path(of: "it's july.html")
    let outcome = try octowatt("\(query) into \"\(path)\" open")
    #expect(outcome.status == 0 && outcome.errors.contains("wrote "), "\(outcome.errors)")
    #expect(try waitForSeen() == "--new-tab\n\(path)\n")
    // In the words of other programs, and by a path that does not say where it begins.
    octowatt.environment["BROWSER"] = try browser() + " %s"
    #expect(try octowatt("last into x.csv open", in: octowatt.folder.path).status == 1)
    #expect(try octowatt("\(query) into -x.svg open", in: octowatt.folder.path).status == 0)
    #expect(try waitForSeen() == octowatt.folder.path + "/-x.svg\n")
  }

  /// On a desktop it is not waited for, and has no terminal.
  @Test func aDesktopHasItsOwn() throws {
    var octowatt = octowatt
    _ = try browser("xdg-open")
    octowatt.environment["PATH"] = octowatt.folder.path + ":/usr/bin:/bin"
    octowatt.environment["DISPLAY"] = ":0"
    let outcome = try octowatt("report 2023-07 open")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let path = try waitForSeen().trimmingCharacters(in: .newlines)
    #expect(path.hasSuffix("/octowatt.html") && outcome.errors.contains("wrote \(path)"))
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
    let folder = (path as NSString).deletingLastPathComponent
    let mode = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o700)
  }

  @Test func whereThereIsNoneANoteSaysWhereTheFileIs() throws {
    let path = octowatt.folder.path(of: "july.svg")
    let none = try octowatt("\(query) into \(path) open")
    #expect(none.status == 0)
    #expect(none.errors.contains("note: nothing to open \(path) with: set BROWSER"))
    for display in [nil, ":0"] {
      var octowatt = octowatt
      octowatt.environment["DISPLAY"] = display
      octowatt.environment["BROWSER"] = "no-such-browser --tab"
      let missing = try octowatt("\(query) into! \(path) open")
      #expect(missing.status == 0)
      #expect(missing.errors.contains("note: 'no-such-browser --tab' could not open \(path)"))
    }
  }

  /// Under `--safe` nothing is run and nothing written.
  @Test func safeRunsNothing() throws {
    var octowatt = octowatt
    octowatt.environment["BROWSER"] = try browser()
    let before = try FileManager.default.contentsOfDirectory(
      atPath: octowatt.folder.path(of: "home"))
    for statement in ["\(query) into '\(octowatt.folder.path(of: "x.svg"))' open", "report open"] {
      let outcome = try octowatt("--safe", statement)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("--safe does not allow running other programs"))
    }
    #expect(!FileManager.default.fileExists(atPath: seen))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: octowatt.folder.path(of: "home"))
        == before)
  }

  @Test func nothingElseTakesTheWord() throws {
    for statement in ["\(query) open", "save config into x.json open", "report 2023-07 open open"] {
      let outcome = try octowatt(statement, in: octowatt.folder.path)
      #expect(outcome.status == 1 && outcome.errors.contains("open"), "\(statement)")
    }
  }
}
