/// How many colours a terminal has.
package enum ColorDepth: Hashable, Sendable {
  case none
  /// The eight of ANSI.
  case basic
  /// The cube of 256.
  case indexed
  case full
}

/// The colour of a cell of the terminal.
enum Ink: Hashable, Sendable {
  case plain
  case faint
  case alarm
  /// That of a series.
  case series(Int)
  case mixed(RGB)

  /// The numbers of an SGR sequence, for the ground or what is drawn on it; nil for the terminal's
  /// own.
  func code(_ depth: ColorDepth, isGround: Bool) -> String? {
    guard depth != .none else { return nil }
    let base = isGround ? 48 : 38
    switch self {
    case .plain: return nil
    case .faint: return isGround ? nil : "2"
    case .alarm: return isGround ? "41" : "31"
    case .series(let index):
      let place = index % Ink.indexed.count
      return depth == .basic
        ? String(Ink.basic[place] + (isGround ? 10 : 0)) : "\(base);5;\(Ink.indexed[place])"
    case .mixed(let colour):
      if depth == .full {
        return "\(base);2;\(colour.channels.map(String.init).joined(separator: ";"))"
      }
      return "\(base);5;\(colour.indexed)"
    }
  }

  /// Okabe and Ito's colours as near as the cube comes, on dark and light grounds alike.
  private static let indexed = [32, 166, 29, 133, 136, 38, 202, 245]
  private static let basic = [36, 33, 32, 35, 34, 31, 37, 36]
}

/// A rectangle of cells, which becomes lines of text.
struct TerminalCanvas {
  struct Spot: Hashable {
    var character: Character = " "
    var ink = Ink.plain
    var ground = Ink.plain
    var isReversed = false

    /// Whether only its ground is seen.
    var isEmpty: Bool { character == " " && !isReversed }

    func looks(like other: Spot) -> Bool {
      ink == other.ink && ground == other.ground && isReversed == other.isReversed
        && isEmpty == other.isEmpty
    }
  }

  private(set) var spots: [[Spot]]
  let width: Int

  init(width: Int, height: Int) {
    self.width = width
    spots = Array(repeating: Array(repeating: Spot(), count: width), count: height)
  }

  /// Leaves out what lies outside.
  mutating func put(_ spot: Spot, row: Int, column: Int) {
    guard spots.indices.contains(row), spots[row].indices.contains(column) else { return }
    spots[row][column] = spot
  }

  mutating func put(_ character: Character, _ ink: Ink = .plain, row: Int, column: Int) {
    put(Spot(character: character, ink: ink), row: row, column: column)
  }

  /// Characters that take one cell each.
  mutating func put(_ text: String, _ ink: Ink = .plain, row: Int, column: Int) {
    for (offset, character) in text.enumerated() {
      put(character, ink, row: row, column: column + offset)
    }
  }

  func isBlank(row: Int, columns: Range<Int>) -> Bool {
    guard spots.indices.contains(row) else { return false }
    return columns.allSatisfy { spots[row].indices.contains($0) && spots[row][$0] == Spot() }
  }

  /// A row as text, without what is blank at its end.
  func line(_ row: Int, _ depth: ColorDepth) -> String {
    let blank = Spot()
    let end = (spots[row].lastIndex { $0 != blank } ?? -1) + 1
    var text = ""
    var current = ""
    var last = blank
    var style = ""
    for spot in spots[row][..<end] {
      // Neighbours mostly look alike, and sequences take long to make.
      if !spot.looks(like: last) {
        style = TerminalCanvas.style(spot, depth)
        last = spot
      }
      if style != current {
        if !current.isEmpty { text += "\u{1b}[0m" }
        if !style.isEmpty { text += "\u{1b}[\(style)m" }
        current = style
      }
      text.append(spot.character)
    }
    return current.isEmpty ? text : text + "\u{1b}[0m"
  }

  func lines(_ depth: ColorDepth) -> [String] { spots.indices.map { line($0, depth) } }

  private static func style(_ spot: Spot, _ depth: ColorDepth) -> String {
    let reversal = depth != .none && spot.isReversed ? "7" : nil
    return [
      reversal, spot.isEmpty ? nil : spot.ink.code(depth, isGround: false),
      spot.ground.code(depth, isGround: true),
    ].compactMap(\.self).joined(separator: ";")
  }
}
