import EnergyModel

/// Draws a grid: a field for each position of each row, as colour or as height.
struct TerminalGrid {
  private let picture: ChartPicture
  private let glyphs: ChartGlyphs
  private let width: Int
  private let ramp: ChartRamp
  private let labels: [String]
  /// The first cell of the fields.
  private let left: Int
  /// Cells of a field.
  private let slot: Int
  /// Sums of the rows where there is room for them.
  private let sums: [String]
  /// Rows of the grid in one line of text.
  private let rowsPerLine: Int
  private let fields: [ChartMark?]

  private static func labelWidth(_ picture: ChartPicture) -> Int {
    min(24, picture.spec.rows?.points.map(\.short.displayWidth).max() ?? 0)
  }

  /// How many positions must become one for all to fit.
  static func merging(_ picture: ChartPicture, width: Int) -> Int {
    let room = width - labelWidth(picture) - 2
    return max(1, (picture.spec.axis.points.count + room - 1) / room)
  }

  init(_ picture: ChartPicture, glyphs: ChartGlyphs, width: Int) {
    self.picture = picture
    self.glyphs = glyphs
    self.width = width
    ramp = ChartRamp(picture)
    let rows = picture.spec.rows?.points ?? []
    let columns = picture.spec.axis.points.count
    let hasColours = glyphs.depth == .indexed || glyphs.depth == .full
    rowsPerLine =
      picture.layout == .colours && hasColours && glyphs.isUnicode && rows.count > 12 ? 2 : 1
    let labelWidth = TerminalGrid.labelWidth(picture)
    labels = rows.map { point in
      var text = glyphs.plain(point.short)
      text.cut(to: labelWidth, mark: glyphs.isUnicode ? "…" : "~")
      return text
    }
    left = labelWidth + 2
    var fields = [ChartMark?](repeating: nil, count: rows.count * columns)
    for mark in picture.marks { fields[mark.row * columns + mark.column] = mark }
    self.fields = fields
    let sums = TerminalGrid.sums(picture, glyphs)
    let sumWidth = (sums.map(\.displayWidth).max() ?? 0) * rowsPerLine + 2 * rowsPerLine
    let room = width - left
    slot = max(1, min(room / columns, picture.layout == .heights ? 2 : 6))
    self.sums = !sums.isEmpty && room - slot * columns >= sumWidth ? sums : []
  }

  /// The sum of each row, all padded to one width.
  private static func sums(_ picture: ChartPicture, _ glyphs: ChartGlyphs) -> [String] {
    let figures = picture.spec.figureText
    switch figures.unit {
    case .energy, .volume, .money: break
    case .power, .moneyPerKWh, .moneyPerDay, .mean, nil: return []
    }
    var sums: [FixedPoint?] = Array(repeating: nil, count: picture.spec.rows?.points.count ?? 0)
    var isPartial = Array(repeating: false, count: sums.count)
    for mark in picture.marks {
      switch mark.shape {
      case .cell: sums[mark.row] = (sums[mark.row] ?? FixedPoint(0)) + mark.amount
      case .missing: isPartial[mark.row] = true
      case .bar, .shadow, .vertex, .step: break
      }
      if mark.isPartial { isPartial[mark.row] = true }
    }
    let texts = zip(sums, isPartial).map { sum, isPartial in
      guard let sum else { return String(glyphs.missing) }
      return glyphs.plain(figures.shortText(sum)) + (isPartial ? "*" : "")
    }
    let most = texts.map(\.displayWidth).max() ?? 0
    return texts.map { $0.space(to: most) + $0 }
  }

  func lines(_ cancellation: Cancellation) throws(Cancelled) -> [String] {
    var lines: [String] = []
    for first in stride(from: 0, to: labels.count, by: rowsPerLine) {
      try cancellation.check()
      var canvas = TerminalCanvas(width: width, height: 1)
      draw(first, &canvas)
      lines.append(canvas.line(0, glyphs.depth))
    }
    return lines + axisLines + legend
  }

