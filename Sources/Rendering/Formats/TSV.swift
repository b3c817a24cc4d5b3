import EnergyModel

/// Tab-separated values, with backslash escapes for characters that would end a field or line.
struct TSVRenderer: DelimitedRenderer {
  let output: OutputBuffer
  let options: RenderOptions
  let separator = "\t"

  func field(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\\") }) { return text }
    return text.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "\t": escaped += "\\t"
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      case "\\": escaped += "\\\\"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
  }
}
