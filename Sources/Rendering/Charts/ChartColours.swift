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
  /// The largest magnitude, which takes the end of the ramp.
  let most: Double
  let hasNegatives: Bool

  init(_ picture: ChartPicture) {
    let (low, high) = picture.extent
    hasNegatives = low.isNegative
    most = max(high.approximation, -low.approximation)
  }

  /// The place of a figure on the ramp, −1…1: the square root of its share of the most, as otherwise
  /// a few large ones would leave the rest of one colour.
  func level(_ value: Double) -> Double {
    guard most > 0 else { return 0 }
    let root = (abs(value) / most).squareRoot()
    return value < 0 ? -root : root
  }

  /// The figure at a place of the ramp.
  func value(at level: Double) -> Double { level * abs(level) * most }

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