  private func draw(_ row: Int, _ canvas: inout TerminalCanvas) {
    canvas.put(labels[row], row: 0, column: 0)
    drawWeekend(row, &canvas)
    let columns = picture.spec.axis.points.count
    for column in 0..<columns {
      let upper = fields[row * columns + column]
      let spot: TerminalCanvas.Spot
      switch picture.layout {
      case .heights: spot = height(upper)
      case .colours, .upright, .sideways:
        if rowsPerLine == 2 {
          let lower = row + 1 < labels.count ? fields[(row + 1) * columns + column] : nil
          spot = pair(upper, lower)
        } else {
          spot = field(upper)
        }
      }
      // A gap between small bars, none between fields.
      let cells = picture.layout == .heights ? max(1, slot - 1) : slot
      for cell in 0..<cells {
        canvas.put(spot, row: 0, column: left + column * slot + cell)
      }
    }
    guard !sums.isEmpty else { return }
    let texts = sums[row..<min(row + rowsPerLine, sums.count)]
    canvas.put(texts.joined(separator: "  "), .faint, row: 0, column: left + slot * columns + 2)
  }

  /// Saturdays and Sundays are marked beside their fields.
  private func drawWeekend(_ row: Int, _ canvas: inout TerminalCanvas) {
    let points = picture.spec.rows?.points ?? []
    let isUpper = points[row].isWeekend
    let isLower = row + 1 < points.count && points[row + 1].isWeekend
    let character: Character? =
      if rowsPerLine == 1 {
        isUpper ? (glyphs.isUnicode ? "▐" : "|") : nil
      } else {
        isUpper && isLower ? "▐" : isUpper ? "▝" : isLower ? "▗" : nil
      }
    if let character { canvas.put(character, .faint, row: 0, column: left - 1) }
  }

  private func colour(_ mark: ChartMark) -> RGB {
    ramp.colour(ramp.level(mark.amount.approximation))
  }

  /// Two rows in one cell; where a figure is missing its half stays blank.
  private func pair(_ upper: ChartMark?, _ lower: ChartMark?) -> TerminalCanvas.Spot {
    let (top, bottom) = (upper.flatMap(amount), lower.flatMap(amount))
    switch (top, bottom) {
    case (let top?, let bottom?):
      return TerminalCanvas.Spot(
        character: "▀", ink: .mixed(colour(top)), ground: .mixed(colour(bottom)))
    case (let top?, nil): return TerminalCanvas.Spot(character: "▀", ink: .mixed(colour(top)))
    case (nil, let bottom?):
      return TerminalCanvas.Spot(character: "▄", ink: .mixed(colour(bottom)))
    case (nil, nil):
      return upper == nil && lower == nil
        ? TerminalCanvas.Spot() : TerminalCanvas.Spot(character: glyphs.missing, ink: .faint)
    }
  }

  /// The mark, if it has a figure.
  private func amount(_ mark: ChartMark) -> ChartMark? {
    switch mark.shape {
    case .missing: nil
    case .bar, .shadow, .vertex, .step, .cell: mark
    }
  }

  private func field(_ mark: ChartMark?) -> TerminalCanvas.Spot {
    guard let mark else { return TerminalCanvas.Spot() }
    guard let mark = amount(mark) else {
      return TerminalCanvas.Spot(character: glyphs.missing, ink: .faint)
    }
    switch glyphs.depth {
    case .indexed, .full:
      return TerminalCanvas.Spot(character: " ", ground: .mixed(colour(mark)))
    case .none, .basic:
      let level = ramp.level(mark.amount.approximation)
      return TerminalCanvas.Spot(character: level < 0 ? "-" : glyphs.shade(level))
    }
  }

  private func height(_ mark: ChartMark?) -> TerminalCanvas.Spot {
    guard let mark else { return TerminalCanvas.Spot() }
    guard let mark = amount(mark) else {
      return TerminalCanvas.Spot(character: glyphs.missing, ink: .faint)
    }
    let share = ramp.most > 0 ? abs(mark.amount.approximation) / ramp.most : 0
    let level = mark.amount.isZero ? 0 : max(1, Int((share * 8).rounded()))
    guard mark.amount.isNegative else {
      return TerminalCanvas.Spot(character: glyphs.spark(level), ink: .series(0))
    }
    return glyphs.isUnicode
      ? glyphs.filledFromAbove(level, 0, .series(1))
      : TerminalCanvas.Spot(character: "-")
  }

