import ArgumentParser
import EnergyModel
import Glibc
import Rendering
import Shell
import Terminal

@main
struct EntryPoint {
  static func main() {
    // If the reader of a pipe goes away, the write fails with EPIPE, which ends the run quietly.
    signal(SIGPIPE, SIG_IGN)
    // An API key may be in memory, from the environment at the latest.
    Interrupt.keepMemoryPrivate()
    occupyStandardStreams()
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      try refuseOtherEncodings()
      guard let options = try Options.parseAsRoot(arguments) as? Options else {
        throw CleanExit.helpRequest(Options.self)
      }
      exit(try Run(options, arguments: arguments).status().rawValue)
    } catch is BrokenPipe {
      exit(ExitStatus.success.rawValue)
    } catch is Cancelled {
      exit(ExitStatus.interrupted.rawValue)
    } catch {
      let isAnswer = Options.exitCode(for: error) == .success
      let text = Array((Options.fullMessage(for: error).visibleLines + "\n").utf8)
      // If its streams are closed, there is nobody to tell.
      try? writeAll(text, to: isAnswer ? STDOUT_FILENO : STDERR_FILENO, named: "the terminal")
      exit(isAnswer ? ExitStatus.success.rawValue : ExitStatus.usage.rawValue)
    }
  }

  /// - Throws: a `ValidationError` for an argument, or a variable with the path of a file or folder, that
  ///   is not UTF-8: with its bytes replaced it could be the name of another file.
  private static func refuseOtherEncodings() throws {
    func check(_ text: UnsafePointer<CChar>?, _ title: String) throws {
      guard let text, String(validatingCString: text) == nil else { return }
      throw ValidationError(
        "\(title) '\(FileNames.escaped(text))' is not UTF-8: rename the file or folder.")
    }
    for index in 1..<max(1, Int(CommandLine.argc)) {
      try check(CommandLine.unsafeArgv[index], "The argument")
    }
    for variable in [
      "HOME", "OCTOWATT_DB", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR",
    ] {
      try check(getenv(variable), "The path in $\(variable)")
    }
  }

  /// Opens standard streams that are closed: otherwise a file might be given such a descriptor and
  /// receive what is meant for the stream.
  ///
  /// Each is opened in the wrong direction: using it still fails, so that a lost result is
  /// reported.
  private static func occupyStandardStreams() {
    for descriptor in STDIN_FILENO...STDERR_FILENO
    where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
      // `open` returns the lowest free descriptor, which is this one.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
