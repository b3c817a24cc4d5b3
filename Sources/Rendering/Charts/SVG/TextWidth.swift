extension String {
  /// The most that the text is wide in a sans-serif font of so many pixels.
  ///
  /// No font is at hand to ask; these are the widths of DejaVu Sans, which is wider than most.
  func textWidth(_ size: Double) -> Double {
    unicodeScalars.reduce(0) { $0 + $1.emWidth } * size
  }
}

extension Unicode.Scalar {
  /// In parts of the size of the font.
  fileprivate var emWidth: Double {
    switch self {
    case "i", "j", "l", "I", "'", "|", ".", ",", ":", ";", " ", "·": 0.35
    case "f", "t", "r", "J", "(", ")", "-", "/": 0.42
    case "m", "w", "M", "W", "%", "@", "–", "…": 1.0
    case "A"..."Z", "&": 0.78
    default: value < 0x2000 ? 0.64 : 1.05
    }
  }
}
