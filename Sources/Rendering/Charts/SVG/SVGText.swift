/// Markup of SVG, written piece by piece.
struct SVGText {
  private(set) var text = ""

  mutating func add(_ markup: String) { text += markup }

  /// An element without children but a tooltip.
  mutating func add(_ name: String, _ attributes: String, tip: String? = nil) {
    guard let tip else {
      text += "<\(name) \(attributes)/>\n"
      return
    }
    text += "<\(name) \(attributes)><title>\(tip.xml)</title></\(name)>\n"
  }

  mutating func rect(
    _ type: String, x: Double, y: Double, width: Double, height: Double, tip: String? = nil
  ) {
    add(
      "rect",
      "class=\"\(type)\" x=\"\(x.pixels)\" y=\"\(y.pixels)\" width=\"\(width.pixels)\" "
        + "height=\"\(height.pixels)\"", tip: tip)
  }

  mutating func line(
    _ type: String, from start: (x: Double, y: Double), to end: (x: Double, y: Double),
    tip: String? = nil
  ) {
    add(
      "line",
      "class=\"\(type)\" x1=\"\(start.x.pixels)\" y1=\"\(start.y.pixels)\" "
        + "x2=\"\(end.x.pixels)\" y2=\"\(end.y.pixels)\"", tip: tip)
  }

  enum Anchor: String { case start, middle, end }

  mutating func label(
    _ label: String, x: Double, y: Double, size: Double, anchor: Anchor = .start,
    type: String? = nil
  ) {
    let anchoring = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    let typing = type.map { " class=\"\($0)\"" } ?? ""
    text +=
      "<text\(typing) x=\"\(x.pixels)\" y=\"\(y.pixels)\" font-size=\"\(size.pixels)\"\(anchoring)>"
      + "\(label.typographic.xml)</text>\n"
  }
}

extension Double {
  /// To hundredths, in the fewest digits: `12.5`.
  var pixels: String {
    let hundredths = Int((self * 100).rounded())
    let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return rest % 10 == 0
      ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}

extension String {
  /// Fit for the text of XML and HTML, and for attributes in double quotes.
  var xml: String {
    unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
  }

  /// With a minus sign in place of a hyphen before a figure.
  var typographic: String {
    replacing(#/(?<before>^|[ (])-(?<after>[£€$0-9])/#) { "\($0.before)−\($0.after)" }
  }

  /// Cut to so many pixels.
  func fitted(_ width: Double, size: Double) -> String {
    guard textWidth(size) > width else { return self }
    var text = self
    while !text.isEmpty, (text + "…").textWidth(size) > width { text.removeLast() }
    return text + "…"
  }

  /// In lines of at most so many pixels; a single word may be longer.
  func lines(_ width: Double, size: Double) -> [String] {
    split(separator: " ").reduce(into: [String]()) { lines, word in
      if let last = lines.last, "\(last) \(word)".textWidth(size) <= width {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
  }
}
