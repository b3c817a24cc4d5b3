/// A colour as screens mix it.
struct RGB: Hashable, Sendable {
  var red: Double
  var green: Double
  var blue: Double

  /// `0x0072b2`.
  init(_ hex: Int) {
    red = Double(hex >> 16 & 255)
    green = Double(hex >> 8 & 255)
    blue = Double(hex & 255)
  }

  /// As far from `self` to `other` as `part`, 0…1, says.
  func mixed(with other: RGB, _ part: Double) -> RGB {
    var colour = self
    colour.red += (other.red - red) * part
    colour.green += (other.green - green) * part
    colour.blue += (other.blue - blue) * part
    return colour
  }

  var channels: [Int] { [red, green, blue].map { Int($0.rounded()) } }

  /// `#0072b2`.
  var hex: String {
    "#" + channels.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
  }

  /// The nearest colour of the cube of a terminal with 256 colours.
  var indexed: Int {
    let levels = [0, 95, 135, 175, 215, 255]
    let nearest = channels.map { channel in
      levels.indices.min { abs(levels[$0] - channel) < abs(levels[$1] - channel) } ?? 0
    }
    return 16 + 36 * nearest[0] + 6 * nearest[1] + nearest[2]
  }
}

/// Ramps for figures: cividis where none is negative, else blue to vermillion with zero in the middle.
struct ChartRamp: Sendable {
  let hasNegatives: Bool
  /// The magnitudes of the figures, ascending, but for zeros.
  private let magnitudes: [Double]

  init(_ picture: ChartPicture) {
    hasNegatives = picture.extent.low.isNegative
    magnitudes = picture.marks.map { abs($0.amount.approximation) }.filter { $0 > 0 }.sorted()
  }

  /// The largest magnitude, which takes the end of the ramp.
  var most: Double { magnitudes.last ?? 0 }

  /// The place of a figure on the ramp, −1…1: the share of the figures that are no larger, so that
  /// each part of the ramp is used equally, however few of the figures are large.
  func level(_ value: Double) -> Double {
    guard value != 0, !magnitudes.isEmpty else { return 0 }
    var (low, high) = (0, magnitudes.count)
    while low < high {
      let middle = (low + high) / 2
      if magnitudes[middle] <= abs(value) { low = middle + 1 } else { high = middle }
    }
    let share = Double(low) / Double(magnitudes.count)
    return value < 0 ? -share : share
  }

  /// The largest figure up to a place of the ramp.
  func value(at level: Double) -> Double {
    let count = Int((abs(level) * Double(magnitudes.count)).rounded(.up))
    guard count > 0 else { return 0 }
    return level < 0 ? -magnitudes[count - 1] : magnitudes[count - 1]
  }

  /// The figures that end the first three quarters, in words; empty where there is but one.
  func quartiles(_ figures: FigureText) -> String {
    let values = [0.25, 0.5, 0.75].map { value(at: $0) }
    guard let first = values.first, first < most else { return "" }
    let texts = values.map { figures.roundText($0, most: 10 * $0, hasUnit: $0 == values.last) }
    return "quartiles \(hasNegatives ? "of size" : "above 0"): \(texts.joined(separator: ", "))"
  }

  func colour(_ level: Double) -> RGB {
    let stops: [RGB]
    let place: Double
    if hasNegatives {
      stops = [0x00_72_b2, 0x7f_b8_d9, 0xee_ee_ee, 0xee_ae_80, 0xd5_5e_00].map { RGB($0) }
      place = (level + 1) / 2 * Double(stops.count - 1)
    } else {
      // https://github.com/marcosci/cividis, every ninth of the way.
      stops = [
        0x00_22_4e, 0x12_35_70, 0x3b_49_6c, 0x57_5d_6d, 0x70_71_73, 0x8a_86_78, 0xa5_9c_74,
        0xc3_b3_69, 0xe1_cc_55, 0xfe_e8_38,
      ].map { RGB($0) }
      place = level * Double(stops.count - 1)
    }
    let index = min(max(0, Int(place)), stops.count - 2)
    return stops[index].mixed(with: stops[index + 1], place - Double(index))
  }
}
