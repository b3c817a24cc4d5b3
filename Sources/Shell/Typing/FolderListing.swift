import Glibc
import QueryLanguage

/// The files whose paths begin as a word was typed.
struct FolderListing {
  /// More would only be looked through for names too many to list.
  private static let most = 2_000

  let typed: String
  /// Whether quotes stand around the path already.
  let isQuoted: Bool

  /// By name.
  ///
  /// Folders end in `/` and go on. Hidden files are left out until their dot is typed.
  var candidates: [Candidate] {
    let slash = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
    let folder = String(typed[..<slash])
    let start = typed[slash...]
    let place = folder.isEmpty ? "." : expandingTilde(folder)
    return names(in: place, beginningWith: start).map { name in
      let isFolder = isFolder(place + "/" + name)
      let path = folder + name + (isFolder ? "/" : "")
      return Candidate(
        name + (isFolder ? "/" : ""), text: isQuoted ? path : quotedIfNeeded(path),
        isWhole: !isFolder)
    }
  }

  private func names(in place: String, beginningWith start: Substring) -> [String] {
    guard let folder = opendir(place) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while names.count < FolderListing.most, let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      let isHidden = name.hasPrefix(".") && !start.hasPrefix(".")
      if name.hasPrefix(start), !isHidden, name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
