import Glibc

/// The program's own files, which no result may overwrite.
package struct ReservedFiles {
  private var files: [(place: FilePlace, meaning: String)] = []

  /// The cache, with SQLite's files beside it, the API keys, the history and the list of own queries.
  package init(cache: String, credentials: String?, history: String?, queries: String?) {
    if cache != ":memory:" {
      add(cache, "the open cache")
      // SQLite puts them beside the real file, not beside a link to it.
      for file in Set([cache, FileNames.target(of: cache)]) {
        for end in ["-wal", "-shm", "-journal"] { add(file + end, "part of the open cache") }
      }
    }
    add(credentials, "the file of API keys")
    add(history, "the history")
    add(queries, "the list of your queries")
  }

  private mutating func add(_ path: String?, _ meaning: String) {
    if let place = path.flatMap({ FilePlace($0) }) { files.append((place, meaning)) }
  }

  /// The meaning of a path that leads, by any name or link, to one of these files; nil for others.
  package func meaning(of path: String) -> String? {
    guard let place = FilePlace(path) else { return nil }
    return files.first { $0.place == place }?.meaning
  }
}

/// The place that a path leads to: an existing file, or where one would be created.
private struct FilePlace: Equatable {
  private let device: dev_t
  private let inode: ino_t
  /// The name within the folder that the numbers identify; nil for an existing file.
  private let name: Substring?

  /// Nil where there is no regular file and none can be created.
  init?(_ path: String) {
    var status = stat()
    // With slashes at its end it could be looked up only once it is there.
    var path = FileNames.withoutSlashes(path)
    var links = 0
    while stat(path, &status) != 0, links < 40, let target = FilePlace.target(of: path) {
      path = FileNames.withoutSlashes(target)
      links += 1
    }
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFREG else { return nil }
      name = nil
    } else {
      guard stat(FileNames.folder(of: path), &status) == 0 else { return nil }
      name = path.split(separator: "/").last
    }
    device = status.st_dev
    inode = status.st_ino
  }

  /// The target of a symbolic link, as a path; nil for anything else.
  private static func target(of path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let target = String(validating: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard let target else { return nil }
    return target.hasPrefix("/") ? target : FileNames.folder(of: path) + "/" + target
  }
}
