import Foundation
import TestSupport

/// Saves into files of a folder, and reads what is in them.
struct Saving {
  /// What became of a `save` statement.
  struct Outcome {
    var report: String
    var path: String
    var text: String
  }

  private let folder: TemporaryFolder

  init(_ folder: TemporaryFolder) { self.folder = folder }

  /// Runs `save WHAT into! NAME`.
  func save(_ what: String, from session: TestSession, to name: String) throws -> Outcome {
    let path = folder.path(of: name)
    let report = try session.run("save \(what) into! \(path)")
    guard report.contains("wrote \(path)") else { throw ProgramError(report) }
    return Outcome(report: report, path: path, text: try folder.text(name))
  }
}

extension TemporaryFolder {
  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(of: name), encoding: .utf8)
  }

  /// The names of all files, sorted.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}
