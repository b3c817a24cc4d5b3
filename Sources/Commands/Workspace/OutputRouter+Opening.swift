import QueryLanguage
import Terminal

/// Files that are shown in the browser.
extension OutputRouter {
  /// Hands a file to the browser, or says where it is if there is none.
  func showInBrowser(_ path: String) throws {
    let path = expandingTilde(path)
    guard let browser = Browser() else {
      return try reporter.note("nothing to open \(path) with: set BROWSER")
    }
    try flush()
    if !browser.open(path) {
      try reporter.note("'\(browser.command)' could not open \(path): see BROWSER")
    }
  }

  /// With a file that only its owner can read, for what is to be opened and names none.
  func withPrivateFile(_ syntax: OutputSyntax) throws -> OutputSyntax {
    guard syntax.opens, syntax.path == nil else { return syntax }
    try settings.refuseIfSafe("running other programs")
    var syntax = syntax
    let format = syntax.format?.value ?? .html
    let name = "octowatt.\(format.pathExtensions.first ?? "txt")"
    syntax.path = Located(try FileNames.inPrivateFolder(name), at: 0..<0)
    return syntax
  }
}
