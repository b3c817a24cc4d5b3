import TestSupport

/// Starts the program at terminals whose screens are looked at, with the bundled home.
struct Prompter {
  let octowatt: Program

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
  }

  /// A terminal at its first prompt on 2 November 2023, in the package's folder.
  func start(
    _ variables: [String: String] = [:], columns: Int = 80, rows: Int = 24
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      "/bin/sh",
      ["-c", "cd \"$0\" && exec \"$@\"", Program.root, octowattExecutable()]
        + ["--today", "2023-11-02", "--quiet"],
      environment: octowatt.environment.merging(variables) { $1 }, columns: columns, rows: rows)
    try terminal.waitForLast("octowatt>")
    return terminal
  }
}

extension PseudoTerminal {
  /// Reads until these are the last rows of the screen.
  func waitForLast(_ lines: String...) throws {
    try waitForScreen(lines.joined(separator: "\n")) { $0.lines.suffix(lines.count) == lines[...] }
  }

  /// Types a line and reads until there is a prompt below it.
  func answer(_ line: String) throws {
    try send(line)
    try waitForScreen(line) { $0.cursorLine == "octowatt> \(line)" }
    let row = screen.scrolledRows + screen.cursor.row
    try send("\r")
    try waitForScreen("prompt") {
      $0.cursorLine == "octowatt>" && $0.scrolledRows + $0.cursor.row > row
    }
  }
}
