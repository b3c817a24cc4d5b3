import EnergyModel

/// Places labels under an axis so that none touches another.
enum LabelLine {
  struct Label {
    /// The first cell.
    var column: Int
    var text: String
  }

  /// The finest level whose labels all fit, as labels in cells; empty where none does.
  ///
  /// `cell` gives the cell of a place in half units of the axis, and whether it is a middle.
  static func labels(
    _ levels: [ChartAxis.Level], from left: Int, to right: Int, isShort: Bool,
    cell: (Int) -> (column: Int, isMiddle: Bool)
  ) -> (labels: [Label], groups: [Label]) {
    for level in levels {
      let labels = placed(level.ticks, from: left, to: right, isShort: isShort, cell: cell)
      guard let labels else { continue }
      let groups = level.groups.count > 1 ? level.groups : []
      var placedGroups: [Label] = []
      for group in groups {
        let (place, isMiddle) = cell(group.place)
        let column = isMiddle ? place - (group.text.displayWidth - 1) / 2 : place
        // The name of a month of which there is but little gives way to the next one.
        if let last = placedGroups.last, last.column + last.text.displayWidth >= column {
          placedGroups.removeLast()
        }
        if column + group.text.displayWidth <= right {
          placedGroups.append(Label(column: column, text: group.text))
        }
      }
      return (labels, placedGroups)
    }
    return ([], [])
  }

  private static func placed(
    _ ticks: [ChartAxis.Tick], from left: Int, to right: Int, isShort: Bool,
    cell: (Int) -> (column: Int, isMiddle: Bool)
  ) -> [Label]? {
    let hasMinutes = ticks.contains { $0.text.hasSuffix(":00") == false }
    var labels: [Label] = []
    for tick in ticks {
      let text = isShort && !hasMinutes ? String(tick.text.dropLast(3)) : tick.text
      let width = text.displayWidth
      let (column, isMiddle) = cell(tick.place)
      let start = max(left, isMiddle ? column - (width - 1) / 2 : column)
      // The end of the day has no room of its own.
      guard start + width <= right else {
        if tick == ticks.last { continue }
        return nil
      }
      if let last = labels.last, last.column + last.text.displayWidth >= start { return nil }
      labels.append(Label(column: start, text: text))
    }
    return labels
  }

  /// Labels in as few lines as keep them apart; those for which even `most` lines are too few are
  /// left out.
  static func lines(_ labels: [Label], most: Int) -> [[Label]] {
    var lines: [[Label]] = []
    for label in labels {
      let index = lines.firstIndex { line in
        line.allSatisfy {
          $0.column + $0.text.displayWidth < label.column
            || label.column + label.text.displayWidth < $0.column
        }
      }
      if let index {
        lines[index].append(label)
      } else if lines.count < most {
        lines.append([label])
      }
    }
    return lines
  }
}
