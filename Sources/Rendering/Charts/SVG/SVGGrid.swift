import EnergyModel

/// Draws a grid: a field for each position of each row, as colour or as a small bar.
///
/// Fields are drawn once, one unit wide and high; each layout stretches them.
struct SVGGrid {
  private let picture: ChartPicture
  private let frame: SVGFrame
  private let axis: SVGAxis
  private let heading: SVGHeading
  private let left: Double
  private let plotWidth: Double
  private let bottom: Double
  /// The name of the fields within the document.
  private let id: String

  init(_ picture: ChartPicture, _ frame: SVGFrame, _ ramp: ChartRamp?, id: String) {
    self.picture = picture
    self.frame = frame
    self.id = id
    heading = SVGHeading(picture, frame, ramp: ramp)
    let labels = picture.spec.rows?.points.map { $0.short.textWidth(frame.font) }.max() ?? 0
    left = labels == 0 ? 8 : min(labels, frame.width * 0.3) + 16
    plotWidth = frame.width - left - 8
    axis = SVGAxis(picture.spec, frame, left: left, plotWidth: plotWidth)
    bottom = frame.height - axis.height
  }

  /// The height that suits so many rows.
  static func height(_ picture: ChartPicture, _ frame: SVGFrame, _ ramp: ChartRamp?) -> Double {
    let rows = Double(picture.spec.rows?.points.count ?? 1)
    let row = picture.layout == .heights ? frame.line + 4 : rows > 100 ? 4 : rows > 40 ? 8 : 12
    return SVGHeading(picture, frame, ramp: ramp).bottom + rows * row + 40
  }

  var markup: String {
    var svg = heading.markup
    let rows = picture.spec.rows?.points ?? []
    let columns = picture.spec.axis.points.count
    let top = heading.bottom + 4
    let rowHeight = (bottom - top) / Double(max(1, rows.count))
    // As many rows have a label as there is room for.
    let step = max(1, Int((frame.line / rowHeight).rounded(.up)))
    for (index, point) in rows.enumerated() {
      let y = top + (Double(index) + 0.5) * rowHeight
      if point.isWeekend {
        svg.rect("weekend", x: left - 5, y: y - rowHeight / 2, width: 2, height: rowHeight)
      }
      guard index.isMultiple(of: step) else { continue }
      svg.label(
        point.short.fitted(left - 12, size: frame.font), x: left - 9, y: y + frame.font * 0.36,
        size: frame.font, anchor: .end)
    }
    svg.add(
      "<svg x=\"\(left.pixels)\" y=\"\(top.pixels)\" width=\"\(plotWidth.pixels)\" "
        + "height=\"\((bottom - top).pixels)\" viewBox=\"0 0 \(columns) \(rows.count)\" "
        + "preserveAspectRatio=\"none\"><use href=\"#\(id)\"/></svg>\n")
    if picture.layout == .colours {
      svg.rect("edge", x: left, y: top, width: plotWidth, height: bottom - top)
    }
    axis.draw(picture.spec, top: bottom, &svg)
    return svg.text
  }

  /// The fields, for the definitions of a document.
  static func definitions(_ picture: ChartPicture, _ ramp: ChartRamp?, id: String) -> String {
    let (low, high) = picture.extent
    let range = high.approximation - low.approximation
    let isDense = (picture.spec.rows?.points.count ?? 0) > 62
    var svg = SVGText()
    // Rules of style are looked for within the group alone where it is used.
    svg.add("<g id=\"\(id)\" class=\"ow\"\(isDense ? " shape-rendering=\"crispEdges\"" : "")>\n")
    for mark in picture.marks {
      let tip = picture.spec.tip(mark)
      let (x, y) = (Double(mark.column), Double(mark.row))
      let (width, height) = isDense ? (1.0, 1.0) : (0.94, 0.9)
      switch mark.shape {
      case .missing:
        svg.add(
          "path",
          "class=\"empty\" d=\"M\(x.pixels) \((y + 0.9).pixels)v-.9h.94v.9zL\((x + 0.94).pixels) "
            + "\(y.pixels)\"", tip: tip)
      case .bar, .shadow, .vertex, .step, .cell:
        let value = mark.amount.approximation
        if let ramp {
          let level = ramp.level(value)
          let place = ramp.hasNegatives ? (level + 1) / 2 : level
          let step = Int((place * Double(SVGStyle.steps)).rounded())
          svg.rect("c\(step)", x: x, y: y, width: width, height: height, tip: tip)
          continue
        }
        guard value != 0, range > 0 else { continue }
        let zero = y + 0.92 * high.approximation / range
        let size = 0.92 * abs(value) / range
        svg.rect(
          value < 0 ? "s1" : "s0", x: x + 0.08, y: value < 0 ? zero : zero - size, width: 0.84,
          height: max(size, 0.02), tip: tip)
      }
    }
    svg.add("</g>\n")
    return svg.text
  }
}
