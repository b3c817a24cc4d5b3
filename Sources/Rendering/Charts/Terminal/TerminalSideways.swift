import EnergyModel

/// Draws a picture whose axis runs from top to bottom: a label, its bars, the figure of each.
struct TerminalSideways {
  private let picture: ChartPicture
  private let glyphs: ChartGlyphs
  private let width: Int
  private let labelWidth: Int
  /// The first cell of what is above zero.
  private let zero: Int
  /// Cells for the longest bar upwards and downwards, and for the figures behind.
  private let room: (up: Int, down: Int, text: Int)
  /// The largest magnitude, for which there are `room.up` or `room.down` cells.
  private let most: FixedPoint

  init(_ picture: ChartPicture, glyphs: ChartGlyphs, width: Int) {
    self.picture = picture
    self.glyphs = glyphs
    self.width = width
    let spec = picture.spec
    let longest = spec.axis.points.map { glyphs.plain($0.short).displayWidth }.max() ?? 0
    labelWidth = min(longest, width * 2 / 5)
    let texts = picture.marks.map { mark in
      glyphs.plain(TerminalSideways.text(mark, spec)).displayWidth
    }
    let textWidth = texts.max() ?? 0
    let (low, high) = picture.extent
    let space = max(4, width - labelWidth - 2 - textWidth - 1)
    // Bars on both sides have one unit.
    let range = high - low
    let parts =
      range.isZero
      ? 0
      : Int(
        clamping: Int128(space) * FixedPoint.aligned(-low, range).0
          / FixedPoint.aligned(-low, range).1)
    let down = low.isNegative ? max(1, parts) : 0
    room = (max(1, space - down), down, textWidth)
    most = max(high, -low)
    zero = labelWidth + 2 + down
  }

  private static func text(_ mark: ChartMark, _ spec: ChartSpec) -> String {
    switch mark.shape {
    case .bar: spec.series[mark.series].figureText.text(mark.amount) + (mark.isPartial ? " *" : "")
    case .missing, .shadow, .vertex, .step, .cell: ""
    }
  }

  var lines: [String] {
    let positions = picture.spec.axis.points.count
    let rows = positions * picture.lanes
    var canvas = TerminalCanvas(width: width, height: rows)
    for (index, point) in picture.spec.axis.points.enumerated() {
      var label = glyphs.plain(point.short)
      label.cut(to: labelWidth, mark: glyphs.isUnicode ? "…" : "~")
      canvas.put(label, row: index * picture.lanes, column: 0)
      for lane in 0..<picture.lanes {
        canvas.put(glyphs.side, .faint, row: index * picture.lanes + lane, column: zero - 1)
      }
    }
    for mark in picture.marks {
      switch mark.shape {
      case .bar(_, let lane): draw(mark, row: mark.column * picture.lanes + lane, &canvas)
      case .missing(let lane):
        canvas.put(
          glyphs.missing, .faint, row: mark.column * picture.lanes + lane, column: zero)
      case .shadow, .vertex, .step, .cell: break
      }
    }
    return canvas.lines(glyphs.depth)
  }

  private func draw(_ mark: ChartMark, row: Int, _ canvas: inout TerminalCanvas) {
    let ink = Ink.series(mark.series)
    let shade = picture.spec.shadeIndex(mark.series)
    let isNegative = mark.amount.isNegative
    let eighths = self.eighths(mark.amount)
    var end = zero
    for place in 0..<(eighths + 7) / 8 {
      let filled = min(8, eighths - 8 * place)
      if isNegative {
        canvas.put(
          glyphs.filledFromRight(filled, shade, ink), row: row, column: zero - 2 - place)
      } else {
        canvas.put(glyphs.filledFromLeft(filled, shade), ink, row: row, column: zero + place)
        end = zero + place + 1
      }
    }
    let text = glyphs.plain(TerminalSideways.text(mark, picture.spec))
    canvas.put(text, row: row, column: end == zero ? zero + 1 : end + 1)
    if mark.isPartial {
      canvas.put(
        glyphs.partial, .alarm, row: row,
        column: (end == zero ? zero : end) + text.displayWidth)
    }
  }

  /// The length of a bar; what is there has one at the least.
  private func eighths(_ amount: FixedPoint) -> Int {
    guard !amount.isZero, !most.isZero else { return 0 }
    let (value, unit) = FixedPoint.aligned(amount.isNegative ? -amount : amount, most)
    // The longest bar has the whole room of its side.
    let cells = most == picture.extent.high ? room.up : room.down
    return max(1, Int(clamping: divide(value * Int128(8 * cells), by: unit, .even)))
  }
}
