package import QueryLanguage

extension OutputFormat {
  /// The format of a file, by its extension; nil if it is not that of any format.
  package init?(path: String) {
    guard let name = OutputFormat.pathExtension(of: path) else { return nil }
    self.init(pathExtension: name)
  }

  /// The error for a file whose extension is no format's; nil for extensions of formats and for
  /// files without one.
  ///
  /// `naming` says how the user can name the format.
  package static func refusal(of path: String, naming: String) -> String? {
    guard OutputFormat(path: path) == nil, let name = pathExtension(of: path) else { return nil }
    let known = allCases.flatMap(\.pathExtensions).map { "." + $0 }.joined(separator: ", ")
    return "no format has the extension '.\(name)'; use one of \(known), "
      + "or name the format with \(naming)"
  }

  /// The part of a file's name after its last point; nil for a name that only begins with one.
  private static func pathExtension(of path: String) -> String? {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
    let text = name[dot...].dropFirst()
    return text.isEmpty ? nil : String(text)
  }
}
