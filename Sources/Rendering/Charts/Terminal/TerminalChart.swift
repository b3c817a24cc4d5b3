package import EnergyModel
import QueryLanguage

/// Draws pictures with the cells of a terminal, with the footer of tables below.
package struct TerminalChart {
  private let options: RenderOptions
  private let glyphs: ChartGlyphs
  /// Rows of the plot, the axis left out.
  private let height: Int

  /// A plot of `height` rows, 10 unless given, in the colours that the terminal has; without
  /// `options.color` none are used.
  package init(options: RenderOptions, height: Int? = nil, depth: ColorDepth = .indexed) {
    self.options = options
    self.height = max(3, height ?? 10)
    glyphs = ChartGlyphs(isUnicode: options.unicode, depth: options.color ? depth : .none)
  }

  /// More bars than this become a line.
  static let mostBars = 62

  /// The width where none is known, as in a file.
  private var width: Int { max(40, options.width ?? 100) }

  package func write(_ table: ResultTable, _ request: ChartRequest, to output: OutputBuffer) throws
  {
    let spec = try ChartSpec(table, request)
    let kind = request.kind ?? ChartKind.suiting(spec, mostBars: TerminalChart.mostBars)
    let (lines, remarks) = try lines(spec, kind)
    for line in lines { try output.write(line + "\n") }
    var footed = options
    footed.width = width
    try Footer(
      CompactTable(table), options: footed, hasMarks: spec.hasPartialValues, layoutNotes: remarks
    ).write(to: output, options: options)
  }

  /// The picture alone, and what is to be said about it.
  func lines(
    _ spec: ChartSpec, _ kind: ChartKind
  ) throws -> (lines: [String], remarks: [String]) {
    try options.cancellation.check()
    let whole = try kind.picture(spec)
    let fitted: ChartPicture
    let body: [String]
    switch whole.layout {
    case .upright:
      let count = TerminalUpright.merging(whole, width: width)
      fitted =
        count == 1
        ? whole : try kind.picture(spec.merged(count, by: kind == .line ? .mean : .sum))
      body = TerminalUpright(fitted, glyphs: glyphs, width: width, height: height).lines
    case .sideways:
      fitted = whole
      body = TerminalSideways(fitted, glyphs: glyphs, width: width).lines
    case .colours, .heights:
      let count = TerminalGrid.merging(whole, width: width)
      fitted = count == 1 ? whole : try kind.picture(spec.merged(count, by: .sum))
      body = try TerminalGrid(fitted, glyphs: glyphs, width: width)
        .lines(options.cancellation)
    }
    var remarks = fitted.spec.remarks.map(glyphs.plain)
    if fitted.spec.hasMissingValues { remarks.append("\(glyphs.missing) \(fitted.spec.absence)") }
    if let absence = fitted.spec.absenceBehind {
      let count = counted(fitted.spec.behind?.missingCount ?? 0, fitted.spec.axis.name)
      remarks.append(glyphs.plain("\(absence) for \(count)"))
    }
    return (heading(fitted.spec) + legend(fitted) + body, remarks)
  }

  /// The title on the left and the totals on the right, in two lines where one is too short.
  private func heading(_ spec: ChartSpec) -> [String] {
    let (title, summary) = (glyphs.plain(spec.title), glyphs.plain(spec.summary))
    let space = width - title.displayWidth - summary.displayWidth
    if space >= 3, !summary.isEmpty {
      return [
        options.painted(title, .bold) + String(repeating: " ", count: space) + summary
      ]
    }
    return wrapped(title).map { options.painted($0, .bold) } + wrapped(summary)
  }

  private func wrapped(_ text: String) -> [String] {
    text.split(separator: " ").reduce(into: [String]()) { lines, word in
      if let last = lines.last, last.displayWidth + 1 + word.displayWidth <= width {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
  }

  /// The names of several series, each behind its colour.
  private func legend(_ picture: ChartPicture) -> [String] {
    let spec = picture.spec
    switch picture.layout {
    case .colours, .heights: return []
    case .upright, .sideways: break
    }
    guard spec.series.count > 1 else { return [] }
    let hasBelow = spec.series.contains { $0.role == .below }
    var lines: [(text: String, width: Int)] = []
    for (index, one) in spec.series.enumerated() {
      var name = glyphs.plain(one.name)
      name.cut(to: width - 12, mark: options.cutMark)
      let swatch: Character
      var ink = Ink.series(index)
      switch one.role {
      case .above, .below:
        let letter = picture.isLine ? glyphs.letter(index) : nil
        swatch = letter ?? glyphs.full(spec.shadeIndex(index))
        if one.role == .below { name += " (below)" } else if hasBelow { name += " (above)" }
      case .behind:
        (swatch, ink) = (
          picture.isLine ? glyphs.letter(index) ?? glyphs.rule : glyphs.shadow, .faint
        )
      case .running:
        swatch = glyphs.dot
        name += " (right)"
      }
      let style = ink.code(glyphs.depth, isGround: false)
      let mark = style.map { "\u{1b}[\($0)m\(swatch)\u{1b}[0m" } ?? String(swatch)
      let entry = (text: "\(mark) \(name)", width: name.displayWidth + 2)
      if let last = lines.last, last.width + 3 + entry.width <= width {
        lines[lines.count - 1] = (last.text + "   " + entry.text, last.width + 3 + entry.width)
      } else {
        lines.append(entry)
      }
    }
    return lines.map(\.text)
  }
}

extension ChartSpec {
  /// Which of the patterns that take the place of colours a series has: above and below the line they
  /// begin anew.
  func shadeIndex(_ index: Int) -> Int {
    series[..<index].count { $0.role == series[index].role }
  }
}
