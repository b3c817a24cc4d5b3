package import EnergyModel
import Glibc

/// New files in the places of old ones, and the names and folders for that.
extension FileNames {
  /// The name of the draft of a file that is replaced: one for all programs, beside the file itself
  /// and not beside a link to it.
  package static func draft(replacing path: String) -> String { target(of: path) + ".part" }

  /// Fills a draft for its owner alone and gives it the name of a file, whole or not at all; a
  /// symbolic link stays, and what it points at is replaced.
  ///
  /// `descriptor` is that of the draft, whose name is ``draft(replacing:)``. What was in it is
  /// written over, and it is deleted after an error.
  ///
  /// - Throws: what kept it from being written; what `contents` throws.
  package static func replace(
    _ path: String, through descriptor: Int32, with contents: () throws(Failure) -> [UInt8]
  ) throws(Failure) {
    let draft = draft(replacing: path)
    do {
      let bytes = try contents()
      func check(_ isDone: Bool) throws(Failure) {
        if !isDone { throw Failure("cannot write \(path): \(systemError())") }
      }
      try check(fchmod(descriptor, 0o600) == 0 && ftruncate(descriptor, 0) == 0)
      func write() throws(Failure) {
        do {
          try writeAll(bytes, to: descriptor, named: path)
        } catch {
          throw (error as? Failure) ?? Failure("cannot write \(path): \(error)")
        }
      }
      try write()
      try check(fsync(descriptor) == 0)
      try check(rename(draft, target(of: path)) == 0)
    } catch {
      unlink(draft)
      throw error
    }
    syncFolder(of: path)
  }

  /// The target of a path; the path itself when there is no target, or its name is not UTF-8.
  package static func target(of path: String) -> String {
    guard let name = realpath(path, nil) else { return path }
    defer { free(name) }
    return String(validatingCString: name) ?? path
  }

  /// The name of a new file beside that of `path`, to be written before it gets the name.
  ///
  /// One that is there is of a program that is gone, or on another machine, and left alone.
  package static func draft(beside path: String) -> String {
    var status = stat()
    var draft = path + ".\(getpid()).part"
    var number = 1
    while lstat(draft, &status) == 0 {
      number += 1
      draft = path + ".\(getpid())-\(number).part"
    }
    return draft
  }

  /// Gives a file a new name, and says whether it did; `errno` is `EEXIST` when another has it.
  package static func move(_ path: String, toNew name: String) -> Bool {
    if link(path, name) == 0 {
      unlink(path)
      return true
    }
    // Where a file can't have two names, an empty one takes the place first.
    guard errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS else { return false }
    let place = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard place >= 0 else { return false }
    close(place)
    guard rename(path, name) != 0 else { return true }
    let reason = errno
    unlink(name)
    errno = reason
    return false
  }

  /// Has the new name of a file reach the disk, where the file system can say so.
  package static func syncFolder(of path: String) {
    let folder = open(self.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  /// The folder that a file lies in, with a slash at its end unless it is the current one.
  package static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
  }

  /// A path without the slashes at its end, which say that it is of a folder.
  static func withoutSlashes(_ path: String) -> String {
    var path = path
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// Makes the folders that a file is to lie in; trouble shows when the file itself is made.
  package static func makeFolders(above path: String) {
    for index in path.indices.dropFirst() where path[index] == "/" {
      mkdir(String(path[..<index]), 0o700)
    }
  }
}
