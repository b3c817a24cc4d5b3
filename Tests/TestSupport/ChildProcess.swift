import CSpawn
import Glibc

/// What went wrong between a test and the program that it drives.
package enum ChildProcessError: Error, CustomStringConvertible {
  /// A system call failed.
  case system(call: String, code: Int32)
  /// The program did not do in time what was asked for.
  case timeout(waitingFor: String, after: Duration, seen: String)
  /// The program ended before it did what was asked for.
  case ended(waitingFor: String, seen: String)

  package var description: String {
    switch self {
    case .system(let call, let code): "\(call): \(String(cString: strerror(code)))"
    case .timeout(let goal, let limit, let seen):
      "no \(goal) after \(limit); seen so far:\n\(seen)"
    case .ended(let goal, let seen): "the program ended before \(goal); seen so far:\n\(seen)"
    }
  }
}

/// A program started by `posix_spawn`; killed and reaped when its owner goes away.
///
/// The child gets default signal actions, an empty signal mask and no descriptors past 2, whatever
/// the test run has.
final class ChildProcess {
  let identifier: pid_t
  private var status: Int32?

  /// Starts `executable`, a path, with `environment` and nothing inherited.
  ///
  /// `flags` come on top of those that reset the signals; `prepare` adds the file actions that
  /// give the child its descriptors.
  init(
    _ executable: String, _ arguments: [String], environment: [String: String],
    flags: Int16 = 0,
    prepare: (inout posix_spawn_file_actions_t) throws -> Void
  ) throws {
    var actions = posix_spawn_file_actions_t()
    try check("posix_spawn_file_actions_init", posix_spawn_file_actions_init(&actions))
    defer { posix_spawn_file_actions_destroy(&actions) }
    try prepare(&actions)
    try check("addclosefrom", spawn_close_from(&actions, 3))

    var attributes = posix_spawnattr_t()
    try check("posix_spawnattr_init", posix_spawnattr_init(&attributes))
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, flags | Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
    var child: pid_t = 0
    let result = withCStrings([executable] + arguments) { words in
      withCStrings(variables) { variables in
        posix_spawn(&child, executable, &actions, &attributes, words, variables)
      }
    }
    try check("start \(executable)", result)
    identifier = child
  }

  deinit {
    guard status == nil else { return }
    kill(identifier, SIGKILL)
    waitpid(identifier, nil, 0)
  }

  /// The exit status, 128 + number when a signal ended it; nil while it runs.
  func exitStatus() -> Int32? {
    if let status { return status }
    var word: Int32 = 0
    guard waitpid(identifier, &word, WNOHANG) == identifier else { return nil }
    let number = word & 0x7f
    status = number == 0 ? (word >> 8) & 0xff : 128 + number
    return status
  }

  /// Sends a signal, unless the child has ended and its number may belong to another.
  func signal(_ number: Int32) {
    if exitStatus() == nil { kill(identifier, number) }
  }
}

/// Throws when a call that returns an error number returned one.
func check(_ call: String, _ code: Int32) throws {
  if code != 0 { throw ChildProcessError.system(call: call, code: code) }
}

/// Throws `errno` when a call that returns -1 on failure did so.
@discardableResult
func checked<Result: SignedInteger>(_ call: String, _ result: Result) throws -> Result {
  if result == -1 { throw ChildProcessError.system(call: call, code: errno) }
  return result
}

/// Calls `body` with a null-ended list of C strings that lives as long as the call.
private func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let copies = texts.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  return body(copies + [nil])
}
