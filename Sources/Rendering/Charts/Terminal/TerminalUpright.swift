import EnergyModel

/// Draws a picture whose axis runs from left to right.
struct TerminalUpright {
  private let picture: ChartPicture
  private let glyphs: ChartGlyphs
  private let scale: RowScale
  private let rightScale: RowScale?
  private var canvas: TerminalCanvas
  /// The first cell of the plot, and how many it has.
  private let left: Int
  private let plotWidth: Int
  /// Cells from one position to the next.
  private let slot: Int
  /// The row of the canvas in which the axis is.
  private let axisRow: Int
  /// The column of the last figure of each series.
  private let lastColumns: [Int: Int]

  /// How many positions must become one for all to fit.
  static func merging(_ picture: ChartPicture, width: Int) -> Int {
    // A guess at the labels of the scale; half a dozen positions more or less are no harm.
    let room = width - 9 - (picture.rightExtent == nil ? 0 : 9)
    let cells = picture.spec.axis.points.count * picture.cellsPerPosition
    return max(1, (cells + room - 1) / room)
  }

  init(_ picture: ChartPicture, glyphs: ChartGlyphs, width: Int, height: Int) {
    self.picture = picture
    self.glyphs = glyphs
    let scale = RowScale(picture.extent, height: height)
    self.scale = scale
    let rightScale = picture.rightExtent.map { RowScale($0, like: scale) }
    self.rightScale = rightScale
    let figures = picture.spec.figureText
    let labelWidth = scale.ticks(figures).map { glyphs.plain($0.text).displayWidth }.max() ?? 0
    let right = picture.spec.series.first { $0.role == .running }
    let rightTexts = right.flatMap { one in rightScale?.ticks(one.figureText) } ?? []
    let rightWidth = (rightTexts.map { $0.text.displayWidth + 2 }.max() ?? 0)
    left = labelWidth + 2
    let count = picture.spec.axis.points.count
    let room = width - left - rightWidth
    let isLine = picture.isLine
    // A bar gets no wider than eight cells for each of its lanes.
    slot = max(1, min(room / count, isLine ? room : 8 * picture.lanes))
    let isUneven = picture.spec.axis.form == .time && isLine
    plotWidth = isUneven ? room : slot * count
    lastColumns = Dictionary(picture.marks.map { ($0.series, $0.column) }) { _, last in last }
    // A row more on each side, for marks of what is incomplete.
    let spare = picture.spec.hasPartialValues ? 1 : 0
    axisRow = scale.up + spare
    canvas = TerminalCanvas(width: width, height: axisRow + 1 + scale.down + spare + 5)
  }

  /// The lines of the drawing.
  var lines: [String] {
    var drawing = self
    drawing.drawAxes()
    drawing.drawMarks()
    drawing.drawLabels()
    var lines = drawing.canvas.lines(glyphs.depth)
    while lines.last?.isEmpty == true { lines.removeLast() }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    return lines
  }

  private mutating func drawAxes() {
    for row in -scale.down...scale.up {
      canvas.put(
        row == 0 ? glyphs.corner : glyphs.side, .faint, row: axisRow - row, column: left - 1)
    }
    for column in left..<left + plotWidth {
      canvas.put(glyphs.rule, .faint, row: axisRow, column: column)
    }
    for (row, text) in scale.ticks(picture.spec.figureText) {
      let text = glyphs.plain(text)
      canvas.put(text, row: axisRow - row, column: left - 2 - text.displayWidth)
      if row != 0 { canvas.put(glyphs.tick, .faint, row: axisRow - row, column: left - 1) }
    }
    guard let rightScale, let one = picture.spec.series.first(where: { $0.role == .running })
    else { return }
    for (row, text) in rightScale.ticks(one.figureText) {
      canvas.put(glyphs.rightTick, .faint, row: axisRow - row, column: left + plotWidth)
      canvas.put(glyphs.plain(text), row: axisRow - row, column: left + plotWidth + 2)
    }
  }

  /// The cells of a position, of all its lanes.
  private func cells(_ column: Int) -> Range<Int> {
    let axis = picture.spec.axis
    if axis.form == .time, picture.isLine {
      let point = axis.points[column]
      let (start, end) = (cell(2 * point.start), cell(2 * point.end))
      return start..<max(end, start + 1)
    }
    let start = left + column * slot
    return start..<start + (picture.isLine ? slot : picture.barWidth(slot) * picture.lanes)
  }

  /// The cell of a place in half units of the axis.
  private func cell(_ place: Int) -> Int {
    left + place * plotWidth / max(1, 2 * picture.spec.axis.length)
  }

  private func cells(_ column: Int, lane: Int) -> Range<Int> {
    let all = cells(column)
    if picture.hasShadows, all.count > 2 { return all.dropLast() }
    guard !picture.isLine, picture.lanes > 1 else { return all }
    let width = all.count / picture.lanes
    return all.lowerBound + lane * width..<all.lowerBound + (lane + 1) * width
  }

