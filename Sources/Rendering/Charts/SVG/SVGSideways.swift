import EnergyModel

/// Draws a picture whose axis runs from top to bottom: labels, bars, the figure of each.
struct SVGSideways {
  private let picture: ChartPicture
  private let frame: SVGFrame
  private let heading: SVGHeading
  /// The width of the labels; nil where they stand above their bars, as they are too long.
  private let labelWidth: Double?
  private let textWidth: Double

  init(_ picture: ChartPicture, _ frame: SVGFrame) {
    self.picture = picture
    self.frame = frame
    heading = SVGHeading(picture, frame, ramp: nil)
    let labels = picture.spec.axis.points.map { $0.short.textWidth(frame.font) }.max() ?? 0
    labelWidth = labels <= frame.width * 0.35 ? labels : nil
    textWidth =
      picture.marks.map { SVGSideways.text($0, picture.spec).textWidth(frame.font) }.max() ?? 0
  }

  private static func text(_ mark: ChartMark, _ spec: ChartSpec) -> String {
    switch mark.shape {
    case .bar: spec.series[mark.series].figureText.text(mark.amount).typographic
    case .missing: spec.absence
    case .shadow, .vertex, .step, .cell: ""
    }
  }

  /// The height of all labels and bars.
  var height: Double {
    heading.bottom + 8 + Double(picture.spec.axis.points.count) * rowHeight
  }

  private var barHeight: Double { frame.font + 4 }

  private var rowHeight: Double {
    Double(picture.lanes) * barHeight + 8 + (labelWidth == nil ? frame.line : 0)
  }

  var markup: String {
    var svg = heading.markup
    let (low, high) = picture.extent
    let left = frame.inset + (labelWidth.map { $0 + 8 } ?? 0)
    let room = frame.width - left - textWidth - 20
    let range = high.approximation - low.approximation
    let unit = range > 0 ? room / range : 0
    let zero = left - low.approximation * unit
    for (index, point) in picture.spec.axis.points.enumerated() {
      let top = heading.bottom + 8 + Double(index) * rowHeight
      if labelWidth != nil {
        svg.label(
          point.short, x: left - 8,
          y: top + Double(picture.lanes) * barHeight / 2 + frame.font * 0.36,
          size: frame.font, anchor: .end)
      } else {
        svg.label(
          point.short.fitted(frame.width - 16, size: frame.font), x: frame.inset,
          y: top + frame.font,
          size: frame.font)
      }
    }
    for mark in picture.marks { draw(mark, zero: zero, unit: unit, &svg) }
    // Labels above their bars are not crossed out.
    for index in labelWidth == nil ? Array(picture.spec.axis.points.indices) : [] {
      let bars = top(index, lane: 0)
      svg.line("zero", from: (zero, bars), to: (zero, bars + barHeight * Double(picture.lanes)))
    }
    if labelWidth != nil {
      svg.line("zero", from: (zero, heading.bottom + 4), to: (zero, height - 4))
    }
    return svg.text
  }

  /// The upper edge of a bar.
  private func top(_ column: Int, lane: Int) -> Double {
    heading.bottom + 8 + Double(column) * rowHeight + Double(lane) * barHeight
      + (labelWidth == nil ? frame.line : 0)
  }

  private func draw(_ mark: ChartMark, zero: Double, unit: Double, _ svg: inout SVGText) {
    let lane: Int
    switch mark.shape {
    case .bar(_, let number), .missing(let number): lane = number
    case .shadow, .vertex, .step, .cell: return
    }
    let top = top(mark.column, lane: lane)
    let length = mark.amount.approximation * unit
    if !mark.amount.isZero {
      svg.rect(
        "s\(mark.series)", x: min(zero, zero + length), y: top + 1, width: max(abs(length), 0.5),
        height: barHeight - 2, tip: picture.spec.tip(mark))
    }
    let end = zero + max(0, length)
    let text = SVGSideways.text(mark, picture.spec)
    svg.label(text, x: end + 6, y: top + barHeight / 2 + frame.font * 0.36, size: frame.font)
    if mark.isPartial {
      svg.star(
        x: end + 12 + text.textWidth(frame.font), y: top + barHeight / 2,
        tip: picture.spec.tip(mark))
    }
  }
}
