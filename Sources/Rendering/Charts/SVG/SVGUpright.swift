import EnergyModel

/// Draws a picture whose axis runs from left to right.
struct SVGUpright {
  private let picture: ChartPicture
  private let frame: SVGFrame
  private let axis: SVGAxis
  private let heading: SVGHeading
  private let ticks: Ticks
  /// What the plot shows on the left and on the right; both have zero at one height.
  private let scale: ClosedRange<Double>
  private let rightScale: ClosedRange<Double>
  /// Room above and below for marks of what is incomplete.
  private let spare: (above: Double, below: Double)
  private let left: Double
  private let plotWidth: Double
  private let top: Double
  private let bottom: Double

  init(_ picture: ChartPicture, _ frame: SVGFrame) {
    self.picture = picture
    self.frame = frame
    let heading = SVGHeading(picture, frame, ramp: nil)
    self.heading = heading
    let (low, high) = picture.extent
    let top = heading.bottom + 10
    // As many ticks as there are pairs of lines of text, within reason.
    let most = min(8, max(3, Int((frame.height - top - 60) / (frame.font * 2.6))))
    let ticks = Ticks(from: low, to: high, most: most)
    self.ticks = ticks
    self.top = top
    let texts = SVGUpright.texts(ticks, picture.spec.figureText)
    let left = (texts.map { $0.textWidth(frame.font) }.max() ?? 0) + 12
    self.left = left
    let running = picture.spec.series.first { $0.role == .running }
    let right = zip([running], [picture.rightExtent]).compactMap { one, extent -> Double? in
      guard let one, let extent else { return nil }
      let ticks = Ticks(from: extent.low, to: extent.high, most: most)
      return (SVGUpright.texts(ticks, one.figureText).map { $0.textWidth(frame.font) }.max() ?? 0)
        + 8
    }.first
    spare = (high.isZero ? 0 : 8, low.isNegative ? 8 : 0)
    (scale, rightScale) = SVGUpright.scales((low, high), picture.rightExtent)
    plotWidth = frame.width - left - (right ?? 0) - 8
    axis = SVGAxis(picture.spec, frame, left: left, plotWidth: plotWidth)
    bottom = frame.height - axis.height
  }

  private static func texts(_ ticks: Ticks, _ figures: FigureText) -> [String] {
    ticks.values.map {
      figures.tickText($0, step: ticks.step, hasUnit: $0 == ticks.values.last).typographic
    }
  }

