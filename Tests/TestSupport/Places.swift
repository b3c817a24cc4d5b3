import Foundation

/// The path of the built `octowatt`, which lies beside the bundle that holds the tests.
package func octowattExecutable() -> String {
  URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("octowatt").path
}

/// A folder of its own, removed with all that it holds when its owner goes away.
package final class TemporaryFolder: Sendable {
  package let path: String

  fileprivate init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("octowatt-tests-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file inside, whether it exists or not.
  package func path(of name: String) -> String { "\(path)/\(name)" }

  /// Writes a file inside; its path.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: path(of: name), atomically: true, encoding: .utf8)
    return path(of: name)
  }
}

/// A new folder under the system's temporary directory.
package func temporaryFolder() throws -> TemporaryFolder { try TemporaryFolder() }

/// The path of `name`, relative to the folder of the source file that asks.
package func path(_ name: String, beside file: String = #filePath) -> String {
  URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent(name).path
}

/// The text of a file beside the source file that asks, such as `Fixtures/london-days.txt`.
package func fixture(_ name: String, beside file: String = #filePath) throws -> String {
  try String(contentsOfFile: path(name, beside: file), encoding: .utf8)
}
