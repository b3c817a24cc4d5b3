import EnergyModel

/// Comma-separated values according to RFC 4180, but with `\n` as the line ending.
struct CSVRenderer: DelimitedRenderer {
  let output: OutputBuffer
  let options: RenderOptions
  let separator = ","

  func field(_ text: String) -> String {
    let special = text.utf8.contains { byte in
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
      default: false
      }
    }
    // Text that equals the mark for missing values is quoted, to tell the two apart.
    guard special || text == null else { return text }
    let doubled = text.unicodeScalars.reduce(into: "") { quoted, scalar in
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return "\"\(doubled)\""
  }
}
