/// The room that a picture is drawn in, in units that are pixels where it is shown at its own size.
struct SVGFrame {
  /// Which of the three layouts it is: `narrow`, `medium`, `wide`.
  var name: String
  var width: Double
  var height: Double
  /// Of labels.
  var font: Double
  /// Whether the title is drawn too, where no page around has it.
  var hasHeading: Bool

  /// From the edge to what is furthest left and right.
  var inset: Double { hasHeading ? 8 : 1 }
  /// A line of labels and the space to the next one.
  var line: Double { font + 5 }
}

/// The part above the plot: the title, the totals, the legend.
struct SVGHeading {
  private var drawing = SVGText()
  /// Where the plot may begin.
  private(set) var bottom: Double

  init(_ picture: ChartPicture, _ frame: SVGFrame, ramp: ChartRamp?) {
    bottom = 4
    let spec = picture.spec
    if frame.hasHeading {
      let size = frame.font + 4
      bottom += 6
      for line in spec.title.lines(frame.width - 2 * frame.inset, size: size * 1.06) {
        bottom += size + 4
        drawing.label(line, x: frame.inset, y: bottom, size: size, type: "title")
      }
      for line in ([spec.summary] + spec.remarks).filter({ !$0.isEmpty })
        .flatMap({ $0.lines(frame.width - 2 * frame.inset, size: frame.font) })
      {
        bottom += frame.line
        drawing.label(line, x: frame.inset, y: bottom, size: frame.font)
      }
      bottom += 6
    }
    if let ramp {
      addRamp(ramp, spec, frame)
    } else if picture.layout == .upright || picture.layout == .sideways {
      addLegend(SVGHeading.entries(picture), frame)
    }
  }

  /// A group, by which keys are told from the marks that they explain.
  var markup: SVGText {
    var group = SVGText()
    group.add("<g class=\"key\">\n\(drawing.text)</g>\n")
    return group
  }

  private struct Entry {
    var type: String
    var name: String
  }

  private static func entries(_ picture: ChartPicture) -> [Entry] {
    let spec = picture.spec
    var entries: [Entry] = []
    if spec.series.count > 1 {
      for (index, one) in spec.series.enumerated() {
        switch one.role {
        case .above, .below: entries.append(Entry(type: "s\(index)", name: one.name))
        case .behind: entries.append(Entry(type: "behind", name: one.name))
        case .running: entries.append(Entry(type: "s\(index)", name: "\(one.name) (right)"))
        }
      }
    }
    if spec.hasPartialValues { entries.append(Entry(type: "partial", name: "incomplete")) }
    if spec.hasMissingValues, picture.layout == .upright {
      entries.append(Entry(type: "missing", name: spec.absence))
    }
    if let absence = spec.absenceBehind { entries.append(Entry(type: "unread", name: absence)) }
    return entries
  }

  private mutating func addLegend(_ entries: [Entry], _ frame: SVGFrame) {
    guard !entries.isEmpty else { return }
    var x = frame.inset
    bottom += frame.line
    for entry in entries { add(entry, at: &x, frame) }
    bottom += 6
  }

  private mutating func add(_ entry: Entry, at x: inout Double, _ frame: SVGFrame) {
    let name = entry.name.fitted(frame.width - 40, size: frame.font)
    let width = name.textWidth(frame.font)
    if x > frame.inset, x + 16 + width > frame.width - frame.inset {
      x = frame.inset
      bottom += frame.line
    }
    addSwatch(entry.type, x: x, y: bottom - 10)
    drawing.label(name, x: x + 16, y: bottom, size: frame.font)
    x += 16 + width + 16
  }

  private mutating func addSwatch(_ type: String, x: Double, y: Double) {
    switch type {
    case "partial": drawing.star(x: x + 5, y: y + 5)
    case "missing": drawing.dot(x: x + 5, y: y + 6)
    case "unread": drawing.dot(x: x + 5, y: y + 6, isBehind: true)
    case "empty":
      drawing.add(
        "path",
        "class=\"empty\" d=\"M\(x.pixels) \((y + 10).pixels)v-10h10v10zL\((x + 10).pixels) \(y.pixels)\""
      )
    default: drawing.rect(type, x: x, y: y, width: 10, height: 10)
    }
  }

  /// The colours from the lowest figure to the highest.
  private mutating func addRamp(_ ramp: ChartRamp, _ spec: ChartSpec, _ frame: SVGFrame) {
    bottom += frame.line
    let figures = spec.figureText
    let first = figures.roundText(ramp.hasNegatives ? -ramp.most : 0, most: ramp.most)
    let last = figures.roundText(ramp.most, most: ramp.most)
    drawing.label(first, x: frame.inset, y: bottom, size: frame.font)
    var x = frame.inset + first.typographic.textWidth(frame.font) + 6
    let width = frame.width < 500 ? 96.0 : 160
    for step in 0..<SVGStyle.steps {
      let part = width / Double(SVGStyle.steps)
      // Each reaches to the end, so that no seams are seen.
      drawing.rect(
        "c\(step + 1)", x: x + Double(step) * part, y: bottom - 10,
        width: width - Double(step) * part, height: 11)
    }
    drawing.rect("edge", x: x, y: bottom - 10, width: width, height: 11)
    x += width + 6
    for text in [last, ramp.quartiles(figures)] where !text.isEmpty {
      let width = text.textWidth(frame.font)
      if x + width > frame.width - frame.inset {
        x = frame.inset
        bottom += frame.line
      }
      drawing.label(text, x: x, y: bottom, size: frame.font)
      x += width + 16
    }
    if spec.hasMissingValues { add(Entry(type: "empty", name: spec.absence), at: &x, frame) }
    bottom += 6
  }
}

extension SVGText {
  /// The mark of a figure that is missing: in the other period a ring.
  mutating func dot(x: Double, y: Double, isBehind: Bool = false, tip: String? = nil) {
    add(
      "circle",
      "class=\"\(isBehind ? "behind" : "missing")\" cx=\"\(x.pixels)\" cy=\"\(y.pixels)\" "
        + "r=\"\(isBehind ? "2" : "1.6")\"", tip: tip)
  }

  /// The mark of what is incomplete.
  mutating func star(x: Double, y: Double, tip: String? = nil) {
    let (h, v) = (2.6, 1.5)
    add(
      "path",
      "class=\"partial\" d=\"M\(x.pixels) \((y - 3).pixels)V\((y + 3).pixels)"
        + "M\((x - h).pixels) \((y - v).pixels)L\((x + h).pixels) \((y + v).pixels)"
        + "M\((x - h).pixels) \((y + v).pixels)L\((x + h).pixels) \((y - v).pixels)\"", tip: tip)
  }
}
