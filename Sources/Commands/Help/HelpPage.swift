/// The help page on one topic, for a screen of 80 columns.
struct HelpPage {
  /// The usage lines, one for each form.
  var usage: [String]
  /// The effect or meaning, in one line; may be empty.
  var summary: String
  /// Further text: lines that begin with a space are kept as they are, others are paragraphs.
  var details: [String] = []
  /// A statement that fails with the error that the page is about, if it is about one.
  var refused: String?
  /// Example statements.
  var examples: [String]

  static let width = 80

  /// The page: its parts, separated by empty lines.
  var text: String {
    let parts = [
      usage.flatMap { HelpPage.wrapped($0.split(separator: " ").map(String.init), indent: 2) },
      summary.isEmpty ? [] : [summary], HelpPage.flowing(details),
      refused.map { ["This is refused:", "  \($0)"] } ?? [],
      examples.isEmpty ? [] : ["Examples:"] + examples.map { "  \($0)" },
    ]
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }

  /// Wraps words to the page width, with all lines but the first indented.
  static func wrapped(_ words: [String], indent: Int) -> [String] {
    words.reduce(into: []) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append((lines.isEmpty ? "" : String(repeating: " ", count: indent)) + word)
      }
    }
  }

  /// Lines, with paragraphs wrapped to the page width.
  private static func flowing(_ lines: [String]) -> [String] {
    let blocks = lines.reduce(into: [[String]]()) { blocks, line in
      let isText = !line.isEmpty && !line.hasPrefix(" ")
      let continues = blocks.last?.last.map { !$0.isEmpty && !$0.hasPrefix(" ") } ?? false
      if isText, continues { blocks[blocks.count - 1].append(line) } else { blocks.append([line]) }
    }
    return blocks.flatMap { block in
      block[0].isEmpty || block[0].hasPrefix(" ")
        ? block
        : wrapped(block.flatMap { $0.split(separator: " ").map(String.init) }, indent: 0)
    }
  }

  /// A title and a list of words beside it.
  static func row(_ title: String, _ words: [String]) -> [String] {
    let column = 12
    let head = " " + title + String(repeating: " ", count: column - 2 - title.count)
    return wrapped([head] + words, indent: column)
  }

  /// Pairs in two columns, the first as wide as its longest text.
  static func columns(_ pairs: [(String, String)]) -> [String] {
    let width = (pairs.map(\.0.count).max() ?? 0) + 2
    return pairs.map { first, second in
      "  " + first + String(repeating: " ", count: width - first.count) + second
    }
  }

  /// Pairs in two pairs of columns, with the second half beside the first.
  static func twoColumns(_ pairs: [(String, String)]) -> [String] {
    let lines = columns(pairs)
    let half = (lines.count + 1) / 2
    let width = lines.prefix(half).map(\.count).max() ?? 0
    return lines.prefix(half).enumerated().map { index, line in
      guard half + index < lines.count else { return line }
      return line + String(repeating: " ", count: width - line.count) + lines[half + index]
    }
  }
}
