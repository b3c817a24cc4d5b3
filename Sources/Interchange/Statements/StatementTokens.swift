import EnergyModel

/// The tokens of a statement's text, line by line: no more lines are read than are looked at.
struct StatementTokens {
  private let lines: [ArraySlice<UInt8>]
  private var nextLine = 0
  private var tokens: [StatementToken] = []
  private var position = 0

  init(_ lines: [ArraySlice<UInt8>]) { self.lines = lines }

  /// The token so many places ahead; nil behind the end.
  mutating func peek(_ offset: Int = 0) -> StatementToken? {
    while position + offset >= tokens.count, nextLine < lines.count {
      if position > 1000 {
        tokens.removeFirst(position)
        position = 0
      }
      nextLine += 1
      tokens += StatementLexer.tokens(of: lines[nextLine - 1], line: nextLine)
    }
    return position + offset < tokens.count ? tokens[position + offset] : nil
  }

  mutating func advance(_ count: Int = 1) { position = min(position + count, tokens.count) }

  /// Whether the token so many places ahead begins another cell, or there is none.
  mutating func isAtCellEnd(_ offset: Int) -> Bool { peek(offset)?.startsCell ?? true }

  /// Whether it begins another line, or there is none.
  mutating func isAtLineEnd(_ offset: Int) -> Bool { peek(offset)?.startsLine ?? true }

  /// The text of a line, for messages: without spaces around it, short, and harmless.
  func text(ofLine line: Int) -> String {
    let words = lines[line - 1].prefix(400).split { [0x20, 0x09, 0x0C, 0x0D].contains($0) }
    var text = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ").visible
    text.cut(to: 70, mark: "…")
    return text
  }
}
