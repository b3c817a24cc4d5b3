extension StringProtocol {
  /// The number of terminal columns that the text takes.
  package var displayWidth: Int {
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    return unicodeScalars.reduce(0) { $0 + $1.displayWidth }
  }
}

extension String {
  /// The number of terminal columns that the text takes, not counting colour escapes.
  package var screenWidth: Int { replacing(#/\u{1B}\[[0-9;]*m/#, with: "").displayWidth }

  /// The text with control characters and bidirectional marks spelled out.
  ///
  /// It keeps a name that came from a file from moving the cursor or hiding what follows it.
  package var visible: String {
    if utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      if scalar.steersTerminals {
        text += scalar.escaped(asASCII: true)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }

  /// The same for text of several lines, in which newlines and tabs stay.
  package var visibleLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).visible }
        .joined(separator: "\t")
    }.joined(separator: "\n")
  }

  /// Whether it has a control character, as no name may.
  package var hasControls: Bool {
    unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// Truncates the text so that it fits `width` columns including `mark`.
  ///
  /// Text that already fits is left whole.
  package mutating func cut(to width: Int, mark: Character) {
    guard displayWidth > width else { return }
    var room = width - 1
    self = String(
      prefix { character in
        room -= String(character).displayWidth
        return room >= 0
      })
    append(mark)
  }

  /// The text, or its first `count` code points and `…`: any number of them can be one character.
  package func shortened(to count: Int) -> String {
    let scalars = unicodeScalars
    return scalars.dropFirst(count).isEmpty ? self : String(scalars.prefix(count)) + "…"
  }

  /// The text in lines of at most `width` columns that break between words; a longer word stays
  /// whole.
  package func wrapped(to width: Int) -> [String] {
    guard displayWidth > width else { return [self] }
    return split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, last.displayWidth + 1 + word.displayWidth <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
  }

  /// Its lines, each wrapped to `width` columns below where its words begin: behind leading spaces and
  /// branches of a tree, or behind a title with a gap after it.
  package func wrappedLines(to width: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard String(line).displayWidth > width else { return String(line) }
      let text = line.drop { " │├└─".contains($0) }
      var head = line[..<text.startIndex]
      if head.isEmpty, let gap = text.firstRange(of: "  ") {
        head = line[..<(text[gap.lowerBound...].firstIndex { $0 != " " } ?? line.endIndex)]
      }
      let rest = line[head.endIndex...]
      let indent = min(String(head).displayWidth, width / 2)
      return String(head)
        + String(rest).wrapped(to: width - indent).joined(
          separator: "\n" + String(repeating: " ", count: indent))
    }.joined(separator: "\n")
  }

  /// The spaces needed to pad it to `width` columns.
  package func space(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - displayWidth))
  }

  /// The text without the spaces at its end.
  package var withoutTrailingSpaces: String {
    guard let end = utf8.lastIndex(where: { $0 != UInt8(ascii: " ") }) else { return "" }
    return String(self[...end])
  }
}

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

  /// The columns that a terminal gives the character: 0, 1 or 2.
  ///
  /// C's `wcwidth` would depend on the locale of the process.
  fileprivate var displayWidth: Int {
    // Fast path: Latin letters, dashes and dots are common, and looking up properties is slow.
    if value < 0x300 || (0x2010...0x2027).contains(value) { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return properties.isEmojiPresentation || isWide ? 2 : 1
    }
  }

  /// Whether the character is of East Asian Width W or F, and not an emoji.
  private var isWide: Bool {
    switch value {
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xa960...0xa97c: true
    case 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6b: true
    case 0xff01...0xff60, 0xffe0...0xffe6, 0x16fe0...0x1b2fb, 0x1f200...0x1f265: true
    case 0x20000...0x3fffd: true
    default: false
    }
  }
}
