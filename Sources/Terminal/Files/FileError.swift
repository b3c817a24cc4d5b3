import EnergyModel

/// A file that can't be read, or does not hold what it should as a whole.
package struct FileError: Diagnosable, Hashable, CustomStringConvertible {
  package let path: String
  /// The reason, without the file's name.
  package let reason: String

  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// `FILE: reason`.
  package var message: String { "\(path): \(reason)" }
  package var description: String { text }
}
