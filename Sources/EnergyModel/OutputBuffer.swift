/// A buffer that passes bytes on in large chunks.
///
/// Its owner calls ``flush()`` after the last result; renderers never do.
package final class OutputBuffer {
  private var bytes: [UInt8] = []
  private let chunk: Int
  private let drain: ([UInt8]) throws -> Void

  /// - Parameters:
  ///   - chunk: the number of bytes at which to drain.
  ///   - drain: receives each chunk; an error it throws surfaces from the write that filled the
  ///     chunk.
  package init(chunk: Int = 65_536, drain: @escaping ([UInt8]) throws -> Void) {
    self.chunk = chunk
    self.drain = drain
    bytes.reserveCapacity(chunk + chunk / 8)
  }

  package func write(_ text: String) throws {
    try write(bytes: text.utf8)
  }

  package func write(bytes more: some Sequence<UInt8>) throws {
    try write { $0.append(contentsOf: more) }
  }

  /// Lets `body` append bytes.
  package func write(_ body: (inout [UInt8]) -> Void) throws {
    body(&bytes)
    if bytes.count >= chunk { try flush() }
  }

  /// Discards the bytes in the buffer.
  package func discard() { bytes.removeAll(keepingCapacity: true) }

  /// Drains the bytes in the buffer.
  package func flush() throws {
    guard !bytes.isEmpty else { return }
    // Also after a failure, as of a closed pipe: the same bytes must not be written twice.
    defer { bytes.removeAll(keepingCapacity: true) }
    try drain(bytes)
  }
}
