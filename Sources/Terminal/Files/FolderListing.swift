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
    FileNames.entries(of: place).compactMap { name, kind in
      guard let name, name.hasPrefix(start), !name.hasPrefix(".") || start.hasPrefix(".") else {
        return nil
      }
      return (name, isFolder(kind, at: place + "/" + name))
    }
  }

  /// Only a link, or a file on a system that does not report types, needs a `stat`.
  private func isFolder(_ kind: Int, at path: String) -> Bool {
    if kind != Int(DT_LNK), kind != Int(DT_UNKNOWN) { return kind == Int(DT_DIR) }
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
