import Foundation
import Shell
import TestSupport
import Testing

/// A cache where nothing can be written.
@Suite struct ReadOnlyCacheTests {
  private let octowatt: Program
  private let folder: String
  private var path: String { folder + "/fixed.sqlite" }

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
    folder = octowatt.folder.path(of: "fixed")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    #expect(try octowatt("backup", "into", folder + "/fixed.sqlite").status == 0)
  }

  /// What makes a command of root's one of somebody else.
  private var user: String {
    geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : ""
  }

  /// Runs it where the folder can be read only, as somebody who is not root.
  private func locked(_ arguments: String, in folder: String? = nil) throws -> ProcessOutcome {
    let folder = folder ?? self.folder
    return try octowatt.bash(
      """
      chmod 755 '\(octowatt.folder.path)'; chmod 444 '\(folder)'/*; chmod 555 '\(folder)'
      \(user) $octowatt --db '\(folder)/fixed.sqlite' \(arguments); status=$?
      chmod 755 '\(folder)'; exit $status
      """)
  }

  @Test func queriesAnswer() throws {
    let outcome = try locked("usage import 2023-07 as csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try outcome.output == octowatt("usage import 2023-07 as csv").output)
    #expect(try locked("check").status == 0)
    #expect(try locked("sql 'select count(*) from meter' as csv").output == "count(*)\n2\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["fixed.sqlite"])
  }

  @Test func changesAreRefused() throws {
    let outcome = try locked("add tariff go as import rate 30p")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors
        == "error: cannot change the cache \(path): the file or its folder can't be written to\n")
  }

  /// Changes in a WAL that can't be opened would be missing from the answers.
  @Test func aWALThatCanNotBeReadIsSaid() throws {
    let file = try CacheFile(path)
    try file.execute("UPDATE meter SET serial = serial || 'X'")
    let wal = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
    #expect(!wal.isEmpty)
    let copy = folder + "2"
    #expect(
      try octowatt.bash("cp -r '\(folder)' '\(copy)' && rm '\(copy)/fixed.sqlite-shm'").status == 0)
    let outcome = try locked("usage", in: copy)
    #expect(outcome.status == 2)
    let reason = "\(copy)/fixed.sqlite-wal, and nothing can be written beside it"
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    let restored = try octowatt.bash(
      "chmod 555 '\(copy)'; chmod 755 '\(octowatt.folder.path)'; \(user) $octowatt --yes --db :memory: "
        + "restore '\(copy)/fixed.sqlite'; status=$?; chmod 755 '\(copy)'; exit $status")
    #expect(restored.status == 2 && restored.errors.contains(reason), "\(restored.errors)")
  }

  /// SQLite takes no notice of a WAL that comes while the file is open as one that nobody changes.
  @Test func aWALThatComesLaterIsNoticed() throws {
    let place = octowatt.folder.path(of: "elsewhere")
    #expect(
      try octowatt.bash(
        "mkdir -m 777 '\(place)' && ln -s '\(place)/wal' '\(path)-wal' "
      ).status == 0)
    // An empty one has no changes.
    let outcome = try locked(
      "--keep-going -c 'show vat' -c '! : > \(place)/wal' -c 'sql select 0' "
        + "-c '! echo changes > \(place)/wal' -c 'usage' -c 'sql select 1'")
    #expect(outcome.status == 1)
    let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("error: ") }
    #expect(lines.count == 2, "\(lines)")
    let reason =
      "error: the cache \(path) has changes beside it in \(path)-wal, made while it was open here; "
      + "nothing was done: start octowatt again"
    #expect(lines.allSatisfy { $0 == reason }, "\(lines)")
  }

  /// Whoever may write to it, such as root, is not heard of by SQLite's locks.
  @Test func aChangeByAnotherProgramIsSaid() throws {
    let changes = octowatt.folder.path(of: "changes")
    let outcome = try octowatt.bash(
      """
      chmod 755 '\(octowatt.folder.path)'; chmod 444 '\(path)'; chmod 555 '\(folder)'
      mkfifo -m 666 '\(changes)'
      \(user) $octowatt --db '\(path)' -c 'show vat' -c '! cat \(changes)' -c usage &
      exec 3> '\(changes)'; chmod 755 '\(folder)'; touch '\(path)'; exec 3>&-; wait $!
      """)
    #expect(outcome.status == 1)
    let reason =
      "error: the cache \(path) was changed by another program while it was open here; nothing was "
      + "done: start octowatt again\n"
    #expect(outcome.errors == reason, "\(outcome.errors)")
  }
}
