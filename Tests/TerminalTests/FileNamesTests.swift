import EnergyModel
import Foundation
import Terminal
import TestSupport
import Testing

/// Files that can't be read, and those that replace others.
@Suite struct FileNamesTests {
  @Test func aFileThatIsNotThere() throws {
    let error = #expect(throws: FileError.self) { try FileNames.read("/nowhere/a.json") }
    #expect(error?.path == "/nowhere/a.json")
    #expect(error?.text == "/nowhere/a.json: no such file or directory")
    #expect(error?.exitStatus == .failure)
  }

  @Test func aFileThatIsTooLarge() throws {
    let folder = try temporaryFolder()
    let path = try folder.write(String(repeating: "x", count: 2 << 20), to: "a")
    #expect(try FileNames.read(path, atMost: 2 << 20).count == 2 << 20)
    let error = #expect(throws: FileError.self) { try FileNames.read(path, atMost: 1 << 20) }
    #expect(error?.reason == "is over 1 MB, too large to read at once; split it")
  }

  @Test func readingCanBeCancelled() {
    #expect(throws: Cancelled.self) {
      try FileNames.read("/dev/null", cancellation: Cancellation { true })
    }
  }

  @Test func aFileThatCannotBeWrittenStays() throws {
    let folder = try temporaryFolder()
    let path = try folder.write("old", to: "a")
    let draft = open(FileNames.draft(replacing: path), O_WRONLY | O_CREAT, 0o600)
    defer { close(draft) }
    #expect(throws: Failure("no")) {
      try FileNames.replace(path, through: draft) { () throws(Failure) in throw Failure("no") }
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a"])
  }

  @Test func foldersOfPaths() {
    #expect(FileNames.folder(of: "a/b/c") == "a/b/")
    #expect(FileNames.folder(of: "c") == ".")
  }
}
