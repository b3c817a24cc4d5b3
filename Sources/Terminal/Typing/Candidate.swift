import EnergyModel

/// A candidate for completing the word being typed.
package struct Candidate: Hashable {
  /// The name in the list of candidates.
  package var name: String
  /// The text that replaces the word.
  package var text: String
  /// A short description; may be empty.
  package var summary = ""
  /// Whether a space can follow; not so after a folder, whose path continues.
  package var isWhole = true

  package init(_ name: String, text: String? = nil, summary: String = "", isWhole: Bool = true) {
    self.name = name
    self.text = text ?? name
    self.summary = summary
    self.isWhole = isWhole
  }

  /// The longest common prefix of the candidates' texts, ignoring case.
  static func commonStart(of candidates: [Candidate]) -> String {
    guard let first = candidates.first?.text else { return "" }
    return candidates.dropFirst().reduce(first) { start, candidate in
      let pairs = zip(start, candidate.text).prefix { $0.lowercased() == $1.lowercased() }
      return String(pairs.map(\.0))
    }
  }
}

/// A list of candidates below the prompt.
struct CandidateList {
  private let candidates: [Candidate]

  init(_ candidates: [Candidate]) { self.candidates = candidates }

  /// The candidates one a line with their descriptions, or only names in columns if there is no
  /// room or no description; each line ends with a newline.
  ///
  /// The last line counts those for which there is no room even so.
  func text(columns: Int, rows: Int) -> String {
    let isDescribed = candidates.contains { !$0.summary.isEmpty }
    // The last row is for the prompt.
    let room = max(1, rows - 1)
    return isDescribed && candidates.count <= room
      ? described(columns) : inColumns(columns, room: room)
  }

  private func described(_ columns: Int) -> String {
    let width = (candidates.map(\.name.count).max() ?? 0) + 2
    return candidates.map { candidate in
      let pad = String(repeating: " ", count: width - candidate.name.count)
      let line = (candidate.name + pad + candidate.summary).visible
      // After a line as wide as the terminal there would be an empty one.
      let whole = line.count < columns ? line : line.prefix(max(0, columns - 2)) + "…"
      return String(whole).withoutTrailingSpaces + "\n"
    }.joined()
  }

  private func inColumns(_ columns: Int, room: Int) -> String {
    let width = (candidates.map(\.name.count).max() ?? 0) + 2
    let perLine = max(1, columns / width)
    let shown =
      candidates.count <= perLine * room ? candidates[...] : candidates.prefix(perLine * (room - 1))
    var lines = stride(from: 0, to: shown.count, by: perLine).map { start in
      shown[start..<min(start + perLine, shown.count)].map { candidate in
        candidate.name.visible + String(repeating: " ", count: width - candidate.name.count)
      }.joined().withoutTrailingSpaces
    }
    if shown.count < candidates.count { lines.append("… \(candidates.count - shown.count) more") }
    return lines.map { $0 + "\n" }.joined()
  }
}
