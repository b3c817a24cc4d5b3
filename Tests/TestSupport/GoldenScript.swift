import Foundation

/// A file of statements, each followed by the output that it must give.
///
/// ```
/// ## What this script is about; such lines may stand before the first prompt.
/// octowatt> usage import 2023-07
///      ...> by day
/// the expected output
/// ```
///
/// With `RECORD_GOLDEN=1` in the environment the files are written anew from the real output;
/// the checks then fail, so that a recording run never passes for a test.
package struct GoldenScript {
  private static let prompt = "octowatt> "
  private static let continuation = "     ...> "

  private let path: String
  private let text: String
  /// The lines before the first prompt.
  private let comments: [String]
  /// The statements, without prompts; several lines are joined by newlines.
  package let statements: [String]

  /// Reads a script; throws when it holds no statement, or before the first one anything but
  /// comments and empty lines.
  package init(_ path: String) throws {
    self.path = path
    text = try String(contentsOfFile: path, encoding: .utf8)
    var comments: [String] = []
    var statements: [String] = []
    var isStatement = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(GoldenScript.prompt) {
        statements.append(String(line.dropFirst(GoldenScript.prompt.count)))
        isStatement = true
      } else if isStatement, line.hasPrefix(GoldenScript.continuation) {
        statements[statements.count - 1] += "\n" + line.dropFirst(GoldenScript.continuation.count)
      } else if !statements.isEmpty {
        isStatement = false
      } else if line.isEmpty || line == "##" || line.hasPrefix("## ") {
        comments.append(String(line))
      } else {
        throw GoldenScriptError(path: path, problem: "output before the first prompt: \(line)")
      }
    }
    guard !statements.isEmpty else {
      throw GoldenScriptError(path: path, problem: "no statement")
    }
    self.comments = comments
    self.statements = statements
  }

  /// Runs every statement in order and compares the whole text with the file.
  ///
  /// `run` gives what a statement prints; a missing newline at its end is added.
  ///
  /// - Returns: what is wrong, for the test to report; nil when all is as expected.
  package func check(
    recording: Bool = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1",
    run: (String) throws -> String
  ) throws -> String? {
    var actual = comments.map { $0 + "\n" }.joined()
    for statement in statements {
      let lines = statement.replacing("\n", with: "\n" + GoldenScript.continuation)
      let output = try run(statement)
      actual += GoldenScript.prompt + lines + "\n" + output
      if !output.isEmpty, !output.hasSuffix("\n") { actual += "\n" }
    }
    actual = withoutTimesAndPlace(actual)
    if recording {
      try actual.write(toFile: path, atomically: true, encoding: .utf8)
      return "recorded \(path); run the tests again"
    }
    let expected = withoutTimesAndPlace(text)
    guard actual != expected else { return nil }
    return "\(path) (- expected, + actual)\n\(lineDifference(from: expected, to: actual))"
  }
}

/// A script that can't be run.
package struct GoldenScriptError: Error, CustomStringConvertible {
  var path: String
  var problem: String

  package var description: String { "\(path): \(problem)" }
}

/// The paths of the scripts (`*.txt`) in a folder beside the source file that asks, sorted.
///
/// A folder without any is a mistake that would pass for success, so it ends the tests.
package func goldenScripts(in folder: String, beside file: String = #filePath) -> [String] {
  let folder = path(folder, beside: file)
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  let scripts = names.filter { $0.hasSuffix(".txt") }.sorted().map { "\(folder)/\($0)" }
  precondition(!scripts.isEmpty, "no golden scripts in \(folder)")
  return scripts
}

/// `text` with the time that ends a footer or report, ` · 3 ms` or `, 1.2 s` or a line of its own, as
/// zero, and without the folder of the package.
func withoutTimesAndPlace(_ text: String) -> String {
  let root = URL(fileURLWithPath: path("../..")).standardized.path
  let time = #/(?<part> · |, |^)(?:under )?[0-9.]+ m?s$/#.anchorsMatchLineEndings()
  return text.replacing(root + "/", with: "").replacing(time) { match in "\(match.part)0 ms" }
}

/// The lines of both texts in order, marked `-`, `+` or blank; those far from a change left out.
func lineDifference(from old: String, to new: String, context: Int = 2) -> String {
  let oldLines = old.split(separator: "\n", omittingEmptySubsequences: false)
  let newLines = new.split(separator: "\n", omittingEmptySubsequences: false)
  var removed: Set<Int> = []
  var inserted: Set<Int> = []
  for change in newLines.difference(from: oldLines) {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, _, _): inserted.insert(offset)
    }
  }
  var marked: [(mark: String, line: Substring)] = []
  var (left, right) = (0, 0)
  while left < oldLines.count || right < newLines.count {
    if removed.contains(left) {
      marked.append(("-", oldLines[left]))
      left += 1
    } else if inserted.contains(right) {
      marked.append(("+", newLines[right]))
      right += 1
    } else {
      marked.append((" ", oldLines[left]))
      (left, right) = (left + 1, right + 1)
    }
  }
  let near = marked.indices.filter { index in
    marked[max(0, index - context)..<min(marked.count, index + context + 1)]
      .contains { $0.mark != " " }
  }
  var lines: [String] = []
  var previous = -1
  for index in near {
    if index != previous + 1 { lines.append("…") }
    lines.append(marked[index].mark + marked[index].line)
    previous = index
  }
  return lines.joined(separator: "\n")
}
