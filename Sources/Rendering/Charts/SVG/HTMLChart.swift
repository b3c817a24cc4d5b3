package import EnergyModel

/// A web page that needs nothing else: the picture, and the table folded below it.
package enum HTMLChart {
  /// `figures` is the table below the picture, unless it is that which was drawn.
  package static func write(
    _ table: ResultTable, _ request: ChartRequest, figures: ResultTable? = nil,
    options: RenderOptions, to output: OutputBuffer
  ) throws {
    let chart = try SVGChart(ChartSpec(table, request), request.kind, id: "chart")
    let spec = chart.picture.spec
    var options = options
    options.width = nil
    // The same result gives the same page.
    options.elapsed = nil
    let figures = CompactTable(figures ?? table)
    let rows = try HTMLTable(figures, options: options)
    let words = ([spec.summary] + spec.remarks).filter { !$0.isEmpty }.joined(separator: " · ")
    let footer = Footer(figures, options: options, hasMarks: spec.hasPartialValues).lines
    try output.write(
      HTMLPage.opening(title: spec.title, style: style(ramp: chart.ramp))
        + """
        <main>
        <h1>\(spec.title.xml)</h1>
        \(words.isEmpty ? "" : "<p class=\"summary\">\(words.typographic.xml)</p>\n")\
        <svg class="ow defs" width="0" height="0" aria-hidden="true"><defs>
        \(chart.definitions)</defs></svg>
        <figure>
        \(chart.figure)</figure>
        <details>
        <summary>The figures</summary>
        <div class="table">

        """)
    try rows.write(to: output)
    try output.write(
      """
      </div>
      </details>
      \(footer.map { "<p class=\"note\">\($0.xml)</p>\n" }.joined())</main>
      </body>
      </html>

      """)
  }

  /// The rules of a page with pictures, after which `more` ones follow.
  static func style(ramp: ChartRamp?, more: String = "") -> String {
    "\(pageStyle)\n\(more)\(SVGStyle.rules(ramp: ramp))\(SVGStyle.switching(600, 980))"
  }

  private static let pageStyle = """
    :root{color-scheme:light dark}
    body{background:#ffffff;color:#16181d;font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,\
    "Noto Sans","DejaVu Sans",sans-serif;margin:0}
    main{max-width:1060px;margin:0 auto;padding:20px 12px}
    h1{font-size:1.35rem;line-height:1.25;margin:0 0 .2rem}
    p{margin:.2rem 0}.summary,.note,summary,th,caption{color:#565c66}.note{font-size:.85rem}
    .defs{position:absolute}figure{margin:12px 0}figure svg{width:100%;height:auto}
    details{margin:12px 0}summary{cursor:pointer}
    .table{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;\
    font-size:.9rem;margin:8px 0}
    caption{text-align:left;font-family:monospace}
    th,td{padding:2px 10px;text-align:left;border-bottom:1px solid #dfe3e8;white-space:nowrap}
    .figure{text-align:right}.spark{white-space:pre;font-family:monospace}tfoot td{font-weight:600}.alarm{color:#b00020}
    @media screen and (prefers-color-scheme:dark){body{background:#14161a;color:#eceef1}
    .summary,.note,summary,th,caption{color:#a7adb7}th,td{border-color:#2b3037}
    .alarm{color:#ff8a80}}
    @media print{main{padding:0}figure,tr{break-inside:avoid}}
    """
}
