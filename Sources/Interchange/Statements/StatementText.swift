package import EnergyModel
import JSONText

extension BilledStatement {
  /// The most bytes of a statement's text that are read.
  package static let mostBytes = 10 << 20
  /// The most lines of it.
  static let mostLines = 100_000

  /// Reads the text of a statement: as `pdftotext -layout` gives it, or copied and pasted.
  ///
  /// What is not UTF-8 is not understood, and `zone` is the clock by which half-hours are printed.
  ///
  /// - Throws: an ``ImportError`` when it is too large, is a PDF and not the text of one, or has no
  ///   charges.
  package static func read(
    _ bytes: [UInt8], path: String, zone: ClockZone
  ) throws(ImportError) -> BilledStatement {
    func refusal(_ message: String, line: Int? = nil) -> ImportError {
      ImportError(path: path, line: line, message: message)
    }
    guard bytes.count <= mostBytes else {
      throw refusal("is over \(mostBytes >> 20) MB, too large for a statement")
    }
    guard !isPDF(bytes) else {
      throw refusal("is a PDF, expected its text, which 'pdftotext -layout' writes")
    }
    let text = bytes[startAfterByteOrderMark(bytes[...])...]
    let lines = text.split(
      separator: UInt8(ascii: "\n"), maxSplits: mostLines, omittingEmptySubsequences: false)
    guard lines.count <= mostLines else {
      throw refusal("has over \(mostLines) lines, too many for a statement")
    }
    var reader = StatementReader(lines, zone: zone)
    let statement = reader.read()
    guard !statement.blocks.isEmpty || !statement.days.isEmpty else {
      let first = statement.notes.first
      throw refusal(
        "no charges in it that are understood, expected the text of a statement"
          + (first.map { "; \($0.text)" } ?? ""), line: first?.line)
    }
    return statement
  }

  /// Whether a file that begins with `head` is a PDF, or the text of a statement.
  package static func isLikely(_ head: some Collection<UInt8>) -> Bool {
    if isPDF(head) { return true }
    let text = String(decoding: head, as: UTF8.self).lowercased()
    return text.contains("your charges in detail")
      || ["standing charge", "p/day", "p/kwh"].allSatisfy(text.contains)
  }

  /// Whether a file that begins with `head` is a PDF, whose text `pdftotext -layout FILE -` writes.
  package static func isPDF(_ head: some Collection<UInt8>) -> Bool {
    head.starts(with: "%PDF".utf8)
  }

  /// Whether a PDF says that it is encrypted; those that need no password to be read are too.
  package static func isEncrypted(_ bytes: [UInt8]) -> Bool {
    bytes.contains("/Encrypt".utf8)
  }
}