  private mutating func drawMarks() {
    for mark in picture.marks {
      if case .shadow = mark.shape { drawShadow(mark) }
    }
    drawBars()
    var last: [Int: Int] = [:]
    // What is compared with is below what is compared.
    let isBehind = { [picture] (mark: ChartMark) in picture.spec.series[mark.series].role == .behind
    }
    for mark in picture.marks.filter(isBehind) + picture.marks.filter({ !isBehind($0) }) {
      switch mark.shape {
      case .bar, .shadow, .cell: break
      case .missing where isBehind(mark): break
      case .missing(let lane):
        for column in cells(mark.column, lane: lane) {
          canvas.put(glyphs.missing, .faint, row: axisRow - 1, column: column)
        }
      case .vertex(let isJoined), .step(let isJoined):
        last[mark.series] = drawLine(mark, from: isJoined ? last[mark.series] : nil)
      }
    }
  }

  private mutating func drawShadow(_ mark: ChartMark) {
    let height = scale.parts(mark.amount, perRow: 1)
    // Where there is room it looks out on the right of the bar before it, or else fills the gap.
    let columns = cells(mark.column)
    let first = columns.lowerBound
    let shadow =
      columns.count > 2 ? first + 1..<columns.upperBound : first..<first + min(slot, 3)
    for row in height < 0 ? height..<0 : 1..<max(1, height + 1) {
      for column in shadow {
        canvas.put(glyphs.shadow, .faint, row: axisRow - row, column: column)
      }
    }
  }

  /// Draws a piece of a line and returns its row: up to it from the row before, and on to the end of
  /// its position.
  private mutating func drawLine(_ mark: ChartMark, from last: Int?) -> Int {
    let role = picture.spec.series[mark.series].role
    let ink = role == .behind ? Ink.faint : .series(mark.series)
    if role == .running, let rightScale {
      let row = axisRow - rightScale.parts(mark.amount, perRow: 1)
      let columns = cells(mark.column)
      let column = columns.lowerBound + columns.count / 2
      // On a bar the dot has the bar's colour around it.
      let below = canvas.spots[row][column]
      let ground = below.character == glyphs.full(0) ? below.ink : .plain
      canvas.put(.init(character: glyphs.dot, ink: ink, ground: ground), row: row, column: column)
      return row
    }
    let row = axisRow - scale.parts(mark.amount, perRow: 1)
    let columns = cells(mark.column)
    for column in columns { canvas.put(glyphs.rule, ink, row: row, column: column) }
    defer { drawLetter(mark, row: row, columns) }
    if let last, last != row {
      let first = columns.lowerBound
      let bends = glyphs.bends
      canvas.put(row > last ? bends.leftDown : bends.leftUp, ink, row: last, column: first)
      canvas.put(row > last ? bends.downRight : bends.upRight, ink, row: row, column: first)
      for between in min(row, last) + 1..<max(row, last) {
        canvas.put(glyphs.side, ink, row: between, column: first)
      }
    }
    if mark.isPartial {
      canvas.put(glyphs.partial, .alarm, row: row - 1, column: columns.lowerBound)
    }
    return row
  }
}

/// Letters on lines, and labels below the axis.
extension TerminalUpright {
  /// Names one of several lines by its letter, at its end and here and there, each at places of its
  /// own.
  private mutating func drawLetter(_ mark: ChartMark, row: Int, _ columns: Range<Int>) {
    guard picture.isLine, picture.spec.series.count(where: { $0.role != .running }) > 1,
      let letter = glyphs.letter(mark.series)
    else { return }
    let column = columns.first { ($0 - left - 5 * mark.series) % 24 == 4 }
    if let column = mark.column == lastColumns[mark.series] ? columns.last : column {
      canvas.put(letter, row: row, column: column)
    }
  }

  private mutating func drawLabels() {
    var row = canvas.spots.count - 5
    let axis = picture.spec.axis
    let isBar = !picture.isLine
    let (labels, groups) = LabelLine.labels(
      axis.levels, from: left, to: canvas.width, isShort: axis.form == .clock
    ) { place in
      let isMiddle = !place.isMultiple(of: 2)
      guard isBar, isMiddle, axis.form != .clock else { return (cell(place), isMiddle) }
      let bar = cells(place / 2)
      return (bar.lowerBound + (bar.count - 1) / 2, true)
    }
    if scale.down == 0 || !picture.spec.hasPartialValues { row = lastUsedRow + 1 }
    for label in labels { canvas.put(label.text, row: row, column: label.column) }
    if !labels.isEmpty { row += 1 }
    for label in groups { canvas.put(label.text, .faint, row: row, column: label.column) }
    if !groups.isEmpty { row += 1 }
    drawBands(from: row)
  }

  private var lastUsedRow: Int {
    let bottom = axisRow + scale.down
    return canvas.isBlank(row: bottom + 1, columns: 0..<canvas.width) ? bottom : bottom + 1
  }

