package import EnergyModel

extension BilledStatement {
  /// The most bytes of a statement's text that are read.
  package static let mostBytes = 10 << 20
  /// The most lines of it.
  package static let mostLines = 100_000

  /// Reads the text of a statement: as `pdftotext -layout` gives it, or copied and pasted.
  ///
  /// What is not UTF-8 is not understood, and `zone` is the clock by which half-hours are printed.
  ///
  /// - Throws: an ``ImportError`` when it is too large, is a PDF and not the text of one, or has no
  ///   charges.
  package static func read(
    _ bytes: [UInt8], path: String, zone: ClockZone
  ) throws(ImportError) -> BilledStatement {
    throw ImportError(path: path, line: nil, message: "no charges in it")
  }

  /// Whether a file that begins with `head` is a PDF, whose text `pdftotext -layout FILE -` writes.
  package static func isPDF(_ head: some Collection<UInt8>) -> Bool {
    head.starts(with: "%PDF".utf8)
  }
}
