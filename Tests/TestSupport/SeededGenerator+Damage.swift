extension SeededGenerator {
  /// Bytes with one to four changes: another byte, one of `letters` more, one byte less, or the end
  /// cut off.
  package mutating func damaged(
    _ bytes: [UInt8], inserting letters: String = "{}[]\",:\\-9eu\n"
  ) -> [UInt8] {
    var bytes = bytes
    let letters = Array(letters.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
      let index = Int.random(in: bytes.indices, using: &self)
      switch Int.random(in: 0..<4, using: &self) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &self)
      case 1: bytes.insert(letters.randomElement(using: &self) ?? 0, at: index)
      case 2: bytes.remove(at: index)
      default: bytes.removeSubrange(index...)
      }
    }
    return bytes
  }
}
