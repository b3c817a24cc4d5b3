import CSpawn
import Glibc

/// What a program reads as its standard input.
package enum StandardInput {
  /// `/dev/null`: at its end at once.
  case null
  /// A pipe that gives these bytes and then ends.
  case bytes([UInt8])
  /// No descriptor at all, as after `<&-`.
  case closed

  package static func text(_ text: String) -> StandardInput { .bytes(Array(text.utf8)) }
}

/// What a program left behind.
package struct ProcessOutcome {
  /// The exit status, or 128 + the signal that ended it.
  package var status: Int32
  package var outputBytes: [UInt8]
  package var errorBytes: [UInt8]

  package var output: String { String(decoding: outputBytes, as: UTF8.self) }
  package var errors: String { String(decoding: errorBytes, as: UTF8.self) }
}

/// Runs `executable`, a path, to its end, with pipes as standard output and error.
///
/// The environment is all that it gets; nothing is inherited. `folder` is its working directory,
/// nil for that of the tests. After `timeout` the program is killed and the call throws.
package func run(
  _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:],
  input: StandardInput = .null, in folder: String? = nil, timeout: Duration = .seconds(120)
) throws -> ProcessOutcome {
  let output = try Pipe()
  let errors = try Pipe()
  let feed = try Pipe()
  try checked("fcntl", fcntl(feed.writer, F_SETFL, O_NONBLOCK))
  let child = try ChildProcess(executable, arguments, environment: environment) { actions in
    if let folder {
      try check("addchdir", spawn_add_folder(&actions, folder))
    }
    switch input {
    case .null:
      try check("addopen", posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0))
    case .bytes: try check("adddup2", posix_spawn_file_actions_adddup2(&actions, feed.reader, 0))
    case .closed: try check("addclose", posix_spawn_file_actions_addclose(&actions, 0))
    }
    try check("adddup2", posix_spawn_file_actions_adddup2(&actions, output.writer, 1))
    try check("adddup2", posix_spawn_file_actions_adddup2(&actions, errors.writer, 2))
  }
  output.closeWriter()
  errors.closeWriter()
  feed.closeReader()

  var bytes: [UInt8] = []
  if case .bytes(let given) = input { bytes = given }
  var exchange = Exchange(child: child, unsent: bytes[...], feed: feed, from: (output, errors))
  return try exchange.finish(
    until: Deadline(after: timeout), waitingFor: "exit of \(executable)", limit: timeout)
}

/// The talk with a running program: feeds it and reads both its streams as they come.
private struct Exchange {
  private let child: ChildProcess
  private let feed: Pipe
  private let sources: [Pipe]
  private var unsent: ArraySlice<UInt8>
  private var texts: [[UInt8]] = [[], []]
  private var isOpen = [true, true]

  init(child: ChildProcess, unsent: ArraySlice<UInt8>, feed: Pipe, from sources: (Pipe, Pipe)) {
    self.child = child
    self.unsent = unsent
    self.feed = feed
    self.sources = [sources.0, sources.1]
    // A program may end without reading its input: writing then fails, and must not kill.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Goes on until the program has ended and both its streams are closed.
  mutating func finish(
    until deadline: Deadline, waitingFor goal: String, limit: Duration
  ) throws -> ProcessOutcome {
    while true {
      if unsent.isEmpty { feed.closeWriter() }
      if !isOpen.contains(true), let status = child.exitStatus() {
        return ProcessOutcome(status: status, outputBytes: texts[0], errorBytes: texts[1])
      }
      if deadline.hasPassed {
        let seen = String(decoding: texts.joined(), as: UTF8.self)
        throw ChildProcessError.timeout(waitingFor: goal, after: limit, seen: seen)
      }
      try step(until: deadline)
    }
  }

  private mutating func step(until deadline: Deadline) throws {
    // poll passes over descriptors below zero.
    var ready = sources.indices.map { index in
      pollfd(fd: isOpen[index] ? sources[index].reader : -1, events: Int16(POLLIN), revents: 0)
    }
    ready.append(
      pollfd(fd: unsent.isEmpty ? -1 : feed.writer, events: Int16(POLLOUT), revents: 0))
    // Only when nothing is open is there nothing to wake up for but the program's end.
    let isIdle = ready.allSatisfy { $0.fd < 0 }
    try deadline.poll(&ready, longest: isIdle ? .milliseconds(5) : .seconds(1))
    for index in sources.indices where ready[index].revents != 0 {
      switch try readOnce(sources[index].reader) {
      case .bytes(let bytes): texts[index] += bytes
      case .nothing: break
      case .end: isOpen[index] = false
      }
    }
    if ready[sources.count].revents != 0 { try sendSome() }
  }

  private mutating func sendSome() throws {
    let count = unsent.withUnsafeBytes { write(feed.writer, $0.baseAddress, $0.count) }
    if count > 0 {
      unsent = unsent.dropFirst(count)
    } else if errno == EPIPE {
      unsent = []
    } else if errno != EAGAIN, errno != EINTR {
      throw ChildProcessError.system(call: "write", code: errno)
    }
  }
}

/// A pipe whose ends programs started meanwhile do not inherit.
private final class Pipe {
  private(set) var reader: Int32
  private(set) var writer: Int32

  init() throws {
    var ends: [Int32] = [-1, -1]
    try checked("pipe", spawn_open_pipe(&ends))
    (reader, writer) = (ends[0], ends[1])
  }

  deinit {
    closeReader()
    closeWriter()
  }

  func closeReader() {
    if reader >= 0 { close(reader) }
    reader = -1
  }

  func closeWriter() {
    if writer >= 0 { close(writer) }
    writer = -1
  }
}