  /// A bracket below each band, its name in it or, where that is too narrow, under it.
  private mutating func drawBands(from first: Int) {
    var names: [LabelLine.Label] = []
    for band in picture.spec.bands {
      let (start, end) = (cell(2 * band.start), max(cell(2 * band.end), cell(2 * band.start) + 1))
      let width = end - start
      for column in start..<end { canvas.put(glyphs.rule, .faint, row: first, column: column) }
      if width > 1 {
        canvas.put(glyphs.bracket.0, .faint, row: first, column: start)
        canvas.put(glyphs.bracket.1, .faint, row: first, column: end - 1)
      }
      let name = glyphs.plain(band.name.visible)
      let length = name.displayWidth
      if length + 4 <= width {
        canvas.put(" \(name) ", row: first, column: start + (width - length - 2) / 2)
      } else {
        let middle = start + (width - length) / 2
        names.append(
          .init(column: max(left, min(middle, canvas.width - length)), text: name))
      }
    }
    for (offset, line) in LabelLine.lines(names, most: 2).enumerated() {
      for label in line { canvas.put(label.text, row: first + 1 + offset, column: label.column) }
    }
  }
}

/// Bars, of one series or of several on top of each other.
extension TerminalUpright {
  /// A part of a bar, in eighths of a row from the axis on.
  private struct Part {
    var start: Int
    var end: Int
    var series: Int
  }

  private mutating func drawBars() {
    // By position and lane, above and below the axis.
    var bars: [[Int]: (parts: [Part], isPartial: Bool, isTiny: Bool)] = [:]
    for mark in picture.marks {
      guard case .bar(let base, let lane) = mark.shape, !mark.amount.isZero else { continue }
      let side = mark.amount.isNegative ? 1 : 0
      let (from, to) = (scale.parts(base, perRow: 8), scale.parts(base + mark.amount, perRow: 8))
      var bar = bars[[mark.column, lane, side]] ?? ([], false, true)
      if from != to {
        bar.parts.append(Part(start: abs(from), end: abs(to), series: mark.series))
        bar.isTiny = false
      } else if bar.isTiny {
        bar.parts = [Part(start: 0, end: 1, series: mark.series)]
      }
      bar.isPartial = bar.isPartial || mark.isPartial
      bars[[mark.column, lane, side]] = bar
    }
    for (key, bar) in bars {
      let isBelow = key[2] == 1
      let height = ((bar.parts.map(\.end).max() ?? 0) + 7) / 8
      for column in cells(key[0], lane: key[1]) {
        for row in 0..<height {
          guard let spot = spot(bar.parts, row: row, isBelow: isBelow) else { continue }
          canvas.put(spot, row: isBelow ? axisRow + 1 + row : axisRow - 1 - row, column: column)
        }
      }
      if bar.isPartial {
        let row = isBelow ? axisRow + 1 + height : axisRow - 1 - height
        canvas.put(
          glyphs.partial, .alarm, row: row, column: cells(key[0], lane: key[1]).lowerBound)
      }
    }
  }

  /// The cell so many rows from the axis; nil where no part reaches it.
  private func spot(_ parts: [Part], row: Int, isBelow: Bool) -> TerminalCanvas.Spot? {
    let inside = parts.compactMap { part -> Part? in
      let (start, end) = (max(part.start - 8 * row, 0), min(part.end - 8 * row, 8))
      return start < end ? Part(start: start, end: end, series: part.series) : nil
    }
    guard let first = inside.first, let last = inside.last else { return nil }
    let filled = last.end
    let largest = inside.max { $0.end - $0.start < $1.end - $1.start } ?? first
    let shade = picture.spec.shadeIndex(largest.series)
    let ink = Ink.series(largest.series)
    // Two colours can share a cell where it is full.
    if glyphs.depth != .none, glyphs.isUnicode, filled == 8, first.series != last.series {
      let upper = Ink.series(isBelow ? first.series : last.series)
      let lower = Ink.series(isBelow ? last.series : first.series)
      let edge = isBelow ? 8 - first.end : first.end
      return TerminalCanvas.Spot(
        character: glyphs.filledFromBelow(edge, 0), ink: lower, ground: upper)
    }
    let isWholeBar = row == 0 && parts.map(\.end).max() == filled
    if !isBelow {
      let character = glyphs.filledFromBelow(filled, shade)
      if character == " ", !isWholeBar { return nil }
      return TerminalCanvas.Spot(
        character: character == " " ? glyphs.tiny(isNegative: false) : character, ink: ink)
    }
    var spot = glyphs.filledFromAbove(filled, shade, ink)
    if spot.character == " ", !isWholeBar { return nil }
    if spot.character == " " { spot.character = glyphs.tiny(isNegative: true) }
    return spot
  }
}

extension ChartPicture {
  /// Whether it has lines alone, and no bars between which there are gaps.
  var isLine: Bool {
    !marks.contains {
      if case .bar = $0.shape { true } else { false }
    }
  }

  /// Whether another period stands behind.
  var hasShadows: Bool { spec.series.contains { $0.role == .behind } }

  /// The cells of a terminal that a position takes at the least: one a lane, and a gap behind several.
  var cellsPerPosition: Int { lanes > 1 && !isLine ? lanes + 1 : 1 }

  /// The cells of one lane where a position has `slot`.
  func barWidth(_ slot: Int) -> Int {
    max(1, lanes > 1 || slot > 1 ? (slot - 1) / lanes : slot)
  }
}
