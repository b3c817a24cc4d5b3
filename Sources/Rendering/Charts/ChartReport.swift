package import EnergyModel
package import QueryLanguage

/// Several pictures of one period: in characters one below the other, or as one web page.
package struct ChartReport {
  package struct Section {
    let drawn: ResultTable
    let request: ChartRequest
    /// The table below the picture.
    package let figures: ResultTable

    package init(drawn: ResultTable, request: ChartRequest, figures: ResultTable) {
      (self.drawn, self.request, self.figures) = (drawn, request, figures)
    }
  }

  /// Below a picture of more than that a page has the statement to ask for the rows.
  private static let mostRows = 400

  private let title: String
  private let sections: [Section]
  private let notes: [String]
  private let height: Int?
  private let depth: ColorDepth

  /// `height` and `depth` are those of ``TerminalChart``.
  ///
  /// `notes` are about the period, and come before those of the sections.
  package init(
    title: String, sections: [Section], notes: [String] = [], height: Int?, depth: ColorDepth
  ) {
    (self.title, self.sections, self.notes) = (title.visible, sections, notes)
    (self.height, self.depth) = (height, depth)
  }

  package func write(
    _ form: PictureForm, options: RenderOptions, to output: OutputBuffer
  ) throws {
    switch form {
    case .text: try writeText(options, to: output)
    case .page, .image: try writePage(options, to: output)
    }
  }

  private func writeText(_ options: RenderOptions, to output: OutputBuffer) throws {
    let chart = TerminalChart(options: options, height: height, depth: depth)
    try output.write(options.painted(title, .bold) + "\n\n")
    for section in sections {
      let spec = try ChartSpec(section.drawn, section.request)
      let kind =
        section.request.kind ?? ChartKind.suiting(spec, mostBars: TerminalChart.mostBars)
      let (lines, remarks) = try chart.lines(spec, kind)
      for line in lines { try output.write(line + "\n") }
      for remark in remarks { try output.write(options.painted(remark, .dim) + "\n") }
      try output.write("\n")
    }
    for line in footer(options) { try output.write(options.painted(line, .dim) + "\n") }
  }

  /// The period, coverage and tariffs, once, and each note of any section.
  private func footer(_ options: RenderOptions) -> [String] {
    var options = options
    options.elapsed = nil
    guard var table = sections.first?.figures else { return [] }
    var seen: Set<String> = []
    // Of several queries each has its own remedy for the same half-hours, behind a semicolon.
    table.summary.notes = (notes + sections.flatMap(\.figures.summary.notes))
      .filter { seen.insert(String($0.prefix { $0 != ";" })).inserted }
    // A bill has a policy of its own.
    let policies = sections.compactMap(\.figures.header.policy)
    if let main = policies.first, let other = policies.first(where: { $0 != main }) {
      table.header.policy = "\(main), for the bill: \(other)"
    }
    let hasMarks = sections.contains(where: \.isPartial)
    return Footer(CompactTable(table), options: options, hasMarks: hasMarks).lines
  }

  private func writePage(_ options: RenderOptions, to output: OutputBuffer) throws {
    var options = options
    options.width = nil
    let charts = try sections.enumerated().map { index, section throws(ChartError) in
      try SVGChart(
        ChartSpec(section.drawn, section.request), section.request.kind, id: "chart\(index + 1)")
    }
    let ramp = charts.lazy.compactMap(\.ramp).first
    let own = """
      h2{font-size:1.05rem;margin:1.6rem 0 .2rem}
      @media print{section{break-inside:avoid}details{display:none}}

      """
    try output.write(
      HTMLPage.opening(title: title, style: HTMLChart.style(ramp: ramp, more: own))
        + """
        <main>
        <h1>\(title.xml)</h1>
        \(footer(options).map { "<p class=\"note\">\($0.xml)</p>\n" }.joined())
        """)
    for (section, chart) in zip(sections, charts) {
      try options.cancellation.check()
      try write(section, chart, options, to: output)
    }
    try output.write("</main>\n" + HTMLPage.ending)
  }

  private func write(
    _ section: Section, _ chart: SVGChart, _ options: RenderOptions, to output: OutputBuffer
  ) throws {
    let spec = chart.picture.spec
    let words = ([spec.summary] + spec.remarks).filter { !$0.isEmpty }.joined(separator: " · ")
    try output.write(
      """
      <section>
      <h2>\(spec.title.xml)</h2>
      \(words.isEmpty ? "" : "<p class=\"summary\">\(words.typographic.xml)</p>\n")\
      <svg class="ow defs" width="0" height="0" aria-hidden="true"><defs>
      \(chart.definitions)</defs></svg>
      <figure>
      \(chart.figure)</figure>

      """)
    guard section.figures.rows.count <= ChartReport.mostRows else {
      let statement = section.figures.header.statement.visible.xml
      return try output.write("<p class=\"note\">\(statement)</p>\n</section>\n")
    }
    try output.write("<details>\n<summary>The figures</summary>\n<div class=\"table\">\n")
    try HTMLTable(CompactTable(section.figures), options: options).write(to: output)
    try output.write("</div>\n</details>\n</section>\n")
  }
}

extension ChartReport.Section {
  fileprivate var isPartial: Bool { figures.rows.contains(where: \.isIncomplete) }
}
