/// The targets of a package manifest, read from its text.
struct Manifest {
  /// The names of the modules that each target under `Sources` is given.
  private(set) var modules: [String: Set<String>] = [:]

  init(_ text: String) {
    let start = #/(?:floor|\.target|\.executableTarget)\(\s*(?:name:\s*)?"(?<name>\w+)"/#
    for match in text.matches(of: start) {
      let entry = Manifest.entry(text[match.range.lowerBound...])
      if entry.contains("path: \"Tests/") { continue }
      modules[String(match.name)] = Manifest.dependencies(entry)
    }
  }

  /// The text up to the parenthesis that closes the first one.
  private static func entry(_ text: Substring) -> Substring {
    var depth = 0
    let end = text.firstIndex { character in
      depth += character == "(" ? 1 : character == ")" ? -1 : 0
      return character == ")" && depth == 0
    }
    return text[..<(end ?? text.endIndex)]
  }

  private static func dependencies(_ entry: Substring) -> Set<String> {
    guard let list = entry.firstMatch(of: #/(?:on|dependencies):\s*\[(?<names>[^\]]*)\]/#) else {
      return []
    }
    let names = list.names.replacing(#/,\s*package:\s*"[^"]*"/#, with: "")
    return Set(names.matches(of: #/"(\w+)"/#).map { String($0.1) })
  }
}
