/// Collects bytes and hands them on in large chunks.
///
/// Its owner calls ``flush()`` after the last result; renderers never do.
package final class OutputBuffer {
  private var bytes: [UInt8] = []
  private let chunk: Int
  private let drain: ([UInt8]) throws -> Void

  /// - Parameters:
  ///   - chunk: How many bytes are enough to hand on.
  ///   - drain: Takes each chunk. What it throws comes out of the write that filled the chunk.
  package init(chunk: Int = 65_536, drain: @escaping ([UInt8]) throws -> Void) {
    self.chunk = chunk
    self.drain = drain
    bytes.reserveCapacity(chunk + chunk / 8)
  }

  package func write(_ text: String) throws {
    try write(bytes: text.utf8)
  }

  package func write(bytes more: some Sequence<UInt8>) throws {
    bytes.append(contentsOf: more)
    if bytes.count >= chunk { try flush() }
  }

  /// Forgets what is held.
  package func discard() { bytes.removeAll(keepingCapacity: true) }

  /// Hands on what is held.
  package func flush() throws {
    guard !bytes.isEmpty else { return }
    // Also after a failure, as of a closed pipe: the same bytes must not come twice.
    defer { bytes.removeAll(keepingCapacity: true) }
    try drain(bytes)
  }
}
