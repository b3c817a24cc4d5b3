extension Unicode.Scalar {
  /// Whether it can make a terminal do or hide something: the controls of ASCII and Latin-1, marks
  /// of the writing direction, line separators, and characters that are never drawn.
  package var steersTerminals: Bool {
    switch value {
    case 0..<0x20, 0x7f..<0xa0: true
    case 0x61c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff: true
    case 0xe0000...0xe007f: true
    default: false
    }
  }
}
