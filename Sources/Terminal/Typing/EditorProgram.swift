import EnergyModel
import Glibc

/// The user's text editor.
package struct EditorProgram {
  /// The command for the shell, perhaps with options.
  private let command: String
  /// The descriptor of the terminal that it runs in.
  private let terminal: Int32

  /// Creates the editor named by the environment, or else `vi`.
  package init(terminal: Int32) {
    let programs = ["VISUAL", "EDITOR"].map { (name: String) in
      getenv(name).map { String(cString: $0) }
    }
    command = programs.compactMap(\.self).first { !$0.isEmpty } ?? "vi"
    self.terminal = terminal
  }

  /// Returns `text` as edited by the user; nil if it was not saved.
  ///
  /// - Throws: a ``Failure`` when the editor fails, or its file can't be created.
  package func edit(_ text: String) throws -> String? {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var name = Array("\(folder)/octowatt-XXXXXX.octowatt".utf8CString)
    // `mkstemps` makes the file private to its owner.
    let descriptor = mkstemps(&name, 9)
    let path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    guard descriptor >= 0 else { throw Failure("cannot write \(path): \(systemError())") }
    defer { unlink(path) }
    do {
      defer { close(descriptor) }
      try writeAll(Array((text + "\n").utf8), to: descriptor, named: path)
      // Whoever saves it, however soon, gives it another time.
      let early = [timespec](repeating: timespec(tv_sec: 1, tv_nsec: 0), count: 2)
      futimens(descriptor, early)
    }
    guard try Interrupt.withTerminalLent({ try run(path) }) else {
      throw Failure("the editor '\(command)' failed, so nothing was run")
    }
    var status = stat()
    guard stat(path, &status) != 0 || status.st_mtim.tv_sec != 1 else { return nil }
    do {
      return String(decoding: try FileNames.read(path), as: UTF8.self)
    } catch let error as FileError {
      throw Failure("cannot read \(path): \(error.reason)")
    }
  }

  /// Runs the editor, which receives Ctrl-C meanwhile; returns whether it succeeded.
  private func run(_ path: String) throws -> Bool {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, terminal, STDOUT_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    for number in [SIGINT, SIGQUIT, SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    let line = command + " \"$1\""
    let words = ["sh", "-c", line, "sh", path].map { (word: String) in strdup(word) }
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, "/bin/sh", &actions, &attributes, words + [nil], environ)
    guard code == 0 else {
      throw Failure("cannot run the editor: \(String(cString: strerror(code)).lowercased())")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { return false }
    }
    return status == 0
  }
}
