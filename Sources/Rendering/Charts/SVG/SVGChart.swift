package import EnergyModel
import QueryLanguage

/// Draws pictures as SVG: a file of its own, or pieces of a page.
///
/// There are three layouts, for phones, tablets and wide screens; the width there is chooses one.
package struct SVGChart {
  /// More bars than this become a line.
  static let mostBars = 200

  let picture: ChartPicture
  /// Begins the names of what the document holds of it.
  let id: String
  /// Nil where no figures are colours.
  let ramp: ChartRamp?

  init(_ spec: ChartSpec, _ kind: ChartKind?, id: String) throws(ChartError) {
    let kind = kind ?? ChartKind.suiting(spec, mostBars: SVGChart.mostBars)
    picture = try kind.picture(spec)
    self.id = id
    ramp = picture.layout == .colours ? ChartRamp(picture) : nil
  }

  /// One self-contained file: no scripts, no links, no fonts.
  package static func write(
    _ table: ResultTable, _ request: ChartRequest, to output: OutputBuffer
  ) throws {
    let chart = try SVGChart(ChartSpec(table, request), request.kind, id: "chart")
    try output.write(chart.document)
  }

  /// Whether figures are colours, or small bars, that all layouts share.
  private var isGrid: Bool {
    switch picture.layout {
    case .colours, .heights: true
    case .upright, .sideways: false
    }
  }

  /// The definitions that the layouts of a grid share; empty for others.
  var definitions: String {
    isGrid ? SVGGrid.definitions(picture, ramp, id: "\(id)-fields") : ""
  }

  private func markup(_ frame: SVGFrame) -> String {
    switch picture.layout {
    case .upright: SVGUpright(picture, frame).markup
    case .sideways: SVGSideways(picture, frame).markup
    case .colours, .heights: SVGGrid(picture, frame, ramp, id: "\(id)-fields").markup
    }
  }

  /// The least height for what is in it, of a frame of that width.
  private func height(_ frame: SVGFrame) -> Double {
    switch picture.layout {
    case .upright: (frame.width * 0.3 + 150).rounded()
    case .sideways: (SVGSideways(picture, frame).height + 4).rounded(.up)
    case .colours, .heights: SVGGrid.height(picture, frame, ramp).rounded()
    }
  }

  private func frames(_ widths: [Double], hasHeading: Bool) -> [SVGFrame] {
    zip(["narrow", "medium", "wide"], widths).map { name, width in
      var frame = SVGFrame(
        name: name, width: width, height: 0, font: name == "narrow" ? 11 : 12,
        hasHeading: hasHeading)
      frame.height = height(frame)
      return frame
    }
  }

  private var description: String { picture.spec.findings.joined(separator: " ") }

  /// The three layouts for a page, of which its rules show one.
  var figure: String {
    frames([336, 560, 920], hasHeading: false).map { frame in
      let names = "\(id)-\(frame.name)"
      return """
        <svg class="ow ow-\(frame.name)" viewBox="0 0 \(frame.width.pixels) \(frame.height.pixels)" \
        role="img" aria-labelledby="\(names)-t \(names)-d">
        <title id="\(names)-t">\(picture.spec.title.xml)</title>
        <desc id="\(names)-d">\(description.xml)</desc>
        \(markup(frame))</svg>

        """
    }.joined()
  }

  /// A file: the layouts have one shape, so that any of them can be shown in its place.
  var document: String {
    let widths = [360.0, 600, 1040]
    var frames = frames(widths, hasHeading: true)
    let shape = frames.map { $0.height / $0.width }.max() ?? 1
    let (width, height) = (1040.0, (1040 * shape).rounded(.up))
    for index in frames.indices { frames[index].height = height * frames[index].width / width }
    let layouts = frames.map { frame in
      """
      <svg class="ow-\(frame.name)" width="\(width.pixels)" height="\(height.pixels)" \
      viewBox="0 0 \(frame.width.pixels) \(frame.height.pixels)">
      \(markup(frame))</svg>

      """
    }.joined()
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="ow" width="\(width.pixels)" \
      height="\(height.pixels)" viewBox="0 0 \(width.pixels) \(height.pixels)" role="img" \
      aria-labelledby="\(id)-t \(id)-d">
      <title id="\(id)-t">\(picture.spec.title.xml)</title>
      <desc id="\(id)-d">\(description.xml)</desc>
      <style>
      :root{color-scheme:light dark;max-width:100%;height:auto}
      \(SVGStyle.rules(ramp: ramp))\(SVGStyle.switching(560, 960))</style>
      <defs>
      \(definitions)</defs>
      <rect class="paper" width="100%" height="100%"/>
      \(layouts)</svg>

      """
  }
}
