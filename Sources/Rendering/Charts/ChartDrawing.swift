package import EnergyModel
package import QueryLanguage

/// How results become pictures.
package struct ChartDrawing {
  /// Turns a result into the table that is drawn, and how to draw it.
  package typealias Subject = (ResultTable) throws -> (table: ResultTable, request: ChartRequest)

  let subject: Subject
  /// Nil for the kind that suits the result.
  let kind: ChartKind?
  /// Rows of the plot in a terminal; nil for the usual.
  let height: Int?
  /// The colours of the terminal.
  let depth: ColorDepth

  package init(kind: ChartKind?, height: Int?, depth: ColorDepth, _ subject: @escaping Subject) {
    (self.subject, self.kind, self.height, self.depth) = (subject, kind, height, depth)
  }

  /// Makes a sink that draws any number of results in a format that holds pictures.
  package func renderer(
    _ form: PictureForm, options: RenderOptions, output: OutputBuffer
  ) -> any ResultSink {
    BufferedRenderer(ChartFormat(form: form, drawing: self, options: options), output)
  }
}

/// A result as a picture.
struct ChartFormat: WholeFormat {
  let form: PictureForm
  let drawing: ChartDrawing
  let options: RenderOptions

  func write(_ table: CompactTable, to output: OutputBuffer) throws {
    let table = table.table
    var (drawn, request) = try drawing.subject(table)
    if let kind = drawing.kind { request.kind = kind }
    switch form {
    case .text:
      try TerminalChart(options: options, height: drawing.height, depth: drawing.depth)
        .write(drawn, request, to: output)
    case .image: try SVGChart.write(drawn, request, to: output)
    case .page: try HTMLChart.write(drawn, request, figures: table, options: options, to: output)
    }
  }
}

/// Stands for a format of pictures where there is none.
struct NoPicture: ResultSink {
  func begin(_ header: ResultHeader) throws { throw ChartError.noPicture }
  func append(_ row: ResultRow) {}
  func end(_ summary: ResultSummary) {}
}
