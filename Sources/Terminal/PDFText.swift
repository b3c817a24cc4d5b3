package import EnergyModel
import Glibc

/// The text of a PDF, which the program `pdftotext` of Poppler takes out of it.
package enum PDFText {
  /// - Returns: the text laid out as on the page, empty where its pages are pictures; nil where the
  ///   program is not installed.
  /// - Throws: a ``FileError`` when it can't read the file, or there is more text than `mostBytes`;
  ///   ``Cancelled``, once the program is ended too.
  package static func read(
    _ path: String, atMost mostBytes: Int, cancellation: Cancellation
  ) throws -> [UInt8]? {
    try Interrupt.endingLater {
      try readToEnd(path, atMost: mostBytes, cancellation: cancellation)
    }
  }

  private static func readToEnd(
    _ path: String, atMost mostBytes: Int, cancellation: Cancellation
  ) throws -> [UInt8]? {
    // It is opened once more, which a pipe can't be.
    var file = stat()
    guard stat(path, &file) == 0, file.st_mode & S_IFMT == S_IFREG else {
      throw FileError(path: path, reason: "is a PDF, which can't be read from a pipe")
    }
    guard let (child, output) = try start(path) else { return nil }
    var isEnded = false
    defer {
      close(output)
      if !isEnded {
        kill(child, SIGKILL)
        _ = wait(for: child, cancellation)
      }
    }
    var bytes: [UInt8] = []
    let size = 1 << 16
    var buffer = [UInt8](repeating: 0, count: size)
    while true {
      try cancellation.check()
      let count = Glibc.read(output, &buffer, size)
      if count == 0 { break }
      guard count > 0 || errno == EINTR else { throw FileError(path: path, reason: systemError()) }
      bytes += buffer[..<max(count, 0)]
      guard bytes.count <= mostBytes else {
        throw FileError(path: path, reason: "has over \(mostBytes >> 20) MB of text")
      }
    }
    let status = wait(for: child, cancellation)
    isEnded = true
    // Ctrl-C ends the program too, which then has written a part.
    try cancellation.check()
    guard status == 0 else { throw FileError(path: path, reason: "pdftotext can't read it") }
    return bytes
  }

  /// Starts the program; returns its number and the end of the pipe that it writes to, nil where it
  /// is not installed.
  private static func start(_ path: String) throws -> (child: pid_t, output: Int32)? {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw FileError(path: path, reason: systemError()) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[1]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    // A path that begins with a dash would be an option.
    let file = (path.hasPrefix("-") ? "./" : "") + path
    let words = ["pdftotext", "-layout", file, "-"].map { (word: String) in strdup(word) }
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let code = posix_spawnp(&child, "pdftotext", &actions, &attributes, words + [nil], environ)
    if code == 0 { return (child, ends[0]) }
    close(ends[0])
    guard code == ENOENT || code == EACCES else {
      throw FileError(
        path: path, reason: "cannot run pdftotext: \(String(cString: strerror(code)))")
    }
    return nil
  }

  private static func wait(for child: pid_t, _ cancellation: Cancellation) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { return -1 }
      // It may go on without its output.
      if cancellation.isRequested { kill(child, SIGKILL) }
    }
    return status
  }
}
