import Foundation
import TestSupport
import Testing

@Suite struct ProcessRunnerTests {
  private func shell(
    _ script: String, input: StandardInput = .null, in folder: String? = nil,
    timeout: Duration = .seconds(30)
  ) throws -> ProcessOutcome {
    try run(
      "/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin"], input: input, in: folder,
      timeout: timeout)
  }

  @Test func keepsTheStreamsApart() throws {
    let outcome = try shell("echo out; echo err >&2; exit 3")
    #expect(outcome.status == 3)
    #expect(outcome.output == "out\n")
    #expect(outcome.errors == "err\n")
  }

  @Test func inheritsNothing() throws {
    let outcome = try run("/usr/bin/env", environment: ["ONE": "1", "TWO": "2"])
    #expect(outcome.output == "ONE=1\nTWO=2\n")
    let open = try shell("ls /proc/self/fd | wc -l")
    #expect(open.output == "4\n", "0, 1, 2 and the folder that ls reads")
  }

  @Test func feedsAndReadsAtTheSameTime() throws {
    let line = String(repeating: "y", count: 127) + "\n"
    let text = String(repeating: line, count: 20_000)
    let outcome = try shell("tee /dev/stderr", input: .text(text))
    #expect(outcome.output == text)
    #expect(outcome.errors == text)
  }

  @Test func inputMayGoUnread() throws {
    let text = String(repeating: "z", count: 500_000)
    #expect(try shell("exec <&-; sleep 0.1; exit 4", input: .text(text)).status == 4)
  }

  @Test func inputMayBeNullOrClosed() throws {
    #expect(try shell("cat; echo end").output == "end\n")
    #expect(try shell("cat", input: .closed).status != 0)
  }

  @Test func runsInAFolder() throws {
    let folder = try temporaryFolder()
    try folder.write("here", to: "note.txt")
    #expect(try shell("cat note.txt", in: folder.path).output == "here")
  }

  @Test func aTimeLimitEndsIt() throws {
    #expect(throws: ChildProcessError.self) {
      try shell("echo started; exec sleep 60", timeout: .milliseconds(300))
    }
  }

  @Test func aSignalIsAStatus() throws {
    #expect(try shell("kill -KILL $$").status == 137)
  }

  @Test func theTemporaryFolderGoesAway() throws {
    var path = ""
    do {
      let folder = try temporaryFolder()
      path = folder.path
      try folder.write("text", to: "inside.txt")
      #expect(FileManager.default.fileExists(atPath: path))
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func findsTheExecutable() {
    let path = octowattExecutable()
    #expect(FileManager.default.isExecutableFile(atPath: path), "\(path)")
  }
}
