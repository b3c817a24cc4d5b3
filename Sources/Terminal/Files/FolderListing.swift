import Glibc

/// The files whose paths begin with what was typed.
package struct FolderListing {
  private let typed: String
  /// Gives a path the quotes that it needs where it is typed.
  private let quoted: (String) -> String

  package init(typed: String, quoted: @escaping (String) -> String) {
    self.typed = typed
    self.quoted = quoted
  }

  /// The candidates by name.
  ///
  /// Folders end in `/` and can be continued. Hidden files are left out until their dot is typed, and
  /// names that are not UTF-8 always: they can't be typed.
  package var candidates: [Candidate] {
    let slash = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
    let folder = String(typed[..<slash])
    let start = typed[slash...]
    let place = folder.isEmpty ? "." : expandingTilde(folder)
    return files(in: place, beginningWith: start).sorted { $0.name < $1.name }.map {
      name, isFolder in
      let path = folder + name + (isFolder ? "/" : "")
      return Candidate(
        name + (isFolder ? "/" : ""), text: quoted(path), isWhole: !isFolder)
    }
  }

  private func files(
    in place: String, beginningWith start: Substring
  ) -> [(name: String, isFolder: Bool)] {
    guard let folder = opendir(place) else { return [] }
    defer { closedir(folder) }
    var files: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let name else { continue }
      let isHidden = name.hasPrefix(".") && !start.hasPrefix(".")
      guard name.hasPrefix(start), !isHidden, name != ".", name != ".." else { continue }
      files.append((name, isFolder(entry.pointee.d_type, at: place + "/" + name)))
    }
    return files
  }

  /// Only a link, or a file on a system that does not report types, needs a `stat`.
  private func isFolder(_ kind: UInt8, at path: String) -> Bool {
    let kind = Int(kind)
    if kind != Int(DT_LNK), kind != Int(DT_UNKNOWN) { return kind == Int(DT_DIR) }
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