  /// Extents with room added, so that zero is at one part of both.
  private static func scales(
    _ left: (low: FixedPoint, high: FixedPoint), _ right: (low: FixedPoint, high: FixedPoint)?
  ) -> (ClosedRange<Double>, ClosedRange<Double>) {
    let own = left.low.approximation...left.high.approximation
    guard let right else { return (own, own) }
    let other = right.low.approximation...right.high.approximation
    func below(_ range: ClosedRange<Double>) -> Double {
      range.upperBound > range.lowerBound
        ? -range.lowerBound / (range.upperBound - range.lowerBound) : 0
    }
    // Where one is all above zero and the other all below, each gets a half.
    let (most, least) = (max(below(own), below(other)), min(below(own), below(other)))
    let part = most == 1 && least < 1 ? max(0.5, least) : most
    func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
      let length = max(
        part > 0 ? -range.lowerBound / part : 0, part < 1 ? range.upperBound / (1 - part) : 0)
      return -length * part...length * (1 - part)
    }
    return (widened(own), widened(other))
  }

  /// The markup within an element `svg` of the frame's size.
  var markup: String {
    var svg = heading.markup
    drawScale(&svg)
    for mark in picture.marks {
      if case .shadow = mark.shape { drawShadow(mark, &svg) }
    }
    for mark in picture.marks { draw(mark, &svg) }
    drawLines(&svg)
    svg.line("zero", from: (left, y(0)), to: (left + plotWidth, y(0)))
    axis.draw(picture.spec, top: bottom, &svg)
    return svg.text
  }

  /// The place of a figure on the main scale.
  private func y(_ value: Double) -> Double { y(value, scale) }

  private func y(_ value: Double, _ scale: ClosedRange<Double>) -> Double {
    let (low, high) = (scale.lowerBound, scale.upperBound)
    let (start, end) = (bottom - spare.below, top + spare.above)
    guard high > low else { return bottom }
    return start - (value - low) / (high - low) * (start - end)
  }

  /// Of a series, which may have the scale on the right.
  private func y(_ amount: FixedPoint, of series: Int) -> Double {
    y(amount.approximation, picture.spec.series[series].role == .running ? rightScale : scale)
  }

  private func drawScale(_ svg: inout SVGText) {
    for band in picture.spec.bands {
      let type =
        switch band.tint {
        case .low: "low"
        case .plain: "band"
        case .high: "high"
        }
      let (start, end) = (axis.x(2 * band.start), axis.x(2 * band.end))
      svg.rect(
        type, x: start, y: top, width: end - start, height: bottom - top, tip: band.name.visible)
    }
    let texts = SVGUpright.texts(ticks, picture.spec.figureText)
    for (value, text) in zip(ticks.values, texts) {
      let place = y(value.approximation)
      svg.line("grid", from: (left, place), to: (left + plotWidth, place))
      svg.label(text, x: left - 6, y: place + frame.font * 0.36, size: frame.font, anchor: .end)
    }
    if let extent = picture.rightExtent,
      let one = picture.spec.series.first(where: { $0.role == .running })
    {
      let ticks = Ticks(from: extent.low, to: extent.high, most: max(3, ticks.values.count))
      for (value, text) in zip(ticks.values, SVGUpright.texts(ticks, one.figureText)) {
        svg.label(
          text, x: left + plotWidth + 6, y: y(value.approximation, rightScale) + frame.font * 0.36,
          size: frame.font)
      }
    }
    if let average = picture.spec.average {
      let place = y(average.approximation)
      svg.line(
        "mean", from: (left, place), to: (left + plotWidth, place),
        tip: "average \(picture.spec.figureText.shortText(average))")
    }
  }

  /// From one position to the next.
  private var slot: Double { plotWidth / Double(max(1, picture.spec.axis.points.count)) }

  /// The left edge and the width of a lane of a position.
  private func span(_ column: Int, lane: Int) -> (x: Double, width: Double) {
    // Bars stand apart where there is room for it, and do not get fat.
    let whole = slot < 3 ? slot : min(slot * 0.82, 72 * Double(picture.lanes))
    let start = left + (Double(column) + 0.5) * slot - whole / 2
    let width = whole / Double(picture.lanes)
    return (start + Double(lane) * width, width)
  }

  private func middle(_ column: Int) -> Double {
    let point = picture.spec.axis.points[column]
    return axis.x(point.start + point.end)
  }

  private func drawShadow(_ mark: ChartMark, _ svg: inout SVGText) {
    let (x, width) = span(mark.column, lane: 0)
    let whole = width * Double(picture.lanes)
    let (zero, end) = (y(0), y(mark.amount.approximation))
    svg.rect(
      "behind", x: x - 2, y: min(zero, end), width: whole + 4, height: abs(zero - end),
      tip: picture.spec.tip(mark))
  }

  private func draw(_ mark: ChartMark, _ svg: inout SVGText) {
    switch mark.shape {
    case .shadow, .cell, .vertex, .step: break
    case .missing(let lane):
      let (x, width) = span(mark.column, lane: lane)
      let isBehind = picture.spec.series[mark.series].role == .behind
      // Above the bar that it is not compared with.
      let own = isBehind ? picture.spec.mainSeries.first?.values[mark.column]?.amount : nil
      let edge = min(y(0), y(own?.approximation ?? 0))
      svg.dot(x: x + width / 2, y: edge - 5, isBehind: isBehind, tip: picture.spec.tip(mark))
    case .bar(let base, let lane):
      guard !mark.amount.isZero else { break }
      let (x, width) = span(mark.column, lane: lane)
      let (from, to) = (y(base.approximation), y((base + mark.amount).approximation))
      svg.rect(
        "s\(mark.series)", x: x, y: min(from, to), width: width, height: max(abs(from - to), 0.5),
        tip: picture.spec.tip(mark))
      if mark.isPartial {
        let isNegative = mark.amount.isNegative
        svg.star(x: x + width / 2, y: to + (isNegative ? 5 : -5), tip: picture.spec.tip(mark))
      }
    }
  }
}

/// Lines, each as one path, with a spot for the tooltip at every point.
extension SVGUpright {
  private func drawLines(_ svg: inout SVGText) {
    var paths: [Int: String] = [:]
    var spots = SVGText()
    for mark in picture.marks {
      let place = y(mark.amount, of: mark.series)
      switch mark.shape {
      case .bar, .shadow, .cell, .missing: continue
      case .vertex(let isJoined):
        let x = middle(mark.column)
        paths[mark.series, default: ""] += "\(isJoined ? "L" : "M")\(x.pixels) \(place.pixels)"
        let radius = slot >= 7 ? "2.5" : "3"
        spots.add(
          "circle",
          "class=\"\(type(mark.series, "s"))\(slot >= 7 ? "" : " hover")\" cx=\"\(x.pixels)\" "
            + "cy=\"\(place.pixels)\" r=\"\(radius)\"", tip: picture.spec.tip(mark))
      case .step(let isJoined):
        let point = picture.spec.axis.points[mark.column]
        let (start, end) = (axis.x(2 * point.start), axis.x(2 * point.end))
        paths[mark.series, default: ""] +=
          isJoined
          ? "V\(place.pixels)H\(end.pixels)"
          : "M\(start.pixels) \(place.pixels)H\(end.pixels)"
        spots.rect(
          "s\(mark.series) hover", x: start, y: place - 5, width: end - start, height: 10,
          tip: picture.spec.tip(mark))
      }
      if mark.isPartial {
        spots.star(x: middle(mark.column), y: place - 7, tip: picture.spec.tip(mark))
      }
    }
    // What is compared with is below what is compared.
    let behind = picture.spec.series.indices.filter { picture.spec.series[$0].role == .behind }
    for series in behind + picture.spec.series.indices.filter({ !behind.contains($0) }) {
      guard let path = paths[series] else { continue }
      svg.add("path", "class=\"\(type(series, "l"))\" d=\"\(path)\"")
    }
    svg.add(spots.text)
  }

  /// The class of a series' marks, which begins with `letter`.
  private func type(_ series: Int, _ letter: String) -> String {
    picture.spec.series[series].role == .behind ? "behind" : "\(letter)\(series)"
  }
}