  private var axisLines: [String] {
    var canvas = TerminalCanvas(width: width, height: 2)
    let axis = picture.spec.axis
    let plotWidth = slot * axis.points.count
    let (labels, groups) = LabelLine.labels(
      axis.levels, from: left, to: width, isShort: axis.form == .clock
    ) { place in
      (left + place * plotWidth / max(1, 2 * axis.length), !place.isMultiple(of: 2))
    }
    for label in labels { canvas.put(label.text, row: 0, column: label.column) }
    for label in groups { canvas.put(label.text, .faint, row: 1, column: label.column) }
    return Array(canvas.lines(glyphs.depth).prefix(groups.isEmpty ? 1 : 2))
  }

  /// The legend of the colours.
  private var legend: [String] {
    guard picture.layout == .colours else {
      let most = max(picture.extent.high, -picture.extent.low)
      let text = glyphs.plain("highest bar \(picture.spec.figureText.text(most))")
      return [String(repeating: " ", count: left) + text]
    }
    let pieces = legendPieces
    let length = pieces.reduce(0) { $0 + $1.count }
    var canvas = TerminalCanvas(width: width, height: 2)
    var (row, column) = (0, left + length <= width ? left : 0)
    for piece in pieces {
      if column + piece.count > width { (row, column) = (row + 1, 0) }
      for spot in piece {
        canvas.put(spot, row: row, column: column)
        column += 1
      }
    }
    return Array(canvas.lines(glyphs.depth).prefix(row + 1))
  }

  /// The pieces of the legend, which are not broken between lines.
  private var legendPieces: [[TerminalCanvas.Spot]] {
    let figures = picture.spec.figureText
    func text(_ level: Double, hasUnit: Bool) -> String {
      let value = ramp.value(at: level)
      return glyphs.plain(figures.roundText(value, most: ramp.most, hasUnit: hasUnit))
    }
    func piece(_ text: String) -> [TerminalCanvas.Spot] {
      text.map { TerminalCanvas.Spot(character: $0) }
    }
    switch glyphs.depth {
    case .indexed, .full:
      let scale = (0..<16).map { step in
        let share = Double(step) / 15
        let colour = ramp.colour(ramp.hasNegatives ? 2 * share - 1 : share)
        return TerminalCanvas.Spot(ground: .mixed(colour))
      }
      let first = ramp.hasNegatives ? text(-1, hasUnit: false) : "0"
      return [
        piece("\(first) ") + scale + piece(" \(text(1, hasUnit: true))  "),
        piece(glyphs.plain(ramp.quartiles(figures))),
      ]
    case .none, .basic:
      let levels = [0.25, 0.5, 0.75, 1].filter { level in
        level == 1 || ramp.value(at: level) < ramp.value(at: level + 0.25)
      }
      let shades = levels.map { level in
        let value = ramp.value(at: level)
        let most = level == 1 ? value : 10 * value
        let text = figures.roundText(value, most: most, hasUnit: level == 1)
        return piece(" \(glyphs.shade(level)) \(glyphs.plain(text))")
      }
      return [piece("0")] + shades + (ramp.hasNegatives ? [piece("  - below zero")] : [])
    }
  }
}

extension FigureText {
  /// A figure that stands for no row, with two digits or so.
  func roundText(_ value: Double, most: Double, hasUnit: Bool = true) -> String {
    var places = 0
    var size = most
    // A half of a count stands for nothing.
    while size < 100, places < 4, most > 0, unit != nil { (size, places) = (size * 10, places + 1) }
    // Nobody writes £1.3, and £1.30 would say more than is known.
    if places == 1, case .money = unit { places = 2 }
    var factor = 1.0
    for _ in 0..<places { factor *= 10 }
    let digits = (value * factor).rounded()
    guard abs(digits) < 1e30 else { return "" }
    let number = FixedPoint(Int128(digits), scale: places)
    return tickText(number, step: FixedPoint(1, scale: number.decimals), hasUnit: hasUnit)
  }
}
