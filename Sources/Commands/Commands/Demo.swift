import EnergyModel
import Glibc
import QueryLanguage
import Terminal

extension CommandPage {
  static let demo = CommandPage(
    Demo.self, summary: "a made-up home in memory, with three things to try",
    details: [
      "It shows a month, a bill and a comparison of a home with solar panels and a battery. The session",
      "then goes on with that home until it ends; your own cache stays as it is.",
    ],
    examples: ["demo"])
}

/// Loads the bundled home into a cache in memory, and answers three questions about it.
struct Demo: Command {
  static let form = Form("demo")

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    try Demo.form.read(&cursor, in: context)
  }

  /// - Throws: ``Failure`` when the files of the home are not beside the program.
  func run(in workspace: Workspace) throws -> FollowUp {
    let folder = try Demo.folder()
    workspace.cacheHandle.moveToMemory()
    try workspace.reporter.info(
      "a made-up home, in memory; your own cache is not touched. Three things to try:")
    var files = Variables()
    files["1"] = folder + "/examples/home/*.json"
    files["2"] = folder + "/configs/others-2023.json"
    return .show(path: folder + "/examples/home/demo.octowatt", arguments: files)
  }

  /// The folder with `examples` and `configs`: `share/octowatt` beside the program's own folder, or
  /// the clone that it was built in.
  private static func folder() throws -> String {
    let program = try executable()
    let parents = program.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
    let installed = parents.joined(separator: "/") + "/share/octowatt"
    let clone = program.firstRange(of: "/.build").map { String(program[..<$0.lowerBound]) }
    for folder in [installed, clone].compactMap(\.self)
    where access(folder + "/examples/home/demo.octowatt", R_OK) == 0 {
      return folder
    }
    throw Failure(
      "the files of the demo are not beside the program", hint: "they belong in \(installed)")
  }

  private static func executable() throws -> String {
    guard let path = realpath("/proc/self/exe", nil) else {
      throw Failure("cannot tell where the program is: \(String(cString: strerror(errno)))")
    }
    defer { free(path) }
    return String(cString: path)
  }
}
