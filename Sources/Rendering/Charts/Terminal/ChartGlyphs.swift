/// The characters that a terminal can draw a chart with.
struct ChartGlyphs: Sendable {
  let isUnicode: Bool
  let depth: ColorDepth

  var missing: Character { isUnicode ? "·" : "?" }
  var partial: Character { "*" }
  var corner: Character { isUnicode ? "┼" : "+" }
  var tick: Character { isUnicode ? "┤" : "+" }
  var rightTick: Character { isUnicode ? "├" : "+" }
  var side: Character { isUnicode ? "│" : "|" }
  var rule: Character { isUnicode ? "─" : "-" }
  var dot: Character { isUnicode ? "•" : "o" }
  /// Both ends of what is below the axis for a band.
  var bracket: (Character, Character) { isUnicode ? ("└", "┘") : ("\\", "/") }
  /// Stands for another period behind the bars.
  var shadow: Character { isUnicode ? "░" : ":" }
  /// Of a line: from the left downwards, upwards, and to the right after each.
  var bends: (leftDown: Character, leftUp: Character, downRight: Character, upRight: Character) {
    isUnicode ? ("╮", "╯", "╰", "╭") : ("+", "+", "+", "+")
  }

  private static let lower = Array(" ▁▂▃▄▅▆▇█")
  private static let left = Array(" ▏▎▍▌▋▊▉█")

  /// A cell filled wholly with one of several series.
  func full(_ index: Int) -> Character {
    if isUnicode, depth != .none { return "█" }
    let patterns = isUnicode ? ChartGlyphs.patterns : ChartGlyphs.ascii
    return patterns[index % patterns.count]
  }

  /// One for each series that a chart can have.
  private static let patterns = Array("█▒░▓▚═╳║")
  private static let ascii = Array("#=:+%oX@")

  /// The letter on a line of one of several series, where colours don't tell them apart.
  func letter(_ index: Int) -> Character? {
    depth == .none ? ChartGlyphs.letters[index % ChartGlyphs.letters.count] : nil
  }

  private static let letters = Array("ABCDEFGH")

  /// Whether eighths of a cell can be told from those of other series.
  func hasEighths(_ index: Int) -> Bool { isUnicode && (depth != .none || index == 0) }

  /// A cell of which so many eighths are filled from below, 1…8.
  func filledFromBelow(_ eighths: Int, _ index: Int) -> Character {
    if eighths >= 8 { return full(index) }
    if hasEighths(index) { return ChartGlyphs.lower[eighths] }
    return eighths >= 4 ? full(index) : " "
  }

  /// A cell of which so many eighths are filled from the left, 1…8.
  func filledFromLeft(_ eighths: Int, _ index: Int) -> Character {
    if eighths >= 8 { return full(index) }
    if hasEighths(index) { return ChartGlyphs.left[eighths] }
    return eighths >= 4 ? full(index) : " "
  }

  /// A cell of which so many eighths are filled from above, 1…8, for bars below the line.
  func filledFromAbove(_ eighths: Int, _ index: Int, _ ink: Ink) -> TerminalCanvas.Spot {
    filledFromFarSide(eighths, index, ink, rest: ChartGlyphs.lower, "▔", "▀")
  }

  /// A cell of which so many eighths are filled from the right, 1…8.
  func filledFromRight(_ eighths: Int, _ index: Int, _ ink: Ink) -> TerminalCanvas.Spot {
    filledFromFarSide(eighths, index, ink, rest: ChartGlyphs.left, "▕", "▐")
  }

  /// There are no eighths for these sides: with colours the rest of the cell is drawn, in reverse;
  /// without, an eighth or a half.
  private func filledFromFarSide(
    _ eighths: Int, _ index: Int, _ ink: Ink, rest: [Character], _ eighth: Character,
    _ half: Character
  ) -> TerminalCanvas.Spot {
    var spot = TerminalCanvas.Spot(character: full(index), ink: ink)
    if eighths >= 8 { return spot }
    if depth != .none, isUnicode {
      spot.character = rest[8 - eighths]
      spot.isReversed = true
    } else if hasEighths(index) {
      spot.character = eighths < 3 ? eighth : eighths < 6 ? half : "█"
    } else {
      spot.character = eighths >= 4 ? full(index) : " "
    }
    return spot
  }

  /// A figure that is there but too small for an eighth.
  func tiny(isNegative: Bool) -> Character {
    isUnicode ? (isNegative ? "▔" : "▁") : (isNegative ? "'" : "_")
  }

  /// A field of a heatmap without colours, for a level of 0…1.
  func shade(_ level: Double) -> Character {
    let shades = isUnicode ? ChartGlyphs.levels : ChartGlyphs.asciiLevels
    return shades[min(4, Int((level * 4).rounded(.up)))]
  }

  private static let levels = Array(" ░▒▓█")
  private static let asciiLevels = Array(" .:*#")

  /// A bar one cell high, of a level 0…8.
  func spark(_ level: Int) -> Character {
    isUnicode ? ChartGlyphs.lower[level] : ChartGlyphs.asciiSparks[level]
  }

  private static let asciiSparks = Array(" _.-:=+*#")

  /// Bars one cell high without colours, of heights −8…8.
  ///
  /// What is below zero hangs from above, nil is missing, and nothing at the end is left out.
  static func spark(_ heights: [Int?], unicode: Bool) -> String {
    let glyphs = ChartGlyphs(isUnicode: unicode, depth: .none)
    let end = (heights.lastIndex { $0 != 0 } ?? -1) + 1
    return String(
      heights[..<end].map { height in
        guard let height else { return glyphs.missing }
        if height >= 0 { return glyphs.spark(height) }
        return unicode ? height > -5 ? "▔" : "▀" : "'"
      })
  }

  /// The text in the characters that the terminal has.
  func plain(_ text: String) -> String {
    if isUnicode { return text }
    return text.replacing("–", with: "-").replacing("·", with: ";").replacing("³", with: "3")
  }
}
