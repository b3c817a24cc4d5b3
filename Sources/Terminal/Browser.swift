import Glibc

/// The program that shows pages: the first one of `$BROWSER`, else `xdg-open` on a desktop.
package struct Browser {
  /// For the shell, perhaps with options, and with `%s` for the file.
  package let command: String
  private let hasDisplay: Bool

  /// Nil where nothing could show a page.
  package init?() {
    func value(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    hasDisplay = value("DISPLAY") != nil || value("WAYLAND_DISPLAY") != nil
    if let named = value("BROWSER")?.split(separator: ":").first {
      command = String(named)
    } else if hasDisplay {
      command = "xdg-open"
    } else {
      return nil
    }
  }

  /// Opens a file; returns whether the program could be run.
  ///
  /// On a desktop it goes on by itself, in a session of its own, so that it outlives the terminal.
  /// Elsewhere it is one for terminals, and has this one until it ends.
  package func open(_ path: String) -> Bool {
    let file = "'" + absolute(path).replacing("'", with: "'\\''") + "'"
    let line = command.contains("%s") ? command.replacing("%s", with: file) : "\(command) \(file)"
    guard hasDisplay else {
      return Interrupt.withTerminalLent { ShellCommand(text: line).run() } == 0
    }
    let program = command.prefix { $0 != " " }
    return ShellCommand(
      text: "command -v \(program) >/dev/null || exit; "
        + "setsid \(line) </dev/null >/dev/null 2>&1 &"
    ).run() == 0
  }

  /// A program that is started in another way may have another folder, and takes `-` for an option.
  private func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return String(cString: folder) + "/" + path
  }
}
