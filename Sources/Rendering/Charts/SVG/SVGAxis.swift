import EnergyModel

/// Places labels below a plot so that none touches another or is cut.
struct SVGAxis {
  struct Label {
    var x: Double
    var text: String
    var anchor = SVGText.Anchor.middle
  }

  private(set) var labels: [Label] = []
  private(set) var groups: [Label] = []
  /// The names of bands in lines, each with the middle of its text.
  private(set) var names: [[Label]] = []
  /// The axis that is drawn.
  private let axis: ChartAxis
  private let left: Double
  private let plotWidth: Double
  private let frame: SVGFrame

  init(_ spec: ChartSpec, _ frame: SVGFrame, left: Double, plotWidth: Double) {
    axis = spec.axis
    self.left = left
    self.plotWidth = plotWidth
    self.frame = frame
    for level in axis.levels {
      guard let placed = placed(level.ticks) else { continue }
      labels = placed
      if level.groups.count > 1 { groups = placedGroups(level.groups) }
      break
    }
    names = lines(spec.bands)
  }

  /// The height of all lines.
  var height: Double {
    let lines = (labels.isEmpty ? 0 : 1) + (groups.isEmpty ? 0 : 1) + names.count
    return Double(lines) * frame.line + (names.isEmpty ? 6 : 14)
  }

  /// The place of half units of the axis.
  func x(_ place: Int) -> Double {
    left + Double(place) / Double(max(1, 2 * axis.length)) * plotWidth
  }

  private func placed(_ ticks: [ChartAxis.Tick]) -> [Label]? {
    var labels: [Label] = []
    var end = -Double.infinity
    for tick in ticks {
      let width = tick.text.textWidth(frame.font)
      let middle = min(max(x(tick.place), width / 2 + 1), frame.width - width / 2 - 1)
      guard middle - width / 2 >= end + 5 else { return nil }
      end = middle + width / 2
      labels.append(Label(x: middle, text: tick.text))
    }
    return labels
  }

  private func placedGroups(_ groups: [ChartAxis.Tick]) -> [Label] {
    var labels: [Label] = []
    for group in groups {
      let width = group.text.textWidth(frame.font)
      let isMiddle = !group.place.isMultiple(of: 2)
      let start = isMiddle ? x(group.place) - width / 2 : x(group.place)
      // The label of a month with few days left gives way to that of the next.
      if let last = labels.last, last.x + last.text.textWidth(frame.font) + 5 > start {
        labels.removeLast()
      }
      guard start + width < frame.width - 1 else { continue }
      labels.append(Label(x: start, text: group.text, anchor: .start))
    }
    return labels
  }

  private func lines(_ bands: [ChartBand]) -> [[Label]] {
    var lines: [[Label]] = []
    for band in bands {
      let text = band.name.visible.fitted(frame.width - 4, size: frame.font)
      let half = text.textWidth(frame.font) / 2
      let middle = min(
        max(x(band.start + band.end), half + 2), frame.width - half - 2)
      let line = lines.firstIndex { line in
        line.allSatisfy { abs($0.x - middle) > half + $0.text.textWidth(frame.font) / 2 + 6 }
      }
      if let line {
        lines[line].append(Label(x: middle, text: text))
      } else if lines.count < 3 {
        lines.append([Label(x: middle, text: text)])
      }
    }
    return lines
  }

  /// The lines below a plot whose lower edge is at `top`.
  func draw(_ spec: ChartSpec, top: Double, _ svg: inout SVGText) {
    var y = top + frame.line
    for label in labels {
      svg.label(label.text, x: label.x, y: y, size: frame.font, anchor: label.anchor)
    }
    if !labels.isEmpty { y += frame.line }
    for label in groups {
      svg.label(label.text, x: label.x, y: y, size: frame.font, anchor: label.anchor)
    }
    if !groups.isEmpty { y += frame.line }
    guard !names.isEmpty else { return }
    for band in spec.bands {
      let (start, end) = (x(2 * band.start) + 1, x(2 * band.end) - 1)
      let line = y - frame.font
      svg.add(
        "path",
        "class=\"edge\" d=\"M\(start.pixels) \(line.pixels)v4H\(end.pixels)v-4\"")
    }
    y += 9
    for line in names {
      for label in line {
        svg.label(label.text, x: label.x, y: y, size: frame.font, anchor: label.anchor)
      }
      y += frame.line
    }
  }
}
